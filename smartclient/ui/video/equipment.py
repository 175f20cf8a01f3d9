"""What every wall of this watch is built from, whichever window it is in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.saved_layouts import SavedLayouts
from smartclient.store.site_store import SiteStore
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.workspace import Workspace
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.theme import Theme
from smartclient.ui.video.ptz import PtzPilot
from smartclient.ui.video.snapshot import Snapshots
from smartclient.ui.video.still_decoder import Still
from smartclient.video.camera_player import CameraPlayer


class Stills(Protocol):
    """Pictures kept from earlier, so that a tile is never empty while its stream opens."""

    @property
    def arrived(self) -> Signal[DeviceId]:
        """Tells that there is a new one of a camera."""
        ...

    def get(self, camera: DeviceId) -> Still | None:
        """The one kept of a camera."""
        ...

    def want(self, camera: DeviceId) -> None:
        """Asks for a fresh one; `arrived` tells when it is there."""
        ...


class MovingCameras(Protocol):
    """What is known of turning cameras."""

    @property
    def changed(self) -> Signal[DeviceId]:
        """Tells that more is known of a camera."""
        ...

    def why_not(self, camera: DeviceId) -> str | None:
        """The reason, for a person, why it cannot be turned; None when it can."""
        ...

    def presets(self, camera: DeviceId) -> Mapping[str, str]:
        """Names of its presets by id; asks the server for them the first time."""
        ...

    def mover(self, camera: DeviceId) -> str:
        """Who turns it now, in words; empty when nobody does, or nobody says."""
        ...


@dataclass(frozen=True, slots=True)
class Equipment:
    """The objects that walls share. `new_player` makes an idle player for a camera; boards start, pause and stop it."""

    store: SiteStore
    workspace: Workspace
    theme: Theme
    clock: Clock
    new_player: Callable[[DeviceId], CameraPlayer]
    stills: Stills
    playbacks: TilePlaybacks
    moving: MovingCameras
    pilot: PtzPilot
    snapshots: Snapshots
    saved: SavedLayouts
    say: Callable[[str], None]
    """Tells the operator something, quietly."""
    watermark: Watermark = field(default_factory=Watermark)
    """What lies over every picture; nothing until it is told its words."""
