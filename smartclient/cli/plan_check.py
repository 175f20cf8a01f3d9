"""`smartclient plan check PATH`: every problem of a floor plan, one a line; with `--law`, what a state's law wants of it."""

import argparse
from collections import Counter
from datetime import date
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    check = commands.add_parser(
        "check",
        help="list every problem of a floor plan, or what a law wants of it",
        description="Lists every problem, one a line: file, feature, what, consequence. "
        "Exits 0 without errors (warnings may be listed), 1 with errors, 2 when there is no IMDF at all. "
        "With --law it lists every rule as pass, missing or unknown instead, and exits 1 when anything is missing.",
    )
    check.add_argument("path", type=Path, metavar="PATH", help="a district or IMDF archive: a folder or a .zip")
    check.add_argument(
        "--law", default="", metavar="NAME", help="MI, NJ, VA, WI, FL, TX, AR, model, or a file of rules"
    )
    check.add_argument(
        "--on", type=_day, default=None, metavar="DATE", help="the day ages are counted to (default: today)"
    )
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Reads the plan and prints what is wrong. Raises PlanError when there is none."""
    return _check_law(arguments) if arguments.law else _check(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from smartclient import plans
    from smartclient.plans.records.reading import read_records

    site, found = plans.read(arguments.path)
    problems = (*found, *read_records(arguments.path)[1])
    for problem in problems:
        print(problem)
    counts = Counter(problem.severity for problem in problems)
    print(
        f"{site.name}: {_count(len(site.venues), 'campus', 'campuses')}, {_count(len(site.buildings), 'building')}, "
        f"{_count(len(site.levels), 'level')}, {_count(len(site.units), 'unit')}, {_count(len(site.devices), 'device')}; "
        f"{_count(counts[plans.Severity.ERROR], 'error')}, {_count(counts[plans.Severity.WARNING], 'warning')}"
    )
    return 1 if counts[plans.Severity.ERROR] else 0


def _check_law(arguments: argparse.Namespace) -> int:
    from smartclient import plans
    from smartclient.plans.base_maps.aerial import aerials_of
    from smartclient.plans.law.answers import Verdict
    from smartclient.plans.law.checking import check_law
    from smartclient.plans.law.rules import law
    from smartclient.plans.law.words import lines
    from smartclient.plans.records.reading import read_records
    from smartclient.plans.revision import revision_of
    from smartclient.runtime import paths
    from smartclient.runtime.settings import SettingsFile

    wanted = law(arguments.law)
    site, _ = plans.read(arguments.path)
    records, problems = read_records(arguments.path)
    today = arguments.on or date.today()  # noqa: DTZ011 (a day of the person who asks)
    seen = aerials_of(SettingsFile(paths.settings_folder()).read().base_map, site.venues)
    findings = check_law(site, records, wanted, revision_of(site), today, seen)
    for line in (*problems, *lines(wanted, findings)):
        print(line)
    return 1 if any(finding.answer.verdict is Verdict.MISSING for finding in findings) else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2026-09-01") from trouble


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
