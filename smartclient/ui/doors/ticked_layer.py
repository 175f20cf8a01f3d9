"""Ticks on the map beside the doors that are ticked in the list, so that a selection is seen where it is."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from smartclient.domain.ids import DeviceId
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Tone

_SIDE_PX, _OFF_PX = 14.0, 8.0


class TickedLayer:
    """`ticked` are the doors meant now; only those whose pins stand alone at this scale get a tick."""

    def __init__(self, ticked: Callable[[], Iterable[str]]) -> None:
        self._ticked = ticked

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints over the pins."""
        singles = scene.arrangement.singles.get(MapLayer.DOORS)
        shown = set(singles.tolist()) if singles is not None else set()
        painter.setFont(scene.theme.font(0, bold=True))
        for door in self._ticked():
            index = scene.board.index.get(DeviceId(door))
            if index is None or index not in shown:
                continue
            x, y = scene.pixel(index)
            box = QRectF(x - _OFF_PX - _SIDE_PX, y - _OFF_PX - _SIDE_PX, _SIDE_PX, _SIDE_PX)
            painter.setPen(scene.theme.color(Tone.ON_ACCENT))
            painter.setBrush(scene.theme.color(Tone.ACCENT))
            painter.drawRoundedRect(box, 3, 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "✓")
