"""Drills on the map: the violet dashed frame with its word around every device an exercise is about, at every scale."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import DeviceId
from smartclient.ui.drill import paint_drill
from smartclient.ui.map.layers.scene import Scene

_HALF_PX = 34.0


class DrillsLayer:
    """`drills` are the alarms that are exercises now."""

    def __init__(self, drills: Callable[[], Iterable[Alarm]]) -> None:
        self._drills = drills

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints over pins and signs, also where the device is on a floor that is not shown."""
        devices: set[DeviceId] = {alarm.device for alarm in self._drills() if alarm.device is not None}
        for device in devices:
            index = scene.board.index.get(device)
            if index is not None:
                at = QPointF(*scene.pixel(index))
                box = QRectF(at.x() - _HALF_PX, at.y() - _HALF_PX, 2 * _HALF_PX, 2 * _HALF_PX)
                paint_drill(painter, box, scene.theme, corner=Qt.Corner.BottomLeftCorner)
