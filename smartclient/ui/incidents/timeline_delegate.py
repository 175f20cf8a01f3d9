"""Draws a row of the timeline: time, a band for whose word it is, what, and below who and where."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from smartclient.session.incidents.words import SERVER, EntryGroup
from smartclient.ui.alarms.alarm_delegate import paint_ground
from smartclient.ui.incidents.timeline_model import LINE, TimelineModel
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

_EDGE = 12
_BAND_PX = 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BANDS = {EntryGroup.ALARMS: Tone.ALARM_MEDIUM, EntryGroup.MARKS: Tone.COVERED, EntryGroup.NOTES: Tone.ACCENT}


class TimelineDelegate(QStyledItemDelegate):
    """Two lines; what the server said is set apart by who, people's words by the band of their group."""

    def __init__(self, model: TimelineModel, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._theme = model, theme
        lines = theme.metrics(1).height() + theme.metrics(0).height()
        self.height = 4 * round((lines + 14) / 4)
        self._time_width = 4 * -(-theme.metrics(1).horizontalAdvance("00:00:00") // 4) + 12

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802
        """All rows are equally high."""
        return QSize(0, self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draws one row."""
        line = index.data(LINE)
        if not isinstance(line, tuple):
            return
        entry, words = line
        painter.save()
        paint_ground(painter, option, self._theme)
        rect = QRectF(option.rect)
        if words.group in _BANDS:
            band = QRectF(rect.left(), rect.top() + 4, _BAND_PX, rect.height() - 8)
            painter.fillRect(band, self._theme.color(_BANDS[words.group]))
        inner = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        first, second = self._theme.metrics(1).height(), self._theme.metrics(0).height()
        top = inner.center().y() - (first + second + 2) / 2
        upper = QRectF(inner.left(), top, inner.width(), first)
        lower = QRectF(inner.left(), top + first + 2, inner.width(), second)
        self._text(painter, upper, self._model.time(entry), 1, Tone.TEXT_DIM)
        for part in (upper, lower):
            part.setLeft(part.left() + self._time_width)
        is_loud = words.group in (EntryGroup.ALARMS, EntryGroup.NOTES)
        self._text(painter, upper, one_line(words.text), 1, Tone.TEXT, is_bold=is_loud)
        who = one_line(words.who) if words.who != SERVER else "server"
        place = f" · {one_line(words.where)}" if words.where else ""
        self._text(painter, lower, f"{who}{place}", 0, Tone.TEXT_DIM)
        painter.restore()

    def _text(self, painter: QPainter, box: QRectF, text: str, step: int, tone: Tone, *, is_bold: bool = False) -> None:
        painter.setFont(self._theme.font(step, is_bold))
        painter.setPen(self._theme.color(tone))
        words = self._theme.metrics(step, is_bold).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, words)
