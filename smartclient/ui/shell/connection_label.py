"""The state of each line in one glance: a dot with a word, and how old what is shown is."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from smartclient.domain.connection import Connection, Line
from smartclient.runtime.clock import Clock
from smartclient.store.servers import ServerPart, short_district, worst_first
from smartclient.store.site_store import SiteStore
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, seconds_since, tooltip

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
_MOST_NAMED = 3
"""More districts than these stand together by how they are, but for the worst."""

Saying = tuple[Line, str]


def line_words(connection: Connection, now: datetime) -> str:
    """What the label says: `live · 0.2 s` (since the server last said anything), `offline since 14:02:11`."""
    if connection.line is Line.LIVE and connection.heard_at is not None:
        age_s = seconds_since(connection.heard_at, now)
        return f"live · {age_s:.1f} s" if age_s < 10 else f"live · {duration(age_s)}"
    if connection.line in (Line.OFFLINE, Line.DELAYED):
        return f"{connection.line} since {connection.since.astimezone():%H:%M:%S}"
    return str(connection.line)


def lines_words(parts: Sequence[ServerPart], now: datetime) -> list[Saying]:
    """Of several servers each by its district; of many the worst, and how many others are like what."""
    ordered = parts if len(parts) <= _MOST_NAMED else worst_first(parts)
    named = ordered if len(parts) <= _MOST_NAMED else ordered[: _MOST_NAMED - 1]
    said = [
        (part.connection.line, f"{short_district(part.district)} {line_words(part.connection, now)}") for part in named
    ]
    rest = [part.connection.line for part in ordered[len(named) :]]
    return said + [(line, f"{rest.count(line)} {line}") for line in dict.fromkeys(rest)]


class ConnectionLabel(QWidget):
    """Paints the words; a filled dot is live, a ring is not, so the state shows without colour."""

    def __init__(self, store: SiteStore, clock: Clock, theme: Theme) -> None:
        super().__init__()
        self._store, self._clock, self._theme = store, clock, theme
        self._said: list[Saying] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        bind(self, store.changed, lambda changes: self.tick() if changes.connection else None)
        self._timer = QTimer(self, interval=200)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()

    def tick(self) -> None:
        """Says the words anew; paints only when they differ."""
        said = self._sayings()
        if said != self._said:
            is_wider = [len(words) for _, words in said] != [len(words) for _, words in self._said]
            self._said = said
            self.setAccessibleName(f"Connection: {', '.join(words for _, words in said)}")
            self.setToolTip(tooltip(self._store.connection.detail))
            if is_wider:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the words."""
        return QSize(int(sum(self._width(words) for _, words in self._said)), 26)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Dots and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for line, words in self._said:
            width = self._width(words)
            self._paint_line(painter, QRectF(left, 0, width, self.height()), line, words)
            left += width
        painter.end()

    def _sayings(self) -> list[Saying]:
        now = self._clock.now()
        if self._store.parts:
            return lines_words(list(self._store.parts.values()), now)
        return [(self._store.connection.line, line_words(self._store.connection, now))]

    def _width(self, words: str) -> float:
        is_wide = len(self._said) > 1
        return self._theme.metrics(1, bold=is_wide).horizontalAdvance(words) + 2 * _PADDING_PX + _DOT_PX + 8

    def _paint_line(self, painter: QPainter, box: QRectF, line: Line, words: str) -> None:
        tone, is_trouble = _TONES[line], line in (Line.DELAYED, Line.OFFLINE, Line.REFUSED)
        if is_trouble:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(tone, 0.16))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 4, 4)
        dot = QRectF(box.left() + _PADDING_PX, (box.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX)
        painter.setPen(self._theme.color(tone))
        painter.setBrush(self._theme.color(tone) if line is Line.LIVE else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot)
        painter.setFont(self._theme.font(1, bold=is_trouble))
        text = box.adjusted(_PADDING_PX + _DOT_PX + 8, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
