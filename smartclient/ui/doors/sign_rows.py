"""Rows of doors or of what happened at them: a sign, a name and some words, with a tick where rows are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from smartclient.ui.alarms.alarm_delegate import paint_ground
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import tooltip

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_EDGE, _SIGN_PX, _TICK_PX = 12, 20, 24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class SignRow:
    """One row, known by its key; the sign says by its shape what its tone says by its colour."""

    key: str
    name: str
    words: str
    sign: str = ""
    tone: Tone = Tone.TEXT_DIM
    is_loud: bool = False


class SignRows(QAbstractListModel):
    """The rows for Qt; ticks stay with their keys."""

    def __init__(self, has_ticks: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[SignRow, ...] = ()
        self._has_ticks = has_ticks
        self.ticked: set[str] = set()

    def show(self, rows: Sequence[SignRow]) -> None:
        """Shows these."""
        shown = tuple(rows)
        if [row.key for row in shown] != [row.key for row in self._rows]:
            self.beginResetModel()
            self._rows = shown
            self.endResetModel()
        elif shown != self._rows:
            changed = [n for n, (old, new) in enumerate(zip(self._rows, shown, strict=True)) if old != new]
            self._rows = shown
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def key(self, index: AnyIndex) -> str | None:
        """The key of a row."""
        return self._rows[index.row()].key if index.isValid() and index.row() < len(self._rows) else None

    def row_of(self, key: str | None) -> QModelIndex:
        """Where a row stands; an invalid index for one that is not shown."""
        found = next((n for n, row in enumerate(self._rows) if row.key == key), -1)
        return self.index(found) if found >= 0 else QModelIndex()

    def tick(self, key: str) -> None:
        """Ticks a row, or takes its tick away."""
        self.ticked ^= {key}
        index = self.row_of(key)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: AnyIndex | None = None) -> int:  # noqa: ARG002, N802 (Qt's name)
        """How many rows."""
        return len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row, and its words for a screen reader."""
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            ticked = ", ticked" if row.key in self.ticked else ""
            return f"{row.name}: {row.words}{ticked}" if row.words else f"{row.name}{ticked}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{row.name}\n{row.words}")
        if role == Qt.ItemDataRole.CheckStateRole and self._has_ticks:
            return Qt.CheckState.Checked if row.key in self.ticked else Qt.CheckState.Unchecked
        return None


class SignDelegate(QStyledItemDelegate):
    """Two lines a row, the sign at the left."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = 4 * round((theme.metrics(1).height() + theme.metrics(0).height() + 12) / 4)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """All rows are equally high."""
        return QSize(0, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one row."""
        row = index.data(ROW)
        if not isinstance(row, SignRow):
            return
        painter.save()
        paint_ground(painter, option, self._theme)
        box = QRectF(option.rect).adjusted(_EDGE, 0, -_EDGE, 0)
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        if tick is not None:
            self._paint_tick(painter, box, is_ticked=Qt.CheckState(tick) is Qt.CheckState.Checked)
            box.setLeft(box.left() + _TICK_PX)
        if row.sign:
            self._text(painter, QRectF(box.left(), box.top(), _SIGN_PX, box.height()), row.sign, 2, row.tone, True)
            box.setLeft(box.left() + _SIGN_PX + 4)
        first, second = self._theme.metrics(1).height(), self._theme.metrics(0).height()
        top = box.center().y() - (first + second + 2 if row.words else first) / 2
        self._text(painter, QRectF(box.left(), top, box.width(), first), row.name, 1, Tone.TEXT, row.is_loud)
        below = QRectF(box.left(), top + first + 2, box.width(), second)
        self._text(painter, below, row.words, 0, row.tone, row.is_loud)
        painter.restore()

    def _paint_tick(self, painter: QPainter, box: QRectF, *, is_ticked: bool) -> None:
        square = QRectF(box.left() + 0.5, box.center().y() - 7, 14, 14)
        painter.setPen(self._theme.color(Tone.ACCENT if is_ticked else Tone.TEXT_DIM))
        painter.setBrush(self._theme.color(Tone.ACCENT) if is_ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square, 3, 3)
        if is_ticked:
            self._text(painter, square.adjusted(2, 0, 2, 0), "✓", 0, Tone.ON_ACCENT, True)

    def _text(self, painter: QPainter, box: QRectF, text: str, step: int, tone: Tone, is_bold: bool) -> None:
        painter.setFont(self._theme.font(step, is_bold))
        painter.setPen(self._theme.color(tone))
        words = self._theme.metrics(step, is_bold).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, words)


class SignView(QListView):
    """The list itself: its model is `rows`. `own_keys` mean nothing else while it has the keyboard; `own_key` carries them."""

    own_key = Signal(int)

    def __init__(self, name: str, theme: Theme, *, has_ticks: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = SignRows(has_ticks, self)
        self.setModel(self.rows)
        self.setItemDelegate(SignDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.own_keys: frozenset[int] = frozenset()

    def event(self, event: QEvent) -> bool:
        """Keeps its own keys from the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if is_plain and event.key() in self.own_keys:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Tells its own keys; a list would look for a row that begins with them."""
        if event.key() in self.own_keys and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.own_key.emit(event.key())
        else:
            super().keyPressEvent(event)

    def show_rows(self, rows: Sequence[SignRow]) -> None:
        """Shows these; the chosen row stays chosen."""
        chosen = self.rows.key(self.currentIndex())
        self.rows.show(rows)
        if chosen is not None and self.rows.key(self.currentIndex()) != chosen:
            index = self.rows.row_of(chosen)
            if index.isValid():
                self.setCurrentIndex(index)
