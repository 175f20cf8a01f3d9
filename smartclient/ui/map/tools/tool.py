"""What a tool is: one way to use the pointer. It receives map points in metres, never pixels."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, Qt

from smartclient.domain.ids import DeviceId
from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.store.workspace import Spot

MapPoint = tuple[float, float]
"""Metres east and north."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What is at a point: a device, or a cluster or place with its `bounds`."""

    device: DeviceId | None = None
    bounds: Bounds | None = None


class Surface(Protocol):
    """What a tool may ask of the map."""

    @property
    def viewport(self) -> Viewport:
        """What is on the screen."""
        ...

    def show(self, viewport: Viewport) -> None:
        """Shows it at once."""
        ...

    def fly(self, viewport: Viewport) -> None:
        """Goes there, seen on the way."""
        ...

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Comes closer (over 1) or goes away, about a pixel or the middle."""
        ...

    def pick(self, at: MapPoint) -> Hit | None:
        """The thing at or very near to a point."""
        ...

    def spot(self, at: MapPoint, *, is_point: bool = False) -> Spot | None:
        """The room, doorway or piece of floor at a point, or with `is_point` just that point; None from too far away."""
        ...

    def point_at(self, hit: Hit | None, at: MapPoint | None) -> None:
        """Names the thing and place under the pointer."""
        ...


class Tool(Protocol):
    """Answers to the pointer."""

    def press(self, at: MapPoint) -> DeviceId | None:
        """The button went down. The answer is a device that a drag now carries off; with None a drag is the tool's own."""
        ...

    def drag(self, at: MapPoint) -> None:
        """The pointer moved with the button down."""
        ...

    def release(self) -> None:
        """The button went up after a drag."""
        ...

    def click(self, at: MapPoint) -> None:
        """The button went down and up at one place."""
        ...

    def double_click(self, at: MapPoint, beside: bool) -> None:
        """Twice; `beside` asks for a picture more instead of another one."""
        ...

    def hover(self, at: MapPoint | None) -> None:
        """The pointer is here, or has left."""
        ...


@runtime_checkable
class PointingTool(Protocol):
    """A tool to which a click with a key held means something else."""

    def choose_point(self, at: MapPoint) -> None:
        """A click with Shift: this very point is meant, not what is there."""
        ...

    def aim(self, at: MapPoint) -> None:
        """A click with Ctrl: cameras that turn are to look there."""
        ...


class ToolKeys(Protocol):
    """Answers to the keyboard while its tool is in use; what it does not want goes on to the map and the window."""

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether the key means something to the tool now."""
        ...

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Does what the key means; false where it means nothing."""
        ...
