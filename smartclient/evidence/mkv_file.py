"""A Matroska file of a package, through FFmpeg's muxer; where one block ends is seen from what the muxer lets go of."""

import contextlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av

from smartclient.domain.footage import Gop
from smartclient.evidence.annex_b import with_start_codes
from smartclient.evidence.elements import end_of_blocks
from smartclient.evidence.hashed_file import HashedFile
from smartclient.evidence.manifest import Block
from smartclient.evidence.video_file import (
    MICROSECOND,
    Coding,
    Times,
    Written,
    Wrote,
    describe,
    piece,
    probed,
    size_of,
    trouble,
)

_TICK = Fraction(1, 1_000_000)
_OVERHEAD_BYTES = 4_096


class MkvFile:
    """A growing file; `wrote` is called in the hashing thread. Matroska keeps times to the millisecond; the blocks keep them exactly."""

    def __init__(self, path: Path, first: Gop, title: str, wrote: Wrote) -> None:
        """Begins a file that groups like `first` fit into. Raises CannotDecode, NoRoom, OSError."""
        self.path, self.begin, self.codec = path, first.begin, first.packets[0].codec
        self._coding = Coding.of(first)
        self._wrote = wrote
        self._waiting: list[Gop] = []
        self._blocks: list[Block] = []
        self._head_bytes = self._ends = 0
        with probed(first) as found:
            self.width_px, self.height_px = found.width_px, found.height_px
            self._file = HashedFile(path)
            try:
                self._output = av.open(self._file, "w", format="matroska", buffer_size=2**20)
                describe(self._output, title, first.begin)
                self._stream = self._output.add_stream_from_template(found.like)
                self._stream.time_base = _TICK
                self._output.start_encoding()
            except av.FFmpegError as error:
                self.abandon()
                raise trouble(error, path) from error
            except BaseException:
                self.abandon()
                raise

    def fits(self, gop: Gop, limit_bytes: int | None) -> bool:
        """Whether the group can go on in this file: coded alike, and not beyond `limit_bytes`."""
        if not self._coding.takes(gop):
            return False
        waiting = sum(map(size_of, self._waiting))
        return limit_bytes is None or self._file.size + waiting + size_of(gop) + _OVERHEAD_BYTES <= limit_bytes

    def add(self, gop: Gop) -> None:
        """Writes a group, later than those before it. Raises NoRoom, OSError, CannotDecode."""
        times = Times.of(gop, self.begin)
        try:
            for index, packet in enumerate(gop.packets):
                coded = av.Packet(with_start_codes(packet))
                coded.stream, coded.time_base = self._stream, _TICK
                coded.pts, coded.dts = times.shown[index], times.order[index] - self._coding.delay_us
                coded.duration, coded.is_keyframe = times.durations[index], index == 0
                self._output.mux_one(coded)
                if index == 0:
                    self._note_ended()
        except av.FFmpegError as error:
            raise trouble(error, self.path) from error
        self._waiting.append(gop)

    def _note_ended(self) -> None:
        """With the key frame of a group the muxer lets go of the groups before it; very small ones it keeps together."""
        size = self._file.size
        if not self._head_bytes:
            self._head_bytes = self._ends = size
            self._file.end_block(lambda _: None)
        elif size > self._ends:
            gops, begin = self._waiting, self._ends
            self._ends, self._waiting = size, []
            self._file.end_block(lambda digest: self._written(gops, begin, size, digest, self._file.sync))

    def _written(self, gops: list[Gop], begin: int, end: int, digest: str, sync: Callable[[], None]) -> None:
        first = gops[0].begin
        times = tuple([(packet.at - first) // MICROSECOND for gop in gops for packet in gop.packets])
        length = end - begin
        block = Block(begin=first, end=gops[-1].end, offset=begin, length=length, sha256=digest, times_us=times)
        self._blocks.append(block)
        self._wrote(block, sync)

    def close(self) -> Written:
        """Writes the index and ends the file. Raises NoRoom, OSError, CannotDecode."""
        try:
            self._output.close()
        except av.FFmpegError as error:
            raise trouble(error, self.path) from error
        digest = self._file.close()
        with self.path.open("rb") as file:
            end = end_of_blocks(file, self._ends)
            if self._waiting:
                last = piece(file, self._ends, end - self._ends)
                self._written(self._waiting, self._ends, end, last.sha256, lambda: None)  # a closed file is on disk
            head, index = piece(file, 0, self._head_bytes), piece(file, end, self._file.size - end)
        return Written(digest, self._file.size, head, tuple(self._blocks), index)

    def abandon(self) -> None:
        """Lets go of the file as it is."""
        with contextlib.suppress(av.FFmpegError, OSError, AttributeError):
            self._output.close()
        with contextlib.suppress(OSError):
            self._file.close()
