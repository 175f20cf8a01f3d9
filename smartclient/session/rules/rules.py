"""Looks at what happens and says what is due: an alarm of this side's own, or a camera to open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.domain.alarms import Priority
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.session.rules.calendar import is_in_use, zone_of
from smartclient.session.rules.judging import Times, again, several
from smartclient.session.rules.rulebook import Rulebook

VAPE_QUIET_MIN = 5.0


class Rule(StrEnum):
    """Which rule; part of the ids of its alarms."""

    DOOR_AFTER_HOURS = "door-after-hours"
    MOTION_AFTER_HOURS = "motion-after-hours"
    DENIED = "denied"
    VAPE = "vape"
    OUTSIDE_VIEW = "outside-view"
    """Always on: no rulebook switches it off."""


NAMES = {
    Rule.DOOR_AFTER_HOURS: "Door opened after hours",
    Rule.MOTION_AFTER_HOURS: "Motion after hours",
    Rule.DENIED: "Access denied again and again",
    Rule.OUTSIDE_VIEW: "Watched from outside without a grant",
}
PRIORITIES = {
    Rule.DOOR_AFTER_HOURS: Priority.MEDIUM,
    Rule.MOTION_AFTER_HOURS: Priority.LOW,
    Rule.DENIED: Priority.MEDIUM,
    Rule.OUTSIDE_VIEW: Priority.HIGH,
}


@dataclass(frozen=True, slots=True)
class Due:
    """A rule applies to what happened at `device`; `words` say why."""

    rule: Rule
    device: DeviceId
    event: Happened
    words: str


class Rules:
    """Remembers what each device did, as far as its rule needs that. `campus_of` is the name of a device's campus, empty on no map."""

    def __init__(self, book: Rulebook, campus_of: Callable[[DeviceId], str]) -> None:
        self._campus_of = campus_of
        self._denied: dict[DeviceId, Times] = {}
        self._last: dict[tuple[Rule, DeviceId], datetime] = {}
        self.use(book)

    def use(self, book: Rulebook) -> None:
        """Other rules from now on."""
        self.book, self._zone = book, zone_of(book.time_zone)
        after = book.after_hours
        self._wanted = {
            EventKind.DOOR_OPENED: after.is_on and after.doors,
            EventKind.MOTION_STARTED: after.is_on and after.motion,
            EventKind.ACCESS_DENIED: book.denied.is_on,
            EventKind.VAPE_DETECTED: book.vape.is_on,
        }

    def judge(self, event: Happened) -> Due | None:
        """What is due because of that event."""
        if event.device is None or not self._wanted.get(event.kind, False):
            return None
        if event.kind is EventKind.ACCESS_DENIED:
            return self._judge_denied(event, event.device)
        if event.kind is EventKind.VAPE_DETECTED:
            return self._judge_again(Rule.VAPE, event, event.device, VAPE_QUIET_MIN, "A vape sensor went off.")
        return self._judge_hours(event, event.device)

    def _judge_denied(self, event: Happened, device: DeviceId) -> Due | None:
        wanted = self.book.denied
        known, is_due = several(self._denied.get(device, ()), event.at, wanted.times, wanted.within_s)
        self._denied[device] = known
        words = f"{wanted.times} credentials were refused within {wanted.within_s / 60:g} min."
        return Due(Rule.DENIED, device, event, words) if is_due else None

    def _judge_hours(self, event: Happened, device: DeviceId) -> Due | None:
        campus = self._campus_of(device)
        if not campus or is_in_use(self.book, campus, event.at, self._zone):
            return None
        is_door = event.kind is EventKind.DOOR_OPENED
        rule = Rule.DOOR_AFTER_HOURS if is_door else Rule.MOTION_AFTER_HOURS
        local = event.at.astimezone(self._zone)
        words = f"{campus} is not in use on {local:%A} at {local:%H:%M}, by the school calendar."
        return self._judge_again(rule, event, device, self.book.after_hours.quiet_min, words)

    def _judge_again(self, rule: Rule, event: Happened, device: DeviceId, quiet_min: float, words: str) -> Due | None:
        self._last[rule, device], is_due = again(self._last.get((rule, device)), event.at, quiet_min)
        return Due(rule, device, event, words) if is_due else None
