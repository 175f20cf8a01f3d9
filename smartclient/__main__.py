"""Starts smartclient: `python -m smartclient`, or the command `smartclient`."""

import multiprocessing
import sys

from smartclient.cli import run


def main() -> int:
    """The entry point; the answer is the process's exit status."""
    multiprocessing.freeze_support()  # in a bundle the demo's drawing processes start here
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
