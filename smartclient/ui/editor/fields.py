"""Fields of the properties: numbers and choices that tell only what a person entered, never what was shown."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLineEdit, QWidget

from smartclient.ui.dialogs import text_label
from smartclient.ui.form_parts import padded

_MARGIN_PX = 6
"""Numbers begin where the text of other fields begins; Qt leaves style sheets' padding out of theirs."""


def number_field(
    name: str, low: float, high: float, suffix: str, decimals: int = 1, step: float = 1.0
) -> QDoubleSpinBox:
    """A number with its unit; told when Enter is pressed, the field is left or an arrow is clicked."""
    field = padded(QDoubleSpinBox())
    field.setAccessibleName(name)
    field.setRange(low, high)
    field.setDecimals(decimals)
    field.setSingleStep(step)
    field.setSuffix(suffix)
    field.setKeyboardTracking(False)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.lineEdit().setTextMargins(_MARGIN_PX, 0, 0, 0)
    field.editingFinished.connect(lambda: field.lineEdit().setModified(False))
    return field


def text_field(name: str, longest: int = 100) -> QLineEdit:
    """A line of text."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(longest)
    return field


def choice_field(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    """One of several, each a value and its words; as narrow as the panel."""
    field = QComboBox()
    field.setAccessibleName(name)
    field.setMinimumContentsLength(8)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    fill(field, choices)
    return field


def fill(field: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Other choices."""
    with QSignalBlocker(field):
        field.clear()
        for value, words in choices:
            field.addItem(words, value)


def show_choice(field: QComboBox, value: str) -> None:
    """Shows a value, which becomes one more choice where it is none."""
    with QSignalBlocker(field):
        if field.findData(value) < 0:
            field.addItem(value or "none", value)
        field.setCurrentIndex(field.findData(value))


def show_number(field: QDoubleSpinBox, value: float) -> None:
    """Shows a number, unless it is being typed."""
    if not field.lineEdit().isModified() or not field.hasFocus():
        with QSignalBlocker(field):
            field.setValue(value)


def show_text(field: QLineEdit, text: str) -> None:
    """Shows a text, unless it is being typed."""
    if not (field.hasFocus() and field.isModified()):
        field.setText(text)
        field.setCursorPosition(0)


def form_of(parent: QWidget) -> QFormLayout:
    """The layout of a form in the panel."""
    form = QFormLayout(parent)
    form.setContentsMargins(12, 4, 12, 8)
    form.setHorizontalSpacing(10)
    form.setVerticalSpacing(6)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return form


def add_row(form: QFormLayout, words: str, field: QWidget) -> None:
    """A field under its caption."""
    caption = text_label(dim=True)
    caption.setWordWrap(False)
    caption.setText(words)
    form.addRow(caption, field)
