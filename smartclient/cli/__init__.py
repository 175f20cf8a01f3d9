"""The command line: one module a command, each with `add(subparsers)` and `run(arguments)`."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout

from smartclient import __version__
from smartclient.cli import audit, bench, demo, demo_server, evidence, incident, open_site, plan, policy, watch
from smartclient.domain.errors import SmartclientError
from smartclient.runtime import logs
from smartclient.runtime.visible import showing


def run(arguments: Sequence[str]) -> int:
    """Parses and runs; expected trouble becomes one sentence on standard error and status 2."""
    parser = argparse.ArgumentParser(prog="smartclient", description="The watch over a school district.")
    parser.add_argument("--version", action="version", version=f"smartclient {__version__}")
    parser.add_argument("--verbose", action="store_true", help="log what the program does")
    subparsers = parser.add_subparsers(metavar="COMMAND")
    for command in (watch, demo, open_site, plan, policy, evidence, audit, incident, demo_server, bench):
        command.add(subparsers)
    chosen = parser.parse_args(arguments)
    logs.start(chosen.verbose)
    with redirect_stdout(showing(sys.stdout)), redirect_stderr(showing(sys.stderr)):
        try:
            status: int = getattr(chosen, "run", watch.run)(chosen)
        except SmartclientError as error:
            print(error, file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            return 130
    return status
