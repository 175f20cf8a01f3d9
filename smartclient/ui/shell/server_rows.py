"""The servers of a watch as rows of the sign-in window: how far each is, choose one to sign in again, remove it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from smartclient.ui.theme import Theme, Tone


@dataclass(frozen=True, slots=True)
class ServerRow:
    """One server; `state` in words, `trouble` the whole sentence where there is one."""

    address: str
    district: str
    user: str
    state: str
    is_in: bool = False
    wants_person: bool = False
    trouble: str = ""


class ServerRows(QWidget):
    """Hidden while there is none."""

    chosen = Signal(str)
    """The address of one to sign in to again."""
    removed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[ServerRow, ...] = ()
        self._page = QVBoxLayout(self)
        self._page.setContentsMargins(0, 0, 0, 8)
        self._page.setSpacing(8)
        self.setAccessibleName("Servers of this watch")
        self.hide()

    def show_rows(self, rows: Sequence[ServerRow]) -> None:
        """Shows these in their order."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        while (item := self._page.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._page.addWidget(self._made(row))
        self.setVisible(bool(rows))

    def _made(self, row: ServerRow) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        title = row.district or row.address.partition("://")[2] or row.address
        name, state = QLabel(f"{title} · {row.user}"), QLabel(f"{_mark(row)} {row.state}")
        for label in (name, state):
            label.setTextFormat(Qt.TextFormat.PlainText)
        name.setToolTip(row.address)
        state.setToolTip(row.trouble)
        tone = Tone.TEXT if row.is_in else Tone.ALARM_MEDIUM if row.wants_person else Tone.TEXT_DIM
        state.setStyleSheet(f"color: {self._theme.colors[tone]}")
        state.setAccessibleName(f"{row.address}: {row.state}. {row.trouble}".strip())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(state)
        line.addLayout(words, 1)
        line.addWidget(self._button("Sign in again", row, self.chosen))
        line.addWidget(self._button("Remove", row, self.removed))
        return made

    def _button(self, text: str, row: ServerRow, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(f"{text}: {row.district or row.address}")
        button.clicked.connect(lambda: pressed.emit(row.address))
        return button


def _mark(row: ServerRow) -> str:
    return "●" if row.is_in else "!" if row.wants_person else "○"
