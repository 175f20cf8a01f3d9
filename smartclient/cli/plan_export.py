"""`smartclient plan export SITE --to FORMAT --out PATH`: plans for other programs."""

import argparse
from pathlib import Path

from smartclient.domain.errors import PlanUnwritable
from smartclient.domain.site import Level, Site


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    from smartclient.plans.exporting.formats import Format

    parser = commands.add_parser("export", help="write a site as IMDF, GeoJSON, KML, DXF or SVG")
    parser.add_argument("site", type=Path, metavar="SITE", help="a district or IMDF archive: a folder or a .zip")
    parser.add_argument("--to", choices=[form.value for form in Format], required=True, help="the format")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--level",
        default="",
        metavar="NAME",
        help="SVG: which floor, `Main 2F` or an id (the only one when there is one)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Reads and writes. Raises PlanError."""
    from smartclient import plans
    from smartclient.plans.exporting import Format, export

    site, _ = plans.read(arguments.site)
    form = Format(arguments.to)
    level = _level(site, arguments.level) if form is Format.SVG else None
    export(site, form, arguments.out, level, arguments.site)
    print(f"{site.name} as {form.words}: {arguments.out}")
    return 0


def _level(site: Site, wanted: str) -> Level:
    """The floor somebody means. Raises PlanUnwritable with those there are."""
    buildings = {building.id: building.name for building in site.buildings}
    names = {
        level.id: " ".join(
            [*(buildings.get(building, "") for building in level.building_ids[:1]), level.short_name]
        ).strip()
        for level in site.levels
    }
    words = wanted.lower().split()
    found = [
        level
        for level in site.levels
        if level.id == wanted or all(word in f"{names[level.id]} {level.name}".lower() for word in words)
    ]
    if len(found) == 1:
        return found[0]
    which = "No floor is" if not found else f"{len(found)} floors are"
    raise PlanUnwritable(f"{which} meant by --level {wanted!r}. There are: {', '.join(sorted(names.values()))}.")
