"""An MP4 file of a package: FFmpeg writes its head, and each group of pictures becomes one fragment, which is one block."""

import contextlib
import hashlib
import io
from pathlib import Path

import av

from smartclient.domain.footage import Codec, Gop
from smartclient.evidence.annex_b import with_lengths
from smartclient.evidence.fragments import fragment, head_of, index, index_bytes
from smartclient.evidence.hashed_file import HashedFile
from smartclient.evidence.manifest import Block, Piece
from smartclient.evidence.video_file import Coding, Times, Written, Wrote, describe, probed, size_of, trouble

_OPTIONS = {
    "movflags": "frag_keyframe+empty_moov+default_base_moof",
    "video_track_timescale": "1000000",
    "use_editlist": "0",
}
_OVERHEAD_BYTES = 256


class Mp4File:
    """A growing file; `wrote` is called in the hashing thread.

    What is written is final, survives a crash, and needs no second pass. Times are kept to the microsecond. H.265 is marked `hev1`,
    which keeps the parameter sets that the camera repeats; `hvc1`, which one player prefers, would take them out.
    """

    def __init__(self, path: Path, first: Gop, title: str, wrote: Wrote) -> None:
        """Begins a file that groups like `first` fit into. Raises CannotDecode, NoRoom, OSError."""
        self.path, self.begin, self.codec = path, first.begin, first.packets[0].codec
        self._coding = Coding.of(first)
        head = self._head(first, title)
        self._head_piece = Piece(offset=0, length=len(head), sha256=hashlib.sha256(head).hexdigest())
        self._earliest_us = min(0, *Times.of(first, first.begin).shown)
        self._wrote = wrote
        self._blocks: list[Block] = []
        self._places: list[tuple[int, int]] = []
        self._file = HashedFile(path)
        try:
            self._file.write(head)
            self._file.end_block(lambda _: None)
        except BaseException:
            self.abandon()
            raise

    def _head(self, first: Gop, title: str) -> bytes:
        file = io.BytesIO()
        try:
            with probed(first) as found, av.open(file, "w", format="mp4", options=_OPTIONS) as output:
                describe(output, title, first.begin)
                output.add_stream_from_template(found.like)
                output.start_encoding()
                self.width_px, self.height_px = found.width_px, found.height_px
        except av.FFmpegError as error:
            raise trouble(error, self.path) from error
        return head_of(file.getvalue())

    def fits(self, gop: Gop, limit_bytes: int | None) -> bool:
        """Whether the group can go on in this file: coded alike, and not beyond `limit_bytes`."""
        if not self._coding.takes(gop):
            return False
        rest = index_bytes(len(self._places) + 1) + _OVERHEAD_BYTES
        return limit_bytes is None or self._file.size + size_of(gop) + rest <= limit_bytes

    def add(self, gop: Gop) -> None:
        """Writes a group, later than those before it. Raises NoRoom, OSError, CannotDecode."""
        times, delay_us, offset = Times.of(gop, self.begin), self._coding.delay_us, self._file.size
        later_us = [shown - decoded + delay_us for shown, decoded in zip(times.shown, times.order, strict=True)]
        decoded_us = times.order[0] - self._earliest_us
        pictures = self._pictures(gop)
        sizes = [len(picture) for picture in pictures]
        head = fragment(len(self._places) + 1, decoded_us, times.durations, later_us, sizes)
        self._places.append((decoded_us + delay_us, offset))
        self._file.write_all((head, *pictures))
        self._file.end_block(
            lambda digest: self._written(
                Block(
                    begin=gop.begin,
                    end=gop.end,
                    offset=offset,
                    length=len(head) + sum(sizes),
                    sha256=digest,
                    times_us=times.after_first,
                )
            )
        )

    def _written(self, block: Block) -> None:
        self._blocks.append(block)
        self._wrote(block, self._file.sync)

    def _pictures(self, gop: Gop) -> list[bytes]:
        if self.codec is Codec.JPEG or gop.packets[0].configuration:
            return [packet.data for packet in gop.packets]
        return [with_lengths(packet.data) for packet in gop.packets]

    def close(self) -> Written:
        """Writes the index and ends the file. Raises NoRoom, OSError, CannotDecode."""
        table, offset = index(self._places), self._file.size
        self._file.write(table)
        digest = self._file.close()
        end = Piece(offset=offset, length=len(table), sha256=hashlib.sha256(table).hexdigest())
        return Written(digest, self._file.size, self._head_piece, tuple(self._blocks), end)

    def abandon(self) -> None:
        """Lets go of the file as it is."""
        with contextlib.suppress(OSError):
            self._file.close()
