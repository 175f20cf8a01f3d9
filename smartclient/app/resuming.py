"""After a watch that was not closed, the next one shows the same floor, tiles and incident: what is looked at is kept on every change."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from smartclient.app.homes import settings_of, together
from smartclient.app.last_view_file import LastViewFile
from smartclient.app.serving import host_of
from smartclient.domain.ids import BuildingId, IncidentId, LevelId
from smartclient.runtime import paths
from smartclient.runtime.settings import KeptServer, SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.store.last_view import KeptTiles, LastView, last_view, layers_of, run_again, viewport_of
from smartclient.store.notices import Grade
from smartclient.store.saved_layouts import show_kept
from smartclient.store.wall_tiles import WallTiles
from smartclient.store.workspace import Aspect
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind

if TYPE_CHECKING:
    from smartclient.app.successor import Successor
    from smartclient.app.watch import Watch

REST_S = 0.5
"""Changes come in bursts; after the first of them so long is waited."""
TICK_S = 2.0
"""A clock of the past runs without telling."""
SETTLED_S = 5.0
_NOTICE, _GROUP = "resuming", "Window"


class Resuming:
    """Build it on the running loop, once walls and lists stand; `stop` says that the watch was closed."""

    def __init__(self, watch: "Watch") -> None:
        self._watch, self._file = watch, watch.given.last_view_file
        self._wanted = asyncio.Event()
        self._kept: LastView | None = None
        self._is_left = False
        """Whether the file is the next watch's already."""
        self._waiting: list[KeptTiles] = []
        """Walls on other screens that have yet to be opened."""
        self._tasks = Tasks("resuming")
        watch.wall.screens.opened.connect(self._screen_opened)
        self._say_settings(watch.given.settings.trouble)
        bind(watch.window, watch.given.settings.troubled, self._say_settings)
        if watch.given.last_view is not None:
            self._put_back(watch.given.last_view)
        self._tasks.start("settle", self._settle())
        self._tasks.start("keep", self._keep())

    def actions(self) -> Iterator[Action]:
        """Its rows; the find box knows them."""
        yield Action("start-afresh", "Start afresh: empty wall, whole district, live", _GROUP, self._start_afresh)
        yield Action(
            "put-back",
            "Put back what was on show before",
            _GROUP,
            self._put_aside_back,
            why_not=self._why_nothing_aside,
        )

    async def stop(self) -> None:
        """The watch is closed by a person, or ends for the next one, which goes on with what is kept."""
        await self._tasks.cancel()
        if self._is_left or self._watch.guarding.scope.begins_again:
            self._file.settled()
        else:
            self._file.clear()

    async def hand_over(self, successor: "Successor") -> None:
        """Keeps what the next watch shows where that looks for it: who is killed between the two loses nothing of it."""
        await self._tasks.cancel()
        entered = successor.entered
        hosts, users = [host_of(each.server) for each in entered], [each.user for each in entered]
        if successor.view is not None:
            file = LastViewFile(settings_of(together(hosts), together(users)))
            await asyncio.to_thread(file.write, successor.view)
            self._is_left = file.path == self._file.path
        servers = [KeptServer(server=each.server, user=each.user) for each in entered] if len(entered) > 1 else []
        SettingsFile(paths.settings_folder()).change(servers=servers, server=entered[0].server, user=entered[0].user)

    def _put_back(self, view: LastView) -> None:
        """Tiles and clocks; walls on other screens follow as they are opened. The map has its part already."""
        watch = self._watch
        if view.walls:
            main, *self._waiting = view.walls
            watch.given.settings.change(screens=view.screens, torn_off=main.place, layout=main.wall.layout)
            self._fill(main, watch.workspace.walls[0])
        if view.clock is not None:
            run_again(view.clock, watch.past.playbacks.one)
        if view.walls:
            self._set_clocks(view.walls[0], watch.workspace.walls[0])
        device = next((each for each in watch.store.devices if each == view.device), None)
        if device is not None:
            watch.workspace.select(device)

    def _fill(self, kept: KeptTiles, wall: WallTiles) -> None:
        show_kept(kept.wall, wall)
        wall.choose(kept.tile, full=kept.is_full)

    def _set_clocks(self, kept: KeptTiles, wall: WallTiles) -> None:
        playbacks = self._watch.past.playbacks
        for tile, clock in kept.clocks.items():
            if 0 <= tile < len(wall.contents) and wall.contents[tile].cameras:
                if clock.behind_s is not None:
                    playbacks.keep_behind(wall, tile, timedelta(seconds=clock.behind_s))
                else:
                    playbacks.loosen(wall, tile)
                    run_again(clock, playbacks.of(wall, tile))

    def _say_settings(self, trouble: str) -> None:
        if trouble:
            self._watch.notices.say("settings", trouble)

    def _screen_opened(self) -> None:
        if self._waiting:
            kept = self._waiting.pop(0)
            wall = self._watch.workspace.walls[-1]
            wall.choose(kept.tile, full=kept.is_full)
            self._set_clocks(kept, wall)
        self._wanted.set()

    async def _settle(self) -> None:
        """Goes on with the incident; a start that has come so far was a good one."""
        watch = self._watch
        await watch.furnished.wait()
        self._file.shown()
        self._observe()
        last = watch.given.last_view
        if last is not None:
            how = "The watch began again" if watch.given.is_handed_over else "The last watch was not closed"
            words = f"{how}: what was on show is back. Find 'start afresh' to clear it."
            watch.notices.say(_NOTICE, words, Grade.QUIET)
            if last.incident:
                watch.answering.incidents.go_on(IncidentId(last.incident))
        elif self._file.has_aside:
            words = "The last start crashed, so this one begins afresh. Find 'put back' for what was on show."
            watch.notices.say(_NOTICE, words)
        await asyncio.sleep(SETTLED_S)
        self._file.settled()

    def _observe(self) -> None:
        watch, want = self._watch, self._want
        bind(watch.window, watch.workspace.changed, self._look_at)
        bind(watch.window, watch.past.playbacks.changed, want)
        bind(watch.window, watch.past.playbacks.one.changed, want)
        bind(watch.window, watch.answering.incidents.incidents.changed, want)
        self._wanted.set()

    def _look_at(self, aspect: Aspect) -> None:
        if aspect is not Aspect.GOAL:
            self._wanted.set()

    def _want(self, _nothing: object) -> None:
        self._wanted.set()

    async def _keep(self) -> None:
        """Writes in a thread what is different, at most twice a second."""
        while True:
            await self._wake()
            self._wanted.clear()
            view = self.now()
            if view != self._kept:
                await asyncio.to_thread(self._file.write, view)
                self._kept = view

    async def _wake(self) -> None:
        try:
            async with asyncio.timeout(None if self._is_live else TICK_S):
                await self._wanted.wait()
        except TimeoutError:
            return
        await asyncio.sleep(REST_S)

    @property
    def _is_live(self) -> bool:
        playbacks = self._watch.past.playbacks
        return playbacks.one.is_live and not playbacks.loose

    def now(self) -> LastView:
        """What is on show."""
        watch = self._watch
        walls, screens = watch.workspace.walls, watch.wall.screens.remember()
        places = {walls[0]: watch.wall.place} | {
            wall: kept.place for wall, kept in zip(walls[1:], screens, strict=False)
        }
        incidents = watch.answering.incidents.incidents
        is_working = incidents.current is not None and incidents.is_taking_part
        incident = incidents.current.id if incidents.current is not None and is_working else ""
        home = watch.map.ground.home()
        return last_view(watch.workspace, watch.past.playbacks, watch.places.frame, home, places, incident)

    def _start_afresh(self) -> None:
        """As the first start on this machine; the incident stays, as leaving it is a decision of its own."""
        watch = self._watch
        for wall in watch.workspace.walls:
            wall.load(wall.layout, ())
        watch.past.playbacks.one.go_live()
        watch.workspace.select(None)
        watch.map.ground.go_home()
        watch.notices.end(_NOTICE)

    def _put_aside_back(self) -> None:
        view, watch = self._file.read_aside(), self._watch
        if view is None:
            return
        for building, level in view.levels.items():
            watch.workspace.show_level(BuildingId(building), LevelId(level))
        for layer in watch.workspace.layers ^ layers_of(view, watch.workspace.layers):
            watch.workspace.toggle_layer(layer)
        ground, there = watch.map.ground, viewport_of(view, watch.places.frame)
        if there is not None:
            ground.fly(there.resized(ground.viewport.width_px, ground.viewport.height_px))
        self._put_back(view)
        watch.wall.screens.restore(view.screens)

    def _why_nothing_aside(self) -> str | None:
        return None if self._file.has_aside else "Nothing was left aside: the last start went well."
