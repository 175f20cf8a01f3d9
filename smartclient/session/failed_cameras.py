"""Cameras that stopped answering, and what nobody sees any more because of it: said once, until they answer again."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from smartclient.domain.ids import DeviceId, LevelId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.coverage import Coverage
from smartclient.store.changes import Changes
from smartclient.store.notices import Grade, Notices
from smartclient.store.site_store import SiteStore

if TYPE_CHECKING:
    from smartclient.session.floor_coverage import Loss

NOTICE = "coverage"


class FailedCameras:
    """`changed` tells that `losses` are other ones. Light until a camera fails; needs a running loop then."""

    def __init__(
        self,
        store: SiteStore,
        coverage: Coverage,
        notices: Notices,
        name_of: Callable[[DeviceId], str],
        floor_of: Callable[[LevelId], str],
    ) -> None:
        """`floor_of` says which floor a level is. Listens to the store after `coverage` does."""
        self.changed: Signal[None] = Signal()
        self.losses: dict[LevelId, Loss] = {}
        """What nobody sees of each floor because of cameras that failed."""
        self._store, self._coverage, self._notices = store, coverage, notices
        self._name_of, self._floor_of = name_of, floor_of
        self._told: frozenset[DeviceId] = frozenset()
        self._tasks = Tasks("failed cameras")
        self._is_telling = False
        self._leave = store.changed.connect(self._take)

    async def stop(self) -> None:
        """Says nothing any more."""
        self._leave()
        await self._tasks.cancel()

    def _take(self, _changes: Changes) -> None:
        failed = self._coverage.failed
        if failed != self._told:
            self._told = failed
            if not self._is_telling:
                self._is_telling = True
                self._tasks.start("tell what is lost", self._tell())

    async def _tell(self) -> None:
        try:
            await self._tell_all()
        finally:
            self._is_telling = False

    async def _tell_all(self) -> None:
        """Until what was told is what is so: more cameras may fail while the first ones are looked at."""
        while True:
            failed = self._told
            by_level = self._by_level(failed)
            self._coverage.want(by_level)
            await self._coverage.settled()
            found = {level: await self._coverage.loss(level, gone) for level, gone in by_level.items()}
            self.losses = {level: loss for level, loss in found.items() if loss is not None}
            if failed == self._told:
                break
        self._say(failed)
        self.changed.emit(None)

    def _say(self, failed: frozenset[DeviceId]) -> None:
        from smartclient.session.coverage_words import failure_words

        if not failed:
            self._notices.end(NOTICE)
            return
        told = [(loss, self._floor_of(level)) for level, loss in self.losses.items()]
        grade = Grade.WARNING if any(loss.places for loss, _floor in told) else Grade.QUIET
        self._notices.say(NOTICE, failure_words(failed, told, self._name_of), grade)

    def _by_level(self, cameras: frozenset[DeviceId]) -> dict[LevelId, frozenset[DeviceId]]:
        found: defaultdict[LevelId, set[DeviceId]] = defaultdict(set)
        for camera in cameras:
            device = self._store.devices.get(camera)
            if device is not None and device.placement is not None and device.placement.level_id is not None:
                found[device.placement.level_id].add(camera)
        return {level: frozenset(gone) for level, gone in found.items()}
