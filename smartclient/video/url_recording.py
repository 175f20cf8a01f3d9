"""The past in a file or behind an RTSP address that takes ranges, as a recording: sought to key frames, read by groups."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av

from smartclient.domain.errors import CannotDecode, NoPicture
from smartclient.domain.footage import Codec, Gop, Packet, UrlSource
from smartclient.video.engine import Limits
from smartclient.video.sought_groups import SoughtGroups
from smartclient.video.troubles import in_words
from smartclient.video.url_input import open_url, video_of
from smartclient.video.urls import kind, path

_MICROSECOND = timedelta(microseconds=1)
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
        self._is_paced = kind(source.url) != "file"
        created = self._container.metadata.get("creation_time") or stream.metadata.get("creation_time")
        begin = source.begins_at or _read_time(created) or self._ends(source) - self._length
        self._groups = SoughtGroups(self._container, stream, codec, begin)

    @property
    def _length(self) -> timedelta:
        return timedelta(seconds=self._container.duration / av.time_base)

    def _ends(self, source: UrlSource) -> datetime:
        if kind(source.url) == "file":
            return datetime.fromtimestamp(Path(path(source.url)).stat().st_mtime, UTC)
        return datetime.now(UTC)

    def gop(self, at: datetime) -> Gop | None:
        """The group whose time holds `at`; None in a gap."""
        with self._reading():
            group = self._groups.at(at)
            if group is None or at < group.begin:
                return None
            end, is_followed = self._groups.end_of(group)
        return Gop(group.packets, end, is_followed) if at < end else None

    def key(self, at: datetime) -> Packet | None:
        """The key frame of that group; None in a gap. Of a stream, which comes no faster than it was filmed, also in one."""
        if not self._is_paced:
            gop = self.gop(at)
            return gop.packets[0] if gop is not None else None
        with self._reading():
            key = self._groups.key(at)
        return key if key is not None and key.at <= at else None

    def following(self, at: datetime) -> datetime | None:
        """When the first picture at or after `at` was taken."""
        with self._reading():
            group = self._groups.at(at)
        if group is None:
            return None
        return next((time for time in group.times if time >= at), group.next_key)

    def preceding(self, at: datetime) -> datetime | None:
        """When the last picture before `at` was taken."""
        with self._reading():
            group = self._groups.at(at - _MICROSECOND)
        earlier = [time for time in group.times if time < at] if group is not None else []
        return earlier[-1] if earlier else None

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


def _read_time(text: str | None) -> datetime | None:
    with suppress(ValueError, TypeError):
        at = datetime.fromisoformat(text or "")
        return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return None
