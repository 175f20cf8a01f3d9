"""What edits snap to on a floor: its doorways, the corners and walls of its rooms, and the lines of the grid."""

from collections.abc import Sequence

import numpy as np

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Opening, Unit, UnitKind
from smartclient.geometry.snapping import Points, Segments, Targets
from smartclient.geometry.visibility import sides
from smartclient.store.places import Places, to_local_rings
from smartclient.ui.map.tools.tool import MapPoint

DOORWAY, CORNER, WALL, GRID = "doorway", "corner", "wall", "grid line"
_AROUND_M = 5.0


class EditTargets:
    """Worked out for each floor once, and again when its rooms or openings are others."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._known: dict[LevelId, tuple[Sequence[Unit], Sequence[Opening], Targets]] = {}

    def of(self, level: LevelId | None, at: MapPoint) -> Targets:
        """For a point of a floor, or of the open ground."""
        floor = self.of_floor(level)
        grid = [(GRID, lines) for lines in self._grid_lines(at)]
        return Targets(floor.points, (*floor.lines, *grid))

    def of_floor(self, level: LevelId | None) -> Targets:
        """Without the lines of the grid, to which the grid itself is not drawn."""
        return self._of_level(level) if level is not None else Targets()

    def doorways(self, level: LevelId | None) -> tuple[Points, Sequence[Opening]]:
        """The middles of the openings of a floor, shape (n, 2), and the openings."""
        openings = self._places.openings_on(level) if level is not None else ()
        middles = [np.mean((one.line[0], one.line[-1]), axis=0) for one in openings]
        return self._places.frame.to_local(np.array(middles).reshape(-1, 2)), openings

    def _of_level(self, level: LevelId) -> Targets:
        units, openings = self._places.units_on(level), self._places.openings_on(level)
        known = self._known.get(level)
        if known is None or known[0] != units or known[1] != openings:
            known = self._known[level] = (units, openings, self._made(level, units))
        return known[2]

    def _made(self, level: LevelId, units: Sequence[Unit]) -> Targets:
        rooms = [unit.area for unit in units if unit.kind not in (UnitKind.WALL, UnitKind.WINDOW)]
        rings = [ring for area in to_local_rings(self._places.frame, rooms) for ring in area]
        corners = np.vstack(rings) if rings else np.empty((0, 2))
        return Targets(((DOORWAY, self.doorways(level)[0]), (CORNER, corners)), ((WALL, sides(rings)),))

    def _grid_lines(self, at: MapPoint) -> list[Segments]:
        x, y = at
        around = (x - _AROUND_M, y - _AROUND_M, x + _AROUND_M, y + _AROUND_M)
        return [grid.lines(around).reshape(-1, 4) for grid in self._places.grids.values()]
