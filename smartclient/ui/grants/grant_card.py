"""One grant on a card: who asks, from where, why, which cameras, how long, who must approve, and what can be done about it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.grants import Grant, GrantState
from smartclient.domain.ids import DeviceId
from smartclient.session.grants import words
from smartclient.ui.dialogs import text_label
from smartclient.ui.drill import DrillFrame
from smartclient.ui.grants.lines import Verb
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import counter, duration, one_line, seconds_since, sentence, time_of_day, tooltip

LETTERS = {Verb.APPROVE: "A", Verb.REFUSE: "R", Verb.END: "E", Verb.MAP: "M", Verb.CAMERAS: "V", Verb.CLEARED: "C"}
"""What does it while the panel has the keyboard."""
_MOST_NAMED = 4
_LONGEST_BESIDE = 16
"""Buttons with more letters stand below each other: the column is narrow."""


@dataclass(frozen=True, slots=True)
class CardFace:
    """What a card says beyond the grant: names, the memorandum's sentences about the person, and why something cannot be done."""

    campus: str
    alarm: str
    cameras: tuple[str, ...]
    listed: tuple[str, ...]
    """The memorandum's own sentences about this person."""
    verbs: tuple[tuple[Verb, str], ...]
    """What can be done, with why it cannot be done now."""
    pending: str = ""


