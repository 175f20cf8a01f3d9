"""Packets that an adapter reads, as an input."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import av

from smartclient.domain.errors import CannotDecode
from smartclient.domain.footage import Packet, PacketSource
from smartclient.video.engine import Limits
from smartclient.video.inputs import Coded
from smartclient.video.picture_decoder import PictureDecoder

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TICK = Fraction(1, 1_000_000)


class PacketInput:
    """An open packet stream. Packets carry the camera's time, so its clock is the stream's clock."""

    is_paced = False
    size = None

    def __init__(self, source: PacketSource, limits: Limits) -> None:
        """Opens `source` and waits for a key frame. Raises MediaError or ServerError."""
        self._label = source.label
        self._limit_s = limits.first_frame_s
        self._stream = source.open()
        try:
            self._first = self._next_key(self._stream.read())
        except BaseException:
            self._stream.close()
            raise
        self._start_decoder(self._first)

    def _next_key(self, packet: Packet) -> Packet:
        """`packet` itself or the next key frame."""
        begun_s = time.monotonic()
        while not packet.is_key:
            if time.monotonic() - begun_s > self._limit_s:
                raise CannotDecode(f"{self._label} sends data, but no key frame in {self._limit_s:.0f} s.")
            packet = self._stream.read()
        return packet

    def _start_decoder(self, key: Packet) -> None:
        self.codec = key.codec.value
        self._decoder = PictureDecoder(self.codec)

    def coded(self) -> Iterator[Coded]:
        """The pictures from the first key frame on, also when the camera changes its coding. Raises NoPicture when the stream ends."""
        packet = self._first
        while True:
            if packet.codec.value != self.codec:
                packet = self._next_key(packet)
                self._start_decoder(packet)
            microseconds = (packet.at - _EPOCH) // _MICROSECOND
            coded = av.Packet(packet.data)
            coded.pts = coded.dts = microseconds
            coded.time_base = _TICK
            coded.is_keyframe = packet.is_key
            yield Coded(coded, packet.is_key, microseconds / 1e6)
            packet = self._stream.read()

    def decode(self, coded: Coded) -> list[av.VideoFrame]:
        """The pictures that this one completes."""
        return self._decoder.decode(coded)

    @property
    def device(self) -> str:
        """What decodes, where that is not this machine's processor."""
        return self._decoder.device

    def shown_s(self, picture: av.VideoFrame) -> float | None:
        """Seconds since 1970 by the camera's clock."""
        return None if picture.pts is None else picture.pts / 1e6

    def camera_time(self, picture: av.VideoFrame) -> datetime | None:
        """The time that came with the packet."""
        return None if picture.pts is None else _EPOCH + picture.pts * _MICROSECOND

    def cancel(self) -> None:
        """Ends a waiting read."""
        self._stream.close()

    def close(self) -> None:
        """Closes the stream."""
        self._stream.close()
