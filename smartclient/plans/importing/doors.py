"""Doors of a plan as lines across the gap they close: from swings, leaves, outlines, or points laid onto the nearest wall."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.geometry.frames import Points
from smartclient.plans.importing.drawing import Form, Layer

_USUAL_M = 0.95
_WIDTH_M = (0.5, 5.0)
_FARTHEST_M = 0.9
_SAME_M = 0.25
_INTO_JAMB_M = 0.08
_WALL_M = 0.45
"""Half the thickest wall that a door is cut out of."""


@dataclass(frozen=True, slots=True)
class Door:
    """A doorway in metres: the `line` across it."""

    line: shapely.LineString
    name: str = ""
    is_entrance: bool = False
    is_point: bool = False
    """Known as a point only: its line is still to be laid along the wall it stands in."""
    other: shapely.LineString | None = None
    """The second line that a swing allows: either end of its arc may be the open leaf's."""

    @property
    def middle(self) -> shapely.Point:
        """The middle of the doorway."""
        return self.line.interpolate(0.5, normalized=True)


def doors_of(layers: Iterable[Layer]) -> list[Door]:
    """The doors that layers draw, each once: by their swings where there are any, else by points, outlines and lines."""
    found: list[Door] = []
    for layer in layers:
        if len(layer.swings):
            found += [
                Door(shapely.LineString([hinge, one]), other=shapely.LineString([hinge, end]))
                for hinge, one, end in layer.swings.reshape(-1, 3, 2)
            ]
        else:
            found += _points(layer)
            found += _outlines(layer)
            found += [
                Door(shapely.LineString(layer.path(index)[[0, -1]]), layer.facts_of(index).name)
                for index in layer.indices(Form.LINE)
            ]
    return _once(door for door in found if _WIDTH_M[0] <= door.line.length <= _WIDTH_M[1])


def settled(doors: Sequence[Door], walls: Sequence[BaseGeometry]) -> list[Door]:
    """Every door on its wall: a swing by the end of its arc that meets a wall, a point along the nearest edge of `walls`.

    Points far from every wall are left out.
    """
    edges = _segments(walls)
    if not len(edges):
        return [door for door in doors if not door.is_point]
    tree = shapely.STRtree(edges)
    return [on for door in doors if (on := _settled(door, edges, tree)) is not None]


def gap_lines(doors: Iterable[Door]) -> list[shapely.LineString]:
    """Lines that close the gaps of the doors, a little longer than these, so that they meet the walls on both sides."""
    return [_longer(door.line, _INTO_JAMB_M) for door in doors if not door.is_point]


def gaps(doors: Iterable[Door]) -> BaseGeometry:
    """What the doors cut out of walls."""
    boxes = [shapely.buffer(door.line, _WALL_M, cap_style="flat") for door in doors]
    return shapely.union_all(boxes) if boxes else shapely.Polygon()


def _points(layer: Layer) -> Iterable[Door]:
    is_entrance = "entrance" in layer.name.lower()
    for index in layer.indices(Form.POINT):
        x, y = layer.path(index)[0].tolist()
        across = shapely.LineString([(x - _USUAL_M / 2, y), (x + _USUAL_M / 2, y)])
        yield Door(across, layer.facts_of(index).name, is_entrance, is_point=True)


def _outlines(layer: Layer) -> Iterable[Door]:
    for index, rings in layer.areas():
        line = middle_line(shapely.MultiPoint(rings[0]))
        if line is not None:
            yield Door(line, layer.facts_of(index).name)


def middle_line(shape: BaseGeometry) -> shapely.LineString | None:
    """The line along the middle of a long thin shape; None for a point."""
    box = shape.minimum_rotated_rectangle
    if not isinstance(box, shapely.Polygon):
        return box if isinstance(box, shapely.LineString) else None
    a, b, c, d, _ = np.array(box.exterior.coords)
    if np.hypot(*(b - a)) > np.hypot(*(c - b)):
        a, b, c, d = b, c, d, a
    return shapely.LineString([(a + b) / 2, (c + d) / 2])


def _settled(door: Door, edges: Sequence[shapely.LineString], tree: shapely.STRtree) -> Door | None:
    if door.other is not None:
        ends = shapely.points([door.line.coords[-1], door.other.coords[-1]])
        distances = shapely.distance(ends, [edges[index] for index in tree.nearest(ends)])
        return replace(door, line=door.line if distances[0] <= distances[1] else door.other, other=None)
    if not door.is_point:
        return door
    middle = door.middle
    wall = edges[int(tree.nearest(middle))]
    if wall.distance(middle) > _FARTHEST_M:
        return None
    width = min(door.line.length, max(wall.length, _WIDTH_M[0]))
    centre = min(max(wall.project(middle), width / 2), max(wall.length - width / 2, 0.0))
    start, end = np.array(wall.coords)
    along = (end - start) / wall.length
    at = start + along * centre
    return replace(door, line=shapely.LineString([at - along * width / 2, at + along * width / 2]), is_point=False)


def _segments(shapes: Sequence[BaseGeometry]) -> list[shapely.LineString]:
    """The sides of all outlines and lines."""
    parts: list[Points] = []
    for shape in shapes:
        boundary = shape.boundary if isinstance(shape, (shapely.Polygon, shapely.MultiPolygon)) else shape
        for line in shapely.get_parts(boundary).tolist():
            points = shapely.get_coordinates(line)
            parts.append(np.stack((points[:-1], points[1:]), axis=1))
    sides = np.vstack(parts) if parts else np.empty((0, 2, 2))
    sides = sides[np.hypot(*(sides[:, 1] - sides[:, 0]).T) > 1e-6]
    return list(shapely.linestrings(sides)) if len(sides) else []


def _longer(line: shapely.LineString, by: float) -> shapely.LineString:
    start, end = np.array(line.coords)[[0, -1]]
    along = (end - start) / max(np.hypot(*(end - start)), 1e-9) * by
    return shapely.LineString([start - along, end + along])


def _once(doors: Iterable[Door]) -> list[Door]:
    """Two doors at one place are one."""
    kept: dict[tuple[int, int], Door] = {}
    for door in doors:
        kept.setdefault((round(door.middle.x / _SAME_M), round(door.middle.y / _SAME_M)), door)
    return list(kept.values())
