"""`smartclient policy report`: every grant, viewing and refused attempt of some days, for the school board."""

import argparse
import getpass
from datetime import date, timedelta
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    report = commands.add_parser(
        "report", help="write who outside could see the cameras and did, as pages or as a table"
    )
    report.add_argument("--server", required=True, metavar="URL", help="the server that kept it")
    report.add_argument("--user", required=True, metavar="NAME", help="somebody who approves, or an administrator")
    report.add_argument("--plan", type=Path, required=True, metavar="PATH", help="the site's plans: a folder or a .zip")
    report.add_argument(
        "--first", type=date.fromisoformat, metavar="DAY", help="2026-03-01 (default: a month before the last)"
    )
    report.add_argument("--last", type=date.fromisoformat, metavar="DAY", help="2026-03-31 (default: today)")
    report.add_argument("--out", type=Path, required=True, metavar="FILE", help="the .pdf or .csv to write")
    report.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Writes it and says so; asks for the password that the key ring does not have. Raises PlanError and ServerError."""
    from smartclient.app.grant_report_command import Wanted, report_of
    from smartclient.runtime import passwords
    from smartclient.runtime.secret import Secret

    server, user = arguments.server, arguments.user
    password = passwords.remembered(server, user) or Secret(getpass.getpass(f"Password of {user} at {server}: "))
    last = arguments.last or date.today()  # noqa: DTZ011  days are this machine's
    first = arguments.first or last - timedelta(days=30)
    print(report_of(Wanted(server, user, password, arguments.plan, first, last, arguments.out)))
    return 0
