"""What stands on a call's card, as plain values."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt

from smartclient.session.intercom.calls import EndedCall, Outcome
from smartclient.ui.words import duration


class CallKey(Enum):
    """What can be done on the card, each with one key while the card has the keyboard."""

    ANSWER = "answer"
    LISTEN = "listen"
    UNLOCK = "unlock"
    DECLINE = "decline"
    NEXT = "next"


KEYS = {
    Qt.Key.Key_A: CallKey.ANSWER,
    Qt.Key.Key_L: CallKey.LISTEN,
    Qt.Key.Key_U: CallKey.UNLOCK,
    Qt.Key.Key_D: CallKey.DECLINE,
    Qt.Key.Key_X: CallKey.NEXT,
}
KEY_WORDS = {action: Qt.Key(key).name.removeprefix("Key_") for key, action in KEYS.items()}


@dataclass(frozen=True, slots=True)
class CallFace:
    """One call. Reasons are sentences why something cannot be done, None where it can."""

    title: str
    place: str
    rings_for_s: float
    is_answered: bool
    is_being_told: bool
    door: str
    """The door it belongs to; empty where none is known."""
    door_state: str
    """What is known of the door."""
    why_not_answer: str | None
    why_not_listen: str | None
    why_not_talk: str | None
    why_not_unlock: str | None
    is_listening: bool
    is_talking: bool
    sound: str
    """How the sound stands, in words."""
    others: int = 0
    """So many more wait."""

    @property
    def status(self) -> str:
        """How the call stands, and whether others wait."""
        lasts = duration(self.rings_for_s)
        words = f"Answered here {lasts} ago" if self.is_answered else f"Rings for {lasts}"
        if self.is_being_told:
            words = "Telling the server …"
        return f"{words} · {self.others} more waiting, X next" if self.others else words


OUTCOMES = {
    Outcome.MISSED: "Missed",
    Outcome.DECLINED: "Declined",
    Outcome.ANSWERED: "Answered",
    Outcome.ELSEWHERE: "Answered elsewhere",
}


def ended_words(call: EndedCall) -> str:
    """`Missed · rang 40 s`, `Answered elsewhere by principal-hs · rang 12 s`."""
    by = f" by {call.by}" if call.by and call.outcome is not Outcome.MISSED else ""
    return f"{OUTCOMES[call.outcome]}{by} · rang {duration(call.rang.total_seconds())}"
