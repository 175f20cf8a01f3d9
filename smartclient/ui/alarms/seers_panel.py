"""Which cameras see what is selected: ranked, each with its reason; Enter opens the best four."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.ui.alarms.seer_delegate import NAME_ROLE, REASON_ROLE, SeerDelegate
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

MOST_SHOWN = 12
_NOTE = "Pixels are counted from the picture's width as plan or server tell it, else from 1920."


@dataclass(frozen=True, slots=True)
class SeerRow:
    """A camera that sees it, and why it is worth opening."""

    camera: DeviceId
    name: str
    reason: str


class SeersPanel(QWidget):
    """A card of the selection. `opened` carries the DeviceId of the chosen camera; `best_asked` wants the best four."""

    opened = Signal(str)
    best_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[SeerRow, ...] = ()
        self.title = text_label("Selected place")
        self.title.setStyleSheet("font-size: 16px; font-weight: 600")
        self.place = text_label("Where it is", dim=True)
        self.summary = text_label("Cameras that see it", dim=True)
        self.list = QListWidget()
        self.open = QPushButton("Open the best four")
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        self.setAccessibleName("Cameras that see it")
        self.list.setAccessibleName("Cameras that see it, best first")
        self.list.setProperty("framed", True)
        self.list.setItemDelegate(SeerDelegate(self._theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setToolTip(_NOTE)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.itemDoubleClicked.connect(lambda _item: self._open_chosen())
        self.list.installEventFilter(self)
        self.open.setToolTip("Enter on the map does the same")
        self.open.clicked.connect(lambda _checked=False: self.best_asked.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.title, self.place, self.summary, self.list, self.open):
            layout.addWidget(widget)

    def show_place(self, title: str, place: str) -> None:
        """Heads the card with the place; empty where another card already says what is selected."""
        for label, text in ((self.title, title), (self.place, place)):
            label.setText(one_line(text))
            label.setVisible(bool(text))

    def show_seers(self, rows: Sequence[SeerRow] | None) -> None:
        """The cameras, best first; None while that is being worked out."""
        self._rows = tuple(rows or ())[:MOST_SHOWN]
        self.show()
        self.summary.setText(_summary(rows))
        chosen = self.list.currentRow()
        self.list.clear()
        for number, row in enumerate(self._rows, 1):
            item = QListWidgetItem()
            item.setData(NAME_ROLE, one_line(row.name))
            item.setData(REASON_ROLE, one_line(row.reason))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{number}. {one_line(row.name)}, {one_line(row.reason)}")
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(chosen, 0), len(self._rows) - 1))
        self.list.setVisible(bool(self._rows))
        self.open.setVisible(bool(self._rows))
        self.open.setText("Open it" if len(self._rows) == 1 else f"Open the best {min(len(self._rows), 4)}")
        self._fit()

    def begin(self) -> None:
        """Gives the list the keyboard."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Rows wrap at another width."""
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Enter opens the best four, with Shift only the chosen one."""
        is_key = watched is self.list and event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._open_chosen()
            else:
                self.best_asked.emit()
            return True
        return super().eventFilter(watched, event)

    def _open_chosen(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._rows):
            self.opened.emit(self._rows[place].camera)

    def _fit(self) -> None:
        """As high as its rows: the panel scrolls, the list does not."""
        self.list.doItemsLayout()
        rows = range(self.list.count())
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(row) for row in rows) + 2 * self.list.frameWidth() + 2)


def _summary(rows: Sequence[SeerRow] | None) -> str:
    if rows is None:
        return "Looking which cameras see it …"
    if not rows:
        return "No camera sees it, as far as the plan tells."
    return "One camera:" if len(rows) == 1 else f"{len(rows)} cameras, best first:"
