"""The head of the responder's screen: which alarm, and where it is in letters that can be read from the driver's seat."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smartclient.domain.alarms import Alarm
from smartclient.runtime.clock import Clock
from smartclient.ui.alarms.alarm_card import Sign
from smartclient.ui.dialogs import text_label
from smartclient.ui.drill import DrillFrame
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import duration, one_line, seconds_since

RADIO_PX = 30
_CALM = "No open alarm"
_NEXT = "A new one appears here by itself, with its place and the camera that sees it best."


class AlarmStrip(QWidget):
    """Across the whole window; `add` lays the line to the server at its right end."""

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.sign = Sign(theme)
        self.name = text_label("Alarm")
        self.name.setProperty("headline", True)
        self.state = text_label("State of the alarm", dim=True)
        self.radio = text_label("Radio string")
        self.radio.setStyleSheet(f"font-size: {RADIO_PX}px; font-weight: 600")
        self.radio.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setObjectName("strip")
        self.setAccessibleName("The alarm")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"#strip {{ border-bottom: 1px solid {theme.colors[Tone.LINE]}; }}")
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        self._head.addWidget(self.sign)
        self._head.addWidget(self.name)
        self._head.addWidget(self.state, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 12)
        page.setSpacing(6)
        page.addLayout(self._head)
        page.addWidget(self.radio)
        self.drill = DrillFrame(self, theme)
        self.show_alarm(None, "", is_live=True)

    def add(self, widget: QWidget) -> None:
        """Lays something at the right end."""
        self._head.addWidget(widget)
        widget.show()

    def show_alarm(self, alarm: Alarm | None, place: str, *, is_live: bool) -> None:
        """The alarm as it is now, and its place as it is said over the radio."""
        self.sign.setVisible(alarm is not None)
        self.drill.show_drill(alarm is not None and alarm.is_drill)
        if alarm is None:
            self.name.setText(_CALM)
            self.state.setText("" if is_live else "as last told: the server is away")
            self.radio.setText(_NEXT)
            return
        self.sign.show_alarm(alarm, not is_live)
        self.name.setText(one_line(alarm.name))
        owner = f" · {one_line(alarm.owner)}" if alarm.owner else ""
        age = duration(seconds_since(alarm.at, self._clock.now()))
        verdict = f" · verified: {alarm.judgement.verdict.value}" if alarm.judgement is not None else ""
        away = "" if is_live else " · as last told: the server is away"
        self.state.setText(f"{one_line(alarm.state_name)}{owner} · {age} ago{verdict}{away}")
        self.radio.setText(one_line(place))
