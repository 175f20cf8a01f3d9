"""The state of the line in one glance: a dot with a word, and how old what is shown is."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from smartclient.domain.connection import Connection, Line
from smartclient.runtime.clock import Clock
from smartclient.store.site_store import SiteStore
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, seconds_since

_TONES = {
    Line.LIVE: Tone.TEXT,
    Line.NONE: Tone.TEXT_DIM,
    Line.CONNECTING: Tone.TEXT_DIM,
    Line.DELAYED: Tone.ALARM_MEDIUM,
    Line.OFFLINE: Tone.ALARM_MEDIUM,
    Line.REFUSED: Tone.ALARM_HIGH,
}
_PADDING_PX = 10
_DOT_PX = 8


def line_words(connection: Connection, now: datetime) -> str:
    """What the label says: `live · 0.2 s` (since the server last said anything), `offline since 14:02:11`."""
    if connection.line is Line.LIVE and connection.heard_at is not None:
        age_s = seconds_since(connection.heard_at, now)
        return f"live · {age_s:.1f} s" if age_s < 10 else f"live · {duration(age_s)}"
    if connection.line in (Line.OFFLINE, Line.DELAYED):
        return f"{connection.line} since {connection.since.astimezone():%H:%M:%S}"
    return str(connection.line)


class ConnectionLabel(QWidget):
    """Paints the words; a filled dot is live, a ring is not, so the state shows without colour."""

    def __init__(self, store: SiteStore, clock: Clock, theme: Theme) -> None:
        super().__init__()
        self._store, self._clock, self._theme = store, clock, theme
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        bind(self, store.changed, lambda changes: self.tick() if changes.connection else None)
        self._timer = QTimer(self, interval=200)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()

    def tick(self) -> None:
        """Says the words anew; paints only when they differ."""
        words = line_words(self._store.connection, self._clock.now())
        if words != self._words:
            is_wider = len(words) != len(self._words)
            self._words = words
            self.setAccessibleName(f"Connection: {words}")
            self.setToolTip(self._store.connection.detail)
            if is_wider:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the words."""
        width = self._theme.metrics().horizontalAdvance(self._words)
        return QSize(int(width) + 2 * _PADDING_PX + _DOT_PX + 8, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Dot and words."""
        connection = self._store.connection
        tone = _TONES[connection.line]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_trouble = connection.line in (Line.DELAYED, Line.OFFLINE, Line.REFUSED)
        if is_trouble:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(tone, 0.16))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 1, 0, -1), 4, 4)
        dot = QRectF(_PADDING_PX, (self.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX)
        painter.setPen(self._theme.color(tone))
        painter.setBrush(self._theme.color(tone) if connection.line is Line.LIVE else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot)
        painter.setFont(self._theme.font(1, bold=is_trouble))
        text = QRectF(self.rect()).adjusted(_PADDING_PX + _DOT_PX + 8, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)
        painter.end()
