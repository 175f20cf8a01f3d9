"""What edits snap to: the doorways, corners and walls of the floors shown around a point, and the lines of the grid."""

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Opening, Unit, UnitKind
from smartclient.geometry.snapping import Points, Segments, Targets, distances
from smartclient.geometry.viewport import Bounds
from smartclient.geometry.visibility import sides
from smartclient.store.places import Places, to_local_rings
from smartclient.ui.map.tools.tool import MapPoint

DOORWAY, CORNER, WALL, GRID, RIGHT_ANGLE = "doorway", "corner", "wall", "grid line", "right angle"
_AROUND_M = 5.0
_NO_POINTS: Points = np.empty((0, 2))

LevelsWithin = Callable[[Bounds], Sequence[LevelId]]


class EditTargets:
    """Worked out for each floor once, and again when its rooms or openings are others."""

    def __init__(self, places: Places, shown: LevelsWithin) -> None:
        """`shown` tells the floors shown within bounds in metres: an outer door belongs to the floor behind it."""
        self._places, self._shown = places, shown
        self._known: dict[LevelId, tuple[Sequence[Unit], Sequence[Opening], Targets]] = {}

    def at(self, at: MapPoint, *, with_grid: bool = True) -> Targets:
        """For a point of the map; the grid itself is not drawn to its own lines."""
        floors = [self._of_level(level) for level in self._shown(_around(at))]
        points = [(word, _stacked(dict(floor.points)[word] for floor in floors)) for word in (DOORWAY, CORNER)]
        lines = [line for floor in floors for line in floor.lines]
        return Targets(points, (*lines, *(self._grid_lines(at) if with_grid else ())))

    def doorway(self, at: MapPoint, within_m: float) -> Opening | None:
        """The nearest doorway."""
        found = [
            (away, opening)
            for level in self._shown(_around(at))
            for away, opening in zip(self._away(level, at), self._places.openings_on(level), strict=True)
        ]
        away, nearest = min(found, key=lambda one: one[0], default=(math.inf, None))
        return nearest if away <= within_m else None

    def _away(self, level: LevelId, at: MapPoint) -> list[float]:
        """How far the doorways of a floor are."""
        ends = [end for one in self._places.openings_on(level) for end in (one.line[0], one.line[-1])]
        segments = self._places.frame.to_local(np.array(ends).reshape(-1, 2)).reshape(-1, 4)
        away: list[float] = distances(segments, *at).tolist()
        return away

    def _middles(self, level: LevelId) -> Points:
        """The middles of the openings of a floor, shape (n, 2)."""
        middles = [np.mean((one.line[0], one.line[-1]), axis=0) for one in self._places.openings_on(level)]
        return self._places.frame.to_local(np.array(middles).reshape(-1, 2))

    def _of_level(self, level: LevelId) -> Targets:
        units, openings = self._places.units_on(level), self._places.openings_on(level)
        known = self._known.get(level)
        if known is None or known[0] != units or known[1] != openings:
            known = self._known[level] = (units, openings, self._made(level, units))
        return known[2]

    def _made(self, level: LevelId, units: Sequence[Unit]) -> Targets:
        rooms = [unit.area for unit in units if unit.kind not in (UnitKind.WALL, UnitKind.WINDOW)]
        rings = [ring for area in to_local_rings(self._places.frame, rooms) for ring in area]
        return Targets(((DOORWAY, self._middles(level)), (CORNER, _stacked(rings))), ((WALL, sides(rings)),))

    def _grid_lines(self, at: MapPoint) -> list[tuple[str, Segments]]:
        around = _around(at)
        return [(GRID, grid.lines(around).reshape(-1, 4)) for grid in self._places.grids.values()]


def _stacked(arrays: Iterable[Points]) -> Points:
    return np.vstack((_NO_POINTS, *arrays))


def _around(at: MapPoint) -> Bounds:
    x, y = at
    return (x - _AROUND_M, y - _AROUND_M, x + _AROUND_M, y + _AROUND_M)
