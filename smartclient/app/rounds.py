"""Rounds in one watch: a row for each list; the window is built when it is first opened."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from smartclient.adapters.server import Server
from smartclient.app.homes import rounds_folder
from smartclient.app.stills import Stills
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.session.rounds import Rounds
from smartclient.store.places import Places
from smartclient.store.rounds import KeptRounds
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.rounds_desk import RoundsDesk
    from smartclient.app.watch import Watch

_GROUP = "Rounds"


@dataclass(frozen=True, slots=True)
class AroundRounds:
    """What rounds are made of and shown on."""

    server: Server
    store: SiteStore
    workspace: Workspace
    places: Places
    stills: Stills
    theme: Theme
    clock: Clock
    open_video: Callable[[DeviceId], None]
    say: Callable[[str], None]
    watermark: Watermark

    def sources(self) -> "Sequence[tuple[str, Callable[[], Sequence[DeviceId]]]]":
        """Cameras that a new list can be made of."""
        return (
            ("Cameras on the wall", self._on_wall),
            ("Cameras of the floor that is shown", self._on_floor),
            ("All cameras outdoors", self._outdoors),
        )

    def _on_wall(self) -> Sequence[DeviceId]:
        contents = (content for content in self.workspace.wall.contents)
        return tuple(dict.fromkeys(camera for content in contents for camera in content.cameras))

    def _on_floor(self) -> Sequence[DeviceId]:
        building = self.workspace.building
        shown = self.workspace.levels.get(building) if building is not None else None
        floors = self.places.floors.get(building, ()) if building is not None else ()
        level = shown or next((each.id for each in floors if each.ordinal == 0), None)
        return self._cameras(lambda on: on is not None and on == level)

    def _outdoors(self) -> Sequence[DeviceId]:
        outdoors = {level.id for level in self.places.site.levels if level.outdoor}
        return self._cameras(lambda on: on is None or on in outdoors)

    def _cameras(self, is_meant: Callable[[object], bool]) -> Sequence[DeviceId]:
        """By name, so that a round goes the way people count."""
        found = [
            device
            for device in self.store.devices.values()
            if device.kind is DeviceKind.CAMERA and device.placement is not None and is_meant(device.placement.level_id)
        ]
        return tuple(device.id for device in sorted(found, key=lambda device: device.name.casefold()))


class RoundsRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, around: AroundRounds, rounds: Rounds) -> None:
        self._around, self.rounds = around, rounds
        self._desk: RoundsDesk | None = None
        rounds.read()

    @classmethod
    def of(cls, watch: "Watch") -> "RoundsRoom":
        """The room of a watch."""
        given, store = watch.given, watch.store

        def name_of(camera: DeviceId) -> str:
            device = store.devices.get(camera)
            return device.name if device is not None else str(camera)

        around = AroundRounds(
            given.server,
            store,
            watch.workspace,
            watch.places,
            watch.stills,
            given.theme,
            given.clock,
            watch.verbs.open_video,
            lambda words: watch.notices.say("rounds", words),
            watch.walls.equipment.watermark,
        )
        kept = KeptRounds(rounds_folder(given.settings.folder))
        user = given.user or "somebody"
        return cls(around, Rounds(kept, watch.record, watch.notices, given.clock, lambda: store.user or user, name_of))

    def actions(self, window: MainWindow) -> Iterator[Action]:
        """Its row."""
        yield Action(
            "rounds",
            "Rounds: look through a list of cameras",
            _GROUP,
            lambda: self.desk(window).open(),
            ("Ctrl+R",),
            lambda: None if self._around.store.devices else "There are no cameras yet.",
        )

    def saved_actions(self, window: MainWindow) -> list[Action]:
        """A row for each list, to be found by its name."""
        return [
            Action(f"round:{each.name}", f"Round {each.name}", _GROUP, partial(self._begin, window, each.name))
            for each in self.rounds.lists
        ]

    def desk(self, window: MainWindow) -> "RoundsDesk":
        """Made when it is first asked for."""
        if self._desk is None:
            from smartclient.app.rounds_desk import RoundsDesk

            self._desk = RoundsDesk(self._around, self.rounds, window)
        return self._desk

    async def stop(self) -> None:
        """Ends the pictures; what was marked is on disk then."""
        if self._desk is not None:
            await self._desk.stop()
        await self.rounds.stop()

    def _begin(self, window: MainWindow, name: str) -> None:
        self.desk(window).begin(name)
