"""What the server keeps of the selected alarm: what the machine saw, the written instructions, and who did what when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.alarm_details import AlarmDetails
from smartclient.domain.alarms import Alarm
from smartclient.runtime.clock import Clock
from smartclient.ui.alarms.history_words import detection_words, history_lines
from smartclient.ui.dialogs import text_label
from smartclient.ui.said_by import SaidBy, Speaker
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

SHOWN = 5
"""Lines of history before somebody asks for all."""


class AlarmRecord(QWidget):
    """Below the card's buttons; what is not known is not shown, what cannot be read says why."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._is_whole = False
        self.instructions = text_label("Instructions")
        self.instructions.setStyleSheet(f"border-left: 3px solid {theme.colors[Tone.ACCENT]}; padding-left: 8px")
        self.machine = text_label("What a machine detected", dim=True)
        self._found = QWidget()
        found = QHBoxLayout(self._found)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(8)
        found.addWidget(SaidBy(theme, Speaker.MACHINE), 0, Qt.AlignmentFlag.AlignTop)
        found.addWidget(self.machine, 1)
        self.heading = text_label("History of the alarm")
        self.heading.setProperty("heading", True)
        self.heading.setText("HISTORY")
        self.history = QWidget()
        self.history.setAccessibleName("History")
        self._grid = QGridLayout(self.history)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []
        self.more = QPushButton()
        self.more.setFlat(True)
        self.more.clicked.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.instructions, self._found, self.heading, self.history, self.more):
            layout.addWidget(widget)
        self._lines: list[tuple[str, str]] = []

    def show_record(self, alarm: Alarm, details: AlarmDetails | None, trouble: str) -> None:
        """`details` are None while they are read; `trouble` says why they cannot be."""
        instructions = one_line(alarm.instructions)
        self.instructions.setText(instructions)
        self.instructions.setVisible(bool(instructions))
        machine = detection_words(details.detections, details.detected_by) if details is not None else ""
        self.machine.setText(machine)
        self._found.setVisible(bool(machine))
        if details is None:
            self._lines = [("", one_line(trouble) or "The history is being read …")]
        else:
            known = history_lines(details.history, self._clock.now())
            self._lines = known or [("", "The server keeps no history of it.")]
        self._show_lines()

    @property
    def text(self) -> str:
        """The lines that are shown, as they are read."""
        shown = self._lines if self._is_whole else self._lines[:SHOWN]
        return "\n".join("  ".join(part for part in line if part) for line in shown)

    def fold(self) -> None:
        """Another alarm: its newest lines first."""
        self._is_whole = False

    def _show_lines(self) -> None:
        lines = self._lines if self._is_whole else self._lines[:SHOWN]
        while len(self._labels) < len(lines):
            self._add_labels()
        for number, labels in enumerate(self._labels):
            told = lines[number] if number < len(lines) else ("", "")
            for label, text in zip(labels, told, strict=True):
                label.setVisible(number < len(lines))
                if label.text() != text:
                    label.setText(text)
        rest = len(self._lines) - SHOWN
        self.more.setVisible(rest > 0)
        self.more.setText("Show the newest only" if self._is_whole else f"Show {rest} more")
        self.more.setAccessibleName(f"{self.more.text()} lines of history")

    def _add_labels(self) -> None:
        when, what = text_label("When", dim=True), text_label("Who did what", dim=True)
        when.setWordWrap(False)
        what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(when, len(self._labels), 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(what, len(self._labels), 1)
        self._labels.append((when, what))

    def _toggle(self) -> None:
        self._is_whole = not self._is_whole
        self._show_lines()
