"""The true state of the demo district: locks and leaves of doors, sensors, how full the halls are; no protocol here."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from smartclient.demo.plan import DemoSite, Opening
from smartclient.demo.ptz import Aim, Head

SWING_S = 1.2
MOVES_KEPT = 256


def utc_now() -> datetime:
    """The wall clock, aware."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Times:
    """Pieces of time, aware UTC, in order of their beginning; the last one may have no end yet."""

    spans: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def begin(self, at: datetime) -> None:
        """A piece begins, if none lasts."""
        self._add(at, None)

    def add(self, at: datetime, until: datetime) -> None:
        """A piece of known length begins; one that lasts goes on at least so long."""
        if not self.spans or self.spans[-1][1] is not None:
            self._add(at, until)

    def _add(self, at: datetime, until: datetime | None) -> None:
        last = self.spans[-1] if self.spans else None
        if last is None or (last[1] is not None and last[1] < at):
            self.spans.append((at, until))
            del self.spans[:-MOVES_KEPT]
        elif last[1] is not None:
            self.spans[-1] = last[0], until and max(until, last[1])

    def begun(self, at: datetime) -> datetime | None:
        """When the piece began that lasts at a time; None when there is none."""
        index = bisect_right(self.spans, at, key=lambda span: span[0]) - 1
        if index < 0:
            return None
        begin, end = self.spans[index]
        return begin if end is None or at < end else None

    def end(self, at: datetime) -> None:
        """The piece that lasts ends."""
        if self.spans and self.spans[-1][1] is None:
            self.spans[-1] = self.spans[-1][0], at


@dataclass(slots=True)
class DoorState:
    """One door: `locked` is the bolt, `is_open` the leaf; `forced` and `held` last until the leaf closes."""

    locked: bool = True
    is_open: bool = False
    forced: bool = False
    held: bool = False
    move_times: list[datetime] = field(default_factory=list)
    move_opens: list[bool] = field(default_factory=list)


class World:
    """Doors, inputs, crowd, and cameras, by guid; all also as they were at times past.

    `heads` are those of cameras that move; `motions` is what moved before cameras in this run beyond the usual, `outages`
    when they gave no picture. Before somebody sets the crowd it is `usual_crowd`.
    `doors_changed` grows by one whenever a leaf begins to move, so that whoever draws doors knows when to draw again.
    `clock` gives aware UTC.
    """

    def __init__(
        self,
        site: DemoSite,
        clock: Callable[[], datetime] = utc_now,
        usual_crowd: Callable[[datetime], float] = lambda _at: 0.2,
    ) -> None:
        self.clock = clock
        self._usual_crowd = usual_crowd
        self.doors: dict[str, DoorState] = {door.guid: DoorState() for door in site.doors}
        self.inputs: dict[str, bool] = {d.guid: False for d in site.devices if d.resource == "inputEvents"}
        self._active: dict[str, Times] = {guid: Times() for guid in self.inputs}
        self.heads = {camera.guid: Head.of(camera) for camera in site.cameras if camera.form == "ptz"}
        self.motions: dict[str, Times] = {camera.guid: Times() for camera in site.cameras}
        self.outages: dict[str, Times] = {camera.guid: Times() for camera in site.cameras}
        self.doors_changed = 0
        self.openings: tuple[Opening, ...] = tuple(
            site.opening_by_id[opening] for opening in site.door_by_opening if opening in site.opening_by_id
        )
        self._crowd_times: list[datetime] = []
        self._crowds: list[float] = []

    def door_open_fraction(self, door_guid: str, at: datetime) -> float:
        """How far the leaf stands open at `at`: 0 closed, 1 open; it swings in SWING_S seconds. Unknown doors are closed."""
        door = self.doors.get(door_guid)
        index = bisect_right(door.move_times, at) - 1 if door else -1
        if door is None or index < 0:
            return 0.0
        swung = min(1.0, (at - door.move_times[index]).total_seconds() / SWING_S)
        return swung if door.move_opens[index] else 1.0 - swung

    def crowd(self, at: datetime) -> float:
        """How full halls and walkways are at `at`: 0 deserted, 1 between two lessons."""
        index = bisect_right(self._crowd_times, at) - 1
        return self._crowds[index] if index >= 0 else self._usual_crowd(at)

    def aims(self, at: datetime) -> dict[str, Aim]:
        """Where cameras looked that did not look as they were mounted."""
        aims = {guid: head.aim(at) for guid, head in self.heads.items()}
        return {guid: aim for guid, aim in aims.items() if aim != self.heads[guid].home}

    def turning(self, at: datetime) -> frozenset[str]:
        """The cameras that turned or zoomed."""
        return frozenset(guid for guid, head in self.heads.items() if head.is_moving(at))

    def visits(self, at: datetime) -> dict[str, int]:
        """The cameras before which something moved in this run, and since when: milliseconds since 1970."""
        begun = {guid: times.begun(at) for guid, times in self.motions.items() if times.spans}
        return {guid: round(since.timestamp() * 1000) for guid, since in begun.items() if since}

    def set_crowd(self, level: float) -> None:
        """From now on halls are this full, 0 to 1."""
        self._crowd_times.append(self.clock())
        self._crowds.append(min(1.0, max(0.0, level)))
        del self._crowd_times[:-MOVES_KEPT], self._crowds[:-MOVES_KEPT]

    def move_leaf(self, door_guid: str, *, is_open: bool) -> bool:
        """Opens or closes a leaf; False when it stands so already. Raises KeyError for an unknown door."""
        door = self.doors[door_guid]
        if door.is_open == is_open:
            return False
        door.is_open = is_open
        door.forced = door.held = False
        door.move_times.append(self.clock())
        door.move_opens.append(is_open)
        del door.move_times[:-MOVES_KEPT], door.move_opens[:-MOVES_KEPT]
        self.doors_changed += 1
        return True

    def force(self, door_guid: str) -> bool:
        """Breaks a door open; False when it is forced already. Raises KeyError for an unknown door."""
        door = self.doors[door_guid]
        changed = not door.forced
        self.move_leaf(door_guid, is_open=True)
        door.forced = True
        return changed

    def set_lock(self, door_guid: str, *, locked: bool) -> bool:
        """Throws or draws the bolt; False when it is so already. Raises KeyError for an unknown door."""
        door = self.doors[door_guid]
        changed = door.locked != locked
        door.locked = locked
        return changed

    def hold(self, door_guid: str) -> None:
        """Marks an open door as open too long. Raises KeyError for an unknown door."""
        door = self.doors[door_guid]
        door.held = door.is_open

    def set_input(self, guid: str, *, active: bool) -> bool:
        """Activates or releases a sensor or button; False when it is so already. Raises KeyError for an unknown one."""
        changed = self.inputs[guid] != active
        self.inputs[guid] = active
        (self._active[guid].begin if active else self._active[guid].end)(self.clock())
        return changed

    def was_active(self, guid: str, at: datetime) -> bool:
        """Whether that sensor or button was active at a time; nothing is known to have been of an unknown one."""
        times = self._active.get(guid)
        return times is not None and times.begun(at) is not None
