"""What is shown of the alarms, as small chips, and the words to search for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import Priority
from smartclient.store.alarm_filter import AlarmFilter, Stage
from smartclient.store.alarm_groups import Step
from smartclient.store.alarm_places import ON_NO_MAP
from smartclient.ui.flow_layout import FlowLayout
from smartclient.ui.signs import PRIORITY_WORDS
from smartclient.ui.words import one_line

TYPING_MS = 120
"""A search waits until the person has stopped typing for so long."""
_LEFT_PX, _RIGHT_PX = 12, 8


class Chip(QToolButton):
    """One thing to filter by: its name, or what is chosen of it. Space, Enter or Down opens its choices."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMenu(QMenu(self))
        self.setStyleSheet("QToolButton::menu-indicator { image: none }")
        self.say("")

    def say(self, chosen: str) -> None:
        """Shows what is chosen; its name where nothing is."""
        self.setText(f"{chosen or self._name} ▾")
        self.setCheckable(bool(chosen))
        self.setChecked(bool(chosen))
        self.setAccessibleName(f"Filter by {self._name.lower()}: {chosen or 'all'}")

    def offer(self, choices: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """The choices, the first of which is everything."""
        menu = self.menu()
        menu.clear()
        for words, choose in choices:
            menu.addAction(words.replace("&", "&&"), choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Opens the choices; other keys are anybody's."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.showMenu()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget):
    """Closed it filters nothing: what is hidden from the list is always said above it. `left` is Esc or Down out of the words."""

    changed = Signal()
    left = Signal()
    closed = Signal()

    def __init__(self, own_names: Callable[[], frozenset[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_names = own_names
        self.kept = AlarmFilter()
        self._campuses: tuple[Step, ...] = ()
        self.text = QLineEdit()
        self.stage, self.priority = Chip("State", self), Chip("Priority", self)
        self.campus, self.kind = Chip("Campus", self), Chip("Kind", self)
        self.mine = QToolButton()
        self.clear = QToolButton()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._join()
        self._show_chosen()

    def _lay_out(self) -> None:
        self.setAccessibleName("Filter of alarms")
        self.text.setPlaceholderText("Search all alarms, also closed ones")
        self.text.setAccessibleName("Search all alarms")
        self.text.setClearButtonEnabled(True)
        self.text.setMaxLength(200)
        self.mine.setText("Mine")
        self.mine.setCheckable(True)
        self.mine.setAccessibleName("Only alarms that I have")
        self.clear.setText("Clear")
        self.clear.setAccessibleName("Clear the filter")
        for button in (self.mine, self.clear):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._chips = chips = QWidget()
        self._flow = flow = FlowLayout(4, chips)
        flow.setContentsMargins(0, 0, 0, 0)
        for chip in (self.stage, self.priority, self.campus, self.kind, self.mine, self.clear):
            flow.addWidget(chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_LEFT_PX, 0, _RIGHT_PX, 8)
        layout.setSpacing(6)
        layout.addWidget(self.text)
        layout.addWidget(chips)

    def _join(self) -> None:
        self.stage.offer([(each.value, self._chooser(partial(replace, stage=each))) for each in Stage])
        priorities = [("All priorities", self._chooser(partial(replace, priority=None)))]
        priorities += [(PRIORITY_WORDS[each], self._chooser(partial(replace, priority=each))) for each in Priority]
        self.priority.offer(priorities)
        self.mine.toggled.connect(self._choose_mine)
        self.clear.clicked.connect(self.reset)
        self.text.textEdited.connect(lambda _text: self._typing.start())
        self.text.textChanged.connect(lambda text: None if text else self._search())
        self.text.returnPressed.connect(self._search_now)
        self._typing.timeout.connect(self._search)

    def offer(self, campuses: Sequence[Step], kinds: Sequence[str]) -> None:
        """The campuses and kinds there are to choose from."""
        self._campuses = (*campuses, *ON_NO_MAP)
        places = [("All campuses", self._chooser(partial(replace, campus=None)))]
        places += [(one_line(name), self._chooser(partial(replace, campus=key))) for key, name in self._campuses]
        self.campus.offer(places)
        every = [("All kinds", self._chooser(partial(replace, kind="")))]
        self.kind.offer([*every, *((one_line(each), self._chooser(partial(replace, kind=each))) for each in kinds)])

    def choose(self, kept: AlarmFilter) -> None:
        """Keeps what that filter keeps."""
        if kept != self.kept:
            self.kept = kept
            self._show_chosen()
            self.changed.emit()

    def reset(self) -> None:
        """Keeps everything that is open."""
        self.text.clear()
        self.choose(AlarmFilter())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keeps all lines of chips in sight, however little room there is."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc closes it, Down goes to the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choose_mine(self, is_on: bool) -> None:
        self.choose(replace(self.kept, owners=self._own_names() if is_on else frozenset()))

    def _chooser(self, change: Callable[[AlarmFilter], AlarmFilter]) -> Callable[[], None]:
        return lambda: self.choose(change(self.kept))

    def _search(self) -> None:
        """With the first words it looks among closed alarms too, which the chip says and a person may choose otherwise."""
        self._typing.stop()
        text, stage = self.text.text(), self.kept.stage
        if bool(text) != bool(self.kept.text) and stage is (Stage.OPEN if text else Stage.ANY):
            stage = Stage.ANY if text else Stage.OPEN
        self.choose(replace(self.kept, text=text, stage=stage))

    def _search_now(self) -> None:
        self._search()
        self.left.emit()

    def _show_chosen(self) -> None:
        kept, names = self.kept, dict(self._campuses)
        self.stage.say("" if kept.stage is Stage.OPEN else kept.stage.value)
        self.priority.say(PRIORITY_WORDS[kept.priority] if kept.priority is not None else "")
        self.campus.say("" if kept.campus is None else one_line(names.get(kept.campus, kept.campus)))
        self.kind.say(one_line(kept.kind))
        self.mine.setChecked(bool(kept.owners))
        self.clear.setVisible(kept != AlarmFilter())
        self._fit()

    def _fit(self) -> None:
        self._chips.setMinimumHeight(self._flow.heightForWidth(self.width() - _LEFT_PX - _RIGHT_PX))
