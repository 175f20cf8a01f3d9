"""`smartclient open PATH`: a site folder with no server; plans, and cameras by their own URLs."""

import argparse
from pathlib import Path

from smartclient.runtime import garbage
from smartclient.ui.qt_loading import load_qt


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("open", help="open a site folder or zip without a server")
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--theme", choices=("dark", "light", "night"), default=None)
    parser.add_argument("--fresh", action="store_true", help="show nothing of a last watch that was not closed")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Opens the window on the site."""
    garbage.hold()
    load_qt()
    if arguments.fresh:
        from smartclient.app.last_view_file import leave_all_aside

        leave_all_aside()
    from smartclient.app.files import open_site

    return open_site(arguments.path, theme=arguments.theme)
