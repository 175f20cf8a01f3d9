"""The list of all incident files: open ones first, and those in which some words stand."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.alarms import Priority
from smartclient.domain.ids import IncidentId
from smartclient.domain.incident_entries import IncidentType
from smartclient.domain.incidents import Incident
from smartclient.runtime.clock import Clock
from smartclient.session.incidents.words import PRIORITY_WORDS, title_of
from smartclient.ui.dialogs import text_label
from smartclient.ui.footage.rows import FootageRows
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line, sentence, time_of_day

_ICON = QSize(36, 36)
_SOON_MS = 150
_EMPTY = (
    "No incident yet.\n\nShift O opens one from the selected alarm, or by hand for the campus in the middle of the map. "
    "Alarms, door events, commands, watched cameras and notes then fall into it by themselves."
)
_NONE = "No incident has all of these words. Words, names, rooms and dates such as 2026-11-23 are looked for."


class FilesPage(QWidget):
    """`chosen` carries an IncidentId, `searched` the words a person typed, `begun` that a new file is wanted."""

    chosen = Signal(str)
    searched = Signal(str)
    begun = Signal()

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._theme, self._clock = theme, clock
        self._files: list[Incident] = []
        self._found: frozenset[IncidentId] | None = None
        self.search, self.kind = QLineEdit(), QComboBox()
        self.rows: FootageRows[Incident] = FootageRows("Incident files", _ICON)
        self.empty = text_label("No incidents", dim=True)
        self.begin = QPushButton("Open an incident")
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._lay_out()

    def show_files(self, files: list[Incident]) -> None:
        """Shows these, as far as the search lets them through."""
        self._files = files
        self._refresh()

    def show_found(self, found: frozenset[IncidentId] | None) -> None:
        """The search has found these; None: nothing is searched."""
        self._found = found
        self._refresh()

    def _refresh(self) -> None:
        kind, words = self.kind.currentData(), self.search.text().lower().split()
        shown = [
            each
            for each in self._files
            if (kind is None or each.type is kind)
            and (self._found is None or each.id in self._found or self._is_of_day(each, words))
        ]
        self.rows.show_values(shown, [self._lines(each) for each in shown], [self._icon(each) for each in shown])
        self.rows.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.empty.setText(_NONE if self._files else _EMPTY)
        if self.rows.currentRow() < 0 and shown:
            self.rows.setCurrentRow(0)

    def _is_of_day(self, incident: Incident, words: list[str]) -> bool:
        day = f"{incident.opened_at.astimezone():%Y-%m-%d}" if incident.opened_at else ""
        return bool(words) and all(day.startswith(word) for word in words)

    def _lines(self, incident: Incident) -> tuple[str, str]:
        at = time_of_day(incident.opened_at, self._clock.now()) if incident.opened_at else "–"
        drill = "DRILL · " if incident.is_drill else ""
        parts = (
            sentence(incident.status.value),
            at,
            "" if incident.type is IncidentType.UNKNOWN else incident.type.value,
            PRIORITY_WORDS[incident.priority],
            one_line(incident.owner),
        )
        return f"{drill}{title_of(incident)}", " · ".join(part for part in parts if part)

    def _icon(self, incident: Incident) -> QIcon:
        """The priority's sign, filled while the file is open."""
        pixmap = QPixmap(_ICON * 2)
        pixmap.setDevicePixelRatio(2)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        box = QRectF(8, 8, 20, 20)
        paint_sign(painter, self._theme, Priority(int(incident.priority)), box, is_new=incident.is_open)
        painter.end()
        return QIcon(pixmap)

    def _lay_out(self) -> None:
        self.setAccessibleName("Incident files")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search.setPlaceholderText("Search all incidents")
        self.search.setAccessibleName("Search all incidents: words, names, rooms, a date")
        self.search.setMaxLength(200)
        self.kind.setAccessibleName("Type of incident")
        self.kind.addItem("Every type", None)
        for kind in IncidentType:
            self.kind.addItem(sentence(kind.value), kind)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(12, 12, 12, 12)
        self.begin.setAccessibleName("Open an incident")
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 8)
        head.setSpacing(4)
        head.addWidget(self.search, 1)
        head.addWidget(self.kind)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 8)
        foot.addWidget(self.begin)
        foot.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(self.empty, 1)
        page.addWidget(self.rows, 1)
        page.addLayout(foot)
        self.setFocusProxy(self.rows)
        self._soon.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.search.returnPressed.connect(lambda: self.rows.setFocus(Qt.FocusReason.OtherFocusReason))
        self.kind.activated.connect(lambda _row: self._refresh())
        self.rows.entered.connect(lambda row: self.chosen.emit(str(self.rows.values[row].id)))
        self.begin.clicked.connect(self.begun)
