"""Hits: what is followed when no path is known: a person's badges, or one kind of event, door by door and camera by camera."""

from collections.abc import Iterable
from dataclasses import dataclass

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import LevelId


@dataclass(frozen=True, slots=True)
class HitFilter:
    """Which events are hits: of these kinds, of that person where one is named, on these levels where there are any."""

    words: str
    kinds: frozenset[EventKind]
    person: str = ""
    levels: frozenset[LevelId] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        """Whether hits may come from several subjects, so that those out of reach are another's."""
        return not self.person

    def takes(self, event: Happened, device: Device | None) -> bool:
        """Whether that event, at that device, is a hit."""
        if device is None or device.placement is None or event.kind not in self.kinds:
            return False
        if self.person and event.person != self.person:
            return False
        return not self.levels or device.placement.level_id in self.levels


_BADGES = frozenset({EventKind.ACCESS_GRANTED, EventKind.ACCESS_DENIED})
_ANALYTICS = frozenset({EventKind.WEAPON_DETECTED, EventKind.VAPE_DETECTED})
KINDS = (
    ("Badges granted", frozenset({EventKind.ACCESS_GRANTED})),
    ("Badges refused", frozenset({EventKind.ACCESS_DENIED})),
    ("Doors opened, forced or held", frozenset({EventKind.DOOR_OPENED, EventKind.DOOR_FORCED, EventKind.DOOR_HELD})),
    ("Motion", frozenset({EventKind.MOTION_STARTED})),
    ("Weapon and vape analytics", _ANALYTICS),
    ("Any of these", _BADGES | _ANALYTICS | {EventKind.DOOR_FORCED, EventKind.DOOR_HELD, EventKind.MOTION_STARTED}),
)
"""What can be followed without a name; in words, and the kinds it stands for."""


def choices(events: Iterable[Happened], levels: frozenset[LevelId]) -> list[HitFilter]:
    """All that can be followed now: people whose badges were told lately, the last one first, then kinds on these levels."""
    people = dict.fromkeys(event.person for event in reversed(list(events)) if event.person and event.kind in _BADGES)
    named = [HitFilter(person, _BADGES, person) for person in people]
    return named + [HitFilter(words, kinds, levels=levels) for words, kinds in KINDS]


def suggested(event: Happened | None, device: Device | None, offered: list[HitFilter]) -> int:
    """Which of the choices is most likely meant when that event, at that device, was the last one looked at."""
    if event is not None and event.person:
        return next((n for n, one in enumerate(offered) if one.person == event.person), 0)
    if device is not None and device.kind is DeviceKind.CAMERA:
        return next((n for n, one in enumerate(offered) if one.words == "Motion"), 0)
    return 0
