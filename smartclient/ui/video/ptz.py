"""Moving a camera: what hand, keys and stick ask for becomes commands, not too many of them, and always an end."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from smartclient.domain.commands import GoToPreset, MovePtz, PtzCommand
from smartclient.domain.ids import DeviceId

PACE_MS = 100
"""Not more than ten moves a second: slower lines would lag behind the hand."""
_STEP = 0.05
"""A speed that differs by less is the same."""


class PtzPilot(QObject):
    """Steers one camera at a time. `steering` tells whenever another camera, or none, is being moved."""

    steering = Signal()

    def __init__(self, send: Callable[[PtzCommand], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self.camera: DeviceId | None = None
        """The camera that moves now."""
        self._wanted = self._sent = (0.0, 0.0, 0.0)
        self._pace = QTimer(self, interval=PACE_MS, singleShot=True)
        self._pace.timeout.connect(self._follow)

    @property
    def speed(self) -> tuple[float, float, float]:
        """Pan, tilt and zoom asked for, -1 to 1 each."""
        return self._wanted

    def steer(self, camera: DeviceId, pan: float = 0.0, tilt: float = 0.0, zoom: float = 0.0) -> None:
        """Moves that camera at a speed until told otherwise; a camera that moved before stops. All zero stops at once."""
        speed = tuple(round(min(max(part, -1.0), 1.0) / _STEP) * _STEP for part in (pan, tilt, zoom))
        if self.camera is not None and self.camera != camera:
            self.stop()
        if not any(speed):
            if self.camera == camera:
                self.stop()
            return
        self._wanted = (speed[0], speed[1], speed[2])
        if self.camera is None:
            self.camera = camera
            self.steering.emit()
        if not self._pace.isActive():
            self._follow()

    def stop(self) -> None:
        """Lets the camera stand, now."""
        camera, self.camera = self.camera, None
        self._wanted = self._sent = (0.0, 0.0, 0.0)
        if camera is not None:
            self._send(MovePtz(camera))
            self.steering.emit()

    def let_go(self, camera: DeviceId | None) -> None:
        """Stops if it is that camera that moves: its tile closed, or lost the keyboard."""
        if camera is not None and camera == self.camera:
            self.stop()

    def go_to(self, camera: DeviceId, preset: str) -> None:
        """Turns a camera to one of its presets."""
        self.let_go(camera)
        self._send(GoToPreset(camera, preset))

    def _follow(self) -> None:
        if self.camera is not None and self._wanted != self._sent:
            self._sent = self._wanted
            self._send(MovePtz(self.camera, *self._sent))
            self._pace.start()