class GrantCard(QWidget):
    """`pressed` carries a Verb, `refused` the reason a person gave."""

    pressed = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.grant: Grant | None = None
        self.status, self.title = text_label("How it stands"), text_label("Who")
        self.title.setStyleSheet("font-size: 16px; font-weight: 600")
        self._facts: dict[str, tuple[QLabel, QLabel]] = {}
        self._sheet = QGridLayout()
        self._sheet.setHorizontalSpacing(12)
        self._sheet.setVerticalSpacing(4)
        self._sheet.setColumnStretch(1, 1)
        self.buttons: dict[Verb, QPushButton] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Why it is refused")
        self.reason.setPlaceholderText("Why it is refused; Enter refuses")
        self.reason.setMaxLength(200)
        self.reason.returnPressed.connect(self._refuse)
        self.reasons = text_label("Why something cannot be done", dim=True)
        self.pending = text_label("What is on its way", dim=True)
        self._lay_out()
        self._drill = DrillFrame(self, theme)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.status)
        column.addWidget(self.title)
        column.addLayout(self._grid)
        for widget in (self.reason, self.pending, self.reasons):
            column.addWidget(widget)
            widget.hide()
        column.addLayout(self._sheet)

    def show_grant(self, grant: Grant, face: CardFace, now: datetime) -> None:
        """The grant as it stands now."""
        if self.grant is None or self.grant.id != grant.id:
            self.reason.hide()
            self.reason.clear()
        self.grant = grant
        self.status.setText(one_line(state_words(grant, now)))
        self.status.setStyleSheet(f"color: {self._theme.colors[_tone(grant)]}; font-weight: 600")
        self.title.setText(one_line(words.who(grant)))
        self._show_facts(_facts(grant, face, now))
        self._show_buttons(face)
        self.pending.setText(one_line(face.pending))
        self.pending.setVisible(bool(face.pending))
        self._drill.show_drill(grant.is_drill)

    def begin_refusal(self) -> None:
        """Asks why."""
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc in the reason refuses nothing."""
        if event.key() == Qt.Key.Key_Escape and self.reason.isVisible():
            self.reason.hide()
            parent = self.parentWidget()
            if parent is not None:
                parent.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _refuse(self) -> None:
        if reason := self.reason.text().strip():
            self.reason.hide()
            self.refused.emit(reason)

    def _show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        for name, text in facts:
            caption, label = self._facts.get(name) or self._new_fact(name)
            label.setText(text)
            caption.setVisible(bool(text))
            label.setVisible(bool(text))

    def _new_fact(self, name: str) -> tuple[QLabel, QLabel]:
        caption, label, row = text_label(dim=True), text_label(name), len(self._facts)
        caption.setText(name)
        caption.setWordWrap(False)
        self._sheet.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        self._sheet.addWidget(label, row, 1)
        self._facts[name] = caption, label
        return caption, label

    def _show_buttons(self, face: CardFace) -> None:
        for button in self.buttons.values():
            button.hide()
        longest = max((len(verb.value) for verb, _why_not in face.verbs), default=0)
        columns = 1 if longest > _LONGEST_BESIDE else 2
        for place, (verb, why_not) in enumerate(face.verbs):
            button = self.buttons.get(verb) or self._new_button(verb)
            self._grid.addWidget(button, place // columns, place % columns)
            button.setEnabled(not why_not)
            button.setToolTip(tooltip(why_not))
            button.show()
        reasons = list(dict.fromkeys(why_not for _verb, why_not in face.verbs if why_not))
        self.reasons.setText("\n".join(reasons))
        self.reasons.setVisible(bool(reasons))

    def _new_button(self, verb: Verb) -> QPushButton:
        letter = LETTERS.get(verb)
        button = self.buttons[verb] = QPushButton(f"{verb.value}   {letter}" if letter else verb.value)
        button.setAccessibleName(verb.value)
        button.setDefault(verb is Verb.APPROVE)
        button.clicked.connect(lambda _checked=False: self.pressed.emit(verb))
        return button


def state_words(grant: Grant, now: datetime) -> str:
    """How a grant stands, counting on: `Asked 00:12 ago, one of two approvals`, `Open until 14:20, 17:31 left`."""
    glass = "Break-glass. " if grant.is_break_glass else ""
    match grant.state:
        case GrantState.REQUESTED:
            asked = f"Asked {counter(seconds_since(grant.requested_at, now))} ago"
            return ", ".join(filter(None, (asked, words.approvals(grant) or "nobody has approved yet")))
        case GrantState.OPEN if grant.ends_at is not None:
            left = (grant.ends_at - now).total_seconds()
            more = f"{counter(left)} left" if left > 0 else "its time is up"
            return f"{glass}Open until {words.clock(grant.ends_at)}, {more}"
        case GrantState.OPEN:
            return f"{glass}Open until the school ends it"
        case _:
            return glass + words.ended(grant)


def named(cameras: Iterable[DeviceId], name_of: Callable[[DeviceId], str]) -> tuple[str, ...]:
    """The names of cameras in order."""
    return tuple(sorted(one_line(name_of(camera)) for camera in cameras))


def _facts(grant: Grant, face: CardFace, now: datetime) -> Iterator[tuple[str, str]]:
    yield "Campus", one_line(face.campus)
    yield "Because of", sentence(words.circumstance(grant.circumstance))
    yield "Reason", f"“{one_line(grant.reason)}”" if grant.reason else "none given"
    yield "Alarm", one_line(face.alarm)
    count = words.cameras(len(grant.cameras)) if grant.cameras else ""
    yield "Cameras", ", ".join(part for part in (one_line(grant.area), count) if part)
    more = len(face.cameras) - _MOST_NAMED
    yield "", "\n".join(face.cameras[:_MOST_NAMED]) + (f"\nand {more} more" if more > 0 else "")
    yield "Asked", time_of_day(grant.requested_at, now)
    yield "Approved", ", ".join(f"{one_line(each.by)} at {words.clock(each.at)}" for each in grant.approvals)
    missing = grant.needed - len(grant.approvals)
    is_short = grant.state is GrantState.REQUESTED and grant.needed > 1
    yield "Still needed", f"{missing} of {grant.needed} approvals" if is_short else ""
    opened, ends = grant.opened_at, grant.ends_at
    yield "How long", duration(seconds_since(opened, ends)) if opened is not None and ends is not None else ""
    yield "Memorandum", "\n".join(face.listed)


def _tone(grant: Grant) -> Tone:
    if grant.state is GrantState.OPEN:
        return Tone.ALARM_HIGH if grant.is_break_glass else Tone.ACCENT
    return Tone.ALARM_MEDIUM if grant.state is GrantState.REQUESTED else Tone.TEXT_DIM
