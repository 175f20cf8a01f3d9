"""A file: its head, its timeline, and a field for notes and words to the others that is one key away."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.incidents import Incident
from smartclient.runtime.clock import Clock
from smartclient.session.incidents.words import EntryGroup, IncidentWords
from smartclient.ui.dialogs import text_label
from smartclient.ui.drill import DrillFrame
from smartclient.ui.incidents.file_head import FileHead
from smartclient.ui.incidents.timeline_model import TimelineModel
from smartclient.ui.incidents.timeline_view import TimelineView
from smartclient.ui.theme import Theme

_LONGEST = 4_000
_WHOLE_PX = 132
_NOTE, _SAY = "Note for the file; Enter keeps it", "Word to the others; Enter says it"
_TOP_DRILL_PX = 12
"""A drill's word needs room of its own above the name."""
_LOOKING = "You look at this file and take no part in it."


class FilePage(QWidget):
    """`noted` and `said` carry text, `entry_chosen` an Entry, `asked` a verb: report, replay, files, join, close, reopen."""

    noted = Signal(str)
    said = Signal(str)
    entry_chosen = Signal(object)
    asked = Signal(str)

    def __init__(self, words: IncidentWords, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self.head = FileHead(clock)
        self.filter = QComboBox()
        self.group = EntryGroup.ALL
        self.model = TimelineModel(words, clock, self)
        self.view = TimelineView(self.model, theme)
        self.field = QLineEdit()
        self.to_others = QToolButton()
        self.whole = text_label("The chosen entry, all of it")
        self.looking = text_label("Taking part", dim=True)
        self.verbs = {verb: QPushButton() for verb in ("report", "replay", "files", "join", "close", "reopen")}
        self._incident: Incident | None = None
        self._page = QVBoxLayout(self)
        self._lay_out()
        self._join()
        self._drill = DrillFrame(self, theme)

    def show_incident(self, incident: Incident, *, is_taking_part: bool) -> None:
        """Shows the file as it is now; who reads its end goes on reading its end."""
        is_at_end = self.view.is_at_end or self._incident is None or self._incident.id != incident.id
        self._incident = incident
        self.head.show_incident(incident, is_taking_part=is_taking_part)
        self.model.show(incident, self.group)
        self._drill.show_drill(incident.is_drill)
        self._page.setContentsMargins(0, _TOP_DRILL_PX if incident.is_drill else 0, 0, 0)
        can_write = is_taking_part
        self.field.setVisible(can_write)
        self.to_others.setVisible(can_write and incident.is_open)
        if not incident.is_open:
            self.to_others.setChecked(False)
        self.looking.setVisible(not is_taking_part)
        self.verbs["join"].setVisible(not is_taking_part and incident.is_open)
        self.verbs["close"].setVisible(is_taking_part and incident.is_open)
        self.verbs["reopen"].setVisible(not incident.is_open)
        if is_at_end:
            self.view.scrollToBottom()

    def choose(self, group: EntryGroup) -> None:
        """Shows that group alone."""
        self.group = group
        self.filter.setCurrentIndex(self.filter.findData(group))
        self.model.show(self._incident, group)
        self.view.scrollToBottom()

    def write(self, *, to_others: bool) -> None:
        """Takes the keyboard for a note, or for a word to the others."""
        self.to_others.setChecked(to_others)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        self.setAccessibleName("Incident file")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for group in EntryGroup:
            self.filter.addItem(group.value, group)
        self.filter.setAccessibleName("Which entries are shown")
        self.filter.activated.connect(lambda _row: self.choose(self.filter.currentData()))
        self.field.setMaxLength(_LONGEST)
        self.to_others.setText("To all")
        self.to_others.setCheckable(True)
        self.to_others.setAccessibleName("Say it to the others instead of noting it")
        writing = QHBoxLayout()
        writing.setContentsMargins(8, 8, 8, 4)
        writing.setSpacing(4)
        writing.addWidget(self.field, 1)
        writing.addWidget(self.to_others)
        self.whole.setContentsMargins(12, 8, 12, 8)
        self.whole.setMaximumHeight(_WHOLE_PX)
        self.whole.hide()
        self.looking.setText(_LOOKING)
        self.looking.setContentsMargins(12, 4, 12, 0)
        rows = QHBoxLayout()
        rows.setContentsMargins(12, 0, 12, 8)
        rows.addWidget(self.filter)
        rows.addStretch(1)
        page = self._page
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.head)
        page.addLayout(rows)
        page.addWidget(self.view, 1)
        page.addWidget(self.whole)
        page.addWidget(self.looking)
        page.addLayout(writing)
        page.addLayout(self._foot())
        self.setFocusProxy(self.field)
        self._show_purpose(is_for_others=False)

    def _foot(self) -> QHBoxLayout:
        texts = {
            "report": ("Report …", "Write the file as a PDF"),
            "replay": ("Replay", "Replay the incident on the map (Alt+R)"),
            "files": ("Files", "Show the list of all incidents"),
            "join": ("Take part", "Take part in this incident"),
            "close": ("Close …", "Close the file"),
            "reopen": ("Reopen", "Open the file again"),
        }
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 8)
        foot.setSpacing(4)
        for verb, (text, words) in texts.items():
            button = self.verbs[verb]
            button.setText(text)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(lambda _checked=False, verb=verb: self.asked.emit(verb))
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    def _join(self) -> None:
        self.field.returnPressed.connect(self._send)
        self.to_others.toggled.connect(lambda is_on: self._show_purpose(is_for_others=is_on))
        self.view.selectionModel().currentChanged.connect(lambda index, _old: self._show_whole(index))
        self.model.modelReset.connect(self.whole.hide)
        self.view.activated.connect(self._choose_entry)
        self.view.doubleClicked.connect(self._choose_entry)
        QShortcut(QKeySequence("Ctrl+Return"), self.field, self.to_others.toggle).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )

    def _show_purpose(self, *, is_for_others: bool) -> None:
        words = _SAY if is_for_others else _NOTE
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)

    def _send(self) -> None:
        text = self.field.text().strip()
        if text:
            self.field.clear()
            (self.said if self.to_others.isChecked() else self.noted).emit(text)

    def _show_whole(self, index: QModelIndex) -> None:
        """What a row has no room for."""
        words = self.model.words(index.row()) if index.isValid() else None
        self.whole.setVisible(words is not None)
        if words is not None:
            self.whole.setText("\n".join(part for part in (words.text, words.where) if part))

    def _choose_entry(self, index: QModelIndex) -> None:
        if index.isValid():
            self.entry_chosen.emit(self.model.entry(index.row()))
