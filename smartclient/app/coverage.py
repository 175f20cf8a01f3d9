"""Coverage in one watch: the warning when a camera fails; table, layer and files are built when they are first opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.runtime.clock import Clock
from smartclient.session.coverage import Coverage
from smartclient.session.failed_cameras import FailedCameras
from smartclient.session.radio import Radio
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

if TYPE_CHECKING:
    from smartclient.app.coverage_desk import CoverageDesk
    from smartclient.session.sight import Sight


@dataclass(frozen=True, slots=True)
class Ground:
    """What coverage is told from and shown on."""

    store: SiteStore
    workspace: Workspace
    places: Places
    sight: "Callable[[], Sight]"
    walkable: Walkable
    radio: Callable[[], Radio]
    notices: Notices
    map: MapView
    theme: Theme
    clock: Clock


class CoverageRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.coverage = Coverage(ground.store, ground.places, ground.sight)
        self.failed = FailedCameras(ground.store, self.coverage, ground.notices, self._name_of, self._floor_of)
        self.desk: CoverageDesk | None = None

    def actions(self, window: MainWindow) -> Iterator[Action]:
        """Its rows; the panel is shown in `window`."""

        def run(act: "Callable[[CoverageDesk], None]") -> Callable[[], None]:
            return lambda: act(self._opened(window))

        yield Action("coverage", "Coverage, blind spots", "Map", run(lambda desk: desk.toggle()), ("Shift+V",))
        yield Action(
            "without-camera",
            "What is lost without this camera",
            "Map",
            run(lambda desk: desk.show_without()),
            ("Ctrl+Shift+V",),
            self._why_no_camera,
        )
        yield Action("coverage-table", "Save coverage as a table", "Map", run(lambda desk: desk.files.ask_table()))
        yield Action(
            "coverage-picture", "Save coverage as a picture", "Map", run(lambda desk: desk.files.ask_picture())
        )

    async def stop(self) -> None:
        """Ends everything."""
        if self.desk is not None:
            await self.desk.stop()
        await self.failed.stop()
        await self.coverage.stop()

    def _opened(self, window: MainWindow) -> "CoverageDesk":
        if self.desk is None:
            from smartclient.app.coverage_desk import CoverageDesk

            self.desk = CoverageDesk(self._ground, self.coverage, self.failed, window, self._name_of)
        return self.desk

    def _why_no_camera(self) -> str | None:
        chosen = self._ground.workspace.device
        device = self._ground.store.devices.get(chosen) if chosen else None
        is_camera = device is not None and device.kind is DeviceKind.CAMERA
        return None if is_camera else "Select a camera first."

    def _name_of(self, camera: DeviceId) -> str:
        device = self._ground.store.devices.get(camera)
        return one_line(device.name if device is not None else str(camera))

    def _floor_of(self, level: LevelId) -> str:
        from smartclient.session.coverage_words import floor_name

        return floor_name(self._ground.places, level)
