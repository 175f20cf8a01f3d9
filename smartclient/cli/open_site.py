"""`smartclient open PATH`: a site folder with no server; plans, and cameras by their own URLs."""

import argparse
from pathlib import Path

from smartclient.runtime import garbage


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("open", help="open a site folder or zip without a server")
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--theme", choices=("dark", "light", "night"), default=None)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Opens the window on the site."""
    garbage.hold()
    from smartclient.app.files import open_site

    return open_site(arguments.path, theme=arguments.theme)
