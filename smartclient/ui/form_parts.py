"""What every form is made of: a field and a button that say what they are, also to a screen reader."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPushButton

S = TypeVar("S", bound=QAbstractSpinBox)

MOST_CHARS = 512
_INSET_PX = 8


def text_field(name: str, text: str = "", hint: str | None = None, most: int = MOST_CHARS) -> QLineEdit:
    """One line to be typed; its name stands in it as long as it is empty, unless there is a `hint`."""
    field = QLineEdit(text)
    field.setAccessibleName(name)
    field.setPlaceholderText(name if hint is None else hint)
    field.setMaxLength(most)
    return field


def padded(field: S) -> S:
    """A number or a date begins as far from the edge as a text does, which no style sheet can say of it."""
    field.lineEdit().setTextMargins(_INSET_PX, 0, _INSET_PX, 0)
    return field


def push_button(text: str, pressed: Callable[[], None] | None = None) -> QPushButton:
    """A button that does what it says."""
    button = QPushButton(text)
    button.setAccessibleName(text)
    if pressed is not None:
        button.clicked.connect(lambda: pressed())
    return button
