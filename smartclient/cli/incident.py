"""`smartclient incident list`, every file on this machine; `incident report ID --plan PATH --out FILE`, one of them as a PDF."""

import argparse
from pathlib import Path


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("incident", help="list incident files and write their reports")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="every incident file on this machine, open ones first")
    listing.add_argument("words", nargs="*", metavar="WORDS", help="only files in which all these words stand")
    listing.set_defaults(run=run_list)
    report = commands.add_parser("report", help="write one incident file as a PDF, without a screen")
    report.add_argument("id", metavar="ID", help="the first letters of its id, as `list` prints it")
    report.add_argument("--plan", type=Path, required=True, metavar="PATH", help="the site's plans: a folder or a .zip")
    report.add_argument("--paper", default="", metavar="NAME", help="letter or a4 (default: as this country has it)")
    report.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF to write")
    report.set_defaults(run=run_report)


def run_list(arguments: argparse.Namespace) -> int:
    """Prints a line a file."""
    from smartclient.store.incidents.kept import files_of_this_machine

    for file in files_of_this_machine(" ".join(arguments.words)):
        opened = f"{file.opened_at.astimezone():%Y-%m-%d %H:%M}" if file.opened_at else " " * 16
        drill = "DRILL " if file.is_drill else ""
        print(f"{file.id}  {opened}  {file.status.value:<13}  {drill}{file.name}")
    return 0


def run_report(arguments: argparse.Namespace) -> int:
    """Writes it and says how many pages it has. Raises PlanError and IncidentMissing."""
    from smartclient.app.incident_report import report_of_this_machine

    pages = report_of_this_machine(arguments.id, arguments.plan, arguments.out, arguments.paper)
    print(f"{arguments.out}: {pages} pages")
    return 0
