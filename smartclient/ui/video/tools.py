"""Ways to use mouse and keys in a tile's picture: come closer in it, look round in a fisheye, turn the camera itself."""

import math
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Mount
from smartclient.ui.video.lens import Lens
from smartclient.ui.video.ptz import PtzPilot
from smartclient.ui.video.zoom import Zoom

KEY_STEP = 0.2
"""How much of what is visible an arrow key moves."""


class PictureTool(Protocol):
    """Points are shares of the visible picture, 0…1 from its upper left."""

    @property
    def takes_drag(self) -> bool:
        """Whether a drag in the picture is its own; else it carries the tile."""
        ...

    def press(self, x: float, y: float) -> None:
        """The button went down."""
        ...

    def drag(self, x: float, y: float) -> None:
        """The pointer moved with the button down."""
        ...

    def rest(self) -> None:
        """Button or key went up, or the keyboard went elsewhere."""
        ...

    def closer(self, factor: float, x: float = 0.5, y: float = 0.5) -> None:
        """Wheel, pinch or key: closer (over 1) or farther, about that point."""
        ...

    def turn(self, across: int, down: int) -> None:
        """An arrow key is held: left (-1) or right, up (-1) or down."""
        ...

    def reset(self) -> None:
        """Back to how it began."""
        ...


class ZoomTool:
    """Digital zoom."""

    def __init__(self, lens: Lens, changed: Callable[[], None]) -> None:
        self._lens, self._changed = lens, changed
        self._at = (0.0, 0.0)

    @property
    def takes_drag(self) -> bool:
        """Only when something lies outside."""
        return self._lens.zoom.is_in

    def press(self, x: float, y: float) -> None:
        """Takes hold of the picture."""
        self._at = (x, y)

    def drag(self, x: float, y: float) -> None:
        """What was taken hold of stays under the pointer."""
        self._set(self._lens.zoom.moved(self._at[0] - x, self._at[1] - y))
        self._at = (x, y)

    def rest(self) -> None:
        """There is nothing to end."""

    def closer(self, factor: float, x: float = 0.5, y: float = 0.5) -> None:
        """Closer to what is there."""
        self._set(self._lens.zoom.closer(factor, x, y))

    def turn(self, across: int, down: int) -> None:
        """Moves the visible part."""
        self._set(self._lens.zoom.moved(across * KEY_STEP, down * KEY_STEP))

    def reset(self) -> None:
        """All of the picture."""
        self._set(Zoom())

    def _set(self, zoom: Zoom) -> None:
        if zoom != self._lens.zoom:
            self._lens.zoom = zoom
            self._changed()


class DewarpTool:
    """Looks round in a straightened fisheye picture. `kept` is told when a movement has ended, to be remembered."""

    takes_drag = True

    def __init__(self, lens: Lens, changed: Callable[[], None], kept: Callable[[], None]) -> None:
        self._lens, self._changed, self._kept = lens, changed, kept
        self._at = (0.0, 0.0)

    def press(self, x: float, y: float) -> None:
        """Takes hold of the picture."""
        self._at = (x, y)

    def drag(self, x: float, y: float) -> None:
        """What was taken hold of stays nearly under the pointer."""
        self._lens.is_moving = True
        self._look(self._at[0] - x, self._at[1] - y)
        self._at = (x, y)

    def rest(self) -> None:
        """Sharp again, and remembered."""
        self._lens.is_moving = False
        self._changed()
        self._kept()

    def closer(self, factor: float, x: float = 0.5, y: float = 0.5) -> None:  # noqa: ARG002
        """A narrower view in the same direction."""
        if self._lens.dewarp is not None:
            self._lens.dewarp = self._lens.dewarp.zoomed(factor)
            self._changed()
            self._kept()

    def turn(self, across: int, down: int) -> None:
        """Looks that way."""
        self._look(across * KEY_STEP, down * KEY_STEP)

    def reset(self) -> None:
        """Where looking begins for this mount."""
        if self._lens.dewarp is not None:
            self._lens.dewarp = type(self._lens.dewarp).of(self._lens.dewarp.mount)
            self._changed()
            self._kept()

    def _look(self, across: float, down: float) -> None:
        """By shares of the view; near the middle of a ceiling's picture a degree of pan moves little."""
        view = self._lens.dewarp
        if view is not None:
            is_ceiling = view.mount is Mount.CEILING
            slow = max(0.4, math.sin(math.radians(view.tilt_deg))) if is_ceiling else 1.0
            angle = view.field_of_view_deg
            self._lens.dewarp = view.turned(across * angle / slow, -down * angle * 9 / 16)
            self._changed()


class PtzTool(QObject):
    """Turns the camera: a drag's direction and distance from the middle are direction and speed."""

    takes_drag = True
    _STILL = 0.04
    """So near the middle the hand is at rest."""
    _KEY_SPEED = 0.5
    _NOTCH_MS = 250
    """How long one notch of the wheel zooms."""

    def __init__(self, pilot: PtzPilot, camera: DeviceId, parent: QObject) -> None:
        super().__init__(parent)
        self._pilot, self._camera = pilot, camera
        self._notch = QTimer(self, interval=self._NOTCH_MS, singleShot=True)
        self._notch.timeout.connect(self.rest)

    @property
    def speed(self) -> tuple[float, float, float]:
        """Pan, tilt and zoom asked for now, -1 to 1 each."""
        return self._pilot.speed if self._pilot.camera == self._camera else (0.0, 0.0, 0.0)

    def press(self, x: float, y: float) -> None:
        """Moves from the first touch on."""
        self.drag(x, y)

    def drag(self, x: float, y: float) -> None:
        """The way from the middle, gently near it."""
        self._notch.stop()
        self._pilot.steer(self._camera, self._speed(x - 0.5), -self._speed(y - 0.5))

    def rest(self) -> None:
        """The camera stands."""
        self._notch.stop()
        self._pilot.let_go(self._camera)

    def closer(self, factor: float, x: float = 0.5, y: float = 0.5) -> None:  # noqa: ARG002
        """Zooms a moment."""
        self._pilot.steer(self._camera, zoom=1.0 if factor > 1 else -1.0)
        self._notch.start()

    def turn(self, across: int, down: int) -> None:
        """Moves while the key is held."""
        self._notch.stop()
        self._pilot.steer(self._camera, across * self._KEY_SPEED, -down * self._KEY_SPEED)

    def reset(self) -> None:
        """Stops; where a camera belongs is a preset."""
        self.rest()

    def _speed(self, way: float) -> float:
        reach = max(0.0, abs(way) - self._STILL) / (0.5 - self._STILL)
        return math.copysign(min(1.0, reach) ** 2, way)
