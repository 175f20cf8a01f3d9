"""Pins too close to each other, as one disc with their number and the sign of the worst alarm among them."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.pinboard import Bunch, bunches_in_view
from smartclient.ui.map.pins import COUNT_HALF_PX
from smartclient.ui.map.signs import paint_sign


class ClusterLayer:
    """The clusters of this scale."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints discs, then signs."""
        seen = bunches_in_view(scene.arrangement, scene.viewport)
        picture, is_stale, half = scene.pictures.count, scene.is_stale, COUNT_HALF_PX
        for bunch, x, y in seen:
            painter.drawPixmap(x - half, y - half, picture(bunch.count, is_stale))
        if scene.alarmed:
            for bunch, x, y in seen:
                _paint_worst(painter, scene, bunch, x, y)


def _paint_worst(painter: QPainter, scene: Scene, bunch: Bunch, x: int, y: int) -> None:
    found = [scene.alarmed[scene.board.ids[i]] for i in bunch.members if scene.board.ids[i] in scene.alarmed]
    if found:
        worst = min(alarmed.worst.priority for alarmed in found)
        paint_sign(painter, worst, QPointF(x + 11, y - 11), 9, scene.theme, scene.is_stale)
