"""`smartclient plan check PATH`: every problem of a floor plan, one a line."""

import argparse
from collections import Counter
from pathlib import Path


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("plan", help="look into floor plans")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser(
        "check",
        help="list every problem of a floor plan",
        description="Lists every problem, one a line: file, feature, what, consequence. "
        "Exits 0 without errors (warnings may be listed), 1 with errors, 2 when there is no IMDF at all.",
    )
    check.add_argument("path", type=Path, metavar="PATH", help="a district or IMDF archive: a folder or a .zip")
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Reads the plan and prints what is wrong. Raises PlanError when there is none."""
    from smartclient import plans

    site, problems = plans.read(arguments.path)
    for problem in problems:
        print(problem)
    counts = Counter(problem.severity for problem in problems)
    print(
        f"{site.name}: {_count(len(site.venues), 'campus', 'campuses')}, {_count(len(site.buildings), 'building')}, "
        f"{_count(len(site.levels), 'level')}, {_count(len(site.units), 'unit')}, {_count(len(site.devices), 'device')}; "
        f"{_count(counts[plans.Severity.ERROR], 'error')}, {_count(counts[plans.Severity.WARNING], 'warning')}"
    )
    return 1 if counts[plans.Severity.ERROR] else 0


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
