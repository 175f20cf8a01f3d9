"""The window of rounds: lists and earlier rounds on one side, the wall of stills on the other; all of it by keyboard."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.ids import DeviceId
from smartclient.domain.rounds import Round
from smartclient.session.rounds import Rounds
from smartclient.ui.bindings import bind
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.dialogs import text_label
from smartclient.ui.rounds.card_delegate import CardDelegate
from smartclient.ui.rounds.lists_side import ListsSide
from smartclient.ui.rounds.round_model import Card, RoundModel
from smartclient.ui.rounds.stills_view import StillsView
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line, time_of_day

_CHOOSE = "Choose a list and press Enter; its cameras appear here as stills, one after the other."
_BEGIN = "There is no list yet. Name one at the left, say which cameras it has, and press Enter."
_KEYS = "Space done and on · Backspace not done · N note · Y yesterday · R anew · Enter live · Ctrl P print · Esc close"
Source = tuple[str, Callable[[], Sequence[DeviceId]]]
"""Cameras that a list can be made of, in words, and which they are now."""


class RoundWindow(QWidget):
    """`began` carries a list's name, `fresh` the cameras whose pictures are wanted anew, `compared` whether the day before is wanted,
    `opened` a camera to see live, `print_wanted` the page; `left` tells that the person has gone.
    """

    began = Signal(str)
    fresh = Signal(object)
    compared = Signal(bool)
    opened = Signal(object)
    print_wanted = Signal()
    left = Signal()

    def __init__(
        self, rounds: Rounds, sources: Sequence[Source], theme: Theme, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("rounds")
        self.setWindowTitle("Rounds · smartclient")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rounds, self._now = rounds, now
        self.model, self.wall = RoundModel(), StillsView()
        self._delegate = CardDelegate(theme, now)
        self.side = ListsSide(rounds, sources, now)
        self.title, self.words = text_label("Round"), text_label("How far", dim=True)
        self.progress = QProgressBar()
        self.compare = QCheckBox("Yesterday beside")
        self.anew, self.print = QPushButton("All anew"), QPushButton("Print …")
        self.finish = QPushButton("Finish the round")
        self.note, self.round_note = QLineEdit(), QLineEdit()
        self._lay_out()
        self._join()
        bind(self, rounds.changed, lambda _: self.take())
        self.take()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Lists, and three stills beside one another."""
        return QSize(1260, 800)

    @property
    def card(self) -> Card | None:
        """The camera that is chosen."""
        row = self.wall.currentIndex().row()
        return self.model.cards[row] if 0 <= row < len(self.model.cards) else None

    def _lay_out(self) -> None:
        self.title.setProperty("title", True)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Cameras looked at")
        self.wall.setModel(self.model)
        self.wall.setItemDelegate(self._delegate)
        self.note.setAccessibleName("Note on this camera")
        self.note.setPlaceholderText("Note on the chosen camera (N)")
        self.round_note.setAccessibleName("Note on the round")
        self.round_note.setPlaceholderText("Note on the whole round")
        head, foot = QHBoxLayout(), QHBoxLayout()
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self.title)
        titles.addWidget(self.words)
        head.addLayout(titles, 1)
        for button in (self.compare, self.anew, self.print, self.finish):
            button.setAccessibleName(button.text())
            head.addWidget(button)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.round_note, 1)
        keys = QLabel(_KEYS)
        keys.setProperty("dim", True)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(head)
        right.addWidget(self.progress)
        right.addWidget(self.wall, 1)
        right.addLayout(foot)
        right.addWidget(keys)
        page = QHBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 12)
        page.setSpacing(20)
        page.addWidget(self.side)
        page.addLayout(right, 1)

    def _join(self) -> None:
        self.side.began.connect(self.began)
        self.wall.selectionModel().currentChanged.connect(lambda *_: self._show_note())
        self.wall.doubleClicked.connect(lambda _index: self._open())
        self.compare.toggled.connect(self._compare)
        self.anew.clicked.connect(lambda: self.fresh.emit([card.look.camera for card in self.model.cards]))
        self.print.clicked.connect(self.print_wanted)
        self.finish.clicked.connect(self._rounds.finish)
        self.note.editingFinished.connect(self._take_note)
        self.round_note.editingFinished.connect(lambda: self._rounds.note_round(self.round_note.text()))
        self.note.returnPressed.connect(self._to_wall)
        self.round_note.returnPressed.connect(self._to_wall)

    def show_watermark(self, watermark: Watermark) -> None:
        """Lays it over every picture from now on."""
        self._delegate.watermark = watermark

    def bring(self) -> None:
        """Shows it, in front, the keyboard where work goes on."""
        self.show()
        self.activateWindow()
        self._to_wall() if self.model.cards else self.side.focus_lists()

    def take(self) -> None:
        """The round as it is now."""
        shown = self._rounds.current
        before = self.model.rowCount()
        self.model.show(shown)
        if shown is not None and (before == 0 or not self.wall.currentIndex().isValid()):
            self._choose(next((i for i, look in enumerate(shown.looks) if not look.is_done), 0))
        self._show_round(shown)

    def tick(self) -> None:
        """Ages go on."""
        self.wall.viewport().update()

    def _show_round(self, shown: Round | None) -> None:
        is_open = shown is not None and shown.ended is None
        for widget in (self.note, self.round_note, self.finish, self.anew):
            widget.setEnabled(is_open)
        self.compare.setEnabled(shown is not None)
        self.print.setEnabled(shown is not None)
        if shown is None:
            self.title.setText("Rounds")
            self.words.setText(_CHOOSE if self.side.lists.count() else _BEGIN)
            self.progress.setRange(0, 1)
            self.progress.setValue(0)
            return
        now = self._now()
        ended = f", finished {time_of_day(shown.ended, now)}" if shown.ended else ""
        self.title.setText(one_line(shown.list_name))
        self.words.setText(
            f"{shown.done} of {len(shown.looks)} done · begun {time_of_day(shown.began, now)} by {one_line(shown.by)}{ended}"
        )
        self.progress.setRange(0, max(len(shown.looks), 1))
        self.progress.setValue(shown.done)
        if not self.round_note.hasFocus():
            self.round_note.setText(shown.note)
        self._show_note()

    def _show_note(self) -> None:
        card = self.card
        if not self.note.hasFocus():
            self.note.setText(card.look.note if card is not None else "")

    def _take_note(self) -> None:
        if self.card is not None:
            self._rounds.note(self.card.look.camera, self.note.text())

    def _mark(self, *, is_done: bool) -> None:
        card = self.card
        if card is not None:
            self._rounds.mark(card.look.camera, is_done=is_done, picture_at=card.now.at)

    def _compare(self, is_on: bool) -> None:
        self._delegate.is_comparing = is_on
        self.compared.emit(is_on)
        self.wall.scheduleDelayedItemsLayout()

    def _open(self) -> None:
        if self.card is not None:
            self.opened.emit(self.card.look.camera)

    def _choose(self, row: int) -> None:
        index = self.model.index(row)
        self.wall.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.wall.scrollTo(index)

    def _to_wall(self) -> None:
        self.wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """The keys that the foot of the window names."""
        key, is_control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_N: self.note.setFocus,
            Qt.Key.Key_Y: self.compare.toggle,
            Qt.Key.Key_Backspace: lambda: self._mark(is_done=False),
            Qt.Key.Key_Space: self._done_and_on,
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Escape: self._leave,
        }
        if is_control and key == Qt.Key.Key_P:
            self.print.click()
        elif key == Qt.Key.Key_R and self.card is not None:
            self.fresh.emit([self.card.look.camera])
        elif not is_control and key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def _done_and_on(self) -> None:
        self._mark(is_done=True)
        row = self.wall.currentIndex().row()
        rest = [*range(row + 1, len(self.model.cards)), *range(row)]
        self._choose(next((i for i in rest if not self.model.cards[i].look.is_done), row))

    def _leave(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """What was marked is kept; the round goes on when the window is opened again."""
        self._take_note()
        self.left.emit()
        event.accept()
