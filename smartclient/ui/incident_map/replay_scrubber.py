"""The course of an incident as a line to drag along, with a tick for everything that happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSlider, QWidget

from smartclient.session.incident_replay import Course
from smartclient.session.incidents.words import EntryGroup
from smartclient.ui.theme import Theme, Tone

_TENTHS = 10
_EDGE_PX, _HEIGHT_PX, _KNOB_PX = 10, 34, 6.0
_TONES = {EntryGroup.ALARMS: Tone.ALARM_HIGH, EntryGroup.EVENTS: Tone.TEXT_DIM, EntryGroup.MARKS: Tone.CLEARED}


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that happened."""

    at: datetime
    group: EntryGroup


class ReplayScrubber(QSlider):
    """Counts tenths of a second from the beginning; `sought` tells where a person dragged, clicked or stepped with arrows."""

    sought = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._begin: datetime | None = None
        self._ticks: Sequence[Tick] = ()
        self.setAccessibleName("Replayed time")
        self.setSingleStep(5 * _TENTHS)
        self.setPageStep(60 * _TENTHS)
        self.actionTriggered.connect(lambda _action: self._seek(self.sliderPosition()))

    def show_course(self, course: Course, ticks: Sequence[Tick]) -> None:
        """From when to when, and what happened."""
        self._begin, self._ticks = course.begin, ticks
        self.setRange(0, max(round((course.end - course.begin).total_seconds() * _TENTHS), 1))

    def show_instant(self, instant: datetime) -> None:
        """Where the replay is, unless a person drags just now."""
        if self._begin is not None and not self.isSliderDown():
            self.setValue(round((instant - self._begin).total_seconds() * _TENTHS))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as there is room."""
        return QSize(400, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for a thumb."""
        return QSize(120, _HEIGHT_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Goes there at once."""
        self.setSliderDown(True)
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Follows the pointer."""
        if self.isSliderDown():
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Lets go."""
        self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """The line, what happened on it, and where the replay is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(self._theme.color(Tone.LINE), 4, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(_EDGE_PX, middle, self.width() - _EDGE_PX, middle))
        painter.setPen(QPen(self._theme.color(Tone.ACCENT), 4, c=Qt.PenCapStyle.RoundCap))
        here = self._x(self.value())
        painter.drawLine(QLineF(_EDGE_PX, middle, here, middle))
        for x, group in sorted({(round(self._x_of(tick)), tick.group) for tick in self._ticks}):
            self._paint_tick(painter, x, group, middle)
        painter.setPen(QPen(self._theme.color(Tone.GROUND), 2))
        painter.setBrush(self._theme.color(Tone.TEXT))
        painter.drawEllipse(QPointF(here, middle), _KNOB_PX + 1, _KNOB_PX + 1)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color(Tone.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_tick(self, painter: QPainter, x: float, group: EntryGroup, middle: float) -> None:
        """Alarms stand above the line as triangles, marks below it, everything else is a stroke."""
        color = self._theme.color(_TONES.get(group, Tone.STALE))
        if group is EntryGroup.ALARMS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            corners = (QPointF(x, middle - 4), QPointF(x - 5, middle - 13), QPointF(x + 5, middle - 13))
            painter.drawPolygon(QPolygonF(corners))
            return
        painter.setPen(QPen(color, 2))
        low, high = (4, 13) if group is EntryGroup.MARKS else (-9, -4)
        painter.drawLine(QLineF(x, middle + low, x, middle + high))

    def _x_of(self, tick: Tick) -> float:
        return self._x((tick.at - self._begin).total_seconds() * _TENTHS) if self._begin is not None else 0.0

    def _x(self, tenths: float) -> float:
        return _EDGE_PX + (self.width() - 2 * _EDGE_PX) * tenths / max(self.maximum(), 1)

    def _drag(self, event: QMouseEvent) -> None:
        share = (event.position().x() - _EDGE_PX) / max(self.width() - 2 * _EDGE_PX, 1)
        self._seek(round(min(max(share, 0.0), 1.0) * self.maximum()))

    def _seek(self, tenths: int) -> None:
        self.setValue(tenths)
        if self._begin is not None:
            self.sought.emit(self._begin + timedelta(seconds=tenths / _TENTHS))
