"""What cameras see of a floor, by DORI class: areas of single cameras, their union, shares of places and lines, and what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from smartclient.domain.devices import View
from smartclient.domain.dori import Dori, reach_m
from smartclient.geometry.visibility import Ring

EMPTY = shapely.Polygon()
Shares = tuple[float, float, float, float]
"""What share (0…1) is seen at least well enough to detect, observe, recognise, identify."""

_GRID_M = 0.001
"""Areas meet on millimetres, or unions of hundreds of them leave hairs."""
_SLIVER_M = 0.15
"""What is not wider than twice this is no blind spot: nobody fits in."""
_ROUND_STEPS = 12
"""Corners to a quarter of a circle: the edge of a class is never more than 0.3 % off."""


@dataclass(frozen=True, slots=True)
class ClassAreas:
    """What is seen well enough for each class, polygons in local metres; each lies within the one before."""

    detect: BaseGeometry = EMPTY
    observe: BaseGeometry = EMPTY
    recognise: BaseGeometry = EMPTY
    identify: BaseGeometry = EMPTY

    @property
    def all(self) -> tuple[BaseGeometry, BaseGeometry, BaseGeometry, BaseGeometry]:
        """In the order of the classes."""
        return (self.detect, self.observe, self.recognise, self.identify)

    def of(self, dori: Dori) -> BaseGeometry:
        """The area of one class."""
        return self.all[dori - 1]


def class_areas(x: float, y: float, view: View, outline: Ring) -> ClassAreas:
    """The visible area of a camera at (x, y), an outline of shape (n, 2) in metres, cut off where each class ends."""
    seen = polygon_of(outline)
    if seen.is_empty:
        return ClassAreas()
    here = shapely.Point(x, y)
    parts = (seen.intersection(here.buffer(reach_m(view, one.px_per_m), quad_segs=_ROUND_STEPS)) for one in Dori)
    return ClassAreas(*(polygonal(part) for part in parts))


def union_of(many: Iterable[ClassAreas]) -> ClassAreas:
    """What at least one of them sees, class by class."""
    each = list(many)
    if not each:
        return ClassAreas()
    layers = zip(*(areas.all for areas in each), strict=True)
    return ClassAreas(*(polygonal(shapely.union_all(list(layer), grid_size=_GRID_M)) for layer in layers))


def shares_of(places: Sequence[BaseGeometry], seen: ClassAreas) -> list[Shares]:
    """What share of each place is seen, class by class: of its area, or of its length where it is a line."""
    columns = np.minimum.accumulate([shares(places, area) for area in seen.all])
    return [(a, b, c, d) for a, b, c, d in columns.T.tolist()]


def shares(places: Sequence[BaseGeometry], seen: BaseGeometry) -> NDArray[np.float64]:
    """What share (0…1) of each place, an area or a line, lies in `seen`, shape (n,); 0 of a place without size."""
    each = np.asarray(places, dtype=object)
    sizes, lengths = shapely.area(each), shapely.length(each)
    if seen.is_empty or not len(each):
        return np.zeros(len(each))
    shapely.prepare(seen)
    common = shapely.intersection(each, seen)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(sizes > 0, shapely.area(common) / sizes, shapely.length(common) / lengths)
    clipped: NDArray[np.float64] = np.clip(np.nan_to_num(found, nan=0.0, posinf=0.0), 0.0, 1.0)
    return clipped


def blind_spots(place: BaseGeometry, seen: BaseGeometry, least_m2: float) -> list[shapely.Polygon]:
    """The pieces of `place` out of sight where a person fits in, of `least_m2` or more, largest first."""
    left = polygonal(place.difference(seen, grid_size=_GRID_M)).buffer(-_SLIVER_M)
    pieces = [polygonal(piece.buffer(_SLIVER_M, join_style="mitre")) for piece in parts_of(left)]
    found = [part for piece in pieces for part in parts_of(piece.intersection(place)) if part.area >= least_m2]
    return sorted(found, key=lambda piece: -piece.area)


def lost(seen: BaseGeometry, others: BaseGeometry) -> BaseGeometry:
    """What only this camera sees."""
    return polygonal(seen.difference(others, grid_size=_GRID_M)) if not others.is_empty else seen


def seen_alone_m2(areas: Sequence[BaseGeometry], within: BaseGeometry) -> list[float]:
    """How much of a place each of these areas covers that no other of them does, square metres."""
    before, after = _running_unions(areas), _running_unions(areas[::-1])[::-1]
    found = []
    for place, area in enumerate(areas):
        left = lost(lost(area, before[place]), after[place + 1]) if not area.is_empty else EMPTY
        found.append(float(shapely.intersection(left, within).area))
    return found


def _running_unions(areas: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The union of none of them, of the first, of the first two, … of all."""
    unions: list[BaseGeometry] = [EMPTY]
    for area in areas:
        unions.append(polygonal(shapely.union(unions[-1], area, grid_size=_GRID_M)))
    return unions


def joined(places: Sequence[BaseGeometry]) -> BaseGeometry:
    """Places as one area."""
    return polygonal(shapely.union_all(list(places), grid_size=_GRID_M)) if places else EMPTY


def polygon_of(outline: Ring) -> BaseGeometry:
    """A valid area of a ring of points, shape (n, 2); empty of fewer than three."""
    if len(outline) < 3:
        return EMPTY
    made = shapely.Polygon(outline)
    return made if made.is_valid else polygonal(shapely.make_valid(made))


def polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the points and lines that cutting leaves."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return shapely.MultiPolygon(parts_of(shape))


def parts_of(shape: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons that a shape is made of."""
    pieces = shapely.get_parts(np.asarray([shape], dtype=object))
    flat = [piece for outer in pieces for piece in shapely.get_parts(np.asarray([outer], dtype=object))]
    return [piece for piece in flat if isinstance(piece, shapely.Polygon) and not piece.is_empty]
