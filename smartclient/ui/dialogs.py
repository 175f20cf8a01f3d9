"""Ways of speaking with the operator that never stop the program: a line of text, a question in its place, a sheet of facts."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from smartclient.ui.words import one_line

Facts = Iterable[tuple[str, str]]
"""Lines of a sheet: what, and what is so."""


def text_label(name: str = "", *, dim: bool = False) -> QLabel:
    """A label that wraps and shows foreign text as it is, never as markup; `name` is what a screen reader says."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAccessibleName(name)
    label.setProperty("dim", dim)
    return label


class Question(QWidget):
    """A question where it arose, in place of a dialog over the map: Enter on the focused button answers, Esc says no."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then: Callable[[], None] | None = None
        self._before: QWidget | None = None
        self.words = text_label("Question")
        self.yes = QPushButton()
        self.yes.setDefault(True)
        self.no = QPushButton("Cancel")
        self.no.setAccessibleName("Cancel")
        self.yes.clicked.connect(self._answer)
        self.no.clicked.connect(self.dismiss)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addLayout(buttons)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self._then is not None

    def ask(self, words: str, verb: str, then: Callable[[], None]) -> None:
        """Asks; `verb` is on the button that runs `then`."""
        asker = QApplication.focusWidget()
        if asker is not None and not self.isAncestorOf(asker):
            self._before = asker
        self._then = then
        self.words.setText(one_line(words))
        self.yes.setText(verb)
        self.yes.setAccessibleName(f"{verb}: {one_line(words)}")
        self.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Takes the question away unanswered; the keyboard goes back where it was."""
        was_open, self._then = self.is_open, None
        had_keyboard, before, self._before = self.isAncestorOf(QApplication.focusWidget() or self), self._before, None
        self.hide()
        if was_open:
            self.closed.emit()
        if had_keyboard and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        then = self._then
        self.dismiss()
        if then is not None:
            then()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc says no, Enter presses the button that has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.no if self.no.hasFocus() else self.yes).click()
        else:
            super().keyPressEvent(event)


class FactSheet(QDialog):
    """Facts in two columns, beside the work and not over it: it can stay open, be selected from and copied."""

    def __init__(self, title: str, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.setWindowTitle(one_line(title))
        self.setAccessibleName(one_line(title))
        self._form = QFormLayout(self)
        self._form.setContentsMargins(16, 16, 16, 16)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._labels: dict[str, QLabel] = {}
        self.show_facts(facts)

    def show_facts(self, facts: Facts) -> None:
        """Shows these facts; a line with a name that is there already gets the new text."""
        for name, text in facts:
            if name not in self._labels:
                caption = text_label(dim=True)
                caption.setText(name)
                label = text_label(name)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setMinimumWidth(240)
                self._labels[name] = label
                self._form.addRow(caption, label)
            self._labels[name].setText(one_line(text))
