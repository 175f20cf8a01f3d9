"""What every wall of this watch is built from, whichever window it is in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.site_store import SiteStore
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.workspace import Workspace
from smartclient.ui.theme import Theme
from smartclient.ui.video.picture import Still
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
