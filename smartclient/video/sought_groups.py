"""Groups of pictures found by seeking in a container of FFmpeg's, on the stream's own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

import av

from smartclient.domain.errors import CannotDecode
from smartclient.domain.footage import Codec

GAP_S = 2
"""A longer silence between two pictures is a gap, not a slow camera."""
_FIRST_STEP_BACK_S = 1
_MOST_PICTURES = 20_000
_ANNEX_B = {Codec.H264: "h264_mp4toannexb", Codec.H265: "hevc_mp4toannexb"}
_USUAL_PICTURE = Fraction(1, 15)


@dataclass(frozen=True, slots=True)
class CodedPicture:
    """One picture with start codes (Annex B) where its coding has them; `ticks` is when it is shown."""

    ticks: int
    data: bytes
    is_key: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A key frame and what follows it in decoding order, and the next key frame's time, None at the end."""

    pictures: tuple[CodedPicture, ...]
    next_key: int | None

    @property
    def begin(self) -> int:
        """The key frame's time."""
        return self.pictures[0].ticks

    @property
    def times(self) -> list[int]:
        """When each picture is shown, in order. Those before the key frame's lean on the group before and do not count."""
        return sorted({picture.ticks for picture in self.pictures if picture.ticks >= self.begin})


class SoughtGroups:
    """The groups of `stream`, an open container's video stream. Belongs to one thread; every method may raise av.FFmpegError."""

    def __init__(self, container: Any, stream: Any, codec: Codec) -> None:
        self.base: Fraction = stream.time_base
        """Seconds a tick."""
        self.start: int = stream.start_time or 0
        self._container = container
        self._stream = stream
        self._codec = codec
        self._has_lengths = codec in _ANNEX_B and bytes(stream.codec_context.extradata or b"")[:1] == b"\x01"
        rate = stream.base_rate or stream.guessed_rate
        self._picture = max(1, round((1 / Fraction(rate) if rate else _USUAL_PICTURE) / self.base))
        self._pictures: Iterator[CodedPicture] = iter(())
        self._key: CodedPicture | None = None
        self._sought_ticks: int | None = None
        self._last: Group | None = None

    def at(self, ticks: int) -> Group | None:
        """The last group that begins at or before `ticks`, else the first one; None where there is no picture at all."""
        group, self._last = self._last, None
        if group is None or not self._leads_to(group, ticks):
            group = self._rest(self._sought(ticks))
        while group is not None and group.next_key is not None and group.next_key <= ticks:
            group = self._rest(self._key)
        self._last = group
        return group

    def key(self, ticks: int) -> CodedPicture | None:
        """The key frame that a seek to `ticks` finds, without reading on; the next `at` goes on from it."""
        if self._last is not None and self._last.begin <= ticks and not self._is_beyond(self._last, ticks):
            return self._last.pictures[0]
        self._last = None
        self._key = self._sought(ticks)
        self._sought_ticks = ticks
        return self._key

    def end_of(self, group: Group) -> tuple[int, bool]:
        """Until when the group's last picture stands, and whether another picture follows it there."""
        last = group.times[-1]
        if group.next_key is not None and (group.next_key - last) * self.base <= GAP_S:
            return group.next_key, True
        return last + self._picture_of(group), False

    def _picture_of(self, group: Group) -> int:
        """How long the group's last picture stands before a gap: as long as its others do."""
        times = group.times
        return round(median(later - time for time, later in pairwise(times))) if len(times) > 1 else self._picture

    def _is_beyond(self, group: Group, ticks: int) -> bool:
        return group.next_key is not None and group.next_key <= ticks

    def _leads_to(self, group: Group, ticks: int) -> bool:
        """Whether reading on from `group` is less work than seeking: its own time and that of the group after."""
        if ticks < group.begin:
            return False
        return group.next_key is None or ticks < 2 * group.next_key - group.begin

    def _sought(self, ticks: int) -> CodedPicture | None:
        """The first key frame found by seeking that is shown at or before `ticks`, else the first of all."""
        if self._sought_ticks == ticks:
            return self._key
        step = round(_FIRST_STEP_BACK_S / self.base)
        goal = ticks
        while True:
            goal = max(goal, self.start)
            self._container.seek(goal, stream=self._stream, backward=True)
            self._pictures = self._read()
            key = next((picture for picture in self._pictures if picture.is_key), None)
            if goal == self.start or (key is not None and key.ticks <= ticks):
                return key
            goal, step = goal - step, step * 2

    def _rest(self, key: CodedPicture | None) -> Group | None:
        """Reads from `key` up to the next key frame."""
        self._key = self._sought_ticks = None
        if key is None:
            return None
        pictures = [key]
        for picture in self._pictures:
            if picture.is_key:
                self._key = picture
                break
            pictures.append(picture)
            if len(pictures) > _MOST_PICTURES:
                raise CannotDecode("too few key frames")
        return Group(tuple(pictures), self._key.ticks if self._key is not None else None)

    def _read(self) -> Iterator[CodedPicture]:
        """Whole pictures: RTSP may hand one out in parts, the first of them without a time."""
        to_start_codes = av.BitStreamFilterContext(_ANNEX_B[self._codec], self._stream) if self._has_lengths else None
        ticks: int | None = None
        parts: list[bytes] = []
        is_key = False
        for packet in self._container.demux(self._stream):
            if not packet.size:
                continue
            if ticks is not None and packet.pts != ticks:
                yield CodedPicture(ticks, b"".join(parts), is_key)
                ticks, parts, is_key = None, [], False
            ticks = packet.pts
            is_key = is_key or packet.is_keyframe
            parts += map(bytes, to_start_codes.filter(packet)) if to_start_codes is not None else (bytes(packet),)
        if ticks is not None:
            yield CodedPicture(ticks, b"".join(parts), is_key)
