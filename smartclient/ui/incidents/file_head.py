"""The head of a file: what it is called, where it stands, who answers for it, who is there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from smartclient.domain.incident_entries import IncidentPriority, IncidentStatus, IncidentType
from smartclient.domain.incidents import Incident
from smartclient.runtime.clock import Clock
from smartclient.session.incidents.presence import Colleague
from smartclient.session.incidents.words import PRIORITY_WORDS, title_of
from smartclient.ui.dialogs import text_label
from smartclient.ui.words import duration, one_line, seconds_since, sentence, time_of_day, tooltip

_CLOCK_OFF_S = 5.0
_MOST_NAMES = 4
_TRUST = (
    "Everybody who is signed in to this server can read and write here. Names are those with which consoles are signed in; the server does "
    "not prove who sent a message. What is once in the file nobody can change."
)


class FileHead(QWidget):
    """`renamed`, `status_chosen`, `type_chosen`, `priority_chosen`, `owner_taken` and `drill_toggled` carry what a person wants."""

    renamed = Signal(str)
    status_chosen = Signal(object)
    type_chosen = Signal(object)
    priority_chosen = Signal(object)
    owner_taken = Signal()
    drill_toggled = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._incident: Incident | None = None
        self.name = QLineEdit()
        self.since = text_label("Since when and how", dim=True)
        self.presence = text_label("Who is on this incident")
        self.status, self.type, self.priority = QComboBox(), QComboBox(), QComboBox()
        self.owner = text_label("Owner")
        self.take = QPushButton("Take it")
        self.drill = QPushButton("Drill")
        self._lay_out()

    def show_incident(self, incident: Incident, *, is_taking_part: bool) -> None:
        """Shows the head of that file."""
        is_same = self._incident is not None and self._incident.id == incident.id
        self._incident = incident
        if not (is_same and self.name.hasFocus() and self.name.isModified()):
            self._show_name(one_line(title_of(incident)))
        for box, value in (
            (self.status, incident.status),
            (self.type, incident.type),
            (self.priority, incident.priority),
        ):
            box.setCurrentIndex(box.findData(value))
            box.setEnabled(is_taking_part and incident.is_open)
        self.owner.setText(f"Owner: {one_line(incident.owner) or 'nobody'}")
        self.name.setReadOnly(not is_taking_part)
        self.take.setEnabled(is_taking_part and incident.is_open)
        self.drill.setEnabled(is_taking_part and incident.is_open)
        self.drill.setText("No drill" if incident.is_drill else "Drill")
        self.refresh_age()

    def refresh_age(self) -> None:
        """Time goes on."""
        incident = self._incident
        if incident is None or incident.opened_at is None:
            self.since.setText("")
            return
        now = self._clock.now()
        by = f" by {one_line(incident.opened_by)}" if incident.opened_by else ""
        begun = f"Opened {time_of_day(incident.opened_at, now)}{by}"
        if incident.closed_at is not None:
            reason = f": {one_line(incident.reason)}" if incident.reason else ""
            self.since.setText(f"{begun}. Closed {time_of_day(incident.closed_at, now)}{reason}.")
        else:
            self.since.setText(f"{begun}, {duration(seconds_since(incident.opened_at, now))} ago.")

    def show_presence(
        self, others: tuple[Colleague, ...], shared: str, trouble: str = "", *, is_taking_part: bool
    ) -> None:
        """Who else is there; `shared` says how it stands with the others, `trouble` why no better, which the pointer finds."""
        self.presence.setToolTip(tooltip(f"{trouble} {_TRUST}".strip()))
        self.presence.setAccessibleDescription(trouble)
        if self._incident is not None and not self._incident.is_open:
            self.presence.setText(f"{sentence(shared)}.")
            return
        count = len(others) + is_taking_part
        names = ", ".join(one_line(one.name) for one in others[:_MOST_NAMES])
        more = " …" if len(others) > _MOST_NAMES else ""
        watching = f"{count} watching" + (f": you, {names}{more}" if others and is_taking_part else "")
        wrong = [one for one in others if abs(one.clock_off_s) > _CLOCK_OFF_S]
        clock = ""
        if wrong:
            first = wrong[0]
            way = "ahead" if first.clock_off_s > 0 else "behind"
            clock = f" The clock of {one_line(first.name)} is {duration(abs(first.clock_off_s))} {way}."
        self.presence.setText(f"{watching} · {shared}.{clock}")

    def _lay_out(self) -> None:
        self.name.setAccessibleName("Name of the incident")
        self.name.setMaxLength(200)
        self.name.setProperty("title", True)
        self.name.editingFinished.connect(self._take_name)
        for box, words in ((self.status, "Status"), (self.type, "Type"), (self.priority, "Priority")):
            box.setAccessibleName(f"{words} of the incident")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            # Asking for no width: a head that is narrower than it asks for breaks its words as if it were not.
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for status in IncidentStatus:
            self.status.addItem(sentence(status.value), status)
        for kind in IncidentType:
            self.type.addItem(sentence(kind.value), kind)
        for priority in IncidentPriority:
            self.priority.addItem(sentence(PRIORITY_WORDS[priority]), priority)
        self.status.activated.connect(lambda _row: self.status_chosen.emit(self.status.currentData()))
        self.type.activated.connect(lambda _row: self.type_chosen.emit(self.type.currentData()))
        self.priority.activated.connect(lambda _row: self.priority_chosen.emit(self.priority.currentData()))
        self.take.setAccessibleName("Take the incident: you answer for it")
        self.drill.setAccessibleName("Mark the incident as a drill, or as none")
        self.take.clicked.connect(self.owner_taken)
        self.drill.clicked.connect(self.drill_toggled)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (words, box) in enumerate(
            (("Status", self.status), ("Type", self.type), ("Priority", self.priority))
        ):
            label = text_label(dim=True)
            label.setText(words)
            label.setProperty("heading", True)
            grid.addWidget(label, 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 1)
        owner = QHBoxLayout()
        owner.setSpacing(8)
        owner.addWidget(self.owner, 1)
        owner.addWidget(self.take)
        owner.addWidget(self.drill)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 12, 12, 8)
        page.setSpacing(8)
        page.addWidget(self.name)
        page.addWidget(self.since)
        page.addLayout(grid)
        page.addLayout(owner)
        page.addWidget(self.presence)
        self.presence.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _show_name(self, name: str) -> None:
        """Leaves the cursor alone where nothing is new."""
        if self.name.text() != name:
            self.name.setText(name)
            self.name.setCursorPosition(0)
        self.name.setModified(False)

    def _take_name(self) -> None:
        name = self.name.text().strip()
        if self._incident is not None and name and name != one_line(title_of(self._incident)):
            self.renamed.emit(name)
