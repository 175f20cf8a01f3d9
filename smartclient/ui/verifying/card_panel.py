"""The words of the card: what it is and since when, who or what, what is near, what is to be done, and the decisions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from smartclient.domain.alarms import Alarm
from smartclient.runtime.clock import Clock
from smartclient.session.verifying.nearby import Near
from smartclient.session.verifying.who_what import Finding
from smartclient.ui.alarms.alarm_card import Sign
from smartclient.ui.alarms.facts import Saying
from smartclient.ui.dialogs import text_label
from smartclient.ui.drill import DrillFrame
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.verifying.alarm_picture import AlarmPicturePlate
from smartclient.ui.verifying.card_part import CardPart
from smartclient.ui.verifying.findings import Findings
from smartclient.ui.verifying.moment_tile import MomentTile
from smartclient.ui.verifying.scrolled_column import ScrolledColumn
from smartclient.ui.verifying.verdict_bar import VerdictBar
from smartclient.ui.verifying.waiting_bar import WaitingBar
from smartclient.ui.words import duration, one_line, seconds_since, time_of_day

_KEYS_HERE = "R, F, D decide · C copies the place · T turns cameras · S keeps a picture with it · Esc closes"

_HERE_M = 2.0
_BESIDE_PX, _SCROLL_BAR_PX = 12, 10
_TOP_PX, _TOP_DRILL_PX = 8, 22
"""A drill's word needs room of its own above the name."""


class CardPanel(CardPart):
    """Stands beside the map. The verdicts keep their place at the bottom; what is between scrolls."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        moment: MomentTile,
        picture: AlarmPicturePlate,
        verdicts: VerdictBar,
        keyboard: str,
        parent: QWidget | None = None,
    ) -> None:
        """`keyboard` is the key that gives the card the keyboard."""
        super().__init__(parent)
        self._theme, self._clock, self._keyboard = theme, clock, keyboard
        self.moment, self.picture, self.verdicts = moment, picture, verdicts
        self.waiting = WaitingBar(theme)
        self.sign = Sign(theme)
        self.name = text_label("Alarm")
        self.name.setProperty("title", True)
        self.state = text_label("State of the alarm", dim=True)
        self.message = text_label("Message of the alarm")
        self.findings = Findings(theme)
        self.near = text_label("Nearest doors and stairs")
        self.instructions = text_label("Instructions")
        self.keys = text_label("Keys of the card", dim=True)
        self.drill = DrillFrame(self, theme)
        self.setAccessibleName("Verify the alarm")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.show_keyboard(False)

    def show_alarm(self, alarm: Alarm, is_live: bool) -> None:
        """The alarm as it is now."""
        now = self._clock.now()
        self.sign.show_alarm(alarm, not is_live)
        self.name.setText(one_line(alarm.name))
        owner = f" · {one_line(alarm.owner)}" if alarm.owner else " · nobody has it"
        age = duration(seconds_since(alarm.at, now))
        stale = "" if is_live else " · as last told: the server is away"
        self.state.setText(f"{one_line(alarm.state_name)}{owner}\n{time_of_day(alarm.at, now)}, {age} ago{stale}")
        message = one_line(alarm.message)
        self.message.setText(message)
        self.message.setVisible(bool(message) and message != one_line(alarm.name))
        instructions = alarm.instructions.strip()
        self.instructions.setText(instructions)
        self._instructed.setVisible(bool(instructions))
        self.verdicts.show_alarm(alarm)
        self._body.setContentsMargins(_BESIDE_PX, _TOP_DRILL_PX if alarm.is_drill else _TOP_PX, _BESIDE_PX, 8)
        self.drill.show_drill(alarm.is_drill)

    def show_findings(self, findings: Sequence[Finding], sayings: Sequence[Saying]) -> None:
        """Who or what it is about."""
        self.findings.show_findings(findings, sayings)

    def show_near(self, near: Sequence[Near] | None, why_not: str = "") -> None:
        """What is near; None while it is being worked out."""
        words = why_not or ("Looking for doors and stairs …" if near is None else _near_words(near))
        self.near.setText(words)

    def show_keyboard(self, has_it: bool) -> None:
        """Whether the card's keys work, which is said in words and by the edge."""
        self.keys.setText(
            _KEYS_HERE if has_it else f"{self._keyboard} gives the card the keyboard, then R, F, D decide"
        )
        tone = Tone.ACCENT if has_it else Tone.LINE
        self._edge.setStyleSheet(f"background: {self._theme.colors[tone]}; border: none")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Pictures keep their proportions."""
        super().resizeEvent(event)
        for pictured in (self.moment, self.picture):
            pictured.fit(self.width() - 2 * _BESIDE_PX - _SCROLL_BAR_PX)

    def _lay_out(self) -> None:
        self._edge = QFrame()
        self._edge.setFixedHeight(2)
        head, said = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(12)
        said.setSpacing(2)
        said.addWidget(self.name)
        said.addWidget(self.state)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._edge)
        self._body = body = QVBoxLayout()
        body.setContentsMargins(_BESIDE_PX, _TOP_PX, _BESIDE_PX, 8)
        body.setSpacing(8)
        body.addWidget(self.waiting)
        body.addLayout(head)
        body.addWidget(self._scrolled(), 1)
        body.addWidget(self.verdicts)
        body.addWidget(self.keys)
        page.addLayout(body, 1)

    def _scrolled(self) -> ScrolledColumn:
        self._instructed = _headed("Instructions", self.instructions)
        return ScrolledColumn(
            self.message, self.moment, self.picture, self.findings, _headed("Nearest", self.near), self._instructed
        )


def _headed(title: str, widget: QWidget) -> QWidget:
    block = QWidget()
    heading = text_label()
    heading.setText(title)
    heading.setProperty("heading", True)
    layout = QVBoxLayout(block)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(heading)
    layout.addWidget(widget)
    return block


def _near_words(near: Sequence[Near]) -> str:
    lines = (f"{one_line(each.name)} · {_way_words(each)}" for each in near)
    return "\n".join(lines) or "No named door and no stairs are near, as far as the plan tells."


def _way_words(near: Near) -> str:
    if near.metres is None:
        return "no way on the plan"
    return "here" if near.metres < _HERE_M else f"{near.metres:.0f} m on foot"
