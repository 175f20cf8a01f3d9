"""The plan's own furniture as solid things: what a fixture is called says what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from smartclient.demo.video.solids import Colour, Solid, box

WOOD: Colour = (0.66, 0.52, 0.36)
STEEL: Colour = (0.34, 0.35, 0.37)
_LEAST_M2 = 0.01
PLASTIC: Colour = (0.20, 0.30, 0.44)


@dataclass(frozen=True, slots=True)
class Footprint:
    """The rectangle a fixture covers: its centre, its length's direction in radians from east, length and width in metres."""

    centre: tuple[float, float]
    angle: float
    length: float
    width: float

    @classmethod
    def of(cls, polygon: shapely.Polygon) -> Footprint:
        """The smallest rectangle round a polygon."""
        corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygon))[:4]
        first, second = corners[1] - corners[0], corners[2] - corners[1]
        if np.hypot(*first) < np.hypot(*second):
            first, second = second, first
        x, y = corners.mean(axis=0)
        return cls(
            (float(x), float(y)),
            float(np.arctan2(first[1], first[0])),
            float(np.hypot(*first)),
            float(np.hypot(*second)),
        )

    def at(self, along: float, across: float) -> tuple[float, float]:
        """A point in the rectangle's own axes."""
        cos, sin = float(np.cos(self.angle)), float(np.sin(self.angle))
        return self.centre[0] + along * cos - across * sin, self.centre[1] + along * sin + across * cos


def build(name: str, polygon: shapely.Polygon, colour: Colour) -> Iterable[Solid]:
    """The solids of a fixture; `colour` is that of the lockers of its hall."""
    if polygon.area < _LEAST_M2:
        return []
    rectangle = Footprint.of(polygon)
    if name == "Lockers":
        return [
            box(rectangle.centre, rectangle.angle, (rectangle.length, rectangle.width), 0.0, 1.85, colour, "lockers")
        ]
    return _BUILDERS.get(name, _table)(rectangle)


def _block(top: float, colour: Colour, finish: str = "plain") -> Callable[[Footprint], Iterable[Solid]]:
    def made(area: Footprint) -> Iterable[Solid]:
        return [box(area.centre, area.angle, (area.length, area.width), 0.0, top, colour, finish)]

    return made


def _table(area: Footprint) -> Iterable[Solid]:
    if area.length > 3:
        yield from _dining(area)
        return
    yield box(area.centre, area.angle, (area.length, area.width), 0.70, 0.74, WOOD)
    yield box(area.centre, area.angle, (area.length * 0.35, area.width * 0.3), 0.0, 0.70, STEEL)


def _dining(area: Footprint) -> Iterable[Solid]:
    """A folding table with its benches."""
    yield box(area.centre, area.angle, (area.length, area.width * 0.5), 0.71, 0.75, (0.70, 0.69, 0.66))
    yield box(area.centre, area.angle, (0.5, 0.08), 0.0, 0.71, STEEL)
    for side in (-0.4, 0.4):
        bench = area.at(0, side * area.width)
        yield box(bench, area.angle, (area.length - 0.2, area.width * 0.19), 0.41, 0.45, (0.22, 0.34, 0.52))
        yield box(bench, area.angle, (area.length - 0.8, 0.06), 0.0, 0.41, STEEL)


def _desks(area: Footprint) -> Iterable[Solid]:
    """Desks side by side with a chair each."""
    yield box(area.centre, area.angle, (area.length, area.width), 0.70, 0.74, WOOD)
    yield box(area.centre, area.angle, (area.length - 0.1, 0.05), 0.1, 0.70, STEEL)
    for along in (-area.length / 4, area.length / 4):
        yield box(area.at(along, -area.width / 2 - 0.3), area.angle, (0.42, 0.42), 0.42, 0.46, PLASTIC)
        yield box(area.at(along, -area.width / 2 - 0.5), area.angle, (0.40, 0.04), 0.46, 0.85, PLASTIC)


def _seats(area: Footprint) -> Iterable[Solid]:
    yield box(area.centre, area.angle, (area.length, area.width), 0.36, 0.46, (0.36, 0.12, 0.14), "bleachers")
    yield box(area.at(0, area.width * 0.4), area.angle, (area.length, 0.1), 0.2, 0.95, (0.36, 0.12, 0.14), "bleachers")


_BUILDERS: dict[str, Callable[[Footprint], Iterable[Solid]]] = {
    "Desks": _desks,
    "Seats": _seats,
    "Shelves": _block(1.5, WOOD, "books"),
    "Lab bench": _block(0.92, (0.22, 0.23, 0.25)),
    "Workbench": _block(0.9, WOOD),
    "Work table": _block(0.9, WOOD),
    "Counter": _block(1.05, WOOD),
    "Machine": _block(1.2, (0.14, 0.14, 0.15)),
    "Range": _block(0.92, STEEL),
    "Racks": _block(2.0, (0.13, 0.13, 0.14)),
    "Platform": _block(0.9, WOOD),
}
