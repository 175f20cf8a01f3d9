"""`smartclient demo`: a district in a box, its server and the window, in one command."""

import argparse
from pathlib import Path

from smartclient.runtime import garbage
from smartclient.ui.qt_loading import load_qt


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("demo", help="watch over the demo district with its own server")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="no hands: walk the product and leave pictures in DIR")
    parser.add_argument("--scenario", default="", help="what happens in the demo district (a name, see demo-server)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--user",
        choices=("dispatcher", "district", "principal-hs", "responder"),
        default="dispatcher",
        help="who signs in; district may change the plan",
    )
    parser.add_argument("--districts", type=int, choices=(1, 2), default=1, help="two: a dispatch centre over both")
    parser.add_argument("--theme", choices=("dark", "light", "night"), default=None)
    parser.add_argument("--fresh", action="store_true", help="show nothing of a last watch that was not closed")
    parser.add_argument(
        "--screen", choices=("console", "responder"), default="", help="the responder's: map, alarm, one tile"
    )
    parser.add_argument(
        "--policy",
        default="",
        metavar="PATH",
        help="the memorandum in force: a signed policy file, or `none` (see demo-server)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Starts the demo server as a child, signs in, opens the window or takes the tour."""
    garbage.hold()
    load_qt()
    if arguments.fresh:
        from smartclient.app.last_view_file import leave_all_aside

        leave_all_aside()
    if arguments.districts == 2 and arguments.tour is None:
        from smartclient.app.demo_districts import demo_districts

        return demo_districts(
            arguments.scenario or "school-day", arguments.seed, arguments.theme, arguments.user, arguments.policy
        )
    from smartclient.app.demo import demo

    return demo(
        tour=arguments.tour,
        scenario=arguments.scenario or ("tour" if arguments.tour else "school-day"),
        seed=arguments.seed,
        theme=arguments.theme,
        user=arguments.user,
        screen=arguments.screen,
        policy=arguments.policy,
    )
