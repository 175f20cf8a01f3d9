"""`smartclient plan …`: what can be done with floor plans; one module a command."""

import argparse

from smartclient.cli import plan_changes, plan_check, plan_export, plan_import, plan_print


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the commands."""
    parser = subparsers.add_parser("plan", help="look into floor plans")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (plan_check, plan_changes, plan_export, plan_import, plan_print):
        command.add(commands)
