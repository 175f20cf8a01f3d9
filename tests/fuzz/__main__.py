"""`python -m tests.fuzz --inputs N [--seed S] [--only NAME]`: hostile inputs for every reader, in a child that may die of one.

It stands beside the tests and not among the product's commands, because its inputs are bent from what the tests' servers and
builders make. Guidance is by lines of our own code, without a compiled fuzzer: most of what is fuzzed is Python around libraries.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from tests.fuzz.all_targets import all_targets
from tests.fuzz.runner import Watch


def main(arguments: Sequence[str]) -> int:
    """Prints a line a reader at the end and each fault as it is found; 1 where there was any."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--only", default="", metavar="NAME", help="readers whose name contains NAME")
    chosen = parser.parse_args(arguments)
    names = [
        target.name
        for target in all_targets()
        if chosen.only in target.name and (bool(chosen.only) or not target.is_fatal)
    ]
    if not names:
        parser.error(f"there are: {', '.join(target.name for target in all_targets())}")

    def say(text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    return Watch(names, chosen.inputs, chosen.seed, say).run()


if __name__ == "__main__":
    os.nice(19)
    sys.exit(main(sys.argv[1:]))
