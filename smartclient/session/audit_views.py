"""Which cameras were seen from when to when, for the audit: pieces of one camera are one view, so that rounds do not flood it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from smartclient.domain.ids import DeviceId
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.runtime.clock import Clock

JOIN_S = 120.0
"""A camera that comes back within it was seen all the time, in pieces."""
STILL_EVERY_S = 3_600.0
"""A view that goes on is said again, so that a killed program leaves at most so much open."""


class Sight(StrEnum):
    """What was seen of a camera."""

    LIVE = "live"
    RECORDED = "recorded"
    STILLS = "stills"


@dataclass(slots=True)
class _View:
    since: datetime
    name: str
    way: str
    pieces: int = 0
    seen_s: float = 0.0
    open: dict[Hashable, datetime] = field(default_factory=dict)
    last: datetime | None = None
    """The last time it was seen, once nobody does."""
    pictures: tuple[datetime, datetime] | None = None
    """From when to when the recorded pictures are, as they were taken."""
    said_at: datetime | None = None


class Views:
    """`write` takes the entries, `by` says who looks. `tick` every few seconds; `stop` ends all views."""

    def __init__(self, write: Callable[[AuditEntry], None], by: Callable[[], str], clock: Clock) -> None:
        self._write, self._by, self._clock = write, by, clock
        self._views: dict[tuple[DeviceId, Sight], _View] = {}

    def begin(self, viewer: Hashable, camera: DeviceId, name: str, sight: Sight, way: str = "") -> None:
        """The first picture is on the screen; without effect where `viewer` sees it already."""
        now = self._clock.now()
        view = self._views.get((camera, sight))
        if view is None:
            view = self._views[camera, sight] = _View(now, name, way, said_at=now)
            self._write(AuditEntry(Kind.VIEW, self._by(), "begin to watch", camera, name, _told(sight, way), now))
        if viewer not in view.open:
            view.open[viewer] = now
            view.pieces += 1
            view.way = view.way or way

    def end(self, viewer: Hashable, camera: DeviceId, sight: Sight) -> None:
        """It is on this viewer's screen no more; without effect where it was not."""
        view, now = self._views.get((camera, sight)), self._clock.now()
        if view is not None and (since := view.open.pop(viewer, None)) is not None:
            view.seen_s += (now - since).total_seconds()
            view.last = now

    def glance(self, camera: DeviceId, name: str, sight: Sight, way: str = "", at: datetime | None = None) -> None:
        """One picture was seen: a still, a thumbnail; `at` is when it was taken."""
        viewer = object()
        self.begin(viewer, camera, name, sight, way)
        self.end(viewer, camera, sight)
        if at is not None:
            self.saw(camera, sight, at)

    def saw(self, camera: DeviceId, sight: Sight, at: datetime) -> None:
        """A picture taken at that time was on the screen."""
        if (view := self._views.get((camera, sight))) is not None:
            first, last = view.pictures or (at, at)
            view.pictures = min(first, at), max(last, at)

    def tick(self) -> None:
        """Writes what has ended for good, and says long views again."""
        now = self._clock.now()
        for key, view in list(self._views.items()):
            if not view.open and view.last is not None and now - view.last > timedelta(seconds=JOIN_S):
                self._tell(key, view, "watched", view.last)
                del self._views[key]
            elif view.open and view.said_at is not None and now - view.said_at > timedelta(seconds=STILL_EVERY_S):
                view.said_at = now
                self._tell(key, view, "still watches", now)

    def stop(self) -> None:
        """Ends all views, as when the watch ends, the console is locked or another user comes."""
        now = self._clock.now()
        for key, view in self._views.items():
            for since in view.open.values():
                view.seen_s += (now - since).total_seconds()
            self._tell(key, view, "watched", now if view.open else view.last or now)
        self._views.clear()

    def _tell(self, key: tuple[DeviceId, Sight], view: _View, act: str, until: datetime) -> None:
        camera, sight = key
        seen_s = view.seen_s + (
            sum((until - since).total_seconds() for since in view.open.values()) if act != "watched" else 0
        )
        detail = _told(sight, view.way) | {
            "from": view.since,
            "to": until,
            "seconds": round(seen_s, 1),
            "times": view.pieces,
        }
        if view.pictures is not None:
            detail |= {"pictures from": view.pictures[0], "pictures to": view.pictures[1]}
        self._write(AuditEntry(Kind.VIEW, self._by(), act, camera, view.name, detail))


def _told(sight: Sight, way: str) -> dict[str, object]:
    told: dict[str, object] = {"sight": sight.value}
    return told | {"way": way[:200]} if way else told
