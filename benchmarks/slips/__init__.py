"""Random slips of hand entry, planted one at a time in the real record, and what a check makes of them."""
