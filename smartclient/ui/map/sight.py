"""What stops sight on the map's floors."""

import numpy as np

from smartclient.domain.ids import LevelId
from smartclient.domain.site import UnitKind
from smartclient.geometry.visibility import Segments, sides
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.shapes import Patches


def wall_segments(chart: Chart, level: LevelId) -> Segments:
    """What stops sight on a level, segments of shape (n, 4) in metres: walls indoors, buildings outdoors."""
    if chart.places.levels[level].outdoor:
        return _edges(chart.footprints)
    walls = chart.floor(level).units.get(UnitKind.WALL)
    return _edges(walls) if walls is not None else np.empty((0, 4))


def _edges(patches: Patches) -> Segments:
    return sides(ring for index in range(len(patches)) for ring in patches.rings(index))
