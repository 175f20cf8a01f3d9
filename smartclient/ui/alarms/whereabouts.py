"""Where the selection is, to be said and written down: radio string, square of the national grid, latitude and longitude."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.store.position import Position
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme, Tone

_CAPTIONS = ("USNG", "Lat, lon", "Grid")


class Whereabouts(QWidget):
    """Below the cards of what is selected."""

    def __init__(self, theme: Theme, copy: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Where it is")
        rule = QFrame()
        rule.setFixedHeight(1)
        rule.setStyleSheet(f"background: {theme.colors[Tone.LINE]}; border: none")
        self.radio = text_label("Radio string")
        self._lines = [(text_label(dim=True), text_label(caption)) for caption in _CAPTIONS]
        self.copy = QPushButton("Copy for the radio")
        self.copy.setToolTip("Puts where it is, as it is said over the radio, on the clipboard (Ctrl+Shift+C)")
        self.copy.clicked.connect(lambda _checked=False: copy())
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(4)
        facts.setColumnStretch(1, 1)
        for row, (caption, (label, value)) in enumerate(zip(_CAPTIONS, self._lines, strict=True)):
            label.setText(caption)
            label.setWordWrap(False)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(value, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (rule, self.radio):
            layout.addWidget(widget)
        layout.addLayout(facts)
        layout.addWidget(self.copy)
        self.radio.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hide()

    def show_position(self, position: Position | None) -> None:
        """The numbers; None hides everything, for nothing is selected that has a place."""
        self.setVisible(position is not None)
        if position is None:
            return
        for (label, value), text in zip(
            self._lines, (position.exact_square, position.degrees, position.cell), strict=True
        ):
            value.setText(text)
            for part in (label, value):
                part.setVisible(bool(text))

    def show_radio(self, text: str) -> None:
        """The radio string, when it is known."""
        self.radio.setText(text)
        self.radio.setVisible(bool(text))
        self.radio.setAccessibleName(f"Radio string: {text}")
