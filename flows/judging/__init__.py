"""From the rules of the tables to issues: one cause, one issue, and the right value where the data decide it."""
