"""A URL or file as an input, through FFmpeg, tuned for an early first picture."""

import struct
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import av

from smartclient.domain.errors import CannotDecode, NoPicture
from smartclient.domain.footage import UrlSource
from smartclient.video import transport_pictures
from smartclient.video.engine import Ended, Limits
from smartclient.video.inputs import Coded
from smartclient.video.picture_decoder import PictureDecoder
from smartclient.video.troubles import SILENT
from smartclient.video.urls import kind, path

_NONE: Mapping[str, str] = MappingProxyType({})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_US = 4_102_444_800_000_000  # 2100-01-01
_PROBE = {"fpsprobesize": "0", "analyzeduration": "100000"}
_OPTIONS = {
    # 32 bytes: the session description already names the coding, so nothing needs to be read to find out. Not
    # `fflags=nobuffer`: it throws away the key frame read while probing.
    "rtsp": {"rtsp_transport": "tcp", "allowed_media_types": "video", "fpsprobesize": "0", "probesize": "32"},
    "http": {**_PROBE, "protocol_whitelist": "http,https,tcp,tls,crypto,httpproxy"},
    "file": {"protocol_whitelist": "file,crypto"},
}


_AS_THEY_ARRIVE = {"fflags": "noparse"}
_LOOKED_AT = 50
"""So many pictures tell whether a sender puts each into a packet of its own."""


def _location(url: str) -> str:
    """What FFmpeg is given: files with their protocol, so that no file's name can be taken for one."""
    return "file:" + path(url) if kind(url) == "file" else url


def open_url(source: UrlSource, silent_s: float, more: Mapping[str, str] = _NONE) -> Any:
    """FFmpeg's container of `source`, with `more` options; blocks, each wait at most `silent_s`. Raises MediaError, av.FFmpegError."""
    kind_of_url = kind(source.url)
    if kind_of_url is None:
        raise CannotDecode(f"{source.label} has an address of a kind that cannot be opened here.")
    begun_s = time.monotonic()
    try:
        options = {**_OPTIONS[kind_of_url], **more}
        return av.open(_location(source.url), "r", options=options, timeout=silent_s, metadata_errors="replace")
    except av.FFmpegError as error:
        # an RTSP answer that does not come is reported as invalid data
        if time.monotonic() - begun_s >= silent_s:
            raise NoPicture(SILENT.format(source.label)) from error
        raise


def video_of(container: Any, label: str) -> Any:
    """The first video stream. Raises CannotDecode where there is none, or none with a decoder."""
    streams = container.streams.video
    if not streams:
        raise CannotDecode(f"{label} holds no video.")
    stream = streams[0]
    if stream.codec_context is None:
        raise CannotDecode(f"{label} sends video in a coding that cannot be decoded here.")
    return stream


class UrlInput:
    """An open URL. FFmpeg cannot be interrupted from outside, so every wait in it has a time limit."""

    def __init__(self, source: UrlSource, limits: Limits) -> None:
        """Opens `source`; blocks. Raises MediaError or av.FFmpegError."""
        self._label = source.label
        self._is_finite = kind(source.url) == "file" or not source.is_live
        self.is_paced = self._is_finite
        self._source, self._silent_s = source, limits.silent_s
        self._open(as_they_arrive=source.is_live and _may_be_transport_stream(source.url))
        width, height = self._stream.codec_context.width, self._stream.codec_context.height
        self.size = (width, height) if width > 0 and height > 0 else None
        self._clock_offset_us: float | None = None

    def _open(self, *, as_they_arrive: bool) -> None:
        self._container = open_url(self._source, self._silent_s, _AS_THEY_ARRIVE if as_they_arrive else _NONE)
        try:
            self._stream = video_of(self._container, self._label)
            self.codec = self._stream.codec_context.name
            self._as_they_arrive = as_they_arrive
            if as_they_arrive and not self._arrives_whole():
                self._container.close()
                self._open(as_they_arrive=False)
                return
            self._tick_s = float(
                self._stream.time_base
            )  # a packet's own is the same, as a fraction that is slow to reckon with
            self._decoder = PictureDecoder(self.codec, self._stream.codec_context)
        except BaseException:
            self._container.close()
            raise

    def _arrives_whole(self) -> bool:
        return self._container.format.name == "mpegts" and self.codec in transport_pictures.CODECS

    def coded(self) -> Iterator[Coded]:
        """The pictures as they come. Raises Ended after a file's last one, NoPicture when a live stream ends, av.FFmpegError."""
        if self._as_they_arrive:
            yield from self._arriving()
        tells_clock = kind(self._source.url) == "rtsp"
        for packet in self._container.demux(self._stream):
            if tells_clock:
                self._note_clock(packet)
            yield Coded(packet, packet.is_keyframe, self._media_s(packet))
        if self._is_finite:
            raise Ended(f"{self._label} was played to its end.")
        raise NoPicture(f"{self._label} ended the stream.")

    def _arriving(self) -> Iterator[Coded]:
        """Pictures that nobody held back; ends, with the stream opened anew, when the sender puts several into one packet."""
        for number, packet in enumerate(self._container.demux(self._stream)):
            data = bytes(packet if number < _LOOKED_AT else memoryview(packet)[: transport_pictures.HEAD_BYTES])
            if number < _LOOKED_AT and transport_pictures.count(data, self.codec) > 1:
                self._container.close()
                self._open(as_they_arrive=False)
                return
            yield Coded(packet, transport_pictures.is_key(data, self.codec), self._media_s(packet))

    def _media_s(self, packet: "av.Packet[Any]") -> float | None:
        ticks = packet.pts if packet.dts is None else packet.dts
        return None if ticks is None else ticks * self._tick_s

    def _note_clock(self, packet: "av.Packet[Any]") -> None:
        """Learns what the camera's wall clock shows at stream time 0 (RTCP sender reports, RFC 3550 section 6.4.1)."""
        if packet.pts is None or not packet.has_sidedata("prft"):
            return
        (wall_us,) = struct.unpack_from("=q", bytes(packet.get_sidedata("prft")))
        if 0 < wall_us < _LATEST_US:
            self._clock_offset_us = wall_us - float(packet.pts * packet.time_base) * 1e6

    def decode(self, coded: Coded) -> list[av.VideoFrame]:
        """The pictures that this one completes; the last, empty packet of a file brings those that were held back."""
        return self._decoder.decode(coded)

    @property
    def device(self) -> str:
        """What decodes, where that is not this machine's processor."""
        return self._decoder.device

    def shown_s(self, picture: av.VideoFrame) -> float | None:
        """Seconds on the stream's clock."""
        return picture.time

    def camera_time(self, picture: av.VideoFrame) -> datetime | None:
        """The camera's clock, once a live RTSP stream told it."""
        if self._clock_offset_us is None or picture.time is None:
            return None
        return _EPOCH + timedelta(microseconds=self._clock_offset_us + picture.time * 1e6)

    def cancel(self) -> None:
        """Nothing can be done: the read ends by its time limit."""

    def close(self) -> None:
        """Closes connection or file."""
        self._container.close()


def _may_be_transport_stream(url: str) -> bool:
    return kind(url) == "http" and urlsplit(url).path.lower().endswith(".ts")
