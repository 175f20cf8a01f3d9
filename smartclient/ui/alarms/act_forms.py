"""Forms for what is done with an alarm: small, in the card itself, answered with Enter and put away with Esc."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from smartclient.domain.alarms import Priority
from smartclient.ui.dialogs import text_label
from smartclient.ui.signs import PRIORITY_WORDS
from smartclient.ui.words import one_line

MOST_LETTERS = 1_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ActForm(QWidget):
    """A heading, fields, and a button that says the act. Enter answers from every field but a long text, where Ctrl Enter does."""

    answered = Signal()
    closed = Signal()

    def __init__(self, heading: str, verb: str, fields: Sequence[QWidget]) -> None:
        super().__init__()
        self._first = fields[0]
        self._before: QWidget | None = None
        self.heading = text_label(heading)
        self.heading.setText(heading)
        self.verb, self.cancel = QPushButton(verb), QPushButton("Cancel")
        self.verb.setDefault(True)
        self.verb.setAccessibleName(f"{verb}: {heading}")
        self.verb.clicked.connect(self.answer)
        self.cancel.clicked.connect(self.dismiss)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.verb)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        for field in fields:
            field.installEventFilter(self)
            layout.addWidget(field)
        layout.addLayout(buttons)
        self.hide()

    def ask(self) -> None:
        """Shows the form and gives it the keyboard, which goes back where it was when the form is put away."""
        self._before = QApplication.focusWidget()
        self.show()
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        """The operator is done with it."""
        self.answered.emit()
        self.dismiss()

    def dismiss(self) -> None:
        """Puts it away."""
        if self.isHidden():
            return
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        self.closed.emit()
        if had_keyboard and self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Esc in any field puts the form away, Enter answers."""
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        needs_control = isinstance(watched, QPlainTextEdit)
        is_enter = event.key() in _ENTER and (
            not needs_control or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )
        if not is_enter and event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the key is the form's, whatever it means elsewhere in the window
        elif is_enter:
            self.answer()
        else:
            self.dismiss()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc and Enter on the buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in _ENTER:
            (self.cancel if self.cancel.hasFocus() else self.verb).click()
        else:
            super().keyPressEvent(event)


class AssignForm(ActForm):
    """To whom: a name that was seen on alarms, or any other; empty is nobody."""

    def __init__(self) -> None:
        self._names = QComboBox()
        self._names.setEditable(True)
        self._names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._names.setAccessibleName("Assign to")
        line = self._names.lineEdit()
        if line is not None:
            line.setPlaceholderText("Nobody")
            line.setMaxLength(MOST_LETTERS)
        super().__init__("Assign to", "Assign", (self._names,))

    def offer(self, names: Iterable[str], chosen: str) -> None:
        """Offers names, the first is usually the operator's own."""
        self._names.clear()
        self._names.addItems([one_line(name) for name in names])
        self._names.setCurrentText(one_line(chosen))
        line = self._names.lineEdit()
        if line is not None:
            line.selectAll()

    @property
    def owner(self) -> str:
        """Who is to have it."""
        return one_line(self._names.currentText())


class CommentForm(ActForm):
    """What is to stand in the history."""

    def __init__(self) -> None:
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(72)
        self.text.setAccessibleName("Comment; Control Enter sends it")
        super().__init__("Comment (Ctrl Enter sends)", "Send", (self.text,))

    def ask(self) -> None:
        """Begins an empty one."""
        self.text.clear()
        super().ask()

    @property
    def comment(self) -> str:
        """What was written, on one line."""
        return " ".join(self.text.toPlainText().split())[:MOST_LETTERS]


class CloseForm(ActForm):
    """Why it is closed: one of the server's reasons, where it has any, and a word of one's own."""

    def __init__(self) -> None:
        self._reasons, self._comment = QComboBox(), QLineEdit()
        self._reasons.setAccessibleName("Reason for closing")
        self._comment.setAccessibleName("Comment on closing")
        self._comment.setPlaceholderText("Comment")
        self._comment.setMaxLength(MOST_LETTERS)
        super().__init__("Close because", "Close the alarm", (self._reasons, self._comment))

    def offer(self, reasons: Sequence[str], chosen: str = "") -> None:
        """Offers the server's reasons."""
        self._reasons.clear()
        self._reasons.addItems(list(reasons))
        self._reasons.setCurrentText(chosen)
        self._reasons.setVisible(bool(reasons))
        self._first = self._reasons if reasons else self._comment
        self._comment.clear()

    @property
    def reason(self) -> str:
        """The reason chosen; empty where the server has none."""
        return self._reasons.currentText()

    @property
    def comment(self) -> str:
        """What was added."""
        return one_line(self._comment.text())


class ChoiceForm(ActForm):
    """One of a few words: a priority, or a state of the site's own."""

    def __init__(self, heading: str, verb: str) -> None:
        self._choices = QComboBox()
        self._choices.setAccessibleName(heading)
        super().__init__(heading, verb, (self._choices,))

    def offer(self, choices: Sequence[str], chosen: str) -> None:
        """Offers these."""
        self._choices.clear()
        self._choices.addItems(list(choices))
        self._choices.setCurrentText(chosen)

    @property
    def chosen(self) -> str:
        """What is chosen."""
        return self._choices.currentText()


def priority_of(words: str) -> Priority:
    """The priority that is called so."""
    return next(priority for priority, name in PRIORITY_WORDS.items() if name == words)
