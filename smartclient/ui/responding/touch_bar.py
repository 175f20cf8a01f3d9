"""Three buttons that a gloved finger hits: the next alarm, its next camera, and everything else."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from smartclient.ui.responding.touch import Touch
from smartclient.ui.theme import Theme, Tone

HEIGHT_PX = 60


_WORDS = {Touch.ALARM: "Next alarm", Touch.CAMERA: "Next camera", Touch.ALL: "Everything"}


class TouchBar(QWidget):
    """`pressed` carries the Touch."""

    pressed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("What can be done")
        self.buttons = {touch: self._button(touch) for touch in Touch}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 12)
        row.setSpacing(12)
        for button in self.buttons.values():
            row.addWidget(button, 1)
        for touch in Touch:
            self.say(touch, _WORDS[touch])

    def say(self, touch: Touch, words: str, why_not: str = "", *, is_urgent: bool = False) -> None:
        """What the button does now, or why it does nothing; urgent is a thick edge in the colour of medium alarms."""
        button, key = self.buttons[touch], touch.value
        button.setText(f"{key}   {words}")
        button.setEnabled(not why_not)
        button.setToolTip(why_not)
        button.setAccessibleName(f"{words}, key {key}")
        tone, edge_px = (Tone.ALARM_MEDIUM, 3) if is_urgent else (Tone.TEXT_DIM, 1)
        sheet = (
            f"QPushButton {{ font-size: 20px; font-weight: 600; padding: 0 12px; min-height: {HEIGHT_PX - 2 * edge_px}px;"
            f" border: {edge_px}px solid {self._theme.colors[tone]}; }}"
            f"QPushButton:disabled {{ border-color: {self._theme.colors[Tone.LINE]}; }}"
        )
        if button.styleSheet() != sheet:
            button.setStyleSheet(sheet)

    def _button(self, touch: Touch) -> QPushButton:
        button = QPushButton()
        button.clicked.connect(lambda _checked=False: self.pressed.emit(touch))
        return button
