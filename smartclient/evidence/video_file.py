"""One video file of a package: groups of pictures wrapped as they are, each picture at its own time, each group hashed."""

import contextlib
import errno
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av

from smartclient.domain.errors import CannotDecode, NoRoom
from smartclient.domain.footage import Gop
from smartclient.evidence.elements import end_of_blocks
from smartclient.evidence.hashed_file import HashedFile
from smartclient.evidence.manifest import Block, Container, Piece
from smartclient.evidence.parameter_sets import parameter_sets

_TICK = Fraction(1, 1_000_000)
_MICROSECOND = timedelta(microseconds=1)
_MUXER = {Container.MP4: "mp4", Container.MKV: "matroska"}
_MUXER_OPTIONS = {
    # A fragment a group: what is written is final, survives a crash, and needs no second pass.
    Container.MP4: {
        "movflags": "frag_keyframe+empty_moov+default_base_moof",
        "video_track_timescale": "1000000",
        "use_editlist": "0",
    },
    Container.MKV: {},
}
_OVERHEAD_BYTES = 4_096
_BYTES_A_PICTURE = 64


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file, without what only the export knows of it."""

    sha256: str
    size_bytes: int
    head: Piece
    blocks: tuple[Block, ...]
    index: Piece


class VideoFile:
    """A growing file, in one thread; but `wrote` is called in the hashing thread, with each block and what makes it reach the disk.

    MP4 keeps times to the microsecond, Matroska to the millisecond; the blocks keep them exactly. H.265 in MP4 is marked `hev1`, which
    keeps the parameter sets that the camera repeats; `hvc1`, which one player prefers, would take them out.
    """

    def __init__(
        self,
        path: Path,
        container: Container,
        first: Gop,
        title: str,
        wrote: Callable[[Block, Callable[[], None]], None],
    ) -> None:
        """Begins a file that groups like `first` fit into. Raises CannotDecode, NoRoom, OSError."""
        self.path, self.begin, self.codec = path, first.begin, first.packets[0].codec
        self._kind = container
        self._sets = parameter_sets(first.packets[0])
        self._delay = _delay_us(first)
        self._wrote = wrote
        self._waiting: list[Gop] = []
        self._blocks: list[Block] = []
        self._head_bytes = self._ends = 0
        self._ended: dict[int, tuple[int, list[Gop]]] = {}
        self.width_px, self.height_px, template = _probe(first)
        self._file = HashedFile(path, self._block_hashed)
        try:
            self._output = av.open(
                self._file, "w", format=_MUXER[container], options=_MUXER_OPTIONS[container], buffer_size=2**20
            )
            self._output.metadata["title"] = title
            self._output.metadata["creation_time"] = f"{first.begin:%Y-%m-%dT%H:%M:%S.%fZ}"
            self._stream = self._output.add_stream_from_template(template.streams.video[0])
            self._stream.time_base = _TICK
            self._output.start_encoding()
        except av.FFmpegError as error:
            self.abandon()
            raise _trouble(error, path) from error
        except BaseException:
            self.abandon()
            raise
        finally:
            template.close()

    def fits(self, gop: Gop, limit_bytes: int | None) -> bool:
        """Whether the group can go on in this file: coded alike, and not beyond `limit_bytes`."""
        key = gop.packets[0]
        if key.codec is not self.codec or parameter_sets(key) != self._sets or _delay_us(gop) > self._delay:
            return False
        waiting = sum(_size(one) for one in self._waiting)
        return limit_bytes is None or self._file.size + waiting + _size(gop) + _OVERHEAD_BYTES <= limit_bytes

    def add(self, gop: Gop) -> None:
        """Writes a group, later than those before it. Raises NoRoom, OSError, CannotDecode."""
        times = [(packet.at - self.begin) // _MICROSECOND for packet in gop.packets]
        order = sorted(times)
        follows = [*order[1:], (gop.end - self.begin) // _MICROSECOND]
        try:
            for index, (packet, time_us) in enumerate(zip(gop.packets, times, strict=True)):
                self._mux(packet.data, time_us, order[index] - self._delay, follows[index] - order[index], index == 0)
                if index == 0:
                    self._note_ended()
        except av.FFmpegError as error:
            raise _trouble(error, self.path) from error
        self._waiting.append(gop)

    def _mux(self, data: bytes, time_us: int, decoded_us: int, duration_us: int, is_key: bool) -> None:
        coded = av.Packet(data)
        coded.stream, coded.time_base = self._stream, _TICK
        coded.pts, coded.dts, coded.duration = time_us, decoded_us, duration_us
        coded.is_keyframe = is_key
        self._output.mux_one(coded)

    def _note_ended(self) -> None:
        """With the key frame of a group the muxer lets go of the groups before it; very small ones it keeps together."""
        size = self._file.size
        if not self._head_bytes:
            self._head_bytes = self._ends = size
            self._file.end_block()
        elif size > self._ends:
            self._ended[size] = (self._ends, self._waiting)
            self._ends, self._waiting = size, []
            self._file.end_block()

    def _block_hashed(self, position: int, digest: str) -> None:
        if position in self._ended:
            begin, gops = self._ended.pop(position)
            self._keep(_block(gops, begin, position - begin, digest), self._file.sync)

    def _keep(self, block: Block, sync: Callable[[], None]) -> None:
        self._blocks.append(block)
        self._wrote(block, sync)

    def close(self) -> Written:
        """Writes the index and ends the file. Raises NoRoom, OSError, CannotDecode."""
        try:
            self._output.close()
        except av.FFmpegError as error:
            raise _trouble(error, self.path) from error
        digest = self._file.close()
        with self.path.open("rb") as file:
            end = end_of_blocks(file, self._ends, self._kind)
            if self._waiting:
                last = piece(file, self._ends, end - self._ends)
                self._keep(_block(self._waiting, last.offset, last.length, last.sha256), _on_disk)
            head, index = piece(file, 0, self._head_bytes), piece(file, end, self._file.size - end)
        return Written(digest, self._file.size, head, tuple(self._blocks), index)

    def abandon(self) -> None:
        """Lets go of the file as it is."""
        with contextlib.suppress(av.FFmpegError, OSError, AttributeError):
            self._output.close()
        with contextlib.suppress(OSError):
            self._file.close()


def _on_disk() -> None:
    """A closed file needs no waiting for."""


def piece(file: BinaryIO, offset: int, length: int) -> Piece:
    """A run of bytes of a file on disk, hashed."""
    file.seek(offset)
    digest, left = hashlib.sha256(), length
    while left and (data := file.read(min(left, 2**20))):
        digest.update(data)
        left -= len(data)
    return Piece(offset=offset, length=length, sha256=digest.hexdigest())


def _block(gops: list[Gop], offset: int, length: int, digest: str) -> Block:
    begin = gops[0].begin
    times = tuple((packet.at - begin) // _MICROSECOND for gop in gops for packet in gop.packets)
    return Block(begin=begin, end=gops[-1].end, offset=offset, length=length, sha256=digest, times_us=times)


def _delay_us(gop: Gop) -> int:
    """How much earlier than it is shown a picture must be decoded, at most: 0 unless pictures are coded out of their order."""
    times = [packet.at for packet in gop.packets]
    return max((shown - at) // _MICROSECOND for at, shown in zip(times, sorted(times), strict=True))


def _size(gop: Gop) -> int:
    return sum(len(packet.data) + _BYTES_A_PICTURE for packet in gop.packets)


def _probe(first: Gop) -> "tuple[int, int, av.container.InputContainer]":
    """Width, height and, as FFmpeg knows it, the coding of a group. Raises CannotDecode."""
    key = first.packets[0]
    try:
        template = av.open(io.BytesIO(key.data), "r", format=key.codec.value)
        stream = template.streams.video[0]
        if stream.width > 0 and stream.height > 0:
            return stream.width, stream.height, template
        template.close()
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise CannotDecode(_UNREADABLE.format(begin=first.begin)) from error
    raise CannotDecode(_UNREADABLE.format(begin=first.begin))


_UNREADABLE = "The recorded picture of {begin:%Y-%m-%d %H:%M:%S} UTC does not say its size and cannot be exported."


def _trouble(error: av.FFmpegError, path: Path) -> Exception:
    if error.errno == errno.ENOSPC:
        return NoRoom(f"The disk of {path.parent} is full. Make room there, then resume the export.")
    return CannotDecode(f"{path.name} cannot be written: {error.strerror}.")
