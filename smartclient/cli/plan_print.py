"""`smartclient plan print PATH --paper letter --out FILE`: the map on paper, without a screen."""

import argparse
from pathlib import Path

_FORMATS = ("pdf", "png", "svg")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = commands.add_parser(
        "print",
        help="print campus, doors and floors as PDF, PNG or SVG",
        description="Writes one PDF, or one PNG or SVG a page (numbered where there are several). Needs no screen.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="a district or IMDF archive: a folder or a .zip")
    parser.add_argument("--paper", default="letter", metavar="NAME", help="letter (the default), tabloid, a4 or a3")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    parser.add_argument(
        "--level", default="", metavar="WORDS", help="only these pages: 2F, campus, doors, or part of a page's title"
    )
    parser.add_argument(
        "--format", choices=_FORMATS, default=None, help="what to write (default: as FILE ends, else pdf)"
    )
    parser.add_argument("--base-map", action="store_true", help="with the base map of the window under the plans")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints and says what was written. Raises PlanError."""
    from smartclient.app.printing import print_plan
    from smartclient.plans.printing.paper import paper_named
    from smartclient.runtime import paths
    from smartclient.runtime.settings import SettingsFile
    from smartclient.ui.printing.output import Format

    ending = arguments.out.suffix.lower().lstrip(".")
    form = Format(arguments.format or (ending if ending in _FORMATS else "pdf"))
    out = arguments.out if arguments.out.suffix else arguments.out.with_suffix(f".{form}")
    kept = SettingsFile(paths.settings_folder()).read().base_map
    under = kept if arguments.base_map and kept.place else None
    if arguments.base_map and under is None:
        print("There is no base map; choose one in the window with “Base map: choose it”.")
    for file in print_plan(arguments.path, paper_named(arguments.paper), form, out, arguments.level, under):
        print(file)
    return 0
