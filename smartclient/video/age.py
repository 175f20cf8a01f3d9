"""How old the picture on the screen is, by the camera's clock where that can be believed."""

from datetime import datetime

from smartclient.runtime.clock import Clock
from smartclient.video.frames import Frame

_AHEAD_S = 1.0
_DELAYED_S = 30.0  # no live stream opens with a picture older than this: then it is the camera's clock that is wrong


class AgeMeter:
    """The age of the newest frame of one stream."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: datetime | None = None
        self._received_s: float | None = None
        self._believes_camera: bool | None = None

    def note(self, frame: Frame) -> None:
        """`frame` is now on the screen. The first camera time of a stream decides whether its clock is believed."""
        self._received_s = frame.received_s
        self._at = frame.at
        if frame.at is not None and self._believes_camera is None:
            off_s = (self._clock.now() - frame.at).total_seconds()
            self._believes_camera = -_AHEAD_S <= off_s <= _DELAYED_S

    @property
    def age_s(self) -> float | None:
        """Seconds since the camera saw it, else since it was decoded here; None before the first."""
        if self._received_s is None:
            return None
        if self._at is not None and self._believes_camera:
            return max(0.0, (self._clock.now() - self._at).total_seconds())
        return max(0.0, self._clock.steady_s() - self._received_s)
