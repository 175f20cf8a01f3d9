"""The trail of hits: each moves the subject; hits it could not have walked to are another's and are passed over."""

import asyncio
from bisect import bisect_right, insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smartclient.domain.devices import Device
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.following.hits import HitFilter
from smartclient.session.following.subject import Glimpse
from smartclient.session.following.surroundings import Surroundings, surroundings
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.routes import RUNNING_M_S
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable

if TYPE_CHECKING:
    from smartclient.session.sight import Sight

AROUND = timedelta(hours=6)
"""Hits so long before and after the instant that is watched are looked up."""
MOST_AT_FIRST = 100
Earlier = Callable[[frozenset[EventKind], datetime, datetime], list[Happened]]
"""What happened, of some kinds, between two times; may take a while."""
_SLACK_M = 15.0
"""Readers stand beside doors, and clocks of devices differ."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The subject was met: the event, and who sees and will see it from there."""

    event: Happened
    around: Surroundings

    @property
    def at(self) -> datetime:
        """When."""
        return self.event.at


class Trail:
    """A Subject. Needs a running loop; `changed` tells of another hit, `stop` ends it."""

    def __init__(
        self,
        wanted: HitFilter,
        store: SiteStore,
        places: Places,
        sight: "Callable[[], Sight]",
        walkable: Walkable,
        failed: Callable[[], frozenset[DeviceId]],
        name_of: Callable[[DeviceId], str],
        earlier: Earlier,
        instant: datetime,
    ) -> None:
        """Hits around `instant` are looked up with `earlier`, in a thread; later ones are heard of from `store`."""
        self.changed: Signal[None] = Signal()
        self.wanted = wanted
        self.hits: list[Hit] = []
        self._store, self._places, self._sight, self._walkable = store, places, sight, walkable
        self._failed, self._name_of = failed, name_of
        self._known: set[str] = set()
        self._waiting: deque[Happened] = deque()
        self._is_working = False
        self._tasks = Tasks("follow")
        self._leave = store.changed.connect(self._take)
        self._tasks.start("look hits up", self._look_up(earlier, instant))

    async def stop(self) -> None:
        """Listens no more."""
        self._leave()
        await self._tasks.cancel()

    def at(self, instant: datetime) -> Glimpse:
        """As the last hit until then left it."""
        place = bisect_right(self.hits, instant, key=lambda hit: hit.at) - 1
        if place < 0:
            return Glimpse(words=f"Waits for a hit: {self.wanted.words}.")
        hit = self.hits[place]
        walked_s = (instant - hit.at).total_seconds()
        return Glimpse(
            now=hit.around.now,
            next=tuple(coming.camera for coming in hit.around.next),
            place=hit.around.place,
            words=self._words(hit, walked_s),
        )

    def _words(self, hit: Hit, walked_s: float) -> str:
        where = self._name_of(hit.event.device) if hit.event.device is not None else ""
        who = f"{hit.event.person}, " if hit.event.person else ""
        met = f"{who}{hit.event.kind.value} at {where}, {_ago(walked_s)}"
        if not hit.around.now and not hit.around.next:
            return f"{met}; no camera sees it."
        ahead = next((coming for coming in hit.around.next if coming.after_s > walked_s), None)
        if ahead is None:
            return f"{met}."
        return f"{met}; may come past {self._name_of(ahead.camera)} in {ahead.after_s - walked_s:.0f} s."

    def _take(self, changes: Changes) -> None:
        if changes.events:
            self._add(list(self._store.recent)[-changes.events :])

    async def _look_up(self, earlier: Earlier, instant: datetime) -> None:
        """Of too many, those nearest to the instant."""
        since, until = instant - AROUND, instant + AROUND
        told = await asyncio.to_thread(earlier, self.wanted.kinds, since, until)
        told += [event for event in self._store.recent if since <= event.at <= until]
        hits = [event for event in told if self.wanted.takes(event, self._device(event))]
        self._add(sorted(hits, key=lambda event: abs(event.at - instant))[:MOST_AT_FIRST])

    def _add(self, events: list[Happened]) -> None:
        hits = {e.id: e for e in events if e.id not in self._known and self.wanted.takes(e, self._device(e))}
        for event in sorted(hits.values(), key=lambda event: event.at):
            self._known.add(event.id)
            self._waiting.append(event)
        if self._waiting and not self._is_working:
            self._is_working = True
            self._tasks.start("work out hits", self._work())

    async def _work(self) -> None:
        try:
            await self._work_all_out()
        finally:
            self._is_working = False

    async def _work_all_out(self) -> None:
        while self._waiting:
            event = self._waiting.popleft()
            device = self._device(event)
            around = await asyncio.to_thread(self._look, device, event) if device is not None else None
            if around is not None:
                insort(self.hits, Hit(event, around), key=lambda hit: hit.at)
                self.changed.emit(None)

    def _look(self, device: Device, event: Happened) -> Surroundings | None:
        found = surroundings(device, self._places, self._sight(), self._walkable, self._failed())
        if found is None or not self.wanted.is_anonymous:
            return found
        place = bisect_right(self.hits, event.at, key=lambda hit: hit.at) - 1
        return found if place < 0 or self._can_reach(self.hits[place], found, event.at) else None

    def _can_reach(self, before: Hit, found: Surroundings, at: datetime) -> bool:
        """Whether somebody running could have come there since the last hit."""
        route = self._walkable.route(before.around.place, found.place)
        most_m = (at - before.at).total_seconds() * RUNNING_M_S + _SLACK_M
        return route is not None and route.length_m <= most_m

    def _device(self, event: Happened) -> Device | None:
        return self._store.devices.get(event.device) if event.device is not None else None


def _ago(seconds: float) -> str:
    if seconds < 2:
        return "just now"
    return f"{seconds:.0f} s ago" if seconds < 120 else f"{seconds / 60:.0f} min ago"
