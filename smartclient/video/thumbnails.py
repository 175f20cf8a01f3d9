"""Small pictures of any time of any camera, for whoever moves the pointer over a timeline: the newest wish is read first."""

import logging
import threading
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.footage import PastSource, Recording
from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.video.frames import Frame

if TYPE_CHECKING:
    from smartclient.video.pictures import Scaler

log = logging.getLogger(__name__)
_MOST_KEPT = 600
"""At 160×90 pixels each that is at most 35 MB; a timeline of four cameras shows fewer than 200 at a time."""
_MOST_WISHES = 32
_MOST_OPEN = 8


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A picture of `camera` for the time `asked`; `frame` is None where nothing is recorded then."""

    camera: DeviceId
    asked: datetime
    frame: Frame | None


class Thumbnails:
    """Reads and keeps thumbnails. `wish`, `nearest` and `close` belong to the loop's thread, to which `call_soon` leads."""

    def __init__(
        self,
        past_of: Callable[[DeviceId], PastSource],
        call_soon: Callable[[Callable[[], None]], object],
        size: tuple[int, int] = (160, 90),
    ) -> None:
        """`past_of` may raise MediaError or ServerError; it is called in a thread. Pictures fit into `size` pixels."""
        self.arrived: Signal[Thumbnail] = Signal()
        self._past_of = past_of
        self._call_soon = call_soon
        self._size = size
        self._kept: OrderedDict[tuple[DeviceId, datetime], Thumbnail] = OrderedDict()
        self._times: dict[DeviceId, list[datetime]] = {}
        self._changed = threading.Condition()
        self._wishes: OrderedDict[tuple[DeviceId, datetime], None] = OrderedDict()
        self._is_closed = False
        self._open: OrderedDict[DeviceId, Recording] = OrderedDict()
        self._thread: threading.Thread | None = None

    def wish(self, camera: DeviceId, at: datetime) -> None:
        """Asks for the picture at `at`; when it is there, `arrived` tells. Of many wishes the newest are served, oldest forgotten."""
        if self._is_closed or (camera, at) in self._kept:
            return
        with self._changed:
            self._wishes[camera, at] = None
            self._wishes.move_to_end((camera, at))
            while len(self._wishes) > _MOST_WISHES:
                self._wishes.popitem(last=False)
            self._changed.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="video thumbnails", daemon=True)
            self._thread.start()

    def nearest(self, camera: DeviceId, at: datetime, within: timedelta) -> Thumbnail | None:
        """The kept thumbnail asked for closest to `at`, at most `within` away."""
        times = self._times.get(camera, [])
        place = bisect_left(times, at)
        near = min(times[max(0, place - 1) : place + 1], key=lambda time: abs(time - at), default=None)
        if near is None or abs(near - at) > within:
            return None
        return self._kept[camera, near]

    def forget(self, is_closed: Callable[[DeviceId], bool]) -> None:
        """Keeps no picture of cameras that are closed to this person now, and asks for none of those wished for."""
        for camera in [camera for camera in self._times if is_closed(camera)]:
            for at in self._times.pop(camera):
                self._kept.pop((camera, at), None)
        with self._changed:
            for wish in [wish for wish in self._wishes if is_closed(wish[0])]:
                del self._wishes[wish]

    def close(self) -> None:
        """Ends reading; `join` waits for the thread."""
        self._is_closed = True
        with self._changed:
            self._wishes.clear()
            self._changed.notify()
            recordings = list(self._open.values())
        for recording in recordings:
            recording.close()

    def join(self, timeout_s: float) -> bool:
        """Waits until the thread has ended."""
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        from smartclient.video.pictures import Scaler  # FFmpeg is loaded with the first thumbnail

        scaler = Scaler(self._size)
        try:
            while (wish := self._next()) is not None:
                thumbnail = self._read(*wish, scaler)
                if thumbnail is not None:
                    self._call_soon(partial(self._keep, thumbnail))
        finally:
            for recording in self._open.values():
                recording.close()

    def _next(self) -> tuple[DeviceId, datetime] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._wishes)
            return None if self._is_closed else self._wishes.popitem(last=True)[0]

    def _read(self, camera: DeviceId, at: datetime, scaler: "Scaler") -> Thumbnail | None:
        from smartclient.video.recorded.reel import decoded_alone

        try:
            key = self._recording(camera).key(at)
            return Thumbnail(camera, at, decoded_alone(key, scaler) if key is not None else None)
        except (MediaError, ServerError) as error:
            self._forget(camera)
            if not self._is_closed:
                log.info("no thumbnail of %s: %s", camera, error)
        except Exception:
            self._forget(camera)
            log.exception("reading a thumbnail failed: %s", camera)
        return None

    def _recording(self, camera: DeviceId) -> Recording:
        from smartclient.video.past import open_recording

        recording = self._open.get(camera)
        if recording is None:
            recording = open_recording(self._past_of(camera))
        with self._changed:
            self._open[camera] = recording
            self._open.move_to_end(camera)
            old = self._open.popitem(last=False)[1] if len(self._open) > _MOST_OPEN else None
        if old is not None:
            old.close()
        return recording

    def _forget(self, camera: DeviceId) -> None:
        with self._changed:
            recording = self._open.pop(camera, None)
        if recording is not None:
            recording.close()

    def _keep(self, thumbnail: Thumbnail) -> None:
        if self._is_closed or (thumbnail.camera, thumbnail.asked) in self._kept:
            return
        self._kept[thumbnail.camera, thumbnail.asked] = thumbnail
        insort(self._times.setdefault(thumbnail.camera, []), thumbnail.asked)
        if len(self._kept) > _MOST_KEPT:
            (camera, at), _ = self._kept.popitem(last=False)
            self._times[camera].remove(at)
        self.arrived.emit(thumbnail)
