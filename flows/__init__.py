"""What happens: plain steps, and the Prefect flow and the commands that string them together."""
