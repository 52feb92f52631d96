"""The formats of a release: one module each, which writes a table and reads it back, so that a release can be verified."""
