"""Whose base map it is and when it was taken, at the lower right."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Tone
from smartclient.ui.words import one_line

_RIGHT_PX, _BOTTOM_PX, _HIGH_PX, _WIDE_PX = 60.0, 12.0, 16.0, 360.0


class CreditLayer:
    """One dim line; the licences of most base maps ask for it."""

    def __init__(self, words: str) -> None:
        self._words = one_line(words)

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints over everything else, left of the buttons."""
        where = QRectF(0, 0, _WIDE_PX, _HIGH_PX)
        where.moveBottomRight(
            QRectF(0, 0, scene.viewport.width_px - _RIGHT_PX, scene.viewport.height_px - _BOTTOM_PX).bottomRight()
        )
        painter.setFont(scene.theme.font(0))
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, round(_WIDE_PX) - 12)
        plate = QRectF(where)
        plate.setLeft(where.right() - painter.fontMetrics().horizontalAdvance(words) - 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scene.theme.color(Tone.GROUND, 0.72))
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(scene.theme.color(Tone.TEXT_DIM))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
