"""The base map of one watch: opened from where the settings say, shown under the plans, changed in its panel."""

import asyncio
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.app.base_map_source import credit_of, opened
from smartclient.domain.errors import SmartclientError
from smartclient.runtime.settings import KeptBaseMap, SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.store.notices import Grade, Notices
from smartclient.store.places import Places
from smartclient.store.workspace import Aspect, MapLayer, Workspace
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.map.layers.credit import CreditLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from smartclient.plans.base_maps.tiles import Credit
    from smartclient.ui.map.base_tiles import BaseTiles
    from smartclient.ui.map.layers.base_map import BaseMapLayer
    from smartclient.ui.shell.base_map_panel import BaseMapPanel


class BaseMapRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(
        self, site_map: MapView, places: Places, workspace: Workspace, settings: SettingsFile, notices: Notices
    ) -> None:
        self._map, self._places, self._workspace = site_map, places, workspace
        self._settings, self._notices = settings, notices
        self._tasks = Tasks("base map")
        self._tiles: BaseTiles | None = None
        self._credit: Credit | None = None
        bind(site_map, workspace.changed, self._look)
        self._begin(settings.read().base_map)

    def actions(self, window: MainWindow) -> Iterator[Action]:
        """Its rows; the panel is shown in `window`."""
        yield Action("base-map", "Base map: choose it", "Map", lambda: window.show_panel(self._panel, "Base map"))
        yield Action(
            "layer-base",
            "Base map on or off",
            "Map",
            lambda: self._workspace.toggle_layer(MapLayer.BASE),
            ("Shift+B",),
            lambda: None if self._tiles else "There is no base map; choose one with “Base map: choose it”.",
        )

    async def stop(self) -> None:
        """Ends loading; waits for the tile under way."""
        await self._tasks.cancel()
        await self._end()

    @cached_property
    def _panel(self) -> "BaseMapPanel":
        from smartclient.ui.shell.base_map_panel import BaseMapPanel

        kept = self._settings.read().base_map
        return BaseMapPanel(kept.place, kept.attribution, kept.captured, self._use)

    def _use(self, place: str, attribution: str, captured: date | None) -> None:
        kept = KeptBaseMap(place=place, attribution=attribution, captured=captured.isoformat() if captured else "")
        self._settings.change(base_map=kept)
        self._begin(kept)

    def _begin(self, kept: KeptBaseMap) -> None:
        if kept.place or self._tiles is not None:
            self._tasks.start("open", self._open(kept))

    async def _open(self, kept: KeptBaseMap) -> None:
        await self._end()
        if not kept.place:
            self._tell("There is no base map now.")
            return
        try:
            source = await asyncio.to_thread(opened, kept)
        except SmartclientError as error:
            self._tell(str(error), Grade.WARNING)
            return
        from smartclient.ui.map.base_tiles import BaseTiles

        self._credit = credit_of(kept, source.credit)
        self._tiles = BaseTiles(source, self._places.frame, self._lay, lambda words: self._tell(words, Grade.WARNING))
        self._show_credit()
        self._look(Aspect.VIEWPORT)
        self._tell(f"The base map is {Path(kept.place).name if '://' not in kept.place else kept.place}.")

    async def _end(self) -> None:
        tiles, self._tiles = self._tiles, None
        if tiles is not None:
            await asyncio.to_thread(tiles.stop())
        self._map.lay_under(None)
        self._map.lay_over("base map", None)

    def _lay(self, layer: "BaseMapLayer") -> None:
        if self._tiles is not None:
            self._map.lay_under(layer)

    def _look(self, aspect: Aspect) -> None:
        if aspect is Aspect.VIEWPORT and self._tiles is not None and self._workspace.viewport is not None:
            self._tiles.look(self._workspace.viewport)
        elif aspect is Aspect.LAYERS:
            self._show_credit()

    def _show_credit(self) -> None:
        is_shown = self._tiles is not None and MapLayer.BASE in self._workspace.layers
        words = self._credit.words if self._credit is not None and is_shown else ""
        self._map.lay_over("base map", CreditLayer(words) if words else None)

    def _tell(self, words: str, grade: Grade = Grade.QUIET) -> None:
        self._notices.say("base map", words, grade)
        if "_panel" in self.__dict__:
            self._panel.say(words)
