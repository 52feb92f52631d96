"""What must be true: one table per file. Nothing in this package opens a file, and importing it is free."""
