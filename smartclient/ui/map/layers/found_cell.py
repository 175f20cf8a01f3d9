"""The grid cell that somebody looked for, outlined with its name until something else is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Tone


class FoundCellLayer:
    """`outline` is a closed ring in local metres, its upper left corner first."""

    def __init__(self, name: str, outline: Sequence[tuple[float, float]]) -> None:
        self._name, self._outline = name, tuple(outline)

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints the ring and a tag in its corner."""
        ring = QPolygonF([QPointF(*scene.viewport.to_screen(*point)) for point in self._outline])
        painter.setBrush(scene.theme.color(Tone.ACCENT, 0.08))
        painter.setPen(QPen(scene.theme.color(Tone.ACCENT), 2, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawPolygon(ring)
        corner = ring.at(0)
        width = scene.theme.metrics(0, True).horizontalAdvance(self._name) + 12
        box = QRectF(corner.x() + 4, corner.y() + 4, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scene.theme.color(Tone.RAISED, 0.95))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(scene.theme.color(Tone.TEXT))
        painter.setFont(scene.theme.font(0, bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._name)
