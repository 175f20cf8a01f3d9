"""The base map of the window in the import: under the world in which control points are set."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from smartclient.app.base_map_source import credit_of, opened
from smartclient.domain.errors import SmartclientError
from smartclient.geometry.frames import Frame
from smartclient.plans.importing.ground import Ground
from smartclient.runtime.settings import SettingsFile
from smartclient.ui.importing.place_page import PlacePage

if TYPE_CHECKING:
    from smartclient.ui.importing.world_tiles import WorldTiles


class ImportGround:
    """Opens the base map that the settings name, once for each frame of the world; `stop` lets go of it."""

    def __init__(self, settings: SettingsFile) -> None:
        self._settings = settings
        self._tiles: WorldTiles | None = None
        self._of: tuple[PlacePage, Frame] | None = None
        self._turn = asyncio.Lock()

    async def lie_under(self, page: PlacePage, ground: Ground | None) -> None:
        """Under the world of that page; what lay elsewhere is let go of."""
        async with self._turn:
            wanted = (page, ground.frame) if ground is not None else None
            if wanted != self._of:
                await self.stop()
                await self._open(page, wanted)

    async def _open(self, page: PlacePage, wanted: tuple[PlacePage, Frame] | None) -> None:
        kept = self._settings.read().base_map
        if wanted is None or not kept.place:
            page.say_credit("")
            return
        from smartclient.ui.importing.world_tiles import WorldTiles

        try:
            source = await asyncio.to_thread(opened, kept)
        except SmartclientError as trouble:
            page.say_credit(str(trouble))
            return
        self._of = wanted
        self._tiles = WorldTiles(page.world, source, credit_of(kept, source.credit), wanted[1], page.say_credit)
        page.say_credit(self._tiles.words)

    def let_go(self) -> Callable[[], None] | None:
        """The window may go from now on; the answer ends the threads, and may be called in another one."""
        tiles, self._tiles, self._of = self._tiles, None, None
        return tiles.stop() if tiles is not None else None

    async def stop(self) -> None:
        """Waits for the tile under way."""
        end = self.let_go()
        if end is not None:
            await asyncio.to_thread(end)
