"""A form for one entry of a campus's record, in the place where the rule asks for it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.session.typed_entries import FORMS, Field
from smartclient.ui.dialogs import text_label

_MOST_LETTERS = 180


class RecordForm(QWidget):
    """`entered` carries the list of the record and what was typed, by field; Esc puts the form away."""

    entered = Signal(str, object)
    toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member = ""
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        self.words = text_label("What is recorded")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(8)
        self._form.setVerticalSpacing(4)
        self.trouble = text_label("What is wrong with the form")
        self.keep, self.cancel = QPushButton("Record"), QPushButton("Cancel")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._enter)
        self.cancel.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(self.words)
        page.addLayout(self._form)
        page.addWidget(self.trouble)
        page.addLayout(buttons)
        self.hide()

    def ask(self, member: str, words: str, filled: Mapping[str, str]) -> None:
        """Shows the form of one of the record's lists."""
        self._member = member
        while self._form.rowCount():
            self._form.removeRow(0)
        self._fields = {field.name: self._field(field, filled.get(field.name, "")) for field in FORMS[member]}
        self.words.setText(words)
        self.trouble.hide()
        self.show()
        next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, trouble: str) -> None:
        """What was typed cannot be recorded."""
        self.trouble.setText(trouble)
        self.trouble.show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Asks for room."""
        self.toggled.emit(True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Gives it back."""
        self.toggled.emit(False)
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc puts the form away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _field(self, field: Field, value: str) -> QLineEdit | QComboBox:
        made: QLineEdit | QComboBox
        if field.choices:
            made = QComboBox()
            made.addItems(list(field.choices))
            made.setCurrentText(value or field.choices[0])
        else:
            made = QLineEdit(value)
            made.setPlaceholderText(field.hint)
            made.setMaxLength(_MOST_LETTERS)
            made.returnPressed.connect(self._enter)
        made.setAccessibleName(field.label)
        self._form.addRow(field.label, made)
        return made

    def _enter(self) -> None:
        typed = {
            name: field.currentText() if isinstance(field, QComboBox) else field.text()
            for name, field in self._fields.items()
        }
        self.entered.emit(self._member, typed)
