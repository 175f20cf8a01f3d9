"""GeoJSON geometries (RFC 7946) of untrusted files, checked and brought to plain tuples."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec

from smartclient.domain.site import Line, LonLat, Rings

_Position = Annotated[tuple[float, ...], msgspec.Meta(min_length=2, max_length=4)]


class _Point(msgspec.Struct, tag_field="type", tag="Point"):
    coordinates: _Position


class _LineString(msgspec.Struct, tag_field="type", tag="LineString"):
    coordinates: list[_Position]


class _MultiLineString(msgspec.Struct, tag_field="type", tag="MultiLineString"):
    coordinates: list[list[_Position]]


class _Polygon(msgspec.Struct, tag_field="type", tag="Polygon"):
    coordinates: list[list[_Position]]


class _MultiPolygon(msgspec.Struct, tag_field="type", tag="MultiPolygon"):
    coordinates: list[list[list[_Position]]]


_Raw = TypeVar("_Raw")
_Made = TypeVar("_Made")
_Geometry = _Point | _LineString | _MultiLineString | _Polygon | _MultiPolygon


class BadShape(Exception):
    """A geometry that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry: polygons, lines or a point. `flaw` names what had to be put right, else empty."""

    polygons: tuple[Rings, ...] = ()
    lines: tuple[Line, ...] = ()
    point: LonLat | None = None
    flaw: str = ""

    @property
    def first(self) -> LonLat:
        """Some point of it."""
        if self.point is not None:
            return self.point
        return self.lines[0][0] if self.lines else self.polygons[0][0][0]

    def points(self) -> Sequence[LonLat]:
        """The outline's points."""
        if self.point is not None:
            return (self.point,)
        return [p for line in (*self.lines, *(rings[0] for rings in self.polygons)) for p in line]


def to_shape(value: Any) -> Shape:
    """`value`, a decoded GeoJSON geometry, as a shape within the bounds of WGS 84. Raises BadShape."""
    try:
        geometry = msgspec.convert(value, _Geometry)
    except (msgspec.ValidationError, OverflowError, RecursionError, UnicodeError) as trouble:
        raise BadShape(f"geometry cannot be read: {str(trouble)[:150]}") from trouble
    if isinstance(geometry, _Point):
        return Shape(point=_position(geometry.coordinates))
    if isinstance(geometry, _LineString):
        return Shape(lines=(_line(geometry.coordinates),))
    if isinstance(geometry, _MultiLineString):
        return Shape(lines=_several(geometry.coordinates, _line))
    flaws: list[str] = []
    polygons = [geometry.coordinates] if isinstance(geometry, _Polygon) else geometry.coordinates
    return Shape(
        polygons=_several(polygons, lambda rings: _polygon(rings, flaws)), flaw="; ".join(dict.fromkeys(flaws))
    )


def to_point(value: Any) -> LonLat:
    """`value`, a decoded GeoJSON Point. Raises BadShape."""
    point = to_shape(value).point
    if point is None:
        raise BadShape("not a Point")
    return point


def _several(values: list[_Raw], make: Callable[[_Raw], _Made]) -> tuple[_Made, ...]:
    if not values:
        raise BadShape("geometry is empty")
    return tuple(make(value) for value in values)


def _polygon(rings: list[list[tuple[float, ...]]], flaws: list[str]) -> Rings:
    closed = []
    for ring in rings:
        points = _line(ring)
        if points[0] != points[-1]:
            flaws.append("ring is not closed")
            points = (*points, points[0])
        if len(points) < 4:
            raise BadShape("a ring has fewer than three corners")
        closed.append(points)
    if not closed:
        raise BadShape("geometry is empty")
    return tuple(closed)


def _line(positions: list[tuple[float, ...]]) -> Line:
    if len(positions) < 2:
        raise BadShape("a line has fewer than two points")
    line = tuple([(position[0], position[1]) for position in positions])
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 and (lon or lat) for lon, lat in line):
        return tuple(_position(position) for position in positions)
    return line


def _position(position: tuple[float, ...]) -> LonLat:
    lon, lat = position[0], position[1]
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise BadShape("a coordinate is not a number")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        swapped = " (longitude and latitude look swapped)" if abs(lon) <= 90 and 90 < abs(lat) <= 180 else ""
        raise BadShape(f"outside the bounds of WGS 84: {lon:.6g}, {lat:.6g}{swapped}")
    if lon == 0 and lat == 0:
        raise BadShape("at 0, 0: a place in the Atlantic that means nobody set it")
    return (lon, lat)
