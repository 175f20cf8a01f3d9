"""The coverage of the floors somebody looks at, kept in step with the present: worked out in a thread, floor by floor."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from smartclient.domain.devices import Device, DeviceKind, Health
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.geometry.sight import Ring, visible_ring
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore

if TYPE_CHECKING:
    from smartclient.session.covered_floor import CoveredFloor
    from smartclient.session.floor_coverage import FloorCoverage, Loss, Outline


class Coverage:
    """Knows the floors that were wanted. `changed` tells the level that is known anew. Needs a running loop when floors are wanted."""

    def __init__(self, store: SiteStore, places: Places, outline: "Outline | None" = None) -> None:
        """`outline` is what a camera sees of its floor; without it, its view cut off at walls."""
        self.changed: Signal[LevelId] = Signal()
        self._store, self._places = store, places
        self._outline = outline or self._cut_off_at_walls
        self._floors: dict[LevelId, CoveredFloor] = {}
        self._known: dict[LevelId, FloorCoverage] = {}
        self._wanted: dict[LevelId, None] = {}
        self._stale: dict[LevelId, None] = {}
        self._tasks = Tasks("coverage")
        self._leave = store.changed.connect(self._take)

    @property
    def is_working(self) -> bool:
        """Whether floors that are wanted are not known yet as they are."""
        return bool(self._stale) or len(self._tasks) > 0

    @property
    def failed(self) -> frozenset[DeviceId]:
        """The cameras that do not answer their server."""
        states = self._store.states
        return frozenset(camera for camera in states if self._is_camera(camera) and self._has_failed(camera))

    def of(self, level: LevelId) -> "FloorCoverage | None":
        """What is known of a floor; None until it was wanted and worked out."""
        return self._known.get(level)

    def want(self, levels: Iterable[LevelId]) -> None:
        """Works these out, in this order, and keeps them in step from now on; what is known is not worked out again."""
        fresh = [level for level in levels if level in self._places.levels and level not in self._wanted]
        self._wanted.update(dict.fromkeys(fresh))
        self._make_stale(fresh)

    async def loss(self, level: LevelId, gone: frozenset[DeviceId]) -> "Loss | None":
        """What nobody would see of a floor without these cameras; None where it is not known."""
        from smartclient.session.floor_coverage import loss_of

        known = self._known.get(level)
        return await asyncio.to_thread(loss_of, known, gone) if known is not None else None

    async def stop(self) -> None:
        """Works nothing out any more."""
        self._leave()
        await self._tasks.cancel()

    def _take(self, changes: Changes) -> None:
        if changes.everything and self._store.site is not self._places.site:
            self._places = Places(self._store.site)
            self._floors.clear()
            self._known.clear()
            self._make_stale(level for level in self._wanted if level in self._places.levels)
        elif changes.everything:
            self._make_stale(level for level in self._wanted if self._is_other(level))
        else:
            devices = (self._store.devices.get(device) for device in changes.devices)
            levels = {d.placement.level_id for d in devices if d and d.kind is DeviceKind.CAMERA and d.placement}
            self._make_stale(level for level in self._wanted if level in levels and self._is_other(level))

    def _is_other(self, level: LevelId) -> bool:
        """Whether cameras came, went, moved, failed or recovered since the floor was worked out."""
        known = self._known.get(level)
        cameras = self._cameras_on(level)
        return (
            known is None
            or known.failed != self.failed & known.views.keys()
            or len(known.cameras) != len(cameras)
            or any(known.cameras.get(camera.id) is not camera for camera in cameras)
        )

    def _make_stale(self, levels: Iterable[LevelId]) -> None:
        self._stale.update(dict.fromkeys(levels))
        if self._stale and not self._tasks:
            self._tasks.start("floors", self._work())

    async def _work(self) -> None:
        while self._stale:
            level = next(iter(self._stale))
            del self._stale[level]
            places, cameras, failed = self._places, self._cameras_on(level), self.failed
            result = await asyncio.to_thread(self._cover, places, level, cameras, failed)
            if places is self._places:
                self._floors[level], self._known[level] = result.floor, result
                self.changed.emit(level)

    def _cover(
        self, places: Places, level: LevelId, cameras: tuple[Device, ...], failed: frozenset[DeviceId]
    ) -> "FloorCoverage":
        from smartclient.session.covered_floor import covered_floor
        from smartclient.session.floor_coverage import cover

        floor = self._floors.get(level) or covered_floor(places, places.levels[level])
        return cover(floor, cameras, failed, places.frame, self._outline, self._known.get(level))

    def _cameras_on(self, level: LevelId) -> tuple[Device, ...]:
        return tuple(
            device
            for device in self._store.devices.values()
            if device.kind is DeviceKind.CAMERA and device.placement is not None and device.placement.level_id == level
        )

    def _is_camera(self, device: DeviceId) -> bool:
        known = self._store.devices.get(device)
        return known is not None and known.kind is DeviceKind.CAMERA

    def _has_failed(self, device: DeviceId) -> bool:
        health = self._store.state(device).health
        return health is not None and health.value is Health.FAILED

    def _cut_off_at_walls(self, camera: Device, floor: "CoveredFloor") -> Ring:
        if camera.placement is None or camera.view is None:
            return floor.walls[:0, :2]
        x, y = self._places.frame.point_to_local(*camera.placement.position)
        return visible_ring(x, y, camera.view, floor.walls)
