"""Where rooms meet each other and the open air: the wall centre lines of a floor."""

from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight stretch of wall centre line, from west to east or from south to north; `normal` points outdoors, or is (0, 0)."""

    x0: float
    y0: float
    x1: float
    y1: float
    normal: tuple[int, int] = (0, 0)

    @property
    def is_horizontal(self) -> bool:
        return self.y0 == self.y1

    @property
    def length(self) -> float:
        return (self.x1 - self.x0) + (self.y1 - self.y0)

    @property
    def side(self) -> str:
        return {(0, 1): "N", (1, 0): "E", (0, -1): "S", (-1, 0): "W", (0, 0): ""}[self.normal]

    def point(self, along: float, out: float = 0.0) -> tuple[float, float]:
        """The point `along` metres from the start and `out` metres outdoors."""
        x, y = (self.x0 + along, self.y0) if self.is_horizontal else (self.x0, self.y0 + along)
        return (x + self.normal[0] * out, y + self.normal[1] * out)

    def line(self, start: float, end: float, out: float = 0.0) -> shapely.LineString:
        return shapely.LineString([self.point(start, out), self.point(end, out)])

    def strip(self, start: float, end: float, inside: float, outside: float) -> shapely.Polygon:
        """The rectangle over a stretch of the wall, reaching `inside` and `outside` metres from the centre line."""
        ax, ay = self.point(start)
        bx, by = self.point(end)
        nx, ny = self.normal if self.normal != (0, 0) else ((0, 1) if self.is_horizontal else (1, 0))
        return shapely.Polygon(
            [
                (ax - nx * inside, ay - ny * inside),
                (bx - nx * inside, by - ny * inside),
                (bx + nx * outside, by + ny * outside),
                (ax + nx * outside, ay + ny * outside),
            ]
        )


def shared_edges(a: shapely.Polygon, b: shapely.Polygon) -> list[Edge]:
    """The stretches of wall between two cells, longest first."""
    if not _touch(a.bounds, b.bounds):
        return []
    return sorted(_straight(shapely.intersection(a.boundary, b.boundary)), key=lambda e: -e.length)


def outer_edges(cell: shapely.Polygon, whole: BaseGeometry) -> list[Edge]:
    """The stretches of a cell's wall that face the open air, each with its outward normal."""
    found = []
    for edge in _straight(shapely.intersection(cell.boundary, whole.boundary)):
        side = (0, 1) if edge.is_horizontal else (1, 0)
        probe = Edge(edge.x0, edge.y0, edge.x1, edge.y1, side)
        if whole.contains(shapely.Point(probe.point(edge.length / 2, 0.05))):
            side = (-side[0], -side[1])
        found.append(Edge(edge.x0, edge.y0, edge.x1, edge.y1, side))
    return sorted(found, key=lambda e: (e.side, e.x0, e.y0))


def _touch(a: Bounds, b: Bounds) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _straight(lines: BaseGeometry) -> list[Edge]:
    """Splits lines at their corners into axis-parallel stretches; stretches that touch end to end are joined."""
    edges = []
    for part in shapely.get_parts(lines):
        if part.geom_type != "LineString":
            continue
        coords = [(round(x, 3), round(y, 3)) for x, y in part.coords]
        edges += [shapely.LineString([min(a, b), max(a, b)]) for a, b in pairwise(coords) if a != b]
    straight: list[Edge] = []
    for is_horizontal in (True, False):
        axis = [e for e in edges if (e.coords[0][1] == e.coords[1][1]) == is_horizontal]
        merged = linemerge(axis) if len(axis) > 1 else shapely.MultiLineString(axis)
        for line in shapely.get_parts(merged):
            (x0, y0), (x1, y1) = min(line.coords), max(line.coords)
            straight.append(Edge(x0, y0, x1, y1))
    return straight
