"""The Prefect server that a one-command run brings along, and the one a person may already have."""
