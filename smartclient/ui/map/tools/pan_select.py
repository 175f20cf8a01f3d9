"""The everyday tool: drag moves the map, click selects, double click opens the video, a selected camera can be carried to a tile."""

from collections.abc import Callable

from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Spot, Workspace
from smartclient.ui.map.tools.panning import Panning
from smartclient.ui.map.tools.tool import Hit, MapPoint, Surface

_CLOSER = 2.0
_CLUSTER_MARGIN_PX = 160.0


def _nobody(_spot: Spot) -> None:
    """No camera turns."""


class PanSelect(Panning):
    """Moves, selects, opens."""

    def __init__(
        self, surface: Surface, store: SiteStore, workspace: Workspace, aim: Callable[[Spot], None] = _nobody
    ) -> None:
        """`aim` turns cameras to a spot."""
        super().__init__(surface)
        self._store, self._workspace, self._aim = store, workspace, aim

    def press(self, at: MapPoint) -> DeviceId | None:
        """Takes hold of the selected camera where it is, else of the map: among many pins the map can still be moved anywhere."""
        hit = self._surface.pick(at)
        known = self._store.devices.get(hit.device) if hit is not None and hit.device is not None else None
        if known is not None and known.kind is DeviceKind.CAMERA and known.id == self._workspace.device:
            self.release()
            return known.id
        return super().press(at)

    def click(self, at: MapPoint) -> None:
        """Selects what is there: a pin, a doorway, a room, a piece of ground; a cluster opens up."""
        hit = self._surface.pick(at)
        if hit is not None and hit.bounds is not None:
            self._open_up(hit)
        elif hit is not None:
            self._workspace.select(hit.device)
        else:
            self._select(self._surface.spot(at))

    def choose_point(self, at: MapPoint) -> None:
        """Selects that very point of the floor."""
        self._select(self._surface.spot(at, is_point=True))

    def aim(self, at: MapPoint) -> None:
        """Turns what can see that point to it."""
        spot = self._surface.spot(at, is_point=True)
        if spot is not None:
            self._select(spot)
            self._aim(spot)

    def _select(self, spot: Spot | None) -> None:
        """Selects a place; one that is selected already is let go, as is everything where there is none."""
        if spot is None or spot == self._workspace.spot:
            self._workspace.select(None)
        else:
            self._workspace.select_spot(spot)

    def double_click(self, at: MapPoint, beside: bool) -> None:
        """Opens a camera's picture; on open ground comes closer."""
        hit = self._surface.pick(at)
        if hit is not None and hit.device is not None:
            open_video(self._store, self._workspace, hit.device, beside)
        elif hit is None:
            viewport = self._surface.viewport
            self._surface.fly(viewport.zoomed_about(viewport.to_screen(*at), _CLOSER))

    def hover(self, at: MapPoint | None) -> None:
        """Names what is under the pointer."""
        self._surface.point_at(self._surface.pick(at) if at else None, at)

    def _open_up(self, hit: Hit) -> None:
        viewport = self._surface.viewport
        if hit.bounds is not None:
            goal = viewport.fitted(hit.bounds, _CLUSTER_MARGIN_PX)
            closer = min(goal.metres_per_px, viewport.metres_per_px / _CLOSER)
            self._surface.fly(goal.scaled(max(closer, 0.06)))


def open_video(store: SiteStore, workspace: Workspace, device: DeviceId, beside: bool) -> None:
    """Selects the device and, where it is a camera, shows its picture."""
    workspace.select(device)
    known = store.devices.get(device)
    if known is not None and known.kind is DeviceKind.CAMERA:
        workspace.open_camera(device, beside)
