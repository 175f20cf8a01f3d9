"""What cameras recorded at a time, such as a day before: asked a few at a time, told as it comes."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from smartclient.domain.errors import ServerError
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.store.typed_time import to_utc
from smartclient.video.frames import Frame
from smartclient.video.thumbnails import Thumbnail, Thumbnails

_AT_ONCE = 2
_PATIENCE = timedelta(seconds=20)
_AROUND = timedelta(hours=12)
_LAST = timedelta(milliseconds=500)
"""A recording's last picture lies a little before its end."""
_NOTHING = "Nothing is recorded within twelve hours of that time."
Recorded = Callable[[DeviceId, Span], Awaitable[Recordings]]
"""What a server holds of a camera; may raise a ServerError."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A camera's recorded picture and when it was taken; without a `frame` the `words` say why there is none."""

    at: datetime
    frame: Frame | None
    words: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """Since when a picture is waited for, of which time, and whether that is the nearest recorded one already."""

    since: datetime
    at: datetime
    is_nearest: bool


def day_before(at: datetime, zone: tzinfo | None = None) -> datetime:
    """The same time by the clock on the wall a day before, also when clocks were changed between."""
    local = at.astimezone(zone)
    return to_utc(datetime.combine(local.date() - timedelta(days=1), local.time()), zone)


class EarlierPictures:
    """`changed` tells which camera has an answer. Belongs to the loop's thread; `stop` ends it.

    Where nothing is recorded of a time, as with cameras that record motion alone, the recorded picture nearest to it is taken.
    """

    def __init__(self, thumbnails: Thumbnails, recorded: Recorded, clock: Clock) -> None:
        self.changed: Signal[DeviceId] = Signal()
        self._thumbnails, self._recorded, self._clock = thumbnails, recorded, clock
        self._wanted: dict[DeviceId, datetime] = {}
        self._found: dict[DeviceId, Earlier] = {}
        self._waiting: deque[DeviceId] = deque()
        self._asked: dict[DeviceId, _Asked] = {}
        self._tasks = Tasks("earlier pictures")
        thumbnails.arrived.connect(self._take)

    def of(self, camera: DeviceId) -> Earlier | None:
        """What is known; None while it is not."""
        return self._found.get(camera)

    def ask(self, times: Mapping[DeviceId, datetime]) -> None:
        """Asks what each camera recorded then, in place of what was asked before."""
        kept = {camera for camera in self._found if self._wanted[camera] == times.get(camera)}
        self._found = {camera: self._found[camera] for camera in kept}
        self._wanted = dict(times)
        self._asked.clear()
        self._waiting = deque(camera for camera in times if camera not in kept)
        self._go_on()

    def tick(self) -> None:
        """What does not answer for long is said, and makes room; call it every second or so."""
        now = self._clock.now()
        for camera in [camera for camera, asked in self._asked.items() if now - asked.since > _PATIENCE]:
            self._answer(camera, None, "The recording does not answer.")

    async def stop(self) -> None:
        """Asks for nothing more."""
        self._waiting.clear()
        await self._tasks.cancel()

    def _go_on(self) -> None:
        while self._waiting and len(self._asked) < _AT_ONCE:
            camera = self._waiting.popleft()
            self._wish(camera, self._wanted[camera], is_nearest=False)

    def _wish(self, camera: DeviceId, at: datetime, *, is_nearest: bool) -> None:
        self._asked[camera] = _Asked(self._clock.now(), at, is_nearest)
        kept = self._thumbnails.nearest(camera, at, timedelta())
        if kept is not None:
            self._take(kept)
        else:
            self._thumbnails.wish(camera, at)

    def _take(self, thumbnail: Thumbnail) -> None:
        asked = self._asked.get(thumbnail.camera)
        if asked is None or asked.at != thumbnail.asked:
            self._take_late(thumbnail)
            return
        if thumbnail.frame is None and not asked.is_nearest:
            self._tasks.start("nearest", self._nearest(thumbnail.camera, asked))
        else:
            self._answer(thumbnail.camera, thumbnail.frame, _NOTHING)

    def _take_late(self, thumbnail: Thumbnail) -> None:
        """A picture that comes after all."""
        found, frame = self._found.get(thumbnail.camera), thumbnail.frame
        if found is not None and found.frame is None and frame is not None and found.at == thumbnail.asked:
            self._found[thumbnail.camera] = Earlier(frame.at or thumbnail.asked, frame, "")
            self.changed.emit(thumbnail.camera)

    async def _nearest(self, camera: DeviceId, asked: _Asked) -> None:
        """Looks for what is recorded around the time."""
        try:
            found = await self._recorded(camera, Span(asked.at - _AROUND, asked.at + _AROUND))
        except ServerError as trouble:
            if self._asked.get(camera) is asked:
                self._answer(camera, None, str(trouble))
            return
        if self._asked.get(camera) is not asked:
            return
        ends = [min(max(asked.at, span.begin), span.end - _LAST) for span in found.recorded if span.length > _LAST]
        if ends:
            self._wish(camera, min(ends, key=lambda end: abs(end - asked.at)), is_nearest=True)
        else:
            self._answer(camera, None, _NOTHING)

    def _answer(self, camera: DeviceId, frame: Frame | None, words: str) -> None:
        asked = self._asked.pop(camera)
        taken = frame.at if frame is not None and frame.at is not None else asked.at
        self._found[camera] = Earlier(taken, frame, "" if frame is not None else words)
        self.changed.emit(camera)
        self._go_on()
