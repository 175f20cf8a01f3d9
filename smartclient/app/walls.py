"""The walls of one watch: what they are built from, what of them is remembered, and the stick that turns cameras."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from smartclient.adapters.server import Server
from smartclient.app.stills import Stills
from smartclient.domain.ids import DeviceId
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.runtime.settings import SettingsFile
from smartclient.session.moving import Moving
from smartclient.session.record import Record
from smartclient.store.layouts import LAYOUTS
from smartclient.store.notices import Grade, Notices
from smartclient.store.saved_layouts import SavedLayouts, dewarp_of, kept_dewarp
from smartclient.store.site_store import SiteStore
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.shell.tile_actions import tile_actions
from smartclient.ui.theme import Theme
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.joystick import JoystickPilot
from smartclient.ui.video.ptz import PtzPilot
from smartclient.ui.video.snapshot import Snapshots
from smartclient.ui.video.wall import Wall
from smartclient.video.camera_player import CameraPlayer


class WallRoom:
    """Build it on the running loop; `restore` when the window stands, `stop` at the end."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        workspace: Workspace,
        notices: Notices,
        record: Record,
        theme: Theme,
        clock: Clock,
        settings: SettingsFile,
        new_player: Callable[[DeviceId], CameraPlayer],
        stills: Stills,
        playbacks: TilePlaybacks,
    ) -> None:
        self._settings, self._workspace = settings, workspace
        kept = settings.read()
        workspace.dewarps.update({DeviceId(camera): dewarp_of(view) for camera, view in kept.dewarps.items()})
        workspace.set_layout(LAYOUTS.get(str(kept.layout), LAYOUTS["4"]))

        def say(words: str) -> None:
            notices.say("wall", words, Grade.QUIET)

        self.moving = Moving(server, store, record, lambda words: notices.say("ptz", words))
        self.pilot = PtzPilot(self.moving.send)
        self.snapshots = Snapshots(Path(kept.pictures) if kept.pictures else paths.pictures_folder())
        self.snapshots.said.connect(say)
        self.saved = SavedLayouts(kept.saved_layouts)
        self.saved.changed.connect(lambda _nothing: self._settings.change(saved_layouts=self.saved.kept))
        self.equipment = Equipment(
            store,
            workspace,
            theme,
            clock,
            new_player,
            stills,
            playbacks,
            self.moving,
            self.pilot,
            self.snapshots,
            self.saved,
            say,
        )
        self.wall = Wall(self.equipment)
        self.joystick = JoystickPilot(lambda: self.wall.in_use.verbs)

    def actions(self) -> Iterator[Action]:
        """The rows of tiles and walls."""
        yield from tile_actions(self.wall)

    def saved_actions(self) -> list[Action]:
        """A row for each saved layout, to be found by its name."""
        return [
            Action(f"layout:{name}", f"Layout {name}", "Saved layouts", partial(self._open_saved, name))
            for name in self.saved.names
        ]

    def _open_saved(self, name: str) -> None:
        self.saved.open(name, self._workspace.wall)

    def restore(self) -> None:
        """Opens the walls on other screens as they were left, and listens to sticks."""
        kept = self._settings.read()
        if kept.torn_off:
            self.wall.tear_off(kept.torn_off)
        self.wall.screens.restore(kept.screens)
        self._workspace.use_wall(self._workspace.walls[0])
        self.joystick.start()

    async def stop(self) -> None:
        """Remembers the walls and ends them."""
        self.joystick.stop()
        self._settings.change(
            screens=self.wall.screens.remember(),
            torn_off=self.wall.place,
            layout=self._workspace.walls[0].layout.name,
            dewarps={camera: kept_dewarp(view) for camera, view in self._workspace.dewarps.items()},
        )
        self.wall.stop()
        self.pilot.stop()
        await self.moving.close()
        await asyncio.to_thread(self.snapshots.join)
