"""The rules of this side as switches, and the school calendar in words."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from smartclient.session.rules.calendar_words import calendar_lines
from smartclient.session.rules.rulebook import Rulebook
from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import padded

_LONGEST_MIN = 24 * 60


class RulesPanel(QWidget):
    """`keep` is given the rules as soon as a switch is turned; the calendar is changed in the file, which `open_file` shows."""

    def __init__(
        self,
        keep: Callable[[Rulebook], None],
        open_file: Callable[[], None],
        read_again: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep = keep
        self._book = Rulebook()
        self._is_showing = False
        self.after_hours = QCheckBox("After hours, these become alarms:")
        self.doors, self.motion = QCheckBox("doors that open"), QCheckBox("motion that cameras see")
        self.quiet = _field(1, _LONGEST_MIN, " min", "Minutes of quiet before the same device raises again")
        self.denied = QCheckBox("Refused again and again at one door becomes an alarm")
        self.times = _field(2, 20, " times", "How many refusals")
        self.within = _field(1, _LONGEST_MIN, " min", "Within how many minutes")
        self.vape = QCheckBox("A vape sensor opens the camera that watches its way out")
        self.calendar = text_label("School calendar")
        self.trouble = text_label("What is wrong with the rules")
        self.open_file, self.read_again = QPushButton("Open the file"), QPushButton("Read it again")
        self.open_file.clicked.connect(open_file)
        self.read_again.clicked.connect(read_again)
        self._lay_out()
        for box in (self.after_hours, self.doors, self.motion, self.denied, self.vape):
            box.toggled.connect(self._change)
        for field in (self.quiet, self.times, self.within):
            field.valueChanged.connect(self._change)

    def show_rules(self, book: Rulebook, trouble: str = "") -> None:
        """Shows these rules; `trouble` says why others could not be read."""
        self._book, self._is_showing = book, True
        self.after_hours.setChecked(book.after_hours.is_on)
        self.doors.setChecked(book.after_hours.doors)
        self.motion.setChecked(book.after_hours.motion)
        self.quiet.setValue(round(book.after_hours.quiet_min))
        self.denied.setChecked(book.denied.is_on)
        self.times.setValue(book.denied.times)
        self.within.setValue(max(1, round(book.denied.within_s / 60)))
        self.vape.setChecked(book.vape.is_on)
        for part in (self.doors, self.motion, self.quiet):
            part.setEnabled(book.after_hours.is_on)
        for part in (self.times, self.within):
            part.setEnabled(book.denied.is_on)
        self.calendar.setText("\n".join(calendar_lines(book)))
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self._is_showing = False

    def _lay_out(self) -> None:
        self.setAccessibleName("Rules of this console")
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        head = text_label("What these rules are for", dim=True)
        head.setText("What the server leaves out, this console watches for. Its alarms say that they are its own.")
        hours = _indented(self.doors, self.motion, ("Again after quiet for", self.quiet))
        often = _indented(("Refusals", self.times), ("within", self.within))
        for widget in (head, self.trouble, self.after_hours):
            layout.addWidget(widget)
        layout.addLayout(hours)
        layout.addWidget(self.denied)
        layout.addLayout(often)
        layout.addWidget(self.vape)
        self._lay_out_calendar(layout)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.setFocusProxy(self.after_hours)

    def _lay_out_calendar(self, layout: QVBoxLayout) -> None:
        self.open_file.setAccessibleName("Open the file with rules and school calendar")
        self.read_again.setAccessibleName("Read rules and school calendar again")
        title = text_label("School calendar")
        title.setProperty("heading", True)
        title.setText("SCHOOL CALENDAR")
        buttons = QHBoxLayout()
        for button in (self.open_file, self.read_again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addWidget(title)
        layout.addWidget(self.calendar)
        layout.addLayout(buttons)

    def _change(self) -> None:
        if self._is_showing:
            return
        book = self._book
        after = replace(
            book.after_hours,
            is_on=self.after_hours.isChecked(),
            doors=self.doors.isChecked(),
            motion=self.motion.isChecked(),
            quiet_min=float(self.quiet.value()),
        )
        denied = replace(
            book.denied,
            is_on=self.denied.isChecked(),
            times=self.times.value(),
            within_s=60.0 * self.within.value(),
        )
        self._keep(
            replace(book, after_hours=after, denied=denied, vape=replace(book.vape, is_on=self.vape.isChecked()))
        )


def _indented(*rows: QWidget | tuple[str, QWidget]) -> QFormLayout:
    """What belongs to the switch above it."""
    form = QFormLayout()
    form.setContentsMargins(24, 0, 0, 0)
    form.setSpacing(8)
    for row in rows:
        if isinstance(row, tuple):
            form.addRow(*row)
        else:
            form.addRow(row)
    return form


def _field(least: int, most: int, suffix: str, name: str) -> QSpinBox:
    field = padded(QSpinBox())
    field.setRange(least, most)
    field.setSuffix(suffix)
    field.setAccessibleName(name)
    return field
