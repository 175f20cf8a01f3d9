"""The signs of grants: a shape for each kind of news, so that colour never has to be trusted alone."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from smartclient.domain.alarms import Priority
from smartclient.ui.signs import sign_path
from smartclient.ui.theme import Theme, Tone

_SIDE_PX = 24


class News(StrEnum):
    """What there is to say of a grant."""

    ASKED = "Somebody outside asks to see cameras"
    WATCHED = "Somebody outside watches"
    BROKEN = "The glass was broken"
    OPEN = "Cameras are open"
    OVER = "A view is over"


TONES = {
    News.ASKED: Tone.ALARM_MEDIUM,
    News.WATCHED: Tone.ACCENT,
    News.BROKEN: Tone.ALARM_HIGH,
    News.OPEN: Tone.TEXT_DIM,
    News.OVER: Tone.TEXT_DIM,
}
"""The colour of each."""


class GrantSign(QWidget):
    """A hand that asks is a question mark on a disc, a watcher an eye, broken glass an octagon, the rest an open or shut ring."""

    def __init__(self, theme: Theme, news: News, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._news = theme, news
        self.setFixedSize(QSize(_SIDE_PX, _SIDE_PX))
        self.setAccessibleName(news.value)
        self.setStyleSheet("background: transparent")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        color = self._theme.color(TONES[self._news])
        if self._news is News.WATCHED:
            _paint_eye(painter, box, color)
        elif self._news is News.BROKEN:
            painter.fillPath(sign_path(Priority.HIGH, box), color)
            self._paint_letter(painter, box, "!", self._theme.color(Tone.GROUND))
        elif self._news is News.ASKED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(box)
            self._paint_letter(painter, box, "?", self._theme.color(Tone.GROUND))
        else:
            _paint_ring(painter, box, color, is_shut=self._news is News.OVER)
        painter.end()

    def _paint_letter(self, painter: QPainter, box: QRectF, letter: str, color: QColor) -> None:
        painter.setFont(self._theme.font(1, bold=True))
        painter.setPen(color)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def _paint_eye(painter: QPainter, box: QRectF, color: QColor) -> None:
    middle, lid = box.center(), QPainterPath(QPointF(box.left(), box.center().y()))
    lid.quadTo(QPointF(middle.x(), box.top() - 2), QPointF(box.right(), middle.y()))
    lid.quadTo(QPointF(middle.x(), box.bottom() + 2), QPointF(box.left(), middle.y()))
    painter.setPen(QPen(color, 2))
    painter.drawPath(lid)
    painter.setBrush(color)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(middle, 3.5, 3.5)


def _paint_ring(painter: QPainter, box: QRectF, color: QColor, *, is_shut: bool) -> None:
    ring = box.adjusted(2, 2, -2, -2)
    painter.setPen(QPen(color, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if is_shut:
        painter.drawLine(ring.topLeft() + QPointF(3, 3), ring.bottomRight() - QPointF(3, 3))
    else:
        painter.drawLine(ring.center(), QPointF(ring.center().x(), ring.top() + 3))
        painter.drawLine(ring.center(), QPointF(ring.right() - 4, ring.center().y()))
