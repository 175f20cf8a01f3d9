"""How far a search has come: the rooms that are next, and the ways by which cleared rooms can be entered again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from smartclient.domain.devices import Device, DeviceKind, Leaf, Lock
from smartclient.domain.ids import OpeningId, UnitId
from smartclient.store.joins import Join
from smartclient.store.site_store import SiteStore


class Guard(StrEnum):
    """What keeps a join shut, as the server says; only a locked door that is not open does."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    OPEN = "open"
    UNKNOWN = "lock not known"
    NOTHING = "no door"

    @property
    def protects(self) -> bool:
        """Whether nobody comes through."""
        return self is Guard.LOCKED


GuardOf = Callable[[Join], Guard]


@dataclass(frozen=True, slots=True)
class Exposure:
    """A join by which the unit `cleared` can be entered from `beyond`, which is not cleared; None is the outside.

    `behind` cleared units, itself among them, can be reached through it without another locked door.
    """

    join: Join
    cleared: UnitId
    beyond: UnitId | None
    guard: Guard
    behind: int


@dataclass(frozen=True, slots=True)
class Frontier:
    """`next_rooms` are not cleared and lie beside a cleared one; `exposed` are the cleared ones that can be entered again."""

    next_rooms: frozenset[UnitId] = frozenset()
    exposures: tuple[Exposure, ...] = ()
    exposed: frozenset[UnitId] = frozenset()


def frontier(joins: Iterable[Join], cleared: AbstractSet[UnitId], guard_of: GuardOf) -> Frontier:
    """The frontier of these cleared units. Two ways through one and the same door are two exposures, in the order of the joins."""
    inside: defaultdict[UnitId, list[UnitId]] = defaultdict(list)
    next_rooms: set[UnitId] = set()
    ways: list[tuple[Join, UnitId, UnitId | None, Guard]] = []
    for join in joins:
        ends = [end for end in (join.unit, join.other) if end is not None and end in cleared]
        if not ends:
            continue
        guard = guard_of(join)
        if len(ends) == 2:
            if not guard.protects:
                inside[ends[0]].append(ends[1])
                inside[ends[1]].append(ends[0])
            continue
        beyond = join.other if ends[0] == join.unit else join.unit
        if beyond is not None:
            next_rooms.add(beyond)
        if not guard.protects:
            ways.append((join, ends[0], beyond, guard))
    regions = _regions(inside, [unit for _join, unit, _beyond, _guard in ways])
    exposures = tuple(Exposure(join, unit, beyond, guard, len(regions[unit])) for join, unit, beyond, guard in ways)
    return Frontier(frozenset(next_rooms), exposures, frozenset(regions))


class Guards:
    """What the server says of the doors that stand in openings; while the line is cut nothing is known.

    Made anew when devices come or go.
    """

    def __init__(self, store: SiteStore) -> None:
        self._store = store
        self._doors: defaultdict[OpeningId, list[Device]] = defaultdict(list)
        for device in store.devices.values():
            if device.kind is DeviceKind.DOOR and device.placement and device.placement.opening_id:
                self._doors[device.placement.opening_id].append(device)

    def __call__(self, join: Join) -> Guard:
        """The guard of a join; where several doors stand in one opening, the weakest."""
        if join.opening is None or join.opening.door_type == "open":
            return Guard.NOTHING
        doors = self._doors.get(join.opening.id, [])
        if not doors or not self._store.is_live(doors[0].id):
            return Guard.UNKNOWN
        told = [self._guard(door) for door in doors]
        return next((guard for guard in (Guard.OPEN, Guard.UNLOCKED, Guard.UNKNOWN) if guard in told), Guard.LOCKED)

    def _guard(self, door: Device) -> Guard:
        state = self._store.state(door.id)
        if state.leaf is not None and state.leaf.value is not Leaf.CLOSED:
            return Guard.OPEN
        if state.lock is None:
            return Guard.UNKNOWN
        return Guard.LOCKED if state.lock.value is Lock.LOCKED else Guard.UNLOCKED


def _regions(inside: Mapping[UnitId, Sequence[UnitId]], starts: Iterable[UnitId]) -> dict[UnitId, frozenset[UnitId]]:
    """For every unit that can be reached from `starts`: all that can be reached from it."""
    found: dict[UnitId, frozenset[UnitId]] = {}
    for start in starts:
        if start in found:
            continue
        reached, waiting = {start}, [start]
        while waiting:
            for unit in inside.get(waiting.pop(), ()):
                if unit not in reached:
                    reached.add(unit)
                    waiting.append(unit)
        region = frozenset(reached)
        found |= dict.fromkeys(region, region)
    return found
