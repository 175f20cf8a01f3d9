"""The neighbouring district, seven kilometres east: two schools built from the same drawings as two of Maple Grove."""

import json
from dataclasses import replace
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from maple_grove import elm_street, heron_lake
from maple_grove.archive import Properties, write_collection
from maple_grove.campus import Campus, draw
from maple_grove.curves import Points, blob, spline
from maple_grove.frame import Placement, to_wgs84

NAME, TOWN = "Stony Ridge School District", "Stony Ridge"
ROADS: tuple[tuple[str, str, float, Points], ...] = (
    ("road.major", "County Road 12", 12.0, [(6200, 3180), (6900, 3260), (7600, 3200), (8300, 3300)]),
    ("road.minor", "Quarry Road", 8.0, [(7140, 2500), (7120, 3240), (7180, 3900), (7100, 4300)]),
    ("road.minor", "Ridge Street", 8.0, [(6500, 3860), (7180, 3880), (7900, 3800)]),
)


def campuses() -> list[Campus]:
    return [_school(), _elementary()]


def write(folder: Path) -> None:
    """Writes the district's folder. Raises ValueError where a drawing is not sound."""
    for campus in campuses():
        draw(campus, folder / campus.key)
    _surroundings(folder)
    names = {"name": {"en": NAME}, "campuses": [campus.key for campus in campuses()]}
    (folder / "district.json").write_text(json.dumps(names, indent=2) + "\n", encoding="utf-8")


def _school() -> Campus:
    """The two-storey school."""
    named = _renamed(
        heron_lake.campus(), "ridge-school", "Stony Ridge School", "Ridge", "ridge-main", "Stony Ridge School"
    )
    return replace(named, address="4 Ridge Street", place=Placement(7220, 3330, -6), cameras=48, doors=20)


def _elementary() -> Campus:
    name, house = "Quarry Road Elementary School", "Quarry Road Elementary"
    named = _renamed(elm_street.campus(), "quarry-road", name, "Quarry Rd", "quarry-main", house)
    return replace(named, address="31 Quarry Road", place=Placement(6840, 2960, 0), cameras=36, doors=16)


def _renamed(design: Campus, key: str, name: str, short: str, house_key: str, house_name: str) -> Campus:
    """The first building of a design as a school of its own in this town."""
    building, levels = design.buildings[0]
    house = replace(building, key=house_key, name=house_name, short=short)
    return replace(design, key=key, name=name, short=short, town=TOWN, buildings=[(house, levels)])


def _surroundings(folder: Path) -> None:
    """Roads, a quarry pond and the woods on the ridge."""
    schools = shapely.union_all([campus.place.apply(shapely.Polygon(campus.boundary)) for campus in campuses()])
    pond = blob(7750, 2750, 190, 140, 7).difference(schools)
    woods = [
        blob(x, y, radius, radius * 0.7, seed).difference(schools)
        for x, y, radius, seed in ((6550, 4250, 260, 3), (7900, 4180, 210, 5))
    ]
    features = [
        *(_feature("wood", "Ridge Woods", wood) for wood in woods),
        _feature("water", "Quarry Pond", pond),
        *(
            _feature(category, name, shapely.LineString(spline(points)), width)
            for category, name, width, points in ROADS
        ),
    ]
    write_collection(folder / "surroundings.geojson", features, "surroundings")


def _feature(category: str, name: str, shape: BaseGeometry, width_m: float | None = None) -> Properties:
    properties: Properties = {"category": category, "name": name}
    properties |= {"width": width_m} if width_m is not None else {}
    mapped = shapely.geometry.mapping(to_wgs84(shape))
    return {
        "type": "Feature",
        "geometry": {"type": mapped["type"], "coordinates": mapped["coordinates"]},
        "properties": properties,
    }
