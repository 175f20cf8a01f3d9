"""Polygons and lines in local metres, ready for a painter, and quick to search by what is in view."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from smartclient.geometry.viewport import Bounds

Ring = NDArray[np.float64]
"""Shape (n, 2), metres east and north."""
Shape = QPolygonF | QPainterPath


def polygon(ring: Ring) -> QPolygonF:
    """A ring or line as Qt has it."""
    return QPolygonF([QPointF(x, y) for x, y in ring.tolist()])


def shape(rings: Sequence[Ring]) -> Shape:
    """A polygon; one with holes is a path, which Qt fills by the odd-even rule."""
    if len(rings) == 1:
        return polygon(rings[0])
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(polygon(ring))
        path.closeSubpath()
    return path


def as_path(drawn: Shape) -> QPainterPath:
    """A shape as a path, for clipping."""
    if isinstance(drawn, QPainterPath):
        return drawn
    path = QPainterPath()
    path.addPolygon(drawn)
    return path


def draw(painter: QPainter, drawn: Shape) -> None:
    """Fills and outlines a shape with the painter's brush and pen."""
    if isinstance(drawn, QPolygonF):
        painter.drawPolygon(drawn, Qt.FillRule.OddEvenFill)
    else:
        painter.drawPath(drawn)


def bounds_of(rings: Sequence[Ring]) -> Bounds:
    """The box around all points."""
    points = np.concatenate(rings)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return (float(west), float(south), float(east), float(north))


def boxes_of(rings: Sequence[Ring]) -> Ring:
    """The box around each ring, shape (n, 4): west, south, east, north."""
    if not rings:
        return np.empty((0, 4))
    points = np.concatenate(rings)
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
    return np.hstack((np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)))


class Patches:
    """Shapes with the boxes around them; made into Qt's form when first drawn."""

    def __init__(self, areas: Sequence[Sequence[Ring]]) -> None:
        """Each area is its outer ring, then holes."""
        self._areas = areas
        self._shapes: list[Shape | None] = [None] * len(areas)
        self.boxes = boxes_of([area[0] for area in areas])

    def __len__(self) -> int:
        return len(self._areas)

    def indices_within(self, bounds: Bounds, least_m: float = 0.0) -> list[int]:
        """Which shapes may be seen within `bounds` and are at least `least_m` long in one direction."""
        west, south, east, north = bounds
        left, low, right, high = self.boxes.T
        seen = (left <= east) & (right >= west) & (low <= north) & (high >= south)
        if least_m:
            seen &= np.maximum(right - left, high - low) >= least_m
        found: list[int] = np.flatnonzero(seen).tolist()
        return found

    def within(self, bounds: Bounds, least_m: float = 0.0) -> Iterator[Shape]:
        """The shapes themselves."""
        for index in self.indices_within(bounds, least_m):
            yield self.get(index)

    def get(self, index: int) -> Shape:
        """One shape."""
        made = self._shapes[index]
        if made is None:
            made = self._shapes[index] = shape(self._areas[index])
        return made

    def rings(self, index: int) -> Sequence[Ring]:
        """The outer ring of one shape, then its holes, metres."""
        return self._areas[index]

    def ring(self, index: int) -> Ring:
        """The outer ring of one shape, metres."""
        return self._areas[index][0]


def grouped(areas: Sequence[Sequence[Ring]], keys: Sequence[str]) -> dict[str, Patches]:
    """Patches by key, in the order of the keys' first appearance."""
    found: dict[str, list[Sequence[Ring]]] = {}
    for area, key in zip(areas, keys, strict=True):
        found.setdefault(key, []).append(area)
    return {key: Patches(group) for key, group in found.items()}
