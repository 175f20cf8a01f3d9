"""The tray: what is on no map yet, to be dragged onto it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.plans.editing.devices import KIND_WORDS
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.ui.bindings import bind
from smartclient.ui.device_drag import RowDrag
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

_ID = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    """Enter places what has the keyboard."""

    placed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.placed.emit(DeviceId(item.data(_ID)))
        else:
            super().keyPressEvent(event)


class Tray(QWidget):
    """`placed` carries the device that Enter or a double click puts in the middle of the map."""

    placed = Signal(object)

    def __init__(self, store: SiteStore, theme: Theme) -> None:
        super().__init__()
        self._store = store
        self._listed: tuple[tuple[DeviceId, str], ...] | None = None
        self.list = _List()
        self.list.setAccessibleName("Not on the map yet")
        self.list.setProperty("framed", True)
        self.list.setMinimumHeight(84)
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText("Filter")
        self.wanted.setAccessibleName("Filter what is not on the map")
        self.empty = text_label("The tray")
        self.empty.setProperty("dim", True)
        self.empty.setText("Every device of the server is on the map. One that is taken off comes here.")
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 4, 12, 12)
        page.setSpacing(6)
        for widget in (self.empty, self.wanted, self.list):
            page.addWidget(widget)
        RowDrag(self.list, self._carried, theme)
        self.list.placed.connect(self.placed)
        self.list.itemDoubleClicked.connect(lambda item: self.placed.emit(DeviceId(item.data(_ID))))
        self.wanted.textChanged.connect(self._filter)
        bind(self, store.changed, self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Lists what is unplaced now."""
        found = tuple((device.id, f"{device.name} · {KIND_WORDS[device.kind]}") for device in self._store.unplaced())
        if found == self._listed:
            return
        self._listed = found
        row = self.list.currentRow()
        self.list.clear()
        for device_id, words in found:
            item = QListWidgetItem(one_line(words))
            item.setData(_ID, device_id)
            item.setToolTip("Drag it onto the map, or press Enter to put it in the middle.")
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(row, 0), len(found) - 1))
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self.wanted.setVisible(len(found) > 8)
        self._filter()

    def _changed(self, changes: Changes) -> None:
        if changes.everything:
            self.refresh()

    def _filter(self) -> None:
        wanted = self.wanted.text().casefold().split() if self.wanted.isVisibleTo(self) else []
        for row in range(self.list.count()):
            words = self.list.item(row).text().casefold()
            self.list.setRowHidden(row, not all(word in words for word in wanted))

    def _carried(self, at: QPoint) -> tuple[tuple[DeviceId, ...], str]:
        item = self.list.itemAt(at)
        return ((DeviceId(item.data(_ID)),), item.text()) if item is not None else ((), "")
