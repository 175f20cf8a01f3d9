"""A campus put together: address, venue, outdoors, buildings, devices, grid."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import shapely

from maple_grove import devices
from maple_grove.archive import Archive, labels, point
from maple_grove.cameras import View, building_views
from maple_grove.checks import check, check_crowns, check_ways
from maple_grove.floor import Building
from maple_grove.frame import Placement, to_wgs84
from maple_grove.furniture import furnish
from maple_grove.grounds import Grounds
from maple_grove.indoors import PlacedBuilding, put_up

GRID_CELL_M = 10
CANOPY_M = (9.0, 3.6)


@dataclass(frozen=True, slots=True)
class Campus:
    """A campus as designed; `boundary` and every building's placement are in campus metres, `place` puts it into the district."""

    key: str
    name: str
    short: str
    address: str
    place: Placement
    boundary: list[tuple[float, float]]
    buildings: list[tuple[Building, Placement]]
    landscape: Callable[[Grounds], None]
    cameras: int
    doors: int
    unplaced: tuple[str, ...] = ()
    town: str = "Maple Grove"


def draw(campus: Campus, folder: Path) -> Archive:
    """Draws a campus and writes its archive. Raises ValueError where the drawing is not sound."""
    archive = Archive(campus.key)
    address_id = _address(archive, campus)
    boundary = shapely.Polygon(campus.boundary)
    _venue(archive, campus, boundary, address_id)
    outdoor_id = _outdoor_level(archive, campus, boundary)
    buildings = [put_up(archive, design, place.within(campus.place), address_id) for design, place in campus.buildings]
    footprints = [
        place.apply(b.storeys[0].plan.outline) for (_, place), b in zip(campus.buildings, buildings, strict=True)
    ]
    grounds = Grounds(archive, campus.place, boundary, outdoor_id, shapely.union_all(footprints))
    for (_, place), building in zip(campus.buildings, buildings, strict=True):
        _canopies(grounds, place, building)
    campus.landscape(grounds)
    grounds.lawn_trees()
    fitter = devices.Fitter(archive, outdoor_id)
    for building in buildings:
        check_ways(building)
        furnish(archive, building)
        devices.fit_rooms(fitter, building)
        devices.fit_entrances(fitter, building)
        devices.fit_safety(fitter, building)
        devices.fit_utilities(fitter, building)
        devices.fit_hazards(fitter, building)
    _hang_doors(fitter, campus, buildings)
    _hang_cameras(fitter, campus, buildings, grounds)
    check(archive)
    check_crowns(archive)
    archive.write(folder)
    _write_grid(campus, boundary, folder)
    return archive


def _address(archive: Archive, campus: Campus) -> str:
    where = {"locality": campus.town, "province": "US-WI", "country": "US", "postal_code": "53500"}
    rest = {"unit": None, "postal_code_ext": None, "postal_code_vanity": None}
    return archive.add("address", "campus", None, {"address": campus.address, **where, **rest})


def _venue(archive: Archive, campus: Campus, boundary: shapely.Polygon, address_id: str) -> None:
    shape = campus.place.apply(boundary)
    rest = dict.fromkeys(("restriction", "hours", "phone", "website"))
    names = {"category": "university", "name": labels(campus.name), "alt_name": labels(campus.short)}
    archive.add(
        "venue",
        "campus",
        shape,
        {**names, "display_point": point(shape.representative_point()), "address_id": address_id, **rest},
    )


def _outdoor_level(archive: Archive, campus: Campus, boundary: shapely.Polygon) -> str:
    shape = campus.place.apply(boundary)
    return archive.add(
        "level",
        "outdoor",
        shape,
        {
            "category": "unspecified",
            "restriction": None,
            "outdoor": True,
            "ordinal": 0,
            "name": labels("Grounds"),
            "short_name": labels("G"),
            "display_point": point(shape.representative_point()),
            "address_id": None,
            "building_ids": [],
        },
    )


def _canopies(grounds: Grounds, place: Placement, building: PlacedBuilding) -> None:
    """The roof over a main entrance, drawn as its edge and its ribs."""
    for opening in building.storeys[0].plan.openings:
        if opening.principal:
            (nx, ny), x, y = opening.normal, opening.centre.x, opening.centre.y
            width = [(-CANOPY_M[0] / 2 + CANOPY_M[0] * i / 6) for i in range(7)]
            near = [(x - ny * w + nx * 0.2, y + nx * w + ny * 0.2) for w in width]
            far = [(px + nx * CANOPY_M[1], py + ny * CANOPY_M[1]) for px, py in near]
            edge = shapely.LineString([near[0], far[0], far[-1], near[-1]])
            grounds.line(
                *[
                    place.apply(line)
                    for line in (edge, *map(shapely.LineString, zip(near[1:-1], far[1:-1], strict=True)))
                ]
            )


def _hang_doors(fitter: devices.Fitter, campus: Campus, buildings: list[PlacedBuilding]) -> None:
    possible = devices.controlled_doors(buildings)
    if len(possible) < campus.doors:
        raise ValueError(f"{campus.key}: {campus.doors} controlled doors wanted, {len(possible)} possible")
    for _, building, storey, index, name in possible[: campus.doors]:
        fitter.door(building, storey, index, name)


def _hang_cameras(fitter: devices.Fitter, campus: Campus, buildings: list[PlacedBuilding], grounds: Grounds) -> None:
    views = [view for building in buildings for view in building_views(building)]
    for pole in grounds.poles:
        spot = campus.place.apply(shapely.Point(pole.x, pole.y))
        bearing = round((pole.bearing - campus.place.turn_deg) % 360, 1)
        field_of_view = 62 if pole.form == "ptz" else 84
        name = f"{campus.short} · {pole.name}"
        views.append(View(3, name, "", None, spot, bearing, field_of_view, pole.range_m, 14, 6.5, pole.form))
    if len(views) < campus.cameras:
        raise ValueError(f"{campus.key}: {campus.cameras} cameras wanted, {len(views)} possible")
    for view in sorted(views, key=lambda v: v.rank)[: campus.cameras]:
        fitter.camera(view)
    for name in campus.unplaced:
        optics = {
            "bearing": None,
            "tilt": None,
            "field_of_view": None,
            "range": None,
            "height": None,
            "form": "dome",
            "url": None,
        }
        fitter.device("camera", f"{campus.short} · {name}", None, None, server="cameras", **optics)


def _write_grid(campus: Campus, boundary: shapely.Polygon, folder: Path) -> None:
    west, south, east, north = campus.place.apply(boundary).bounds
    corner = to_wgs84(shapely.Point(west, north))
    columns, rows = ceil((east - west) / GRID_CELL_M), ceil((north - south) / GRID_CELL_M)
    grid = {"origin": [corner.x, corner.y], "cell": GRID_CELL_M, "columns": columns, "rows": rows, "bearing": 0}
    (folder / "grid.json").write_text(json.dumps(grid) + "\n", encoding="utf-8")
