"""Who else is at work on which incident, where they point, and whose clock is wrong."""

from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.ids import ConsoleId, IncidentId, LevelId
from smartclient.domain.site import LonLat
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal

GONE_AFTER_S = 10.0
POINTER_S = 4.0
"""A pointer that rests longer is no longer shown."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another console, as it last wrote."""

    console: ConsoleId
    name: str
    incident: IncidentId | None
    heard_s: float
    clock_off_s: float = 0.0
    """How far its clock is ahead of ours, the way of the letter included."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where somebody points on the map."""

    name: str
    position: LonLat
    level: LevelId | None
    at_s: float


class Presence:
    """`changed` tells of people, `moved` of pointers. Names are what consoles say of themselves; the channel does not prove them."""

    def __init__(self, clock: Clock) -> None:
        self.changed: Signal[None] = Signal()
        self.moved: Signal[None] = Signal()
        self._clock = clock
        self._here: dict[ConsoleId, Colleague] = {}
        self._pointers: dict[ConsoleId, tuple[IncidentId | None, Pointer]] = {}

    @property
    def everybody(self) -> tuple[Colleague, ...]:
        """All other consoles that are there, by name."""
        return tuple(sorted(self._here.values(), key=lambda one: (one.name, one.console)))

    def on(self, incident: IncidentId) -> tuple[Colleague, ...]:
        """The others at work on that incident."""
        return tuple(one for one in self.everybody if one.incident == incident)

    def pointers(self, incident: IncidentId) -> tuple[Pointer, ...]:
        """Where the others at work on it point now."""
        now_s = self._clock.steady_s()
        found = (pointer for on, pointer in self._pointers.values() if on == incident)
        return tuple(pointer for pointer in found if now_s - pointer.at_s < POINTER_S)

    def hear(self, console: ConsoleId, name: str, incident: IncidentId | None, at: datetime) -> bool:
        """A console wrote that it is there; true where it was not known."""
        known = self._here.get(console)
        if known is None and len(self._here) >= _MOST:
            return False
        off_s = (at - self._clock.now()).total_seconds()
        self._here[console] = Colleague(console, name, incident, self._clock.steady_s(), off_s)
        if known is None or (known.name, known.incident) != (name, incident):
            self.changed.emit(None)
        return known is None

    def leave(self, console: ConsoleId) -> None:
        """A console wrote that it goes."""
        self._pointers.pop(console, None)
        if self._here.pop(console, None) is not None:
            self.changed.emit(None)

    def point(
        self, console: ConsoleId, name: str, incident: IncidentId | None, position: LonLat | None, level: LevelId | None
    ) -> None:
        """A console wrote where it points; nowhere where `position` is None."""
        if position is None:
            self._pointers.pop(console, None)
        elif console in self._pointers or len(self._pointers) < _MOST:
            self._pointers[console] = (incident, Pointer(name, position, level, self._clock.steady_s()))
        self.moved.emit(None)

    def tidy(self) -> None:
        """Forgets those who have been silent; to be called every second or so."""
        now_s = self._clock.steady_s()
        for console in [c for c, one in self._here.items() if now_s - one.heard_s > GONE_AFTER_S]:
            self.leave(console)
        stale = [c for c, (_on, pointer) in self._pointers.items() if now_s - pointer.at_s > POINTER_S]
        for console in stale:
            del self._pointers[console]
        if stale:
            self.moved.emit(None)

    def clear(self) -> None:
        """Nobody is known to be there: the line is cut."""
        if self._here or self._pointers:
            self._here.clear()
            self._pointers.clear()
            self.changed.emit(None)
            self.moved.emit(None)
