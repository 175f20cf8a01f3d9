"""The search of one incident, kept in step with its marks and with what the server says of doors."""

import asyncio
from collections.abc import Callable

from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import BuildingId
from smartclient.domain.incident_entries import RoomStatus
from smartclient.domain.site import Site
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.frontier import Frontier, Guards, frontier
from smartclient.store.joins import Join, KnownJoins
from smartclient.store.places import Places
from smartclient.store.search_progress import Progress, Rooms, buildings_of, progress
from smartclient.store.site_store import SiteStore

_NOTHING = Frontier()


class Clearing:
    """`changed` tells when progress or frontier are others. Without cleared rooms it costs nothing. Needs a running loop."""

    def __init__(self, store: SiteStore, places: Places) -> None:
        self.changed: Signal[None] = Signal()
        self.frontier = _NOTHING
        self.progress = Progress({}, {})
        self._store, self._places = store, places
        self._rooms: Rooms = {}
        self._known = KnownJoins(places)
        self._joins: tuple[Join, ...] = ()
        self._joined: frozenset[BuildingId] = frozenset()
        self._plan: Site | None = None
        self._guards: Guards | None = None
        self._tasks = Tasks("clearing")
        self._is_looking = False
        self._leave: Callable[[], None] = store.changed.connect(self._hear)

    def take(self, rooms: Rooms) -> None:
        """These rooms are marked now."""
        if rooms == self._rooms:
            return
        self._rooms = rooms
        self.progress = progress(self._places, rooms)
        self._look_for_joins()
        self._work_out(is_news=True)

    async def stop(self) -> None:
        """Works nothing out any more."""
        self._leave()
        await self._tasks.cancel()

    def _hear(self, changes: Changes) -> None:
        if changes.everything:
            self._guards = None
        if not self._rooms:
            return
        if changes.everything:
            self.progress = progress(self._places, self._rooms)
            self._look_for_joins()
        is_door = any(
            (device := self._store.devices.get(each)) is not None and device.kind is DeviceKind.DOOR
            for each in changes.devices
        )
        if is_door or changes.everything or changes.connection:
            self._work_out(is_news=changes.everything)

    def _look_for_joins(self) -> None:
        if self._lacking() is not None and not self._is_looking:
            self._is_looking = True
            self._tasks.start("joins", self._find_joins())

    def _lacking(self) -> frozenset[BuildingId] | None:
        """The buildings whose joins are wanted; None where they are known, in this plan."""
        wanted = buildings_of(self._places, self._rooms)
        return None if wanted == self._joined and (self._plan is self._places.site or not wanted) else wanted

    async def _find_joins(self) -> None:
        """What was asked for meanwhile is looked for at once."""
        try:
            while (wanted := self._lacking()) is not None:
                plan = self._places.site
                self._joins = await asyncio.to_thread(self._known.of, wanted)
                self._joined, self._plan = wanted, plan
        finally:
            self._is_looking = False
        self._work_out(is_news=False)

    def _work_out(self, *, is_news: bool) -> None:
        cleared = {unit for unit, mark in self._rooms.items() if mark.body.status is RoomStatus.CLEARED}
        self._guards = self._guards or Guards(self._store)
        found = frontier(self._joins, cleared, self._guards) if cleared else _NOTHING
        if found != self.frontier or is_news:
            self.frontier = found
            self.changed.emit(None)
