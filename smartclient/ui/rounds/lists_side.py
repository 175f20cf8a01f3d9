"""Beside the wall: the lists that rounds are made of, a new one, and the rounds that were."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.ids import DeviceId
from smartclient.domain.rounds import Round
from smartclient.session.rounds import Rounds
from smartclient.store.rounds import fit_name
from smartclient.ui.bindings import bind
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.words import one_line, time_of_day, tooltip

_WIDE_PX = 280
_ROUND = Qt.ItemDataRole.UserRole


class ListsSide(QWidget):
    """`began` carries the name of the list that is wanted."""

    began = Signal(str)

    def __init__(
        self,
        rounds: Rounds,
        sources: Sequence[tuple[str, Callable[[], Sequence[DeviceId]]]],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._rounds, self._sources, self._now = rounds, sources, now
        self._shown: tuple[object, object] | None = None
        self.lists, self.earlier = QListWidget(), QListWidget()
        self.begin, self.delete = QPushButton("Begin"), QPushButton("Delete")
        self.name, self.source, self.keep = QLineEdit(), QComboBox(), QPushButton("Keep as a list")
        self.words, self.question = text_label("Lists", dim=True), Question()
        self._lay_out()
        self._join()
        bind(self, rounds.changed, lambda _: self.take())
        self.take()

    def _lay_out(self) -> None:
        self.setFixedWidth(_WIDE_PX)
        for widget, name in ((self.lists, "Lists"), (self.earlier, "Earlier rounds")):
            widget.setProperty("framed", True)
            widget.setAccessibleName(name)
            widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.begin.setDefault(True)
        self.name.setAccessibleName("Name of the new list")
        self.name.setPlaceholderText("Parking lots after snow")
        self.source.setAccessibleName("Cameras of the new list")
        self.source.addItems([words for words, _ in self._sources])
        buttons = QHBoxLayout()
        buttons.addWidget(self.begin)
        buttons.addWidget(self.delete)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(_heading("LISTS"))
        column.addWidget(self.lists, 2)
        column.addLayout(buttons)
        column.addWidget(self.question)
        column.addWidget(_heading("A NEW LIST"))
        column.addWidget(self.name)
        column.addWidget(self.source)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)
        column.addWidget(_heading("EARLIER ROUNDS"))
        column.addWidget(self.earlier, 3)

    def _join(self) -> None:
        self.lists.itemActivated.connect(lambda _item: self._begin())
        self.begin.clicked.connect(self._begin)
        self.delete.clicked.connect(self._ask_delete)
        self.keep.clicked.connect(self._keep)
        self.name.returnPressed.connect(self._keep)
        self.earlier.itemActivated.connect(self._show_earlier)
        self.earlier.itemClicked.connect(self._show_earlier)

    def focus_lists(self) -> None:
        """The keyboard goes to the lists, or to the name of the first one."""
        (self.lists if self.lists.count() else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Lists and rounds as they are now."""
        known = (self._rounds.lists, self._rounds.earlier)
        if known == self._shown:
            return
        self._shown = known
        chosen = self._chosen()
        self.lists.clear()
        self.lists.addItems([each.name for each in self._rounds.lists])
        names = [each.name for each in self._rounds.lists]
        self.lists.setCurrentRow(names.index(chosen) if chosen in names else 0)
        for button in (self.begin, self.delete):
            button.setEnabled(bool(names))
        self.earlier.clear()
        for kept in self._rounds.earlier:
            item = QListWidgetItem(self._words_of(kept))
            item.setData(_ROUND, kept)
            item.setToolTip(tooltip(one_line(f"{kept.list_name}, {kept.by}")))
            self.earlier.addItem(item)

    def _words_of(self, kept: Round) -> str:
        when = time_of_day(kept.began, self._now())
        state = "" if kept.ended else " open"
        return one_line(f"{when} · {kept.done}/{len(kept.looks)}{state} · {kept.list_name}")

    def _chosen(self) -> str:
        item = self.lists.currentItem()
        return item.text() if item is not None else ""

    def _begin(self) -> None:
        if self._chosen():
            self.began.emit(self._chosen())

    def _keep(self) -> None:
        if not self._sources:
            return
        words, cameras = self._sources[max(self.source.currentIndex(), 0)]
        found, name = cameras(), self.name.text()
        reason = self._rounds.save_list(name, found)
        if reason:
            self.words.setText(reason)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.words.setText(f"Kept with {len(found)} cameras: {words.lower()}.")
        self.name.clear()
        self.lists.setCurrentRow([each.name for each in self._rounds.lists].index(fit_name(name)))
        self.lists.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_delete(self) -> None:
        name = self._chosen()
        if name:
            words = f"Delete the list {name}? Its rounds stay."
            self.question.ask(words, "Delete", lambda: self._rounds.delete_list(name))

    def _show_earlier(self, item: QListWidgetItem) -> None:
        kept = item.data(_ROUND)
        now = next((each for each in self._rounds.earlier if each.id == kept.id), None)
        if now is not None:
            self._rounds.show(now)


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("heading", True)
    return label
