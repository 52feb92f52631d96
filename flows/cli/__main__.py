"""`python -m flows.cli` is `hrc`, for where the command itself is not on the path."""

from flows.cli import command

if __name__ == "__main__":
    command()
