"""Any source as coded pictures of one shape: packets, a decoder for them, and the camera's time where it is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import av

MOST_PIXELS = 2**26
"""Twice the largest camera's picture: what says it is larger is damaged, or wants our memory."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One coded picture. `media_s` is its place on the stream's own clock in decoding order; None where it has none."""

    packet: "av.Packet[Any]"
    is_key: bool
    media_s: float | None


class Input(Protocol):
    """An open source; all but `cancel` belongs to one thread. Whatever blocks may raise a MediaError or av.FFmpegError."""

    @property
    def codec(self) -> str:
        """FFmpeg's name of the coding: h264, hevc, mjpeg …"""
        ...

    @property
    def size(self) -> tuple[int, int] | None:
        """The pictures' width and height in pixels, where known before the first one is decoded."""
        ...

    @property
    def is_paced(self) -> bool:
        """Whether packets come faster than they are to be shown, as from a file."""
        ...

    def coded(self) -> Iterator[Coded]:
        """The pictures in decoding order; blocks. Never just ends: raises Ended or another error."""
        ...

    def decode(self, coded: Coded) -> list[av.VideoFrame]:
        """The pictures that this one completes, in showing order."""
        ...

    @property
    def device(self) -> str:
        """What decodes, where that is not this machine's processor: vaapi, cuda …"""
        ...

    def shown_s(self, picture: av.VideoFrame) -> float | None:
        """A decoded picture's place on the stream's own clock, in seconds."""
        ...

    def camera_time(self, picture: av.VideoFrame) -> datetime | None:
        """When the camera says it saw this, UTC."""
        ...

    def cancel(self) -> None:
        """Ends a waiting read where the source can do that; from any thread."""
        ...

    def close(self) -> None:
        """Lets go of network and memory."""
        ...


def lean(decoder: Any) -> None:
    """Sets a decoder up for many small live pictures: one thread each, unless slices of a wide picture can share the work."""
    decoder.thread_type = "SLICE"
    decoder.thread_count = 0 if decoder.width > 1920 else 1
    decoder.options = {**decoder.options, "max_pixels": str(MOST_PIXELS)}
