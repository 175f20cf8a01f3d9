"""The past in a file or behind an RTSP address that takes ranges, as a recording: sought to key frames, read by groups."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av

from smartclient.domain.errors import CannotDecode, NoPicture
from smartclient.domain.footage import Codec, Gop, Packet, UrlSource
from smartclient.video.engine import Limits
from smartclient.video.sought_groups import CodedPicture, SoughtGroups
from smartclient.video.troubles import in_words
from smartclient.video.url_input import open_url, video_of
from smartclient.video.urls import kind, path

_CODECS = {codec.value: codec for codec in Codec}


class UrlRecording:
    """An open file or stream; its first picture was taken when the source says, else its `creation_time`.

    Where neither does, its last one was taken when the file was last written, or the stream opened. An RTSP server sends a group
    no faster than it was filmed.
    """

    def __init__(self, source: UrlSource, limits: Limits | None = None) -> None:
        """Opens it; blocks. Raises MediaError, also where it cannot be sought in."""
        self._label = source.label
        self._is_closed = False
        self._lock = threading.Lock()
        with in_words(self._label):
            self._container = open_url(source, (limits or Limits()).silent_s)
        try:
            self._prepare(source)
        except BaseException:
            self._container.close()
            raise

    def _prepare(self, source: UrlSource) -> None:
        stream = video_of(self._container, self._label)
        context = stream.codec_context
        codec = _CODECS.get(context.name)
        if codec is None:
            raise CannotDecode(f"{self._label} is recorded in a coding that cannot be decoded here.")
        if stream.time_base is None or self._container.duration is None:
            raise NoPicture(f"{self._label} can be watched live only: it does not say how long its past is.")
        self._codec = codec
        self._groups = SoughtGroups(self._container, stream, codec)
        self._is_paced = kind(source.url) != "file"
        created = self._container.metadata.get("creation_time") or stream.metadata.get("creation_time")
        self._begin = source.begins_at or _read_time(created) or self._ends(source) - self._length

    @property
    def _length(self) -> timedelta:
        return timedelta(seconds=self._container.duration / av.time_base)

    def _ends(self, source: UrlSource) -> datetime:
        if kind(source.url) == "file":
            return datetime.fromtimestamp(Path(path(source.url)).stat().st_mtime, UTC)
        return datetime.now(UTC)

    def gop(self, at: datetime) -> Gop | None:
        """The group whose time holds `at`; None in a gap."""
        ticks = self._ticks(at)
        with self._reading():
            group = self._groups.at(ticks)
            if group is None or ticks < group.begin:
                return None
            end, is_followed = self._groups.end_of(group)
        if ticks >= end:
            return None
        return Gop(tuple(map(self._packet, group.pictures)), self._at(end), is_followed)

    def key(self, at: datetime) -> Packet | None:
        """The key frame of that group; None in a gap. Of a stream, which comes no faster than it was filmed, also in one."""
        if not self._is_paced:
            gop = self.gop(at)
            return gop.packets[0] if gop is not None else None
        ticks = self._ticks(at)
        with self._reading():
            key = self._groups.key(ticks)
        return self._packet(key) if key is not None and key.ticks <= ticks else None

    def following(self, at: datetime) -> datetime | None:
        """When the first picture at or after `at` was taken."""
        ticks = self._ticks(at, rounds_up=True)
        with self._reading():
            group = self._groups.at(ticks)
        if group is None:
            return None
        later = next((time for time in group.times if time >= ticks), group.next_key)
        return self._at(later) if later is not None else None

    def preceding(self, at: datetime) -> datetime | None:
        """When the last picture before `at` was taken."""
        ticks = self._ticks(at, rounds_up=True) - 1
        with self._reading():
            group = self._groups.at(ticks)
        earlier = [time for time in group.times if time <= ticks] if group is not None else []
        return self._at(earlier[-1]) if earlier else None

    def close(self) -> None:
        """Ends it; what waits in FFmpeg ends by its time limit."""
        self._is_closed = True
        if self._lock.acquire(blocking=False):
            self._container.close()
            self._lock.release()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """FFmpeg cannot be interrupted: who closes while it reads leaves it to the reader to let go."""
        with self._lock, in_words(self._label):
            try:
                if self._is_closed:
                    raise NoPicture(f"{self._label} was closed.")
                yield
            finally:
                if self._is_closed:
                    self._container.close()

    def _ticks(self, at: datetime, rounds_up: bool = False) -> int:
        micros = (at - self._begin) // timedelta(microseconds=1)
        exact = Fraction(micros, 1_000_000) / self._groups.base
        return self._groups.start + (math.ceil(exact) if rounds_up else math.floor(exact))

    def _packet(self, picture: CodedPicture) -> Packet:
        return Packet(picture.data, self._codec, picture.is_key, self._at(picture.ticks))

    def _at(self, ticks: int) -> datetime:
        """Rounded up to the microsecond, so that a time given out leads back to its own picture."""
        base = self._groups.base
        scaled = (ticks - self._groups.start) * base.numerator * 1_000_000
        return self._begin + timedelta(microseconds=-(-scaled // base.denominator))  # rounds up, in whole numbers


def _read_time(text: str | None) -> datetime | None:
    with suppress(ValueError, TypeError):
        at = datetime.fromisoformat(text or "")
        return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return None
