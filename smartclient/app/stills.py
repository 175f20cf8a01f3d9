"""The last still of each camera, in memory only: pictures of pupils do not lie about on disks."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from smartclient.adapters.server import Capability, Server, capabilities_at
from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks

KEPT = 128
FRESH_S = 1.5
WIDTH_PX = 640
AT_ONCE = 4
"""So many are asked for at a time: sixty-four tiles opened at once would hold up loop and server."""


@dataclass(frozen=True, slots=True)
class Still:
    """A JPEG and when it was asked for."""

    jpeg: bytes
    at: datetime


class Stills:
    """Fetches stills, a few at a time, and remembers the newest of each."""

    def __init__(self, server: Server, clock: Clock) -> None:
        self.arrived: Signal[DeviceId] = Signal()
        self._server, self._clock = server, clock
        self.is_closed: Callable[[DeviceId], bool] = lambda _camera: False
        """Whether this person may not see a camera now."""
        self._kept: OrderedDict[DeviceId, Still] = OrderedDict()
        self._asked: set[DeviceId] = set()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._tasks = Tasks("stills")

    def get(self, camera: DeviceId) -> Still | None:
        """The still kept for that camera."""
        return self._kept.get(camera)

    def want(self, camera: DeviceId) -> None:
        """Fetches a still unless there is a fresh one or one is on its way. Cameras without stills are passed over."""
        kept = self._kept.get(camera)
        is_fresh = kept is not None and (self._clock.now() - kept.at).total_seconds() < FRESH_S
        if self.is_closed(camera):
            return
        if is_fresh or camera in self._asked or Capability.STILLS not in capabilities_at(self._server, camera):
            return
        self._asked.add(camera)
        self._tasks.start(camera, self._fetch(camera))

    def follow_rights(self) -> None:
        """What this person may see has changed: stills of closed cameras are forgotten."""
        for camera in [camera for camera in self._kept if self.is_closed(camera)]:
            del self._kept[camera]

    def forget(self, cameras: AbstractSet[DeviceId]) -> None:
        """Keeps none of these."""
        for camera in cameras & self._kept.keys():
            del self._kept[camera]

    async def _fetch(self, camera: DeviceId) -> None:
        try:
            async with self._turn:
                at = self._clock.now()
                jpeg = await self._server.still(camera, WIDTH_PX)
        except (ServerError, MediaError):
            return  # the live picture says in words what is wrong with this camera
        finally:
            self._asked.discard(camera)
        if self.is_closed(camera):
            return
        self._kept[camera] = Still(jpeg, at)
        self._kept.move_to_end(camera)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(camera)

    async def close(self) -> None:
        """Ends what is on its way."""
        await self._tasks.cancel()
