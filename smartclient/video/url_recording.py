"""The past in a file or behind an RTSP address that takes ranges, as a recording: sought to key frames, read by groups."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import av

from smartclient.domain.errors import CannotDecode, NoPicture
from smartclient.domain.footage import Codec, Gop, Packet, UrlSource
from smartclient.video.engine import Limits
from smartclient.video.troubles import in_words
from smartclient.video.url_input import open_url, video_of
from smartclient.video.urls import kind, path

_GAP_S = 2.0  # a longer silence between two pictures is a gap, not a slow camera
_FIRST_STEP_BACK_S = 1.0
_MOST_PACKETS = 20_000
_ANNEX_B = {Codec.H264: "h264_mp4toannexb", Codec.H265: "hevc_mp4toannexb"}
_CODECS = {codec.value: codec for codec in Codec}
_USUAL_PICTURE = Fraction(1, 15)


@dataclass(frozen=True, slots=True)
class _Group:
    """A key frame's packets with their times in stream ticks, and the next key frame's time."""

    packets: tuple[tuple[int, bytes, bool], ...]
    next_key: int | None

    @property
    def begin(self) -> int:
        return self.packets[0][0]

    @property
    def times(self) -> list[int]:
        return sorted({ticks for ticks, _, _ in self.packets if ticks >= self.begin})


class UrlRecording:
    """An open file or stream; its first picture was taken when its `creation_time` says.

    Where it does not, its last one was taken when the file was last written, or the stream opened. An RTSP server sends a group
    no faster than it was filmed.
    """

    def __init__(self, source: UrlSource, limits: Limits | None = None) -> None:
        """Opens it; blocks. Raises MediaError, also where it cannot be sought in."""
        self._label = source.label
        self._is_closed = False
        self._lock = threading.Lock()
        with in_words(self._label):
            self._container = open_url(source, (limits or Limits()).silent_s)
        try:
            self._prepare(source)
        except BaseException:
            self._container.close()
            raise

    def _prepare(self, source: UrlSource) -> None:
        self._stream = video_of(self._container, self._label)
        context = self._stream.codec_context
        codec = _CODECS.get(context.name)
        if codec is None:
            raise CannotDecode(f"{self._label} is recorded in a coding that cannot be decoded here.")
        if self._stream.time_base is None or self._container.duration is None:
            raise NoPicture(f"{self._label} can be watched live only: it does not say how long its past is.")
        self._codec = codec
        self._base: Fraction = self._stream.time_base
        self._start: int = self._stream.start_time or 0
        self._packets: Iterator[av.Packet[Any]] | None = None
        self._ahead: tuple[int, bytes, bool] | None = None
        self._last: _Group | None = None
        extradata = bytes(context.extradata or b"")
        self._has_lengths = codec in _ANNEX_B and extradata[:1] == b"\x01"
        self._filter = self._new_filter()
        rate = self._stream.base_rate or self._stream.guessed_rate
        self._picture = max(1, round((1 / Fraction(rate) if rate else _USUAL_PICTURE) / self._base))
        self._begin = self._begins(source)

    def _begins(self, source: UrlSource) -> datetime:
        created = self._container.metadata.get("creation_time") or self._stream.metadata.get("creation_time")
        if created:
            with suppress(ValueError):
                at = datetime.fromisoformat(created)
                return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        length = timedelta(seconds=self._container.duration / av.time_base)
        if kind(source.url) == "file":
            return datetime.fromtimestamp(Path(path(source.url)).stat().st_mtime, UTC) - length
        return datetime.now(UTC) - length

    def gop(self, at: datetime) -> Gop | None:
        """The group whose time holds `at`; None in a gap."""
        ticks = self._ticks(at)
        with self._reading():
            group = self._group(ticks)
        if group is None or ticks < group.begin:
            return None
        last = group.times[-1]
        is_followed = group.next_key is not None and (group.next_key - last) * self._base <= _GAP_S
        end = group.next_key if is_followed and group.next_key is not None else last + self._picture_of(group)
        if ticks >= end:
            return None
        packets = tuple(Packet(data, self._codec, is_key, self._at(time)) for time, data, is_key in group.packets)
        return Gop(packets, self._at(end), is_followed)

    def _picture_of(self, group: _Group) -> int:
        """How long the group's last picture stands before a gap: as long as its others do."""
        times = group.times
        return round(median(later - time for time, later in pairwise(times))) if len(times) > 1 else self._picture

    def key(self, at: datetime) -> Packet | None:
        """The key frame of that group; None in a gap."""
        gop = self.gop(at)
        return gop.packets[0] if gop is not None else None

    def following(self, at: datetime) -> datetime | None:
        """When the first picture at or after `at` was taken."""
        ticks = self._ticks(at, rounds_up=True)
        with self._reading():
            group = self._group(ticks)
        if group is None:
            return None
        later = next((time for time in group.times if time >= ticks), group.next_key)
        return self._at(later) if later is not None else None

    def preceding(self, at: datetime) -> datetime | None:
        """When the last picture before `at` was taken."""
        ticks = self._ticks(at, rounds_up=True) - 1
        with self._reading():
            group = self._group(ticks)
        earlier = [time for time in group.times if time <= ticks] if group is not None else []
        return self._at(earlier[-1]) if earlier else None

    def close(self) -> None:
        """Ends it; what waits in FFmpeg ends by its time limit."""
        self._is_closed = True
        if self._lock.acquire(blocking=False):
            self._container.close()
            self._lock.release()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """FFmpeg cannot be interrupted: who closes while it reads leaves it to the reader to let go."""
        with self._lock, in_words(self._label):
            try:
                if self._is_closed:
                    raise NoPicture(f"{self._label} was closed.")
                yield
            finally:
                if self._is_closed:
                    self._container.close()

    def _ticks(self, at: datetime, rounds_up: bool = False) -> int:
        micros = (at - self._begin) // timedelta(microseconds=1)
        exact = Fraction(micros, 1_000_000) / self._base
        return self._start + (math.ceil(exact) if rounds_up else math.floor(exact))

    def _at(self, ticks: int) -> datetime:
        """Rounded up to the microsecond, so that a time given out leads back to its own picture."""
        return self._begin + timedelta(microseconds=math.ceil((ticks - self._start) * self._base * 1_000_000))

    def _group(self, ticks: int) -> _Group | None:
        """The last group that begins at or before `ticks`, else the first one; None where there is no picture at all."""
        group, self._last = self._last, None
        if group is None or ticks < group.begin or not self._leads_to(group, ticks):
            group = self._sought(ticks)
        while group is not None and group.next_key is not None and group.next_key <= ticks:
            group = self._next_group()
        self._last = group
        return group

    def _leads_to(self, group: _Group, ticks: int) -> bool:
        """Whether reading on from `group` is less work than seeking: its own time and that of the group after."""
        if group.next_key is None or ticks < group.next_key:
            return True
        return ticks < group.next_key + (group.next_key - group.begin)

    def _sought(self, ticks: int) -> _Group | None:
        """The first group found by seeking that begins at or before `ticks`, else the first of all."""
        step = round(_FIRST_STEP_BACK_S / self._base)
        goal = ticks
        while True:
            goal = max(goal, self._start)
            self._container.seek(goal, stream=self._stream, backward=True)
            self._filter = self._new_filter()
            self._packets, self._ahead = self._demuxed(), None
            group = self._next_group()
            if goal == self._start or (group is not None and group.begin <= ticks):
                return group
            goal, step = goal - step, step * 2

    def _next_group(self) -> _Group | None:
        """Reads from the next key frame up to the one after it."""
        packets = self._packets if self._packets is not None else self._demuxed()
        self._packets = packets
        key = self._ahead
        while key is None or not key[2]:
            packet = next(packets, None)
            if packet is None:
                self._ahead = None
                return None
            key = self._read(packet)
        read = [key]
        self._ahead = None
        for packet in packets:
            each = self._read(packet)
            if each is None:
                continue
            if each[2]:
                self._ahead = each
                break
            read.append(each)
            if len(read) > _MOST_PACKETS:
                raise CannotDecode(f"{self._label} has too few key frames to be searched.")
        return _Group(tuple(read), self._ahead[0] if self._ahead is not None else None)

    def _demuxed(self) -> "Iterator[av.Packet[Any]]":
        for packet in self._container.demux(self._stream):
            if self._is_closed:
                raise NoPicture(f"{self._label} was closed.")
            if packet.size and packet.pts is not None:
                yield packet

    def _read(self, packet: "av.Packet[Any]") -> tuple[int, bytes, bool] | None:
        ticks, is_key = packet.pts or 0, packet.is_keyframe
        if self._filter is None:
            return ticks, bytes(packet), is_key
        filtered = self._filter.filter(packet)
        return (ticks, b"".join(map(bytes, filtered)), is_key) if filtered else None

    def _new_filter(self) -> Any:
        """Files keep lengths before the parts of a picture; decoders and recorders want start codes (Annex B)."""
        return av.BitStreamFilterContext(_ANNEX_B[self._codec], self._stream) if self._has_lengths else None
