"""H.264 and H.265 shots as an MPEG transport stream."""

from __future__ import annotations

from fractions import Fraction

import av
from av.container import OutputContainer

from smartclient.demo.video.shots import Shot, Stream

_TICKS = 90_000


class TransportStream:
    """A stream being muxed; its clock begins with the first shot."""

    def __init__(self, stream: Stream) -> None:
        self._written = bytearray()
        options = {"flush_packets": "1", "muxdelay": "0", "muxpreload": "0"}
        self._output: OutputContainer = av.open(self, "w", format="mpegts", options=options)
        codec = "hevc" if stream.as_h265 else "h264"
        self._stream = self._output.add_mux_stream(codec, width=stream.width, height=stream.height)
        self._begun_ms: int | None = None

    def write(self, data: bytes) -> int:
        """What the muxer made; called by it."""
        self._written += data
        return len(data)

    def add(self, shot: Shot) -> bytes:
        """The bytes that carry a shot, and what was still to be sent before."""
        self._begun_ms = shot.at_ms if self._begun_ms is None else self._begun_ms
        packet = av.Packet(shot.data)
        packet.time_base, packet.stream, packet.is_keyframe = Fraction(1, _TICKS), self._stream, shot.is_key
        packet.pts = packet.dts = (shot.at_ms - self._begun_ms) * _TICKS // 1000
        self._output.mux_one(packet)
        made = bytes(self._written)
        self._written.clear()
        return made
