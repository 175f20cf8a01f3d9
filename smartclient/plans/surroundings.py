"""The base map of a district (`surroundings.geojson`): roads, water and woods between the campuses."""

from typing import Any

from smartclient.domain.site import Rings, Surrounding
from smartclient.plans.decoding import read_features
from smartclient.plans.files import Files
from smartclient.plans.problems import Report
from smartclient.plans.shapes import BadShape, Shape, to_shape
from smartclient.plans.text import clean

NAME = "surroundings.geojson"
_CATEGORIES = ("road.major", "road.minor", "path", "rail", "water", "wood", "park", "residential", "neighbour")
_USUAL_WIDTH_M = {"road.major": 14.0, "road.minor": 8.0, "path": 2.0, "rail": 3.0}


def read_surroundings(files: Files, report: Report) -> tuple[Surrounding, ...]:
    """The base map, empty where there is none."""
    if NAME not in files.names():
        return ()
    values = read_features(files, NAME, NAME, report)
    return tuple(s for index, value in enumerate(values, 1) for s in _surroundings(value, f"#{index}", report))


def _surroundings(value: Any, where: str, report: Report) -> list[Surrounding]:
    properties = value.get("properties") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(properties, dict):
        report.error(NAME, where, "not a GeoJSON feature with properties", "left out")
        return []
    try:
        shape = to_shape(value.get("geometry"))
    except BadShape as trouble:
        report.error(NAME, where, str(trouble), "not drawn")
        return []
    category = clean(str(properties.get("category")))
    if category not in _CATEGORIES:
        report.warning(
            NAME,
            where,
            f"unknown category {category!r}",
            "drawn as open ground" if shape.polygons else "drawn as a path",
        )
        category = "residential" if shape.polygons else "path"
    name = properties.get("name")
    shown = clean(name) if isinstance(name, str) else ""
    width_m = _width_m(properties.get("width"), category, where, report) if shape.lines else 0.0
    return [Surrounding(category, shown, rings, is_line, width_m) for rings, is_line in _parts(shape)]


def _width_m(value: Any, category: str, where: str, report: Report) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 200:
        return float(value)
    if value is not None:
        report.error(NAME, where, "width is not between 0 and 200 m", "a usual one is drawn")
    return _USUAL_WIDTH_M.get(category, 2.0)


def _parts(shape: Shape) -> list[tuple[Rings, bool]]:
    return [(rings, False) for rings in shape.polygons] + [((line,), True) for line in shape.lines]
