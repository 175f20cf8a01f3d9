"""Streams and the shots they are made of, with the moments at which all cameras take theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

FRAMES_PER_SECOND = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stream(NamedTuple):
    """One encoding of one camera; JPEG when `as_jpeg`, else H.264 or, `as_h265`, H.265 in Annex B form."""

    camera: str
    width: int
    height: int
    as_jpeg: bool = False
    as_h265: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height


@dataclass(frozen=True, slots=True)
class Shot:
    """One encoded picture; times are milliseconds since 1970, `key_ms` that of the key frame it builds on.

    A rough one was taken before a background that is not, or not yet, the true one.
    """

    stream: Stream
    data: bytes
    is_key: bool
    at_ms: int
    key_ms: int
    number: int
    is_rough: bool = False


def tick_ms(number: int) -> int:
    """When picture `number` since 1970 is taken: all cameras take theirs at the same moments."""
    return number * 1000 // FRAMES_PER_SECOND


def tick_at(milliseconds: int) -> int:
    """The number of the last picture taken at or before a time."""
    return ((milliseconds + 1) * FRAMES_PER_SECOND - 1) // 1000


def moment(milliseconds: int) -> datetime:
    """The time `milliseconds` after 1970 began."""
    return _EPOCH + timedelta(milliseconds=milliseconds)
