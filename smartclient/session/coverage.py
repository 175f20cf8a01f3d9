"""The coverage of the floors somebody looks at, kept in step with the present: worked out in a thread, floor by floor."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import TYPE_CHECKING

from smartclient.domain.devices import Device, DeviceKind, Health
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.runtime.backlog import Backlog
from smartclient.runtime.signal import Signal
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore

if TYPE_CHECKING:
    from smartclient.session.covered_floor import CoveredFloor
    from smartclient.session.floor_coverage import FloorCoverage, Loss
    from smartclient.session.sight import Sight


class Coverage:
    """Knows the floors that were wanted. `changed` tells the level that is known anew. Needs a running loop when floors are wanted."""

    def __init__(self, store: SiteStore, places: Places, sight: "Callable[[], Sight]") -> None:
        """`sight` may be asked for in a thread."""
        self.changed: Signal[LevelId] = Signal()
        self._store, self._places, self._sight = store, places, sight
        self._site = store.site
        self.failed = self._all_failed()
        """The cameras that do not answer their server."""
        self._floors: dict[LevelId, CoveredFloor] = {}
        self._known: dict[LevelId, FloorCoverage] = {}
        self._wanted: dict[LevelId, None] = {}
        self._stale: Backlog[LevelId] = Backlog("coverage", self._work_out)
        self._leave = store.changed.connect(self._take)

    @property
    def is_working(self) -> bool:
        """Whether floors that are wanted are not known yet as they are."""
        return self._stale.is_working

    def of(self, level: LevelId) -> "FloorCoverage | None":
        """What is known of a floor; None until it was wanted and worked out."""
        return self._known.get(level)

    def want(self, levels: Iterable[LevelId]) -> None:
        """Works these out, in this order, and keeps them in step from now on; what is known is not worked out again."""
        fresh = [level for level in levels if level in self._places.levels and level not in self._wanted]
        self._wanted.update(dict.fromkeys(fresh))
        self._stale.add(fresh)

    async def settled(self) -> None:
        """Waits until all that is wanted is known as it is now."""
        await self._stale.settled()

    async def loss(self, level: LevelId, gone: frozenset[DeviceId]) -> "Loss | None":
        """What nobody would see of a floor without these cameras; None where it is not known."""
        from smartclient.session.floor_coverage import loss_of

        known = self._known.get(level)
        return await asyncio.to_thread(loss_of, known, gone) if known is not None else None

    async def stop(self) -> None:
        """Works nothing out any more."""
        self._leave()
        await self._stale.stop()

    def _take(self, changes: Changes) -> None:
        if changes.everything:
            self.failed = self._all_failed()
            self._adopt()
            cameras = self._by_level()
            self._stale.add(level for level in self._wanted if self._is_other(level, cameras.get(level, [])))
            return
        known = [d for device in changes.devices if (d := self._store.devices.get(device)) is not None]
        cameras_told = [device for device in known if device.kind is DeviceKind.CAMERA]
        flipped = [camera for camera in cameras_told if self._has_failed(camera.id) != (camera.id in self.failed)]
        if flipped:
            self.failed ^= {camera.id for camera in flipped}
        doors = frozenset(device.id for device in known if device.kind is DeviceKind.DOOR)
        seen_anew = self._sight().watching(doors) if doors and self._known else frozenset()
        watchers = [self._store.devices.get(camera) for camera in seen_anew]
        self._stale.add(level for level in _levels_of([*watchers, *flipped]) if level in self._wanted)

    def _adopt(self) -> None:
        """Floors are made again where rooms are other ones; where only devices are, what is known of the rooms stays."""
        before, self._site = self._site, self._store.site
        if before is self._site:
            return
        if self._places.site is not self._site:
            self._places.adopt(self._site)
        if (before.units, before.levels) != (self._site.units, self._site.levels):
            self._floors.clear()
            self._known.clear()
        self._wanted = {level: None for level in self._wanted if level in self._places.levels}

    def _is_other(self, level: LevelId, cameras: list[Device]) -> bool:
        """Whether cameras came, went, moved, failed, recovered or see something else than when the floor was worked out."""
        known = self._known.get(level)
        return (
            known is None
            or known.failed != self.failed & known.views.keys()
            or len(known.cameras) != len(cameras)
            or any(known.cameras.get(camera.id) is not camera for camera in cameras)
            or any(self._sight().known_area(camera) is not outline for camera, outline in known.outlines.items())
        )

    async def _work_out(self, levels: Sequence[LevelId]) -> None:
        for level in levels:
            site, places, failed = self._site, copy(self._places), self.failed
            cameras = tuple(self._by_level().get(level, ()))
            result = await asyncio.to_thread(self._cover, places, level, cameras, failed)
            if site is self._site:
                self._floors[level], self._known[level] = result.floor, result
                self.changed.emit(level)

    def _cover(
        self, places: Places, level: LevelId, cameras: tuple[Device, ...], failed: frozenset[DeviceId]
    ) -> "FloorCoverage":
        from smartclient.session.covered_floor import covered_floor
        from smartclient.session.floor_coverage import cover

        floor = self._floors.get(level) or covered_floor(places, places.levels[level])
        return cover(floor, cameras, failed, places.frame, self._sight().area, self._known.get(level))

    def _cameras(self) -> Iterable[Device]:
        return (device for device in self._store.devices.values() if device.kind is DeviceKind.CAMERA)

    def _by_level(self) -> dict[LevelId, list[Device]]:
        found: defaultdict[LevelId, list[Device]] = defaultdict(list)
        for camera in self._cameras():
            if camera.placement is not None and camera.placement.level_id is not None:
                found[camera.placement.level_id].append(camera)
        return found

    def _all_failed(self) -> frozenset[DeviceId]:
        return frozenset(camera.id for camera in self._cameras() if self._has_failed(camera.id))

    def _has_failed(self, device: DeviceId) -> bool:
        health = self._store.state(device).health
        return health is not None and health.value is Health.FAILED


def _levels_of(devices: Iterable[Device | None]) -> frozenset[LevelId]:
    places = [device.placement for device in devices if device is not None]
    return frozenset(place.level_id for place in places if place is not None and place.level_id is not None)
