"""Lists of footage: each row a small picture or a sign, a name, and when; Enter goes there."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from smartclient.ui.words import one_line

R = TypeVar("R")


class _Keys(QListWidget):
    entered = Signal(int)
    renamed = Signal(int)
    removed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes there, F2 renames, Delete takes away; letters are the window's."""
        row, key = self.currentRow(), event.key()
        asked = {
            Qt.Key.Key_Return: self.entered,
            Qt.Key.Key_Enter: self.entered,
            Qt.Key.Key_F2: self.renamed,
            Qt.Key.Key_Delete: self.removed,
        }.get(Qt.Key(key))
        if asked is not None and row >= 0:
            asked.emit(row)
        elif event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)


class FootageRows(_Keys, Generic[R]):
    """Shows values of one kind; the row that was chosen stays chosen while its value is there."""

    def __init__(self, name: str, icon_px: QSize) -> None:
        super().__init__()
        self.values: tuple[R, ...] = ()
        self.setAccessibleName(name)
        self.setIconSize(icon_px)
        self.setUniformItemSizes(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemDoubleClicked.connect(lambda item: self.entered.emit(self.row(item)))

    @property
    def chosen(self) -> R | None:
        """The value of the row that has the keyboard."""
        row = self.currentRow()
        return self.values[row] if 0 <= row < len(self.values) else None

    def show_values(self, values: Sequence[R], lines: Sequence[tuple[str, str]], icons: Sequence[QIcon]) -> None:
        """Shows these, each with a name and a second line, both from outside."""
        chosen = self.chosen
        self.values = tuple(values)
        self.clear()
        for (name, detail), icon in zip(lines, icons, strict=True):
            item = QListWidgetItem(icon, f"{one_line(name)}\n{one_line(detail)}")
            item.setSizeHint(QSize(0, max(self.iconSize().height() + 8, 44)))
            item.setToolTip("")
            self.addItem(item)
        if chosen is not None and chosen in self.values:
            self.setCurrentRow(self.values.index(chosen))
