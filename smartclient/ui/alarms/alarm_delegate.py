"""Draws a row of the alarm list: sign, name, the place as it is said over the radio, age, state, verdict, and what is pending."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from smartclient.domain.alarms import Alarm, AlarmState, Verdict
from smartclient.runtime.clock import Clock
from smartclient.store.alarm_groups import Row, RowKind
from smartclient.store.pending import PendingState
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.alarm_model import ROW
from smartclient.ui.alarms.alarm_words import AlarmWords
from smartclient.ui.drill import paint_drill
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import counter, one_line, seconds_since

_EDGE = 12
_SIGN = 24
_GAP = 12
_INDENT = 16
_FOLD = 8
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
    """Three lines beside the sign: the name, and the place in two; the right edge holds what changes: the age and the state.

    What a person verified has a plate with the verdict; what only a machine said has none. A drill has the frame of drills.
    """

    def __init__(self, words: AlarmWords, store: SiteStore, theme: Theme, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
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
        painter.save()
        paint_ground(painter, option, self._theme)
        rect = QRectF(option.rect)
        if isinstance(row, Row):
            self._paint_row(painter, rect, row)
        else:
            painter.setFont(self._theme.font(0))
            painter.setPen(self._theme.color(Tone.TEXT_DIM))
            painter.drawText(rect.adjusted(_EDGE + _SIGN + _GAP, 0, -_EDGE, 0), _LEFT, "Reading …")
        painter.restore()

    def end_words(self, alarm: Alarm) -> str:
        """What stands at the right end of the first line: how long ago it was."""
        return counter(seconds_since(alarm.at, self._clock.now()))

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        alarm, is_stale = row.alarm, not self._store.is_live(row.alarm.id)
        left = rect.left() + _EDGE + _INDENT * row.depth
        sign = QRectF(left, rect.center().y() - _SIGN / 2, _SIGN, _SIGN)
        is_new = alarm.state is AlarmState.NEW
        if row.is_escalated:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), self._escalated_ground(alarm))
        paint_sign(painter, self._theme, alarm.priority, sign, is_new=is_new, is_stale=is_stale)
        if row.is_unfolded is not None:
            self._paint_fold(painter, QPointF(left - _EDGE / 2, sign.center().y()), row.is_unfolded)
        inner = QRectF(sign.right() + _GAP, rect.top(), rect.right() - sign.right() - _GAP - _EDGE, rect.height())
        if alarm.is_drill:
            frame = rect.adjusted(2, 2, -2, -3)
            plate = paint_drill(painter, frame, self._theme, corner=Qt.Corner.BottomRightCorner)
            inner.setRight(plate.left() - 4)
        self._paint_words(painter, inner, row, is_new, is_stale)

    def _escalated_ground(self, alarm: Alarm) -> QColor:
        color = self._theme.alarm(alarm.priority)
        color.setAlphaF(0.14)
        return color

    def _paint_fold(self, painter: QPainter, middle: QPointF, is_unfolded: bool) -> None:
        """A triangle that points right, or down when unfolded."""
        half = _FOLD / 2
        corners = [QPointF(-half / 1.5, -half), QPointF(half / 1.5, 0), QPointF(-half / 1.5, half)]
        if is_unfolded:
            corners = [QPointF(-point.y(), point.x()) for point in corners]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(Tone.TEXT_DIM))
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRectF, row: Row, is_new: bool, is_stale: bool) -> None:
        upper, lower, last = self._lines(inner)
        theme, alarm = self._theme, row.alarm
        text = theme.color(Tone.STALE if is_stale else Tone.TEXT)
        dim = theme.color(Tone.STALE if is_stale else Tone.TEXT_DIM)
        left = self._paint_end(painter, upper, self.end_words(alarm), 1, text if is_new else dim)
        self._paint_name(painter, left, row, is_new, text)
        state, color = self._words.state(row), self._state_color(row, dim)
        left = self._paint_end(painter, lower, state, 0, color)
        last = self._paint_verdict(painter, last, alarm) if row.kind is not RowKind.PLACE else last
        if row.is_escalated:
            last = self._paint_end(painter, last, "left alone too long", 0, theme.alarm(alarm.priority))
        painter.setFont(theme.font(0))
        painter.setPen(dim)
        for line, words in zip((left, last), self._in_two(self._words.place(row), left.width()), strict=True):
            painter.drawText(line, _LEFT, theme.metrics(0).elidedText(words, Qt.TextElideMode.ElideRight, line.width()))

    def _paint_verdict(self, painter: QPainter, line: QRectF, alarm: Alarm) -> QRectF:
        """A plate with what a person found, at the right end of a line; the answer is the room left of it."""
        if alarm.judgement is None or alarm.is_drill:
            return line
        is_real = alarm.judgement.verdict is Verdict.REAL
        words, metrics = f"✓ {alarm.judgement.verdict.value.upper()}", self._theme.metrics(0, bold=True)
        width = metrics.horizontalAdvance(words) + 12
        plate = QRectF(line.right() - width, line.top(), width, line.height())
        color = self._theme.color(Tone.TEXT if is_real else Tone.TEXT_DIM)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(color)
        painter.setBrush(color if is_real else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(self._theme.font(0, bold=True))
        painter.setPen(self._theme.color(Tone.PANEL) if is_real else color)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
        return line.adjusted(0, 0, -width - 8, 0)

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
        times = f"×{row.count}" if row.count > 1 else ""
        pill_width = self._theme.metrics(0, bold=True).horizontalAdvance(times) + 12 if times else 0
        room = line.width() - (pill_width + 8 if times else 0)
        name = metrics.elidedText(self._words.name(row), Qt.TextElideMode.ElideRight, room)
        painter.setFont(self._theme.font(1, is_new))
        painter.setPen(color)
        painter.drawText(line, _LEFT, name)
        if times:
            pill = QRectF(line.left() + metrics.horizontalAdvance(name) + 8, line.center().y() - 8, pill_width, 16)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            painter.setFont(self._theme.font(0, bold=True))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, times)

    def _state_color(self, row: Row, otherwise: QColor) -> QColor:
        pending = self._store.pending(row.alarm.id) if row.kind is not RowKind.PLACE else None
        if pending is None:
            return otherwise
        waiting = pending.state is PendingState.WAITING
        return self._theme.color(Tone.ACCENT if waiting else Tone.ALARM_MEDIUM)
