"""What walls are built from in tests: scripted players, no stills, cameras that can all be turned, snapshots in a folder."""

from collections.abc import Callable, Mapping
from pathlib import Path

from smartclient.domain.commands import PtzCommand
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.store.saved_layouts import SavedLayouts
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.ptz import PtzPilot
from smartclient.ui.video.snapshot import Snapshots
from smartclient.ui.video.still_decoder import Still
from smartclient.video.camera_player import CameraPlayer
from tests.builders.watch import Watch


class ScriptedStills:
    """Remembers what was wanted; has what a test has `kept`."""

    def __init__(self) -> None:
        self.arrived: Signal[DeviceId] = Signal()
        self.wanted: list[DeviceId] = []
        self.kept: dict[DeviceId, Still] = {}

    def get(self, camera: DeviceId) -> Still | None:
        """What a test has kept."""
        return self.kept.get(camera)

    def want(self, camera: DeviceId) -> None:
        """Remembers."""
        self.wanted.append(camera)


class Turned:
    """Cameras with two presets each; `refusal` says why none may be turned, `movers` who turns one."""

    def __init__(self) -> None:
        self.changed: Signal[DeviceId] = Signal()
        self.refusal: str | None = None
        self.movers: dict[DeviceId, str] = {}

    def why_not(self, camera: DeviceId) -> str | None:  # noqa: ARG002
        """The refusal."""
        return self.refusal

    def presets(self, camera: DeviceId) -> Mapping[str, str]:  # noqa: ARG002
        """Two."""
        return {"p1": "Home", "p2": "Door 7"}

    def mover(self, camera: DeviceId) -> str:
        """Who turns it."""
        return self.movers.get(camera, "")


class Bench:
    """An `Equipment` and everything in it that a test looks at."""

    def __init__(self, watch: Watch, new_player: Callable[[DeviceId], CameraPlayer], folder: Path) -> None:
        self.stills, self.moving = ScriptedStills(), Turned()
        self.playbacks = TilePlaybacks(watch.clock)
        self.sent: list[PtzCommand] = []
        self.pilot = PtzPilot(self.sent.append)
        self.snapshots = Snapshots(folder, patience_ms=150)
        self.saved = SavedLayouts({})
        self.said: list[str] = []
        self.equipment = Equipment(
            watch.store,
            watch.workspace,
            watch.theme,
            watch.clock,
            new_player,
            self.stills,
            self.playbacks,
            self.moving,
            self.pilot,
            self.snapshots,
            self.saved,
            self.said.append,
        )
