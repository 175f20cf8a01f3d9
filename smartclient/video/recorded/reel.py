"""One group of pictures on the decoder: decoded as far as asked, its scaled pictures kept to be shown in reverse."""

import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import av

from smartclient.domain.footage import Gop, Packet
from smartclient.video.frames import Frame
from smartclient.video.inputs import lean
from smartclient.video.pictures import Scaler

PICTURE_BYTES = 32_000_000
"""The bound for the kept pictures of one reel; a group that needs more is decoded again for its earlier part."""
_LEAST_KEPT = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TICK = Fraction(1, 1_000_000)


class Reel:
    """The pictures of `gop` in showing order, numbered from 0. Belongs to one thread.

    Pictures that come after the key frame but are shown before it lean on the group before, and are left out.
    """

    def __init__(self, gop: Gop, scaler: Scaler, received_s: Callable[[], float]) -> None:
        self.gop = gop
        self.times = sorted({packet.at for packet in gop.packets if packet.at >= gop.begin})
        self._scaler = scaler
        self._received_s = received_s
        self._kept: OrderedDict[int, Frame] = OrderedDict()
        self.kept_bytes = 0
        """What the kept pictures take."""
        self.fed = 0
        """How many packets the decoder was given since the key frame."""
        self._rewind()

    def number(self, at: datetime) -> int:
        """Which picture stands at `at`, an instant within the group."""
        return max(0, bisect_right(self.times, at) - 1)

    def until(self, number: int) -> datetime:
        """When picture `number` makes way for the next."""
        return self.times[number + 1] if number + 1 < len(self.times) else self.gop.end

    def frame(self, number: int, is_stale: Callable[[], bool], keeps_earlier: bool) -> Frame | None:
        """Picture `number`, or the last one before it where that one cannot be decoded; None when it became stale meanwhile.

        With `keeps_earlier` those before it are scaled and kept too, for showing them next.
        """
        kept = self._kept.get(number)
        if kept is not None:
            return kept
        if number <= self._shown:
            self._rewind()
        while self._shown < number and not self._is_over:
            if is_stale():
                return None
            self._decode_next(number, keeps_earlier)
        if number in self._kept:
            return self._kept[number]
        if self._shown not in self._kept and self._last is not None:
            self._keep(self._shown, self._last, keeps_earlier)
        return self._kept.get(self._shown)

    def prepare(self) -> bool:
        """Decodes one packet more and keeps what comes; false when the whole group is decoded."""
        if not self._is_over:
            self._decode_next(0, keeps_earlier=True)
        return not self._is_over

    def forget_pictures(self) -> None:
        """The tile's size changed: what was scaled is of no use."""
        self._kept.clear()
        self.kept_bytes = 0
        self._rewind()

    def _rewind(self) -> None:
        key = self.gop.packets[0]
        self._decoder = av.CodecContext.create(key.codec.value, "r")
        if key.configuration:
            self._decoder.extradata = key.configuration
        lean(self._decoder)
        self.fed = 0
        self._shown = -1
        self._last: av.VideoFrame | None = None
        self._is_over = False

    def _decode_next(self, wanted: int, keeps_earlier: bool) -> None:
        packets = self.gop.packets
        try:
            if self.fed < len(packets):
                pictures = self._decoder.decode(_coded(packets[self.fed]))
            else:
                self._is_over = True
                pictures = self._decoder.decode(None)
        except (av.InvalidDataError, av.ArgumentError, av.EOFError):
            pictures = []
        self.fed += 1
        for picture in pictures:
            self._take(picture, wanted, keeps_earlier)

    def _take(self, picture: av.VideoFrame, wanted: int, keeps_earlier: bool) -> None:
        if picture.pts is None:
            return
        at = _EPOCH + picture.pts * _MICROSECOND
        number = bisect_right(self.times, at) - 1
        if number < 0 or number <= self._shown:
            return
        self._shown, self._last = number, picture
        if (number >= wanted or keeps_earlier) and number not in self._kept:
            self._keep(number, picture, keeps_earlier)

    def _keep(self, number: int, picture: av.VideoFrame, keeps_earlier: bool) -> None:
        frame = self._scaler.frame(picture, self.times[number], self._received_s())
        self._kept[number] = frame
        self.kept_bytes += frame.nbytes
        most_bytes = PICTURE_BYTES if keeps_earlier else 0
        while self.kept_bytes > most_bytes and len(self._kept) > _LEAST_KEPT:
            _, old = self._kept.popitem(last=False)
            self.kept_bytes -= old.nbytes


def _coded(packet: Packet) -> "av.Packet[Any]":
    coded = av.Packet(packet.data)
    coded.pts = (packet.at - _EPOCH) // _MICROSECOND
    coded.time_base = _TICK
    coded.is_keyframe = packet.is_key
    return coded


def decoded_alone(key: Packet, scaler: Scaler, received_s: Callable[[], float] = time.monotonic) -> Frame | None:
    """A key frame as a picture; None where it is too damaged. Raises av.FFmpegError where there is no decoder for its coding."""
    return Reel(Gop((key,), key.at), scaler, received_s).frame(0, lambda: False, keeps_earlier=False)
