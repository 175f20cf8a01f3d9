"""The form on which somebody outside asks the school for its cameras, or in need breaks the glass."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.grants import Circumstance, GrantTerms
from smartclient.domain.ids import VenueId
from smartclient.session.grants.asking import Draft
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.words import one_line, sentence

LONGEST_REASON = 200


class RequestForm(QWidget):
    """`asked` carries the Draft a person sends, `broken` a campus and why; `closed` says that nothing is asked."""

    asked = Signal(object)
    broken = Signal(str, str)
    closed = Signal()

    def __init__(self, campus_name: Callable[[VenueId], str]) -> None:
        super().__init__()
        self._campus_name = campus_name
        self._draft: Draft | None = None
        self._may_break: frozenset[VenueId] = frozenset()
        self._rules: tuple[str, ...] = ()
        self.campus, self.circumstance, self.reason = QComboBox(), QComboBox(), QLineEdit()
        for box in (self.campus, self.circumstance):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.campus.setAccessibleName("Campus")
        self.circumstance.setAccessibleName("Circumstance")
        self.reason.setAccessibleName("Why")
        self.reason.setPlaceholderText("Why, for the school to read")
        self.reason.setMaxLength(LONGEST_REASON)
        self.note = text_label("What the request needs", dim=True)
        self.ask, self.cancel = QPushButton("Ask the school"), QPushButton("Cancel")
        self.ask.setDefault(True)
        self.glass = QPushButton("Break the glass …")
        self.glass.setToolTip("See the campus at once, without approval; it rings at the school.")
        self.question = Question()
        self._lay_out()
        self.ask.clicked.connect(self._send)
        self.cancel.clicked.connect(self.closed)
        self.glass.clicked.connect(self.ask_to_break)
        self.reason.returnPressed.connect(self._send)
        self.reason.textChanged.connect(lambda _text: self._judge())
        for box in (self.campus, self.circumstance):
            box.currentIndexChanged.connect(lambda _row: self._judge())

    def _lay_out(self) -> None:
        heading = text_label()
        heading.setText("Ask to see cameras")
        heading.setProperty("title", True)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for caption, widget in (("Campus", self.campus), ("Because of", self.circumstance), ("Why", self.reason)):
            form.addRow(caption, widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.ask, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addLayout(buttons)
        column.addWidget(self.glass, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.question)

    def show_draft(self, draft: Draft, terms: GrantTerms, keyboard: bool = True) -> None:
        """Begins with what is suggested; the words stand ready to be typed over."""
        self._draft, self._may_break, self._rules = draft, terms.may_break_glass, terms.policy
        self.question.dismiss()
        _fill(self.campus, sorted((self._campus_name(each), each) for each in terms.may_request), draft.campus)
        kinds = [kind for kind in Circumstance if kind in terms.circumstances or not terms.circumstances]
        _fill(self.circumstance, ((sentence(kind.value), kind.value) for kind in kinds), draft.circumstance.value)
        self.reason.setText(one_line(draft.reason)[:LONGEST_REASON])
        self.glass.setVisible(bool(terms.may_break_glass))
        self._judge()
        if keyboard:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reason.selectAll()

    def ask_to_break(self) -> None:
        """The first step asks for a reason, the second whether it is meant."""
        campus, reason = VenueId(self.campus.currentData() or ""), self.reason.text().strip()
        if not reason:
            self.note.setText("Write why first: breaking the glass is kept, and the school reads it.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        words = f"Open {self._campus_name(campus)} at once, without approval? It rings at the school until somebody has seen it."
        self.question.ask(words, "Break the glass", lambda: self.broken.emit(campus, reason))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc asks nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _judge(self) -> None:
        """What is missing, and whether the glass can be broken there."""
        reason = self.reason.text().strip()
        self.ask.setEnabled(bool(reason) and self.campus.currentData() is not None)
        missing = "" if reason else "Write in a few words why; the school reads it before it answers."
        self.note.setText("\n".join(filter(None, (missing, self._rule()))))
        self.note.setVisible(bool(self.note.text()))
        self.glass.setEnabled(self.campus.currentData() in self._may_break)

    def _rule(self) -> str:
        """The memorandum's own sentence about the circumstance."""
        kind = f"{self.circumstance.currentData()}:"
        return next((one_line(rule) for rule in self._rules if kind in rule), "")

    def _send(self) -> None:
        campus, reason = self.campus.currentData(), self.reason.text().strip()
        if self._draft is None or campus is None or not reason:
            return
        alarm = self._draft.alarm if campus == self._draft.campus else None
        kind = Circumstance(self.circumstance.currentData())
        self.asked.emit(Draft(VenueId(campus), kind, reason, alarm))


def _fill(box: QComboBox, rows: Iterable[tuple[str, str]], chosen: str) -> None:
    box.clear()
    for text, data in rows:
        box.addItem(one_line(text), data)
    box.setCurrentIndex(max(0, box.findData(chosen)))
