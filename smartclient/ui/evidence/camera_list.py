"""The cameras of an export: those on the wall first and ticked, all others below, found by typing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.ui.words import one_line, tooltip

_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """A camera to choose. `reason` says why it cannot be, empty when it can."""

    camera: DeviceId
    name: str
    place: str
    is_ticked: bool
    reason: str = ""


class CameraList(QWidget):
    """Space ticks; the line above narrows."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._find = QLineEdit(placeholderText="Find a camera …")
        self._find.setAccessibleName("Find a camera")
        self._find.setClearButtonEnabled(True)
        self._list = QListWidget()
        self._list.setAccessibleName("Cameras to export")
        self._list.setProperty("framed", True)
        self._list.setMinimumHeight(132)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        page.addWidget(self._find)
        page.addWidget(self._list)
        self._find.textChanged.connect(self._narrow)
        self._list.itemChanged.connect(lambda _item: self.changed.emit())

    @property
    def ticked(self) -> tuple[DeviceId, ...]:
        """In the order of the list."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return tuple(DeviceId(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Shows these."""
        self._list.blockSignals(True)
        self._list.clear()
        for choice in choices:
            item = QListWidgetItem(one_line(" — ".join(filter(None, (choice.name, choice.reason or choice.place)))))
            item.setData(_ID, str(choice.camera))
            item.setToolTip(tooltip(choice.reason))
            if choice.reason:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            else:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if choice.is_ticked else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.blockSignals(False)
        self._narrow(self._find.text())
        self.changed.emit()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self._list.count()):
            item = self._list.item(row)
            shown = item.text().casefold()
            item.setHidden(not all(word in shown for word in words))
