"""Draws a row of the alarm list: sign, name, the place as it is said over the radio, age, state, and what is pending."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from smartclient.domain.alarms import AlarmState
from smartclient.domain.ids import AlarmId
from smartclient.runtime.clock import Clock
from smartclient.store.pending import PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.alarm_model import ROW, AlarmModel
from smartclient.ui.alarms.rows import Row
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import counter, one_line, seconds_since

_EDGE = 12
_SIGN = 24
_GAP = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """The ground of a row: raised when chosen or under the mouse, a bar where the keyboard is, a line below."""
    state, rect = option.state, QRectF(option.rect)
    is_chosen = bool(state & QStyle.StateFlag.State_Selected)
    if is_chosen:
        painter.fillRect(rect, theme.color(Tone.RAISED))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color(Tone.RAISED, 0.6))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color(Tone.LINE, 0.6))
    if is_chosen:
        is_active = bool(state & QStyle.StateFlag.State_HasFocus)
        bar = theme.color(Tone.ACCENT) if is_active else theme.color(Tone.TEXT_DIM)
        painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height() - 1), bar)


class AlarmDelegate(QStyledItemDelegate):
    """Three lines beside the sign: the name, and the place in two; the right edge holds what changes: the age and the state."""

    def __init__(self, model: AlarmModel, store: SiteStore, theme: Theme, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._store = store
        self._theme = theme
        self._clock = clock
        lines = theme.metrics(1).height() + 2 * theme.metrics(0).height()
        self._height = 4 * round((lines + 20) / 4)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802
        """All rows are equally high, so that ten thousand cost nothing."""
        return QSize(0, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draws one row."""
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        paint_ground(painter, option, self._theme)
        alarm, is_stale = row.alarm, not self._store.connection.is_live
        rect = QRectF(option.rect)
        sign = QRectF(rect.left() + _EDGE, rect.center().y() - _SIGN / 2, _SIGN, _SIGN)
        is_new = alarm.state is AlarmState.NEW
        paint_sign(painter, self._theme, alarm.priority, sign, is_new=is_new, is_stale=is_stale)
        inner = QRectF(sign.right() + _GAP, rect.top(), rect.right() - sign.right() - _GAP - _EDGE, rect.height())
        self._paint_words(painter, inner, row, is_new, is_stale)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRectF, row: Row, is_new: bool, is_stale: bool) -> None:
        upper, lower, last = self._lines(inner)
        theme, alarm = self._theme, row.alarm
        text = theme.color(Tone.STALE if is_stale else Tone.TEXT)
        dim = theme.color(Tone.STALE if is_stale else Tone.TEXT_DIM)
        age = counter(seconds_since(alarm.at, self._clock.now()))
        left = self._paint_end(painter, upper, age, 1, text if is_new else dim)
        self._paint_name(painter, left, row, is_new, text)
        state, color = self._model.state_words(alarm), self._state_color(alarm.id, dim)
        left = self._paint_end(painter, lower, state, 0, color)
        painter.setFont(theme.font(0))
        painter.setPen(dim)
        for line, words in zip((left, last), self._in_two(self._model.place(alarm), left.width()), strict=True):
            painter.drawText(line, _LEFT, theme.metrics(0).elidedText(words, Qt.TextElideMode.ElideRight, line.width()))

    def _in_two(self, place: str, width: float) -> tuple[str, str]:
        """As many whole parts of the place as fit the first line, and the rest."""
        metrics, parts = self._theme.metrics(0), one_line(place).split(", ")
        fitting = [
            n for n in range(1, len(parts) + 1) if metrics.horizontalAdvance(", ".join(parts[:n]) + ",") <= width
        ]
        count = max(fitting, default=1)
        return ", ".join(parts[:count]) + ("," if count < len(parts) else ""), ", ".join(parts[count:])

    def _lines(self, inner: QRectF) -> tuple[QRectF, QRectF, QRectF]:
        first, second = self._theme.metrics(1).height(), self._theme.metrics(0).height()
        top = inner.center().y() - (first + 2 * second + 2) / 2
        upper = QRectF(inner.left(), top, inner.width(), first)
        lower = QRectF(inner.left(), top + first + 2, inner.width(), second)
        return upper, lower, lower.translated(0, second)

    def _paint_end(self, painter: QPainter, line: QRectF, words: str, step: int, color: QColor) -> QRectF:
        """Words at the right end of a line, at most three fifths of it; the answer is the room left of them."""
        metrics = self._theme.metrics(step)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, line.width() * 0.6)
        painter.setFont(self._theme.font(step))
        painter.setPen(color)
        painter.drawText(line, _RIGHT, words)
        return line.adjusted(0, 0, -metrics.horizontalAdvance(words) - 8, 0)

    def _paint_name(self, painter: QPainter, line: QRectF, row: Row, is_new: bool, color: QColor) -> None:
        metrics = self._theme.metrics(1, is_new)
        times = f"×{len(row.alarms)}" if len(row.alarms) > 1 else ""
        pill_width = self._theme.metrics(0, bold=True).horizontalAdvance(times) + 12 if times else 0
        room = line.width() - (pill_width + 8 if times else 0)
        name = metrics.elidedText(one_line(row.alarm.name), Qt.TextElideMode.ElideRight, room)
        painter.setFont(self._theme.font(1, is_new))
        painter.setPen(color)
        painter.drawText(line, _LEFT, name)
        if times:
            pill = QRectF(line.left() + metrics.horizontalAdvance(name) + 8, line.center().y() - 8, pill_width, 16)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            painter.setFont(self._theme.font(0, bold=True))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, times)

    def _state_color(self, alarm: AlarmId, otherwise: QColor) -> QColor:
        pending = self._store.pending(alarm)
        if pending is None:
            return otherwise
        waiting = pending.state is PendingState.WAITING
        return self._theme.color(Tone.ACCENT if waiting else Tone.ALARM_MEDIUM)
