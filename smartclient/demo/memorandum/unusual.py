"""What the school must hear of: glass broken, attempts refused again and again, unlisted people, odd hours. Each is an alarm."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from smartclient.demo.memorandum.course import Grant
from smartclient.demo.memorandum.policy import Policy
from smartclient.demo.memorandum.viewings import Attempt

KEPT = 20_000
_ONCE_IN = timedelta(minutes=5)

Raise = Callable[[str, str, str, str], None]
"""Makes an alarm: name, message, campus, priority."""


class Unusual:
    """Raises each alarm once in five minutes for the same person and campus; glass rings every time. `kept` is for the report."""

    def __init__(self, now: Callable[[], datetime], raise_alarm: Raise) -> None:
        self._now, self.raise_alarm = now, raise_alarm
        self._last: dict[tuple[str, str, str], datetime] = {}
        self.kept: deque[tuple[datetime, str, str, str, str]] = deque(maxlen=KEPT)
        """(time, name, user, campus, sentence)."""

    def broke_glass(self, grant: Grant, rings: Iterable[str]) -> None:
        """Somebody opened a campus without approval."""
        sentence = f"{grant.person} ({grant.agency}) opened the cameras without approval: {grant.reason} Rung: {', '.join(rings)}."
        self._tell("Break-glass: cameras opened without approval", grant.user, grant.campus, sentence, "High")

    def refused(self, policy: Policy, user: str, campus: str, attempts: Iterable[Attempt]) -> None:
        """An attempt was refused: by somebody not listed, or for the so many-th time."""
        if policy.person(user) is None:
            self.unlisted(user, campus)
            return
        earliest = self._now() - timedelta(minutes=policy.unusual.within_minutes)
        count = sum(1 for each in attempts if each.user == user and each.last_at >= earliest)
        if count >= policy.unusual.refusals:
            sentence = f"{user} was refused cameras {count} times within {policy.unusual.within_minutes} minutes."
            self._once("Repeated attempts to see closed cameras", user, campus, sentence)

    def unlisted(self, user: str, campus: str) -> None:
        """Somebody whom the memorandum does not name wanted pictures."""
        sentence = f"{user} wanted to see cameras and is not a person whom the memorandum lets."
        self._once("Attempt by a person who is not listed", user, campus, sentence)

    def outside_hours(self, user: str, campus: str) -> None:
        """Somebody asked when the memorandum opens nothing."""
        self._once(
            "Request outside the agreed hours", user, campus, f"{user} asked to see cameras outside the agreed hours."
        )

    def viewed_after_clearing(self, user: str, grant: Grant) -> None:
        """Somebody watches although all units have left."""
        sentence = f"{grant.person} watches cameras after all units were cleared."
        self._once("Viewing after all units were cleared", user, grant.campus, sentence)

    def viewed_without_alarm(self, user: str, grant: Grant) -> None:
        """Somebody watches because of an alarm, and there is none."""
        sentence = f"{grant.person} watches cameras because of a school alarm, and the campus has no open alarm."
        self._once("Viewing without an alarm", user, grant.campus, sentence)

    def _once(self, name: str, user: str, campus: str, sentence: str) -> None:
        key, now = (name, user, campus), self._now()
        if key not in self._last or now - self._last[key] >= _ONCE_IN:
            self._last[key] = now
            self._tell(name, user, campus, sentence, "Medium")

    def _tell(self, name: str, user: str, campus: str, sentence: str, priority: str) -> None:
        self.kept.append((self._now(), name, user, campus, sentence))
        self.raise_alarm(name, sentence, campus, priority)
