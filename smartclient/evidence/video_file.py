"""A video file of a package: groups of pictures wrapped as they are, each picture at its own time, each group hashed."""

import contextlib
import errno
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

import av

from smartclient.domain.errors import CannotDecode, NoRoom
from smartclient.domain.footage import Codec, Gop
from smartclient.evidence.annex_b import with_start_codes
from smartclient.evidence.manifest import Block, Piece
from smartclient.evidence.parameter_sets import parameter_sets

MICROSECOND = timedelta(microseconds=1)
Wrote = Callable[[Block, Callable[[], None]], None]
"""Is told of each block that was written, in the hashing thread, and what makes it reach the disk."""
_BYTES_A_PICTURE = 64


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file, without what only the export knows of it."""

    sha256: str
    size_bytes: int
    head: Piece
    blocks: tuple[Block, ...]
    index: Piece


class VideoFile(Protocol):
    """A growing file; belongs to one thread."""

    codec: Codec
    width_px: int
    height_px: int

    def fits(self, gop: Gop, limit_bytes: int | None) -> bool:
        """Whether the group can go on in this file: coded alike, and not beyond `limit_bytes`."""
        ...

    def add(self, gop: Gop) -> None:
        """Writes a group, later than those before it. Raises NoRoom, OSError, CannotDecode."""
        ...

    def close(self) -> Written:
        """Writes the index and ends the file. Raises NoRoom, OSError, CannotDecode."""
        ...

    def abandon(self) -> None:
        """Lets go of the file as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Coding:
    """What groups in one file have in common."""

    codec: Codec
    sets: bytes
    delay_us: int
    """How much earlier than it is shown a picture must be decoded, at most: 0 unless pictures are coded out of their order."""

    @classmethod
    def of(cls, gop: Gop) -> "Coding":
        """That of a group."""
        return cls(gop.packets[0].codec, parameter_sets(gop.packets[0]), _delay_us(gop))

    def takes(self, gop: Gop) -> bool:
        """Whether a group is coded so too."""
        key = gop.packets[0]
        if key.codec is not self.codec or _delay_us(gop) > self.delay_us:
            return False
        return parameter_sets(key) == self.sets


@dataclass(frozen=True, slots=True)
class Times:
    """A group's times in µs after `origin`: when each picture is shown, in the order of decoding; when the first, second … is shown,
    and how long.
    """

    shown: list[int]
    order: list[int]
    durations: list[int]

    @property
    def after_first(self) -> tuple[int, ...]:
        """When each picture is shown, in the order of decoding, after the key frame."""
        first = self.shown[0]
        return tuple([us - first for us in self.shown])

    @classmethod
    def of(cls, gop: Gop, origin: datetime) -> "Times":
        """Those of a group."""
        shown = [(packet.at - origin) // MICROSECOND for packet in gop.packets]
        order = sorted(shown)
        follows = [*order[1:], (gop.end - origin) // MICROSECOND]
        return cls(shown, order, [later - time for time, later in zip(order, follows, strict=True)])


@dataclass(frozen=True, slots=True)
class Head:
    """The pictures' size, and FFmpeg's stream that a file's stream is made like."""

    width_px: int
    height_px: int
    like: av.VideoStream


@contextmanager
def probed(first: Gop) -> Iterator[Head]:
    """What FFmpeg finds in a group's key frame. Raises CannotDecode."""
    key = first.packets[0]
    words = f"The recorded picture of {first.begin:%Y-%m-%d %H:%M:%S} UTC does not say its size and cannot be exported."
    with contextlib.ExitStack() as opened:
        try:
            template = opened.enter_context(av.open(io.BytesIO(with_start_codes(key)), "r", format=key.codec.value))
            stream = template.streams.video[0]
        except (av.FFmpegError, IndexError, ValueError) as error:
            raise CannotDecode(words) from error
        if stream.width <= 0 or stream.height <= 0:
            raise CannotDecode(words)
        yield Head(stream.width, stream.height, stream)


def describe(output: "av.container.OutputContainer", title: str, begin: datetime) -> None:
    """Gives a file its title and the time of its first picture."""
    output.metadata["title"] = title
    output.metadata["creation_time"] = f"{begin:%Y-%m-%dT%H:%M:%S.%fZ}"


def piece(file: BinaryIO, offset: int, length: int) -> Piece:
    """A run of bytes of a file on disk, hashed."""
    file.seek(offset)
    digest, left = hashlib.sha256(), length
    while left and (data := file.read(min(left, 2**20))):
        digest.update(data)
        left -= len(data)
    return Piece(offset=offset, length=length, sha256=digest.hexdigest())


def size_of(gop: Gop) -> int:
    """How many bytes a group takes in a file, at most."""
    return sum([len(packet.data) + _BYTES_A_PICTURE for packet in gop.packets])


def trouble(error: av.FFmpegError, path: Path) -> Exception:
    """FFmpeg's error as one of ours."""
    if error.errno == errno.ENOSPC:
        return NoRoom(f"The disk of {path.parent} is full. Make room there, then resume the export.")
    return CannotDecode(f"{path.name} cannot be written: {error.strerror}.")


def _delay_us(gop: Gop) -> int:
    times = [packet.at for packet in gop.packets]
    shown = sorted(times)
    return 0 if times == shown else max((due - at) // MICROSECOND for at, due in zip(times, shown, strict=True))
