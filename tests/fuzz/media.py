"""What recorders, gateways and cameras send: ImageServer, session descriptions, RTP, coded pictures and sound."""

import json
import ssl
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count, islice
from typing import Any, cast

import av

from smartclient.adapters.xprotect.image_calls import NEXT, ImageCalls
from smartclient.adapters.xprotect.image_connection import Feed, ImageConnection
from smartclient.adapters.xprotect.image_sequences import recorder_sequences
from smartclient.adapters.xprotect.picture import key_time, packet
from smartclient.adapters.xprotect.webrtc.access_units import AccessUnits, RtpPart
from smartclient.adapters.xprotect.webrtc.arrivals import Arrivals
from smartclient.adapters.xprotect.webrtc.description import SOUND, VIDEO, answer, read_candidate, read_offer
from smartclient.adapters.xprotect.webrtc.groups import Groups
from smartclient.adapters.xprotect.webrtc.sound_units import SoundUnits
from smartclient.demo.video import image_messages
from smartclient.domain.errors import MediaError
from smartclient.domain.footage import Codec, Packet, UrlSource
from smartclient.domain.recordings import Span
from smartclient.domain.sound import SoundCodec, SoundPacket
from smartclient.evidence.annex_b import with_lengths, with_start_codes
from smartclient.evidence.parameter_sets import parameter_sets
from smartclient.runtime.secret import Secret
from smartclient.video.audio.decoder import PacketDecoder
from smartclient.video.engine import Limits
from smartclient.video.inputs import Coded
from smartclient.video.picture_decoder import PictureDecoder
from smartclient.video.transport_pictures import count as pictures_in
from smartclient.video.transport_pictures import is_key
from smartclient.video.url_input import UrlInput
from smartclient.video.url_recording import UrlRecording
from tests.builders.clips import coded, write_clip
from tests.fuzz.recorded import recorded
from tests.fuzz.scratch import as_file, scratch
from tests.fuzz.target import Form, Target

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
AT_MS = 1_772_445_600_000
SPAN = Span(AT - timedelta(hours=1), AT)
KEY = "11111111-2222-3333-4444-555555555555"
_HEADER = struct.Struct(">HIHHHqqi")


