"""`python -m flows.cli` is `hrc`, for where the command itself is not on the path."""

import sys

from flows.cli import main

if __name__ == "__main__":
    sys.exit(main())
