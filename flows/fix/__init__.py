"""fix: what the check knows how to mend is written into the raw files, shown first, and nothing else is touched."""
