"""What responders look for: kits, panels, key boxes, shut-offs, defibrillators, pull stations, assembly points."""

import numpy as np
from PySide6.QtGui import QPainter

from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.scene import Scene, paint_pins
from smartclient.ui.map.looks import AMENITIES, greyed, tag
from smartclient.ui.map.scales import Scale

_SIZE_PX = 19


class SafetyLayer:
    """Devices and amenities of the safety layer; close by only."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints their pins."""
        if scene.view.scale is not Scale.ROOM or not scene.shows(MapLayer.SAFETY):
            return
        _paint_amenities(painter, scene)
        indices = scene.arrangement.singles.get(MapLayer.SAFETY)
        if indices is not None:
            paint_pins(painter, scene, indices)


def _paint_amenities(painter: QPainter, scene: Scene) -> None:
    west, south, east, north = scene.viewport.bounds
    sheet = scene.pictures.sheet(_SIZE_PX)
    looks: list[int] = []
    pixels: list[tuple[float, float]] = []
    for level in scene.chart.levels_within(scene.viewport.bounds, scene.view.levels):
        for mark in scene.chart.floor(level).marks:
            symbol = AMENITIES.get(mark.category)
            if symbol is not None and west < mark.x < east and south < mark.y < north:
                look = greyed(tag(symbol)) if scene.is_stale else tag(symbol)
                looks.append(scene.pictures.pins.number(look))
                pixels.append(scene.viewport.to_screen(mark.x, mark.y))
    sheet.paint(painter, np.array(looks, dtype=np.intp), np.rint(np.array(pixels).reshape(-1, 2)))
