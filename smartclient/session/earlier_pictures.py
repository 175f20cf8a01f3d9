"""What cameras recorded at a time, such as a day before: asked a few at a time, told as it comes."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.typed_time import to_utc
from smartclient.video.frames import Frame
from smartclient.video.thumbnails import Thumbnail, Thumbnails

_AT_ONCE = 8
_PATIENCE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A camera's recorded picture and when it was taken; without a `frame` the `words` say why there is none."""

    at: datetime
    frame: Frame | None
    words: str


def day_before(at: datetime, zone: tzinfo | None = None) -> datetime:
    """The same time by the clock on the wall a day before, also when clocks were changed between."""
    local = at.astimezone(zone)
    return to_utc(datetime.combine(local.date() - timedelta(days=1), local.time()), zone)


class EarlierPictures:
    """`changed` tells which camera has an answer. Belongs to the loop's thread."""

    def __init__(self, thumbnails: Thumbnails, clock: Clock) -> None:
        self.changed: Signal[DeviceId] = Signal()
        self._thumbnails, self._clock = thumbnails, clock
        self._wanted: dict[DeviceId, datetime] = {}
        self._found: dict[DeviceId, Earlier] = {}
        self._waiting: deque[DeviceId] = deque()
        self._asked: dict[DeviceId, datetime] = {}
        thumbnails.arrived.connect(self._take)

    def of(self, camera: DeviceId) -> Earlier | None:
        """What is known; None while it is not."""
        return self._found.get(camera)

    def ask(self, times: Mapping[DeviceId, datetime]) -> None:
        """Asks what each camera recorded then, in place of what was asked before."""
        self._found = {
            camera: found for camera, found in self._found.items() if self._wanted[camera] == times.get(camera)
        }
        self._wanted = dict(times)
        self._asked.clear()
        self._waiting = deque(camera for camera in times if camera not in self._found)
        self._go_on()

    def tick(self) -> None:
        """What does not answer for long is said, and makes room; call it every second or so."""
        now = self._clock.now()
        for camera in [camera for camera, since in self._asked.items() if now - since > _PATIENCE]:
            self._answer(camera, None, "The recording does not answer.")

    def _go_on(self) -> None:
        while self._waiting and len(self._asked) < _AT_ONCE:
            camera = self._waiting.popleft()
            self._asked[camera] = self._clock.now()
            at = self._wanted[camera]
            kept = self._thumbnails.nearest(camera, at, timedelta())
            if kept is not None:
                self._take(kept)
            else:
                self._thumbnails.wish(camera, at)

    def _take(self, thumbnail: Thumbnail) -> None:
        camera = thumbnail.camera
        if camera in self._asked and self._wanted.get(camera) == thumbnail.asked:
            self._answer(camera, thumbnail.frame, "Nothing is recorded of that time.")

    def _answer(self, camera: DeviceId, frame: Frame | None, words: str) -> None:
        self._asked.pop(camera, None)
        taken = frame.at if frame is not None and frame.at is not None else self._wanted[camera]
        self._found[camera] = Earlier(taken, frame, "" if frame is not None else words)
        self.changed.emit(camera)
        self._go_on()
