"""What makes a replay impossible to mistake for the present: a striped frame, the word and the time that is replayed."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Tone

WORD = "REPLAY"
_FRAME_PX, _STRIPE_PX, _PLATE_PX = 8, 14, 30


class ReplayFrame:
    """Painted over the map on every frame; `words` are the time and how fast it runs."""

    def __init__(self, words: Callable[[], str]) -> None:
        self._words = words

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints stripes along the edges, then the plate above."""
        painter.save()
        width, height = scene.viewport.width_px, scene.viewport.height_px
        for edge in (
            QRectF(0, 0, width, _FRAME_PX),
            QRectF(0, height - _FRAME_PX, width, _FRAME_PX),
            QRectF(0, 0, _FRAME_PX, height),
            QRectF(width - _FRAME_PX, 0, _FRAME_PX, height),
        ):
            _paint_stripes(painter, scene, edge)
        self._paint_plate(painter, scene)
        painter.restore()

    def _paint_plate(self, painter: QPainter, scene: Scene) -> None:
        theme, words = scene.theme, self._words()
        bold, plain = theme.metrics(2, bold=True), theme.metrics(2)
        first, rest = bold.horizontalAdvance(WORD), plain.horizontalAdvance(words)
        plate = QRectF((scene.viewport.width_px - first - rest - 44) / 2, 0, first + rest + 44, _PLATE_PX)
        painter.fillRect(plate, theme.color(Tone.TEXT))
        painter.setPen(theme.color(Tone.GROUND))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font(2, bold=True))
        painter.drawText(plate.adjusted(16, 0, 0, 0), middle, WORD)
        painter.setFont(theme.font(2))
        painter.drawText(plate.adjusted(16 + first + 12, 0, 0, 0), middle, words)


def _paint_stripes(painter: QPainter, scene: Scene, edge: QRectF) -> None:
    painter.save()
    painter.setClipRect(edge)
    painter.fillRect(edge, scene.theme.color(Tone.GROUND))
    painter.setPen(QPen(scene.theme.color(Tone.TEXT), _STRIPE_PX / 2, c=Qt.PenCapStyle.FlatCap))
    reach = max(edge.width(), edge.height())
    for start in range(-2 * _STRIPE_PX, round(reach) + 2 * _STRIPE_PX, _STRIPE_PX):
        if edge.width() > edge.height():
            begin = QPointF(edge.left() + start, edge.bottom() + _STRIPE_PX)
        else:
            begin = QPointF(edge.left() - _STRIPE_PX, edge.top() + start + 2 * _STRIPE_PX)
        painter.drawLine(begin, begin + QPointF(2 * _STRIPE_PX, -2 * _STRIPE_PX))
    painter.restore()
