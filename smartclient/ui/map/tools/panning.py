"""What drags the map: part of every tool that leaves dragging to the map."""

from smartclient.domain.ids import DeviceId
from smartclient.ui.map.tools.tool import MapPoint, Surface


class Panning:
    """`press`, `drag` and `release` of a tool; the point that was taken hold of stays under the pointer."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._grabbed: MapPoint | None = None

    def press(self, at: MapPoint) -> DeviceId | None:
        """Takes hold of the map."""
        self._grabbed = at
        return None

    def drag(self, at: MapPoint) -> None:
        """Keeps the point that was taken hold of under the pointer."""
        if self._grabbed is not None:
            viewport = self._surface.viewport
            x, y = viewport.center_x + self._grabbed[0] - at[0], viewport.center_y + self._grabbed[1] - at[1]
            self._surface.show(viewport.centered(x, y))

    def release(self) -> None:
        """Lets go."""
        self._grabbed = None
