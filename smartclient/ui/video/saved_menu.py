"""The menu of saved layouts, and the line where a layout gets its name."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from smartclient.store.saved_layouts import LONGEST_NAME


@dataclass(frozen=True, slots=True)
class SavedVerbs:
    """What the rows do; each takes a name."""

    open: Callable[[str], None]
    save: Callable[[str], None]
    rename: Callable[[str], None]
    delete: Callable[[str], None]


def saved_menu(parent: QWidget, names: list[str], opened: str, verbs: SavedVerbs, save_as: Callable[[], None]) -> QMenu:
    """One row for each saved layout, and what can be done with the one `opened` last; the menu deletes itself."""
    menu = QMenu(parent)
    menu.setAccessibleName("Saved layouts")
    menu.aboutToHide.connect(menu.deleteLater)
    for name in names:
        row = menu.addAction(_shown(name))
        row.setCheckable(True)
        row.setChecked(name == opened)
        row.triggered.connect(lambda _checked=False, name=name: verbs.open(name))
    if not names:
        menu.addAction("Nothing is saved yet").setEnabled(False)
    menu.addSeparator()
    menu.addAction("Save as …\tCtrl+Shift+S").triggered.connect(lambda: save_as())
    if opened in names:
        name = _shown(opened)
        menu.addAction(f"Save changes to “{name}”").triggered.connect(lambda: verbs.save(opened))
        menu.addAction(f"Rename “{name}” …").triggered.connect(lambda: verbs.rename(opened))
        sure = menu.addMenu(f"Delete “{name}”")
        sure.addAction("Delete it for good").triggered.connect(lambda: verbs.delete(opened))
    return menu


def _shown(name: str) -> str:
    return name.replace("&", "&&")


class NameLine(QLineEdit):
    """Asks for a name where it will stand: Enter takes it, Esc or looking elsewhere leaves all as it was."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._then: Callable[[str], object] | None = None
        self.setMaxLength(LONGEST_NAME)
        self.setAccessibleName("Name of the layout")
        self.setPlaceholderText("Name of the layout, then Enter")
        self.setMinimumWidth(200)
        self.returnPressed.connect(self._take)
        self.editingFinished.connect(self._close)
        self.hide()

    def ask(self, name: str, then: Callable[[str], object]) -> None:
        """Asks, with `name` to begin with."""
        self._then = then
        self.setText(name)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        then, self._then = self._then, None
        if then is not None and self.text().strip():
            then(self.text())

    def _close(self) -> None:
        self._then = None
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
