"""How things are drawn on a page: dots of one size on every device, the light palette, a few shapes."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.plans.printing.paper import Box
from smartclient.ui.theme import Theme, Tone

DOTS_PER_INCH = 114
"""The screen's 11 px are 7 points then, which is read at arm's length."""
_DOTS_PER_MM = DOTS_PER_INCH / 25.4


def dots(mm: float) -> float:
    """Millimetres as dots."""
    return mm * _DOTS_PER_MM


def millimetres(dots: float) -> float:
    """Dots as millimetres."""
    return dots / _DOTS_PER_MM


def rect(box: Box) -> QRectF:
    """A box in dots."""
    return QRectF(dots(box.left), dots(box.top), dots(box.width), dots(box.height))


@dataclass(frozen=True)
class Ink:
    """A painter on a page, in dots, with the palette."""

    painter: QPainter
    theme: Theme

    @cached_property
    def line(self) -> QPen:
        """The pen of frames."""
        return QPen(self.theme.color(Tone.WALL), 1.0)

    def text(
        self,
        box: QRectF,
        words: str,
        step: int = 0,
        *,
        bold: bool = False,
        tone: Tone = Tone.TEXT,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        wrap: bool = False,
    ) -> float:
        """Writes plain words, cut with … where they do not fit in one line, or wrapped; answers how high they are."""
        painter = self.painter
        painter.setFont(self.theme.font(step, bold=bold))
        painter.setPen(self.theme.color(tone))
        metrics = self.theme.metrics(step, bold)
        if wrap:
            flags = int(Qt.TextFlag.TextWordWrap | align | Qt.AlignmentFlag.AlignTop)
            height = metrics.boundingRect(QRectF(0, 0, box.width(), 10_000), flags, words).height()
            painter.drawText(QRectF(box.left(), box.top(), box.width(), height + 2), flags, words)
            return height
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        return metrics.height()

    def frame(self, box: QRectF) -> None:
        """A thin frame."""
        self.painter.setPen(self.line)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(box)

    def rule(self, left: float, right: float, y: float) -> None:
        """A hairline across."""
        self.painter.setPen(QPen(self.theme.color(Tone.LINE), 0.8))
        self.painter.drawLine(QLineF(left, y, right, y))

    def arrow(self, x: float, y: float, size: float) -> None:
        """A north arrow with its letter, its middle at (x, y)."""
        painter = self.painter
        painter.setPen(Qt.PenStyle.NoPen)
        for side, tone in ((-1, Tone.TEXT), (1, Tone.STALE)):
            painter.setBrush(self.theme.color(tone))
            half = QPolygonF(
                [QPointF(x, y - size), QPointF(x + side * size * 0.45, y + size * 0.5), QPointF(x, y + size * 0.2)]
            )
            painter.drawPolygon(half)
        below = QRectF(x - size, y + size * 0.5, 2 * size, size * 0.8)
        self.text(below, "N", 1, bold=True, align=Qt.AlignmentFlag.AlignHCenter)

    def bar(self, left: float, top: float, length: float, words: str) -> None:
        """A scale bar in four pieces, its length written behind it."""
        painter, height = self.painter, 5.0
        painter.setPen(self.line)
        for piece in range(4):
            painter.setBrush(self.theme.color(Tone.WALL if piece % 2 == 0 else Tone.PANEL))
            painter.drawRect(QRectF(left + piece * length / 4, top, length / 4, height))
        self.text(QRectF(left, top + height + 1, length, 14), "0")
        self.text(QRectF(left + length - 60, top + height + 1, 76, 14), words, align=Qt.AlignmentFlag.AlignRight)
