"""ESRI Shapefiles by pyshp: rooms and lines with their table; the `.prj` beside them says where they lie."""

import struct
import warnings
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from smartclient.domain.errors import PlanUnreadable
from smartclient.geometry.frames import Points
from smartclient.plans.importing.drawing import Draft, Drawing
from smartclient.plans.importing.properties import facts_of, floor_in_name, floors_of
from smartclient.plans.text import clean

_TROUBLE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, struct.error, shapely.errors.GEOSException,
)  # fmt: skip
_POINTS, _LINES, _AREAS = (1, 8, 11, 18, 21, 28), (3, 13, 23), (5, 15, 25)
_MOST_SHAPES = 500_000
_LAYER_KEYS = ("layer", "category", "type", "class", "kind", "use")


def read_shapefile(path: Path, tell: Callable[[float], None]) -> Drawing:
    """The shapes of the file at `path`, in degrees where its projection is known, else in its own units.

    Raises PlanUnreadable.
    """
    import shapefile

    draft = Draft()
    try:
        to_world = _projection(path)
        with warnings.catch_warnings(action="ignore"), shapefile.Reader(str(path), encodingErrors="replace") as reader:
            for number, row in enumerate(reader.iterShapeRecords()):
                if number >= _MOST_SHAPES:
                    draft.left_out["shapes beyond the first 500,000 were"] = len(reader) - _MOST_SHAPES
                    break
                if number % 1000 == 0:
                    tell(number / max(len(reader), 1))
                _take(draft, row, path, to_world)
    except (*_TROUBLE, shapefile.ShapefileException) as trouble:
        if not draft.layers():
            raise PlanUnreadable(
                f"{path.name} is no Shapefile that can be read: {str(trouble)[:120].rstrip('.') or 'it is cut short'}."
            ) from trouble
        draft.left_out["end of the file is damaged; what it held was"] += 1
    layers = draft.layers()
    if not layers:
        raise PlanUnreadable(f"{path.name} holds no shapes.")
    return Drawing(path.stem, layers, is_world=to_world is not None, left_out=draft.sentences())


def _take(draft: Draft, row: Any, path: Path, to_world: Callable[[Points], Points] | None) -> None:
    kind = row.shape.shapeType
    if kind == 0 or not row.shape.points:
        return
    properties = {str(key): _plain(value) for key, value in row.record.as_dict().items()} if row.record else {}
    points = np.array([point[:2] for point in row.shape.points], dtype=np.float64)
    if to_world is not None:
        points = to_world(points)
    lower = {key.lower(): value for key, value in properties.items()}
    layer = next((clean(str(lower[key]))[:60] for key in _LAYER_KEYS if lower.get(key)), path.stem)
    facts = facts_of(properties)
    for floor in floors_of(properties) or (floor_in_name(path.stem),):
        if kind in _POINTS:
            for x, y in points.tolist():
                draft.point(layer, (x, y), floor, facts)
            continue
        starts = [*row.shape.parts, len(points)]
        parts = [points[begin:end] for begin, end in pairwise(starts)]
        if kind in _LINES:
            for part in parts:
                draft.line(layer, part, floor)
        elif kind in _AREAS:
            for rings in _areas(parts):
                draft.area(layer, rings, floor, facts)
        else:
            draft.left_out["shapes of a kind that is no plan were"] += 1


def _areas(parts: list[Points]) -> list[list[Points]]:
    """Outer rings run clockwise, holes the other way (ESRI white paper); each hole goes to the outer ring around it."""
    rings = [part for part in parts if len(part) > 3]
    outer = [ring for ring in rings if not shapely.LinearRing(ring).is_ccw] or rings[:1]
    found = [[ring] for ring in outer]
    for hole in rings:
        if any(hole is ring for ring in outer):
            continue
        owner = next((one for one in found if shapely.Polygon(one[0]).intersects(shapely.Point(hole[0]))), None)
        if owner is not None:
            owner.append(hole)
    return found


def _projection(path: Path) -> Callable[[Points], Points] | None:
    """From the file's coordinates to WGS 84 degrees; None where nobody knows."""
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    beside = path.with_suffix(".prj")
    if not beside.is_file() or beside.stat().st_size > 100_000:
        return None
    try:
        system = CRS.from_wkt(beside.read_text(encoding="utf-8", errors="replace"))
        transformer = Transformer.from_crs(system, CRS.from_epsg(4326), always_xy=True)
    except ProjError as trouble:
        raise PlanUnreadable(f"{beside.name} names no projection that is known: {str(trouble)[:100]}.") from trouble

    def to_world(points: Points) -> Points:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return to_world


def _plain(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
