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
    EventKind.TAMPERED,
    EventKind.POWER_FAILED,
}
"""Events that are set in bold."""


class EventDelegate(QStyledItemDelegate):
    """The time on the left in its own column, two lines beside it."""

    def __init__(self, model: EventModel, store: SiteStore, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._store = store
        self._theme = theme
        self._is_live = True
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
        self._is_live = self._store.is_live(line.device or line.id if isinstance(line, Happened) else "")
        if isinstance(line, EventsMissing):
            self._paint_hatch(painter, rect)
        inner = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        upper, lower = self._lines(inner, is_single=not self._model.place(line))
        self._paint_text(painter, upper, self._model.time(line), 1, Tone.TEXT_DIM)
        for part in (upper, lower):
            part.setLeft(part.left() + self._time_width)
        is_loud = isinstance(line, EventsMissing) or line.kind in _LOUD
        self._paint_text(painter, upper, self._model.title(line), 1, Tone.TEXT, is_bold=is_loud)
        self._paint_text(painter, lower, self._model.place(line), 0, Tone.TEXT_DIM)
        painter.restore()

    def _paint_hatch(self, painter: QPainter, rect: QRectF) -> None:
        band = rect.adjusted(0, 0, 0, -1)
        painter.fillRect(band, QBrush(self._theme.color(Tone.ALARM_MEDIUM, 0.22), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRectF(band.left(), band.top(), 3, band.height()), self._theme.color(Tone.ALARM_MEDIUM))

    def _lines(self, inner: QRectF, is_single: bool) -> tuple[QRectF, QRectF]:
        first, second = self._theme.metrics(1).height(), self._theme.metrics(0).height()
        top = inner.center().y() - (first if is_single else first + second + 2) / 2
        upper = QRectF(inner.left(), top, inner.width(), first)
        return upper, QRectF(inner.left(), top + first + 2, inner.width(), second)

    def _paint_text(
        self, painter: QPainter, box: QRectF, text: str, step: int, tone: Tone, *, is_bold: bool = False
    ) -> None:
        theme = self._theme
        painter.setFont(theme.font(step, is_bold))
        painter.setPen(theme.color(tone if self._is_live else Tone.STALE))
        words = theme.metrics(step, is_bold).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, words)
