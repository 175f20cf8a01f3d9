"""Draws a row of the event list: time, what happened, where; and the gap row where events may be missing."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from smartclient.domain.events import EventKind, EventsMissing, Happened
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.alarm_delegate import paint_ground
from smartclient.ui.alarms.event_model import LINE, EventModel
from smartclient.ui.theme import Theme, Tone

_EDGE = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LOUD = {
    EventKind.DOOR_FORCED,
    EventKind.DOOR_HELD,
    EventKind.ACCESS_DENIED,
    EventKind.WEAPON_DETECTED,
    EventKind.VAPE_DETECTED,
    EventKind.SENSOR_ACTIVATED,
    EventKind.DEVICE_FAILED,
}
"""Events that are set in bold."""


class EventDelegate(QStyledItemDelegate):
    """The time on the left in its own column, two lines beside it."""

    def __init__(self, model: EventModel, store: SiteStore, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._store = store
        self._theme = theme
        lines = theme.metrics(1).height() + theme.metrics(0).height()
        self._height = 4 * round((lines + 14) / 4)
        self._time_width = 4 * -(-theme.metrics(1).horizontalAdvance("00:00:00") // 4) + 12

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802
        """All rows are equally high."""
        return QSize(0, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draws one row."""
        line = index.data(LINE)
        if not isinstance(line, Happened | EventsMissing):
            return
        painter.save()
        paint_ground(painter, option, self._theme)
        rect = QRectF(option.rect)
        if isinstance(line, EventsMissing):
            self._paint_hatch(painter, rect)
            self._paint_lines(painter, rect.adjusted(_EDGE, 0, -_EDGE, 0), line)
        else:
            is_stale = not self._store.connection.is_live
            painter.setFont(self._theme.font(1))
            painter.setPen(self._theme.color(Tone.STALE if is_stale else Tone.TEXT_DIM))
            inner = rect.adjusted(_EDGE + self._time_width, 0, -_EDGE, 0)
            upper = QRectF(rect.left() + _EDGE, self._top(rect), self._time_width, self._theme.metrics(1).height())
            room = self._theme.metrics(1).elidedText(self._model.time(line), Qt.TextElideMode.ElideRight, upper.width())
            painter.drawText(upper, _LEFT, room)
            self._paint_lines(painter, inner, line)
        painter.restore()

    def _paint_hatch(self, painter: QPainter, rect: QRectF) -> None:
        band = rect.adjusted(0, 0, 0, -1)
        painter.fillRect(band, QBrush(self._theme.color(Tone.ALARM_MEDIUM, 0.22), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRectF(band.left(), band.top(), 3, band.height()), self._theme.color(Tone.ALARM_MEDIUM))

    def _top(self, rect: QRectF) -> float:
        lines = self._theme.metrics(1).height() + self._theme.metrics(0).height() + 2
        return rect.center().y() - lines / 2

    def _paint_lines(self, painter: QPainter, inner: QRectF, line: Happened | EventsMissing) -> None:
        theme = self._theme
        is_stale = not self._store.connection.is_live
        is_loud = isinstance(line, EventsMissing) or line.kind in _LOUD
        top, first = self._top(inner), theme.metrics(1).height()
        upper = QRectF(inner.left(), top, inner.width(), first)
        lower = QRectF(inner.left(), top + first + 2, inner.width(), theme.metrics(0).height())
        painter.setFont(theme.font(1, is_loud))
        painter.setPen(theme.color(Tone.STALE if is_stale else Tone.TEXT))
        title = theme.metrics(1, is_loud).elidedText(
            self._model.title(line), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(upper, _LEFT, title)
        painter.setFont(theme.font(0))
        painter.setPen(theme.color(Tone.STALE if is_stale else Tone.TEXT_DIM))
        place = theme.metrics(0).elidedText(self._model.place(line), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(lower, _LEFT, place)
