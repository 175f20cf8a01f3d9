"""How wide cameras' pictures are: asked of the server once for each camera that somebody wants to know it of."""

import logging
from collections.abc import Iterable

from smartclient.adapters.server import Server
from smartclient.domain.errors import ServerError
from smartclient.domain.ids import DeviceId
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not_connected
from smartclient.store.site_store import SiteStore

log = logging.getLogger(__name__)


class PictureWidths:
    """Belongs to the loop's thread; `close` ends it. The store is told what is learnt."""

    def __init__(self, server: Server, store: SiteStore) -> None:
        self._server, self._store = server, store
        self._asked: set[DeviceId] = set()
        self._waiting: list[DeviceId] = []
        self._tasks = Tasks("picture widths")

    def want(self, cameras: Iterable[DeviceId]) -> None:
        """Asks for those that nobody has told yet."""
        wanted = (camera for camera in cameras if camera not in self._asked and self._is_unknown(camera))
        fresh = [camera for camera in wanted if not why_not_connected(self._store, camera)]
        self._asked.update(fresh)
        self._waiting += fresh
        if self._waiting and not len(self._tasks):
            self._tasks.start("ask", self._ask())

    async def close(self) -> None:
        """Ends what is on its way."""
        await self._tasks.cancel()

    def _is_unknown(self, camera: DeviceId) -> bool:
        device = self._store.devices.get(camera)
        return device is not None and device.is_on_server and device.view is not None and device.view.width_px is None

    async def _ask(self) -> None:
        while self._waiting:
            camera = self._waiting.pop(0)
            try:
                width_px = await self._server.width_px(camera)
            except ServerError as error:
                log.info("the width of the pictures of %s is not known: %s", camera, error)
                continue
            if width_px is not None:
                self._store.learn_width(camera, width_px)
