"""Who says it: a machine's finding and a person's verdict never look alike, neither in shape nor in words nor in colour."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from smartclient.domain.alarms import Verdict
from smartclient.ui.theme import Theme, Tone

_SIDE_PX = 20
VERDICT_TONES = {Verdict.REAL: Tone.ALARM_HIGH, Verdict.FALSE: Tone.TEXT_DIM, Verdict.DRILL: Tone.DRILL}
"""The colour of a person's verdict."""


class Speaker(StrEnum):
    """Who may say something of an alarm."""

    MACHINE = "Detected by a machine"
    PERSON = "Verified by a person"
    NOBODY = "Verified by nobody yet"


class SaidBy(QWidget):
    """The sign of who says it: a chip, a person on a filled disc, or an empty disc with a question mark."""

    def __init__(self, theme: Theme, speaker: Speaker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._speaker, self._tone = theme, speaker, Tone.TEXT_DIM
        self.setFixedSize(QSize(_SIDE_PX, _SIDE_PX))
        self.setAccessibleName(speaker.value)

    def show_speaker(self, speaker: Speaker, tone: Tone = Tone.TEXT_DIM) -> None:
        """Another speaker, in the colour of what is said."""
        self._speaker, self._tone = speaker, tone
        self.setAccessibleName(speaker.value)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._speaker is Speaker.MACHINE:
            _paint_chip(painter, box, self._theme)
        elif self._speaker is Speaker.PERSON:
            _paint_person(painter, box, self._theme, self._tone)
        else:
            _paint_nobody(painter, box, self._theme)
        painter.end()


def _paint_chip(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setPen(QPen(theme.color(Tone.TEXT_DIM), 1.5))
    core = box.adjusted(4, 4, -4, -4)
    painter.drawRect(core)
    for share in (0.2, 0.5, 0.8):
        x, y = core.left() + share * core.width(), core.top() + share * core.height()
        painter.drawLine(QPointF(x, box.top()), QPointF(x, core.top()))
        painter.drawLine(QPointF(x, core.bottom()), QPointF(x, box.bottom()))
        painter.drawLine(QPointF(box.left(), y), QPointF(core.left(), y))
        painter.drawLine(QPointF(core.right(), y), QPointF(box.right(), y))


def _paint_person(painter: QPainter, box: QRectF, theme: Theme, tone: Tone) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(tone))
    painter.drawEllipse(box)
    disc = QPainterPath()
    disc.addEllipse(box.adjusted(1, 1, -1, -1))
    painter.setClipPath(disc)
    painter.setBrush(theme.color(Tone.PANEL))
    middle = box.center()
    painter.drawEllipse(middle - QPointF(0, 3), 3.2, 3.2)
    painter.drawEllipse(middle + QPointF(0, 7), 6.0, 5.5)
    painter.setClipping(False)


def _paint_nobody(painter: QPainter, box: QRectF, theme: Theme) -> None:
    pen = QPen(theme.color(Tone.STALE), 1.5, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawEllipse(box)
    painter.setPen(theme.color(Tone.TEXT_DIM))
    painter.setFont(theme.font(0, bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
