"""The one box that finds anything: type, arrow down, Enter goes there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from smartclient.store.finding.match import Kind, Match
from smartclient.ui.theme import Theme, Tone

MOST = 12
_ROW_PX = 44
_NOTHING = "Nothing here has that name.\nTry a room number, a door, a cell such as H4, 43.1, -89.5, or > for actions."
_NOT_YET = "Reading the plan …\nThe answers come in a moment."
_MATCH = Qt.ItemDataRole.UserRole


class FindBox(QLineEdit):
    """A line with a list under it; the list never takes the keyboard away from the line."""

    def __init__(
        self,
        find: Callable[[str, int], Sequence[Match] | None],
        go: Callable[[Match], None],
        theme: Theme,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        """`find` answers None while it is not ready, and `look_again` is called when it is; `wake` tells that somebody will type."""
        super().__init__()
        self._find, self._go, self._wake = find, go, wake
        self._hits: Sequence[Match] = ()
        self.setPlaceholderText("Find a room, door, camera, cell, address, action …      Ctrl K")
        self.setAccessibleName("Find a room, door, camera, grid cell, position, address or action")
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self._list = QListWidget(self)
        self._list.setProperty("sheet", True)
        self._list.setItemDelegate(_Row(theme, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("Found")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda item: self._take(self._list.row(item)))
        self.textEdited.connect(self._look)
        self.returnPressed.connect(lambda: self._take(self._list.currentRow()))
        self.installEventFilter(self)
        self._list.hide()

    def begin(self) -> None:
        """Takes the keyboard with the old text selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def begin_with(self, text: str) -> None:
        """Takes the keyboard with that text, answered."""
        self.begin()
        self.setText(text)
        self._look(text)

    def look_again(self) -> None:
        """Answers what stands in the line anew."""
        if self._list.isVisible():
            self._look(self.text())

    def _look(self, text: str) -> None:
        found = self._find(text, MOST) if text.strip() else ()
        self._hits = found or ()
        self._list.clear()
        for hit in self._hits:
            item = self._row(f"{hit.name}\n{hit.words}")
            item.setData(_MATCH, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.name}, {hit.words}, {hit.kind}")
        if not self._hits and text.strip():
            words = _NOTHING if found is not None else _NOT_YET
            self._row(words).setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.setCurrentRow(0 if self._hits else -1)
        self._show_list(bool(text.strip()))

    def _row(self, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text)
        item.setSizeHint(QSize(0, _ROW_PX))
        self._list.addItem(item)
        return item

    def _show_list(self, is_shown: bool) -> None:
        if not is_shown:
            self._list.hide()
            return
        rows = self._list.count()
        if self._list.parentWidget() is not self.window():
            self._list.setParent(self.window())
        place = self.mapTo(self.window(), QPoint(0, self.height() + 2))
        self._list.setGeometry(place.x(), place.y(), self.width(), rows * _ROW_PX + 4)
        self._list.show()
        self._list.raise_()

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            hit = self._hits[row]
            self._end()
            self._go(hit)

    def _end(self) -> None:
        self.clear()
        self._hits = ()
        self._list.hide()
        self.clearFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Arrows move in the list, Esc puts it away, losing the keyboard hides it."""
        if event.type() == QEvent.Type.FocusIn:
            self._wake()
        elif event.type() == QEvent.Type.FocusOut:
            self._list.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._hits:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._list.setCurrentRow((self._list.currentRow() + step) % len(self._hits))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._end()
                return True
        return super().eventFilter(watched, event)


class _Row(QStyledItemDelegate):
    """Two lines, the name over the place, and at the right edge the kind of thing, or the keys of an action."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The background of a row, then its words."""
        name, _, words = str(index.data()).partition("\n")
        match = index.data(_MATCH)
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        box = option.rect.adjusted(12, 4, -12, -4)
        if isinstance(match, Match):
            end = match.keys if match.kind is Kind.ACTION and match.keys else match.kind.value
            box.setRight(self._paint_end(painter, box, end, is_key=bool(match.keys)))
        left, top, bottom = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        is_possible = not (isinstance(match, Match) and match.why_not)
        painter.setFont(self._theme.font(1, bold=True))
        painter.setPen(self._theme.color(Tone.TEXT if is_possible else Tone.TEXT_DIM))
        painter.drawText(box, left | top, self._cut(name, 1, box.width(), bold=True))
        painter.setFont(self._theme.font(0))
        painter.setPen(self._theme.color(Tone.TEXT_DIM))
        painter.drawText(box, left | bottom, self._cut(words, 0, box.width()))

    def _paint_end(self, painter: QPainter, box: QRect, text: str, *, is_key: bool) -> int:
        """Paints at the right edge and says where that begins."""
        painter.setFont(self._theme.font(0, bold=is_key))
        painter.setPen(self._theme.color(Tone.TEXT if is_key else Tone.TEXT_DIM))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return box.right() - round(self._theme.metrics(0, is_key).horizontalAdvance(text)) - 16

    def _cut(self, text: str, step: int, width: int, *, bold: bool = False) -> str:
        return self._theme.metrics(step, bold).elidedText(text, Qt.TextElideMode.ElideRight, width)
