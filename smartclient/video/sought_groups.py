"""Groups of pictures found by seeking in a container of FFmpeg's, each picture with the time it was taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

import av

from smartclient.domain.errors import CannotDecode
from smartclient.domain.footage import Codec, Packet

GAP = timedelta(seconds=2)
"""A longer silence between two pictures is a gap, not a slow camera."""
_FIRST_STEP_BACK_S = 1
_MOST_PICTURES = 20_000
_ANNEX_B = {Codec.H264: "h264_mp4toannexb", Codec.H265: "hevc_mp4toannexb"}
_LENGTH_BYTES = 4
_NEW_RECORD = "new_extradata"
_USUAL_PICTURE = Fraction(1, 15)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Group:
    """A key frame and what follows it in decoding order, and the next key frame's time, None at the end."""

    packets: tuple[Packet, ...]
    next_key: datetime | None

    @property
    def begin(self) -> datetime:
        """The key frame's time."""
        return self.packets[0].at

    @property
    def times(self) -> list[datetime]:
        """When each picture is shown, in order. Those before the key frame's lean on the group before and do not count."""
        begin = self.begin
        return sorted({packet.at for packet in self.packets if packet.at >= begin})


class SoughtGroups:
    """The groups of `stream`, an open container's video stream. Belongs to one thread; every method may raise av.FFmpegError."""

    def __init__(self, container: Any, stream: Any, codec: Codec, begin: datetime) -> None:
        """`begin` is when the first picture was taken."""
        self._container = container
        self._stream = stream
        self._codec = codec
        self._begin = begin
        self._start: int = stream.start_time or 0
        base: Fraction = stream.time_base
        self._step_back = round(_FIRST_STEP_BACK_S / base)
        self._micros, self._ticks = (base * 1_000_000).as_integer_ratio()
        record = bytes(stream.codec_context.extradata or b"")
        has_lengths = codec in _ANNEX_B and record[:1] == b"\x01"
        self._configuration = record if has_lengths and _length_bytes(record, codec) == _LENGTH_BYTES else b""
        self._lacks_start_codes = has_lengths and not self._configuration
        rate = stream.base_rate or stream.guessed_rate
        self._picture = timedelta(seconds=float(1 / Fraction(rate) if rate else _USUAL_PICTURE))
        self._packets: Iterator[Packet] = iter(())
        self._key: Packet | None = None
        self._sought_at: datetime | None = None
        self._last: Group | None = None

    def at(self, at: datetime) -> Group | None:
        """The last group that begins at or before `at`, else the first one; None where there is no picture at all."""
        group, self._last = self._last, None
        if group is None or not _leads_to(group, at):
            group = self._rest(self._sought(at))
        while group is not None and group.next_key is not None and group.next_key <= at:
            group = self._rest(self._key)
        self._last = group
        return group

    def key(self, at: datetime) -> Packet | None:
        """The key frame that a seek to `at` finds, without reading on; the next `at` goes on from it."""
        last, self._last = self._last, None
        if last is not None and last.begin <= at and (last.next_key is None or at < last.next_key):
            self._last = last
            return last.packets[0]
        self._key = self._sought(at)
        self._sought_at = at
        return self._key

    def end_of(self, group: Group) -> tuple[datetime, bool]:
        """Until when the group's last picture stands, and whether another picture follows it there."""
        last = max([packet.at for packet in group.packets])
        if group.next_key is not None and group.next_key - last <= GAP:
            return group.next_key, True
        return last + self._picture_of(group), False

    def _picture_of(self, group: Group) -> timedelta:
        """How long the group's last picture stands before a gap: as long as its others do."""
        lengths = [(later - time).total_seconds() for time, later in pairwise(group.times)]
        return timedelta(seconds=median(lengths)) if lengths else self._picture

    def _sought(self, at: datetime) -> Packet | None:
        """The first key frame found by seeking that is shown at or before `at`, else the first of all."""
        if self._sought_at == at:
            return self._key
        goal, step = self._start + (at - self._begin) // _MICROSECOND * self._ticks // self._micros, self._step_back
        while True:
            goal = max(goal, self._start)
            self._container.seek(goal, stream=self._stream, backward=True)
            self._packets = self._read()
            key = next((packet for packet in self._packets if packet.is_key), None)
            if goal == self._start or (key is not None and key.at <= at):
                return key
            goal, step = goal - step, step * 2

    def _rest(self, key: Packet | None) -> Group | None:
        """Reads from `key` up to the next key frame."""
        self._key = self._sought_at = None
        if key is None:
            return None
        packets = [key]
        for packet in self._packets:
            if packet.is_key:
                self._key = packet
                break
            packets.append(packet)
            if len(packets) > _MOST_PICTURES:
                raise CannotDecode("too few key frames")
        return Group(tuple(packets), self._key.at if self._key is not None else None)

    def _read(self) -> Iterator[Packet]:
        """Whole pictures: RTSP may hand one out in parts, the first of them without a time."""
        filtered = av.BitStreamFilterContext(_ANNEX_B[self._codec], self._stream) if self._lacks_start_codes else None
        ticks: int | None = None
        data, is_key, record = b"", False, self._configuration
        for packet in self._container.demux(self._stream):
            if not packet.size:
                continue
            shown = packet.pts
            if ticks is not None and shown != ticks:
                yield Packet(data, self._codec, is_key, self._taken_at(ticks), record)
                data, is_key = b"", False
            ticks = shown
            if packet.is_keyframe:
                is_key = True
                if record and packet.has_sidedata(_NEW_RECORD):
                    record = bytes(packet.get_sidedata(_NEW_RECORD))
            part = bytes(packet) if filtered is None else b"".join(map(bytes, filtered.filter(packet)))
            data = data + part if data else part
        if ticks is not None:
            yield Packet(data, self._codec, is_key, self._taken_at(ticks), record)

    def _taken_at(self, ticks: int) -> datetime:
        """Rounded up to the microsecond, in whole numbers, so that a time given out leads back to its own picture."""
        return self._begin - (self._start - ticks) * self._micros // self._ticks * _MICROSECOND


def _leads_to(group: Group, at: datetime) -> bool:
    """Whether reading on from `group` is less work than seeking: its own time and that of the group after."""
    if at < group.begin:
        return False
    return group.next_key is None or at - group.next_key < group.next_key - group.begin


def _length_bytes(record: bytes, codec: Codec) -> int:
    """How long the lengths before units are (ISO/IEC 14496-15 5.3.3.1.2 and 8.3.3.1.2)."""
    place = 4 if codec is Codec.H264 else 21
    return (record[place] & 3) + 1 if len(record) > place else 0
