"""`smartclient watch`: sign in to a server and go on watch; also what a bare `smartclient` does."""

import argparse
from typing import TYPE_CHECKING

from smartclient.runtime import garbage
from smartclient.ui.qt_loading import load_qt

if TYPE_CHECKING:
    from smartclient.app.successor import Successor

HANDED_OVER = "--handed-over"


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("watch", help="sign in to a server and go on watch (the default)")
    parser.add_argument(
        "--server",
        action="append",
        default=[],
        help="server URL to fill in; given several times, all are watched at once",
    )
    parser.add_argument(
        "--site", default="", help="folder or zip of the floor plans, where the server has a map of its own"
    )
    parser.add_argument("--user", default="", help="user name to fill in")
    parser.add_argument(
        HANDED_OVER, action="store_true", help="go on with what the watch before tells on standard input"
    )
    parser.add_argument("--fresh", action="store_true", help="show nothing of a last watch that was not closed")
    parser.add_argument(
        "--screen", choices=("console", "responder"), default="", help="the responder's: map, alarm, one tile"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Opens the sign-in window."""
    garbage.hold()
    load_qt()
    if getattr(arguments, "fresh", False):
        from smartclient.app.last_view_file import leave_all_aside

        leave_all_aside()
    from smartclient.app.sign_in import watch

    entering: Successor | None = None
    if getattr(arguments, "handed_over", False):
        from smartclient.app.successor import handed_over

        entering = handed_over()
    return watch(
        entering=entering,
        servers=getattr(arguments, "server", []),
        site=getattr(arguments, "site", ""),
        screen=getattr(arguments, "screen", ""),
    )
