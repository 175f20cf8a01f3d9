"""Buttons and fields that a thumb hits."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy

from smartclient.ui.theme import Theme

TARGET_PX = 56
"""Over the 48 px that guidelines for touch ask for."""
_MOST_LETTERS = 180


def touch_button(words: str, theme: Theme, act: Callable[[], None], *, is_first: bool = False) -> QPushButton:
    """A large button; `is_first` is the one meant most of the time."""
    button = QPushButton(words)
    button.setFont(theme.font(2, bold=is_first))
    button.setStyleSheet(f"QPushButton {{ font-size: 16px; min-height: {TARGET_PX - 12}px; padding: 5px 16px; }}")
    button.setMinimumHeight(TARGET_PX)
    button.setDefault(is_first)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.clicked.connect(act)
    return button


class TouchField(QLineEdit):
    """A field that keeps Enter to itself: Qt hands it on to the window, where it means something else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter ends here."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def touch_field(name: str, hint: str) -> QLineEdit:
    """A large field for one line."""
    field = TouchField()
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setMaxLength(_MOST_LETTERS)
    field.setStyleSheet(f"QLineEdit {{ font-size: 16px; min-height: {TARGET_PX - 12}px; }}")
    field.setMinimumHeight(TARGET_PX)
    return field
