"""Where moving pictures come from: a URL an engine opens itself, or packets the adapter reads, of now or of the past."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Codec(StrEnum):
    """How a packet's picture is coded."""

    H264 = "h264"
    H265 = "hevc"
    JPEG = "mjpeg"


class Quality(StrEnum):
    """Which of a camera's streams: the small one for small tiles, the main one for large."""

    SUB = "sub"
    MAIN = "main"


Mask = tuple[tuple[float, float], ...]
"""Corners of an area of a camera's picture that nobody may see: right and down, 0…1 from its upper left."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One coded picture, `at` the camera's own UTC time; `is_key` when decoding can start here.

    Units of H.264 and H.265 have start codes (Annex B), unless there is a `configuration`: a container's decoder configuration
    record (ISO/IEC 14496-15). Then each has its length before it in four bytes, and the parameter sets are in the record.
    """

    data: bytes
    codec: Codec
    is_key: bool
    at: datetime
    configuration: bytes = b""


class PacketStream(Protocol):
    """An open stream. `read` runs in an engine's thread; `close` may be called from any thread and ends a waiting `read`."""

    def read(self) -> Packet:
        """The next packet; blocks. Raises NoPicture when the stream ends, stalls or was closed."""
        ...

    def close(self) -> None:
        """Ends the stream; calling it twice is harmless."""
        ...


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A stream that the engine opens by itself: rtsp, http(s) or a file. `label` is what people read; the URL may hold a password.

    `begins_at` is when a file's first picture was taken, where that is known.
    """

    url: str
    label: str
    is_live: bool = True
    begins_at: datetime | None = None


def _unknown_way() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class PacketSource:
    """A stream read by the adapter. `open` blocks and is called in the engine's thread; raises MediaError or ServerError.

    `way` tells in words, for a tile's details, how it was opened last: protocol and port; empty where there is but one.
    """

    open: Callable[[], PacketStream]
    label: str
    is_live: bool = True
    way: Callable[[], str] = _unknown_way


Source = UrlSource | PacketSource


@dataclass(frozen=True, slots=True)
class Gop:
    """A group of pictures: a key frame and all that build on it, in decoding order, as the recorder keeps them.

    It stands for the time from `begin`, its key frame's, up to `end`: where the next picture begins, or, before a gap, one
    picture's length after the last one. `is_followed` tells which: whether another picture stands at `end`.
    """

    packets: tuple[Packet, ...]
    end: datetime
    is_followed: bool = True

    @property
    def begin(self) -> datetime:
        """The key frame's time."""
        return self.packets[0].at


class Recording(Protocol):
    """One camera's recorded past, open. All but `close` runs in one thread and blocks; `close`, from any thread, ends a waiting call.

    Each may raise a MediaError or a ServerError. A group is asked for by any time within it, so that playing forward, backward, by
    key frames only and exporting are all the same question.
    """

    def gop(self, at: datetime) -> Gop | None:
        """The group whose time holds `at`; None in a gap."""
        ...

    def key(self, at: datetime) -> Packet | None:
        """Only the key frame of that group, where that is less work; None in a gap, though not always at its very beginning."""
        ...

    def following(self, at: datetime) -> datetime | None:
        """When the first picture at or after `at` was taken; None when there is none."""
        ...

    def preceding(self, at: datetime) -> datetime | None:
        """When the last picture before `at` was taken; None when there is none."""
        ...

    def close(self) -> None:
        """Ends it; calling it twice is harmless."""
        ...


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """A camera's past, read by the adapter. `open` blocks and is called in a thread; raises MediaError or ServerError.

    `way` as in PacketSource.
    """

    open: Callable[[], Recording]
    label: str
    way: Callable[[], str] = _unknown_way


PastSource = RecordedSource | UrlSource
"""A URL here is a file, or an RTSP stream that takes ranges."""


def way_of(source: Source | PastSource | None) -> str:
    """How it was opened last, in words; empty where its own address says so."""
    return source.way() if isinstance(source, PacketSource | RecordedSource) else ""
