"""What cameras see, for drawing: what is known at once, what is not worked out in a thread and told when it is there."""

import asyncio
from typing import TYPE_CHECKING

from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore

if TYPE_CHECKING:
    from smartclient.geometry.visibility import Ring
    from smartclient.session.seeing import Seeing

_AT_A_TIME = 24


class VisibleAreas:
    """Belongs to the loop's thread; `close` ends it."""

    def __init__(self, seeing: "Seeing", store: SiteStore) -> None:
        self.changed: Signal[None] = Signal()
        self.revision = 0
        """Grows whenever another answer is to be had."""
        self._seeing, self._store = seeing, store
        self._wanted: dict[DeviceId, None] = {}
        self._tasks = Tasks("visible areas")
        self._is_ready = self._is_closed = False
        store.changed.connect(self._take)

    def area(self, camera: DeviceId) -> "Ring | None":
        """The outline as `Sight.area` tells it, where it is known now; else it is worked out and `changed` tells when it is there."""
        if self._is_ready and (ring := self._seeing.sight.known_area(camera)) is not None:
            return ring
        if self._is_closed:  # the map may be painted once more
            return None
        self._wanted[camera] = None
        if not len(self._tasks):
            self._tasks.start("work out", self._work_out())
        return None

    async def close(self) -> None:
        """Ends what is being worked out; nothing begins again."""
        self._is_closed = True
        await self._tasks.cancel()

    async def _work_out(self) -> None:
        while self._wanted:
            cameras = list(self._wanted)[:_AT_A_TIME]
            await asyncio.to_thread(self._look, cameras)
            for camera in cameras:
                self._wanted.pop(camera, None)
            self._is_ready = True
            self._tell()

    def _look(self, cameras: list[DeviceId]) -> None:
        for camera in cameras:
            self._seeing.sight.area(camera)

    def _take(self, changes: Changes) -> None:
        if changes.everything or changes.devices:
            self._tell()

    def _tell(self) -> None:
        self.revision += 1
        self.changed.emit(None)
