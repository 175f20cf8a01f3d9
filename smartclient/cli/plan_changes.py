"""`smartclient plan changes PATH --since DATE`: who changed what of a plan when, as laws ask before maps are sent again."""

import argparse
from datetime import date, datetime
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = commands.add_parser(
        "changes",
        help="list who changed what of a plan when",
        description="Lists every save since a day, with its revision and its steps. Without --since: since the last 1 October, "
        "the day by which revised plans are due in Florida.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="a district or IMDF archive: a folder or a .zip")
    parser.add_argument("--since", type=_day, default=None, metavar="DATE", help="such as 2026-09-01")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the changes. Raises PlanError when there is no plan."""
    from smartclient.plans.district import open_plan
    from smartclient.plans.writing.history import NAME, read_entries

    since = arguments.since or last_october(datetime.now().astimezone().date())
    files = open_plan(arguments.path)
    entries = read_entries(files.read(NAME)) if NAME in files.names() else ()
    found = [entry for entry in entries if entry.at.astimezone().date() >= since]
    for entry in found:
        print(f"{entry.at.astimezone():%Y-%m-%d %H:%M} {entry.who}: revision {entry.before} became {entry.after}")
        for step in entry.steps:
            print(f"    {step.what}")
    count = "nothing was saved" if not found else "one save" if len(found) == 1 else f"{len(found)} saves"
    print(f"Since {since}: {count}.")
    return 0


def last_october(today: date) -> date:
    """The last 1 October that has come."""
    this = date(today.year, 10, 1)
    return this if this <= today else date(today.year - 1, 10, 1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2026-09-01") from trouble
