"""`smartclient plan import FILE … --out DIR`: drawings to a new site folder, or with `--into SITE` into one that is there."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartclient.plans.importing.drawing import Drawing
    from smartclient.plans.importing.order import Order
    from smartclient.plans.importing.placing import Placement
    from smartclient.plans.importing.sheets import Sheet

_DESCRIPTION = """Makes a site folder out of drawings: DXF, IFC, PDF, GeoJSON, OpenStreetMap XML, Shapefiles. Prints how far each
control point lies off, what each layer became, and everything that was left out. PNG, JPEG and SVG are traced in the window
(`smartclient open FILE`)."""
_ORDER = """JSON, all of it optional: {"name": …, "building": …, "address": …, "levels": {"0": "First floor"}, "wall": 0.15,
"grid": {"cell": 10}, "campus": …, "split": false, "every" or "files": {"a.dxf": {"level": 0, "building": …, "page": 1,
"fit": "similarity" or "affine", "control_points": [[x, y, longitude, latitude], …], "layers": {"A-WALL": "walls", …}}}}"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = commands.add_parser("import", help="make a site folder out of drawings", description=_DESCRIPTION)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="one a floor, or one with all floors")
    goal = parser.add_mutually_exclusive_group(required=True)
    goal.add_argument("--out", type=Path, metavar="DIR", help="a new folder, or a new .zip")
    goal.add_argument(
        "--into",
        type=Path,
        metavar="SITE",
        help="a site that is there: a new campus beside the others, or what --campus and --building say",
    )
    parser.add_argument("--campus", default="", metavar="NAME", help="with --into: the campus that gets the buildings")
    parser.add_argument("--order", type=Path, metavar="JSON", help=_ORDER.replace("%", "%%"))
    parser.add_argument("--name", default="", help="the school's name (default: the first file's)")
    parser.add_argument(
        "--building", default="", help="the building's name; with --into one that is there gets the floors"
    )
    parser.add_argument("--split", action="store_true", help="outlines that stand alone are buildings of their own")
    parser.add_argument("--address", default="", help="street, town, US-WI, postal code")
    parser.add_argument(
        "--levels",
        default="",
        metavar="0,1,…",
        help="the floor of each file; 0 is the ground floor (default: by its name)",
    )
    parser.add_argument("--no-grid", action="store_true", help="lay no grid over the campus")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Reads, places, maps, writes. Raises PlanError with the first thing that stands in the way."""
    from smartclient.plans.importing.into import import_into
    from smartclient.plans.importing.order import Order, read_order
    from smartclient.plans.importing.school import GridWish, Names
    from smartclient.plans.importing.sheets import imported
    from smartclient.plans.writing import write_archive

    if arguments.out and len(arguments.files) == 1 and _took_back(arguments.files[0], arguments.out):
        return 0
    order = read_order(arguments.order) if arguments.order else Order()
    sheets = [
        _sheet(path, order, level) for path, level in zip(arguments.files, _levels(arguments, order), strict=True)
    ]
    first = sheets[0].drawing
    names = Names(
        arguments.name or order.name or first.building or arguments.files[0].stem,
        arguments.building or order.building or first.building,
        arguments.address or order.address or first.address,
        {int(ordinal): name for ordinal, name in order.levels.items() if ordinal.lstrip("-").isdigit()},
    )
    grid = order.grid
    wish = None if arguments.no_grid or grid is None else GridWish(grid.cell, grid.origin, grid.columns, grid.rows)
    made = imported(sheets, names, wish, order.wall, is_split=arguments.split or order.split)
    site = made.site
    if arguments.into:
        import_into(arguments.into, site, arguments.campus or order.campus, names.building)
    else:
        write_archive(site, arguments.out)
    for sentence in made.left_out:
        print(sentence)
    parts = [f"{len(site.buildings)} buildings"] if len(site.buildings) > 1 else []
    parts += [f"{len(site.levels)} levels", f"{len(site.units)} units", f"{len(site.openings)} openings"]
    print(f"{site.name}: {', '.join(parts)} in {arguments.into or arguments.out}")
    return 0


def _took_back(path: Path, out: Path) -> bool:
    """Whether the file was a whole site that smartclient exported as GeoJSON; it is then written as it was."""
    from smartclient.plans.exporting.geojson import from_geojson, is_ours
    from smartclient.plans.writing.disk import written_folder

    if not is_ours(path):
        return False
    written_folder(out, from_geojson(path))
    print(f"{path.name} is a whole site; it is in {out} as it was exported.")
    return True


def _levels(arguments: argparse.Namespace, order: "Order") -> list[int]:
    """The floor of each file: as it is said, by its name, else one above the other."""
    from smartclient.domain.errors import PlanUnreadable
    from smartclient.plans.importing.properties import floor_in_name

    said = [part.strip() for part in arguments.levels.split(",")] if arguments.levels else []
    if said and (len(said) != len(arguments.files) or not all(part.lstrip("-").isdigit() for part in said)):
        raise PlanUnreadable(f"--levels needs {len(arguments.files)} whole numbers, one for each file.")
    if said:
        return [int(part) for part in said]
    ordered = [order.of(path).level for path in arguments.files]
    named = [floor_in_name(path.stem) for path in arguments.files]
    levels = [one if one is not None else other for one, other in zip(ordered, named, strict=True)]
    return [level if level is not None else number for number, level in enumerate(levels)]


def _sheet(path: Path, order: "Order", level: int) -> "Sheet":
    from smartclient.plans.importing import apart
    from smartclient.plans.importing.placing import place
    from smartclient.plans.importing.roles import chosen
    from smartclient.plans.importing.sheets import Sheet

    said = order.of(path)
    drawing = apart.read(path, said.page, _progress(path.name))
    _check_traceable(drawing)
    placement = place(drawing, said.points, said.fit)
    for line in _placing_words(placement):
        print(f"{path.name}: {line}")
    roles = chosen(drawing.layers, said.layers)
    for name, role in roles.items():
        print(f"{path.name}: layer {name}: {role.value}")
    return Sheet(drawing, placement, roles, level, said.building)


def _placing_words(placement: "Placement") -> Iterator[str]:
    fit = placement.fit
    if fit is not None and placement.points:
        for number, (point, off) in enumerate(zip(placement.points, fit.residuals_m.tolist(), strict=True), 1):
            yield f"control point {number} at {point.drawn[0]:g}, {point.drawn[1]:g} lies {off:.2f} m off"
        yield f"{fit.rms_m:.2f} m off on average (RMS); a unit is {fit.metres_per_unit:.5g} m, up is {fit.turn_deg:.1f}° from north"
    if placement.warning:
        yield placement.warning


def _check_traceable(drawing: "Drawing") -> None:
    from smartclient.domain.errors import PlanUnreadable

    if not drawing.layers:
        raise PlanUnreadable(
            f"{drawing.name} is a picture: trace its rooms in the window, `smartclient open` with its path."
        )


def _progress(name: str) -> Callable[[float], None]:
    """Tells how far a long reading is, where somebody looks on."""

    def tell(share: float) -> None:
        if sys.stderr.isatty():
            print(f"\r{name}: {share:.0%} read ", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)

    return tell
