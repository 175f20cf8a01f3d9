"""The one box that finds anything: type, arrow down, Enter goes there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
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

from smartclient.store.finding.match import Match
from smartclient.ui.theme import Theme, Tone

MOST = 12
_ROW_PX = 44
_KIND = Qt.ItemDataRole.UserRole


class FindBox(QLineEdit):
    """A line with a list under it; the list never takes the keyboard away from the line."""

    def __init__(self, find: Callable[[str, int], Sequence[Match]], go: Callable[[Match], None], theme: Theme) -> None:
        super().__init__()
        self._find, self._go = find, go
        self._hits: Sequence[Match] = ()
        self.setPlaceholderText("Find a room, door, camera, grid cell …      Ctrl K")
        self.setAccessibleName("Find a room, door, camera or grid cell")
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

    def _look(self, text: str) -> None:
        self._hits = self._find(text, MOST) if text.strip() else ()
        self._list.clear()
        for hit in self._hits:
            item = QListWidgetItem(f"{hit.name}\n{hit.words}")
            item.setData(_KIND, hit.kind.value)
            item.setSizeHint(QSize(0, _ROW_PX))
            self._list.addItem(item)
        if not self._hits and text.strip():
            nothing = QListWidgetItem(
                "Nothing here has that name.\nTry a room number, a door, a camera or a cell such as H4."
            )
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setSizeHint(QSize(0, _ROW_PX))
            self._list.addItem(nothing)
        self._list.setCurrentRow(0 if self._hits else -1)
        self._show_list(bool(text.strip()))

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
        if event.type() == QEvent.Type.FocusOut:
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
    """Two lines, the name over the place, and the kind of thing at the right edge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The background of a row, then its words."""
        name, _, words = str(index.data()).partition("\n")
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        box = option.rect.adjusted(12, 4, -12, -4)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(self._theme.font(1, bold=True))
        painter.setPen(self._theme.color(Tone.TEXT))
        painter.drawText(box, left | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(self._theme.font(0))
        painter.setPen(self._theme.color(Tone.TEXT_DIM))
        painter.drawText(box, left | Qt.AlignmentFlag.AlignBottom, words)
        painter.drawText(box, right | Qt.AlignmentFlag.AlignVCenter, str(index.data(_KIND) or ""))