class _Wire:
    """A socket from which these bytes come in pieces, and then the end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def recv(self, _most: int) -> bytes:
        piece = self._data[self._at : self._at + 1_400]
        self._at += len(piece)
        return piece

    def sendall(self, _data: bytes) -> None:
        """Heard by nobody."""

    def close(self) -> None:
        """Nothing to close."""


class _Connection(ImageConnection):
    def __init__(self, data: bytes) -> None:
        feed = Feed("http://127.0.0.1:7563", KEY, "Hall", lambda _: Secret("t"), cast("ssl.SSLContext", None))
        super().__init__(feed)
        self._wire = cast("Any", _Wire(data))

    def _connect(self) -> Any:
        return self._wire


def _live(data: bytes) -> None:
    connection = _Connection(data)
    connection.open()
    while True:
        told = connection.answer()
        if not isinstance(told, str) and told.body:
            key_time(told.body)
            with suppress(MediaError):
                packet(told.body, told.at or AT)


def _recorded(data: bytes) -> None:
    connection = _Connection(data)
    connection.open()
    calls = ImageCalls(connection)
    calls.ask(*[NEXT] * 3)
    with suppress(MediaError):
        calls.take()
    with suppress(MediaError):
        calls.drop()
    recorder_sequences(connection, SPAN)


def _body(data: bytes, code: int = 0x0A, flags: int = 1) -> bytes:
    return _HEADER.pack(0x10, _HEADER.size + len(data), code, 1, flags, AT_MS, AT_MS, 0) + data


@cache
def _h264() -> list[tuple[bytes, bool]]:
    return coded(8)


def _image_server() -> list[bytes]:
    call = image_messages.Call("alarms", 4, {})
    connected = image_messages.response(image_messages.Call("connect", 0, {}), connected="yes")
    refused = image_messages.response(image_messages.Call("connect", 0, {}), connected="no", errorreason="No token")
    pictures = [
        image_messages.image(at, (AT_MS - 40, AT_MS + 40 * at, AT_MS + 80), _body(data, flags=int(key)))
        for at, (data, key) in enumerate(_h264()[:4], 1)
    ]
    listed = image_messages.sequences(call, [(AT_MS - 90_000, AT_MS - 60_000), (AT_MS - 30_000, AT_MS)])
    status = image_messages.status(AT_MS, {1: 1, 5: 0})
    return [connected + status + b"".join(pictures) + listed, connected + listed, refused]


def _sdp(coding: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        offer = read_offer(json.dumps({"type": "offer", "sdp": data.decode(errors="replace")}), coding)
        assert len(offer.candidates) <= 32
        assert offer.parameter_sets is not None
        answer(offer, offer.ice, offer.dtls, [])

    return read


def _offers() -> list[bytes]:
    told = [json.loads(frame) for frame in recorded().frames["/API/ws/webrtc/v1"]]
    offers = [each["params"]["offer"] for each in told if each.get("method") == "invite"]
    sdp = json.loads(offers[0])["sdp"]
    return [sdp.encode(), sdp.replace("video", "audio").replace("H264/90000", "PCMU/8000").encode()]


def _parts(data: bytes) -> Iterator[RtpPart]:
    """Packets, each with its length, number, time and marker before it."""
    at = 0
    for _ in range(4_000):
        if at + 9 > len(data):
            return
        length, sequence, stamp, marker = struct.unpack_from(">HHIB", data, at)
        at += 9
        yield RtpPart(sequence, stamp, bool(marker & 1), data[at : at + length])
        at += length


def _rtp(data: bytes) -> None:
    units, arrivals, sound = AccessUnits([b"\x67abc"]), Arrivals(keeps_all=True), SoundUnits()
    for part in _parts(data):
        sound.add(part)
        for unit in units.add(part):
            arrivals.arrive(unit, AT + timedelta(milliseconds=unit.stamp % 2**31))
        assert len(units.missing()) < 1_000
    groups = Groups(lambda: arrivals.take(0.0))
    while groups.next() is not None:
        pass


def _rtp_packets() -> list[bytes]:
    made, numbers = b"", count(65_530)
    for index, (data, _) in enumerate(_h264()):
        for unit in (each for each in data.split(b"\x00\x00\x00\x01") if each):
            payloads = [unit[:1_200]] if len(unit) <= 1_200 else _fragments(unit)
            for payload in payloads:
                made += struct.pack(">HHIB", len(payload), next(numbers) & 0xFFFF, index * 9_000, 1) + payload
    return [made]


def _fragments(unit: bytes) -> list[bytes]:
    head, kind = unit[0] & 0xE0 | 28, unit[0] & 0x1F
    pieces = [unit[at : at + 1_000] for at in range(1, len(unit), 1_000)]
    ends = {0: 0x80, len(pieces) - 1: 0x40}
    return [bytes([head, ends.get(at, 0) | kind]) + piece for at, piece in enumerate(pieces)]


def _pictures(data: bytes) -> None:
    for codec in Codec:
        whole = Packet(data, codec, is_key=True, at=AT)
        parameter_sets(whole)
        apart = Packet(data, codec, is_key=True, at=AT, configuration=data[:200])
        with_start_codes(apart)
    with_lengths(data)
    for name in ("h264", "hevc"):
        is_key(data, name)
        pictures_in(data, name)


def _decoded(codec: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        decoder = PictureDecoder(codec)
        for piece in (data, b""):
            with suppress(av.FFmpegError):
                for frame in decoder.decode(Coded(av.Packet(piece), is_key=True, media_s=None)):
                    assert frame.width * frame.height < 2**28

    return read


def _clips(name: str) -> Callable[[], list[bytes]]:
    return lambda: [write_clip(scratch() / name, 1.0).read_bytes()]


def _played(name: str) -> Callable[[bytes], None]:
    """As a live stream and as a recording, whatever FFmpeg takes the bytes for."""

    def read(data: bytes) -> None:
        source = UrlSource(str(as_file(name, data)), "Clip", begins_at=AT)
        with suppress(MediaError, av.FFmpegError), closing(UrlInput(source, Limits())) as opened:
            for coded_picture in islice(opened.coded(), 8):
                with suppress(av.FFmpegError):
                    for picture in opened.decode(coded_picture):
                        opened.shown_s(picture)
                        opened.camera_time(picture)
        with suppress(MediaError), closing(UrlRecording(source)) as recording:
            recording.gop(AT)
            recording.following(AT + timedelta(seconds=0.5))
            recording.preceding(AT + timedelta(seconds=0.5))

    return read


def _sound(data: bytes) -> None:
    for codec in SoundCodec:
        decoder = PacketDecoder()
        with suppress(MediaError):
            decoder.decode(SoundPacket(data, codec, 0))
            decoder.decode(SoundPacket(data[::-1], codec, 2**32 - 1))


def targets() -> Sequence[Target]:
    """All of them."""
    return (
        Target("image-server-live", Form.BINARY, _image_server, _live),
        Target("image-server-recorded", Form.BINARY, _image_server, _recorded),
        Target(
            "picture-header",
            Form.BINARY,
            lambda: [_body(d) for d, _ in _h264()] + [b"\xff\xd8a"],
            lambda d: packet(d, AT),
        ),
        Target("session-description", Form.TEXT, _offers, _sdp(VIDEO)),
        Target("session-description-of-sound", Form.TEXT, _offers, _sdp(SOUND)),
        Target(
            "ice-candidate",
            Form.JSON,
            lambda: [
                b'{"candidate":"candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host","sdpMid":"0","sdpMLineIndex":0}'
            ],
            lambda data: (read_candidate(data.decode(errors="replace")), read_candidate(_json(data))),
        ),
        Target("rtp-packets", Form.BINARY, _rtp_packets, _rtp),
        Target("coded-picture", Form.BINARY, lambda: [data for data, _ in _h264()], _pictures),
        Target("h264-decoding", Form.BINARY, lambda: [data for data, _ in _h264()], _decoded("h264")),
        Target("jpeg-decoding", Form.BINARY, lambda: [data for data, _ in coded(2, Codec.JPEG)], _decoded("mjpeg")),
        Target("clip-mp4", Form.BINARY, _clips("seed.mp4"), _played("clip.mp4")),
        Target("clip-transport-stream", Form.BINARY, _clips("seed.ts"), _played("clip.ts")),
        Target("sound-packet", Form.BINARY, lambda: [bytes(range(160)), b"\xff" * 160], _sound),
    )


def _json(data: bytes) -> object:
    try:
        told: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return told
