"""Where moving pictures come from: a URL an engine opens itself, or a stream of packets the adapter reads."""

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


@dataclass(frozen=True, slots=True)
class Packet:
    """One coded picture, `at` the camera's own UTC time; `is_key` when decoding can start here."""

    data: bytes
    codec: Codec
    is_key: bool
    at: datetime


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
    """A stream that the engine opens by itself: rtsp, http(s) or a file. `label` is what people read; the URL may hold a password."""

    url: str
    label: str
    is_live: bool = True


@dataclass(frozen=True, slots=True)
class PacketSource:
    """A stream read by the adapter. `open` blocks and is called in the engine's thread; raises MediaError or ServerError."""

    open: Callable[[], PacketStream]
    label: str
    is_live: bool = True


Source = UrlSource | PacketSource
