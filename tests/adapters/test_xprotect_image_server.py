"""Live pictures: from the demo's recorder into a decoder, and from recorders that misbehave."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from smartclient.adapters.xprotect import certificate, image_connection
from smartclient.adapters.xprotect.image_connection import Feed
from smartclient.adapters.xprotect.image_server import ImageServerStream
from smartclient.adapters.xprotect.picture import packet
from smartclient.demo.faults import FaultOrder
from smartclient.domain.errors import CannotDecode, NoPicture, Unsupported
from smartclient.domain.footage import Codec, Packet, PacketSource, PacketStream, Quality
from smartclient.domain.ids import DeviceId
from smartclient.runtime.secret import Secret
from tests.builders.demo_district import camera, client, demo_server, guid_of
from tests.builders.running import run

AT = datetime(2026, 1, 31, tzinfo=UTC)
CONNECTED = b"<methodresponse><connected>yes</connected></methodresponse>\r\n\r\n"
JPEG = b"\xff\xd8 picture \xff\xd9"


def taken(source: PacketSource, count: int) -> list[Packet]:
    with closing(source.open()) as stream:
        return [stream.read() for _ in range(count)]


def test_both_qualities_decode(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            for quality, size in ((Quality.SUB, (640, 360)), (Quality.MAIN, (1280, 720))):
                source = server.media(camera(1), quality)
                assert isinstance(source, PacketSource)
                assert source.label == "Main · 1F · camera 1"
                packets = await asyncio.to_thread(taken, source, 4)
                assert packets[0].is_key
                assert packets[0].codec is Codec.H264
                times = [packet.at for packet in packets]
                assert times == sorted(times)
                assert abs((datetime.now(UTC) - times[-1]).total_seconds()) < 60
                decoder = av.CodecContext.create("h264", "r")
                frames = [frame for p in packets for frame in decoder.decode(av.Packet(p.data))]
                assert (frames[0].width, frames[0].height) == size
            await server.close()

    run(play(), timeout_s=60)


def test_stills_come_from_the_task_or_from_a_feed(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            still = await server.still(camera(1), 320)
            assert still[:2] == b"\xff\xd8"
            assert server._system is not None
            server._system.media._has_stills = False
            assert (await server.still(camera(1), 320))[:2] == b"\xff\xd8"
            with pytest.raises(Unsupported, match="no recorder"):
                server.media(DeviceId("cameras/unknown"), Quality.SUB)
            await server.close()

    run(play(), timeout_s=60)


def test_a_dead_camera_is_said_in_words_and_a_slow_recorder_waited_for(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            source = server.media(camera(2), Quality.SUB)
            assert isinstance(source, PacketSource)
            demo._control.order(FaultOrder(recorder_delay_s=0.2))
            stream = await asyncio.to_thread(source.open)
            assert (await asyncio.to_thread(stream.read)).is_key
            demo._control.order(FaultOrder(recorder_delay_s=0.0, dead_cameras=[guid_of("camera 2")]))

            def drained() -> None:
                while True:
                    stream.read()

            with pytest.raises(NoPicture, match="The recorder has lost the camera"):
                await asyncio.to_thread(drained)
            stream.close()
            await server.close()

    run(play(), timeout_s=60)


def test_an_expired_connection_token_is_renewed(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            await server.connect()
            source = server.media(camera(1), Quality.SUB)
            assert isinstance(source, PacketSource)
            await asyncio.to_thread(taken, source, 1)
            demo._control.order(FaultOrder(expire_tokens=True))
            assert (await asyncio.to_thread(taken, source, 1))[0].is_key
            await server.close()

    run(play(), timeout_s=60)


def test_a_new_token_is_handed_over_while_the_feed_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_connection, "UPDATE_EVERY_S", 0.0)
    calls: list[bytes] = []
    tokens = iter([Secret("one"), Secret("two & <three>"), Secret("two & <three>")])

    def talk(peer: socket.socket) -> None:
        calls.append(_call(peer))
        peer.sendall(CONNECTED)
        calls.append(_call(peer))
        calls.append(_call(peer))
        peer.sendall(CONNECTED + image(JPEG))

    with recorder(talk) as address, closing(ImageServerStream(feed(address, lambda _: next(tokens)))) as stream:
        assert stream.read().data == JPEG
    assert b"connectiontoken=one" in calls[0]
    assert b"<methodname>live</methodname>" in calls[1]
    assert b"<methodname>connectupdate</methodname>" in calls[2]
    assert b"two &amp; &lt;three&gt;" in calls[2]


def image(body: bytes, current: str = "1700000000123") -> bytes:
    head = f"ImageResponse\r\nRequestId: 1\r\nCurrent: {current}\r\nContent-type: image/jpeg\r\nContent-length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def feed(address: str, token: Callable[[Secret | None], Secret] = lambda _: Secret("token")) -> Feed:
    return Feed(address, guid_of("camera 1"), "Camera 1", token, certificate.tls_context(()))


def _call(peer: socket.socket) -> bytes:
    text = b""
    while not text.endswith(b"\r\n\r\n"):
        piece = peer.recv(1)
        if not piece:
            return text
        text += piece
    return text


@contextmanager
def recorder(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A recorder of one connection whose side of the talk is `talk`."""

    def serve() -> None:
        peer, _ = listener.accept()
        with peer:
            try:
                talk(peer)
                while peer.recv(1024):
                    pass
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            thread.join(timeout=5)


def saying(*pieces: bytes) -> Callable[[socket.socket], None]:
    """Accepts the connect and live calls, then sends these pieces."""

    def talk(peer: socket.socket) -> None:
        _call(peer)
        peer.sendall(CONNECTED)
        _call(peer)
        for piece in pieces:
            peer.sendall(piece)

    return talk


def test_pictures_in_pieces_with_and_without_line_ends_between() -> None:
    whole = image(JPEG) + image(JPEG + b"\r\n\r\n").removesuffix(b"\r\n\r\n") + image(JPEG)
    pieces = (whole[i : i + 7] for i in range(0, len(whole), 7))
    with recorder(saying(*pieces)) as address, closing(ImageServerStream(feed(address))) as stream:
        pictures = [stream.read() for _ in range(3)]
    assert [picture.data for picture in pictures] == [JPEG, JPEG + b"\r\n\r\n", JPEG]
    assert pictures[0].at == datetime(2023, 11, 14, 22, 13, 20, 123000, UTC)


@pytest.mark.parametrize(
    ("pieces", "sentence"),
    [
        ([b"ImageResponse\r\nContent-length: 99999999999\r\n\r\n"], "impossible size"),
        ([b"ImageResponse\r\nContent-length: -5\r\n\r\n"], "impossible size"),
        ([b"ImageResponse\r\nContent-length: many\r\n\r\n"], "impossible size"),
        ([b"ImageResponse\r\n\r\n"], "impossible size"),
        ([b"ImageResponse\r\n" + b"X: y\r\n" * 20_000], "header without end"),
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], "no picture"),
        ([image(b"\x00\x10\x00\x00\x00\x20")], "damaged"),
        ([b"<livepackage><statusid>5</statusid> <value>1</value></livepackage>\r\n\r\n"], "lost the camera"),
        ([b"<x><statusid>7</statusid><value>1</value></x>\r\n\r\n"], "disk is full"),
        ([b"<r><connected>no</connected></r>\r\n\r\n"], "ended the connection"),
    ],
)
def test_a_recorder_that_misbehaves_is_no_picture(pieces: list[bytes], sentence: str) -> None:
    with (
        recorder(saying(*pieces)) as address,
        closing(ImageServerStream(feed(address))) as stream,
        pytest.raises(NoPicture, match=sentence),
    ):
        stream.read()


def test_times_beyond_all_calendars_are_replaced() -> None:
    pieces = image(JPEG, "99999999999999999"), image(JPEG, "x")
    with recorder(saying(*pieces)) as address, closing(ImageServerStream(feed(address))) as stream:
        assert abs(stream.read().at - datetime.now(UTC)) < timedelta(minutes=1)
        assert abs(stream.read().at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_refused_feed_says_why() -> None:
    def talk(peer: socket.socket) -> None:
        _call(peer)
        peer.sendall(b"<r><connected>no</connected><errorreason>Unknown <b>camera</errorreason></r>\r\n\r\n")

    with recorder(talk) as address, pytest.raises(NoPicture, match="The recorder refused Camera 1"):
        ImageServerStream(feed(address))


def test_silence_ends_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_connection, "SILENCE_S", 0.1)
    with recorder(saying(image(JPEG))) as address, closing(ImageServerStream(feed(address))) as stream:
        stream.read()
        with pytest.raises(NoPicture, match="nothing came"):
            stream.read()


def test_close_from_another_thread_ends_a_waiting_read() -> None:
    with recorder(saying()) as address:
        stream: PacketStream = ImageServerStream(feed(address))
        failures: list[str] = []

        def wait() -> None:
            try:
                stream.read()
            except NoPicture as error:
                failures.append(str(error))

        reader = threading.Thread(target=wait)
        reader.start()
        stream.close()
        stream.close()
        reader.join(timeout=5)
        assert failures == ["No picture from Camera 1: it was closed."]


def header(code: int, length: int, flags: int = 0, time_ms: int = 1_700_000_000_000) -> bytes:
    return struct.pack(">HIHHHqqi", 16, length, code, 1, flags, time_ms, time_ms, 0)


def test_the_coded_header() -> None:
    read = packet(header(0x0A, 36, flags=1) + b"data" + b"padding", AT)
    assert (read.data, read.codec, read.is_key) == (b"data", Codec.H264, True)
    assert read.at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert not packet(header(0x0E, 36) + b"data", AT).is_key
    assert packet(header(0x0E, 36, time_ms=-1) + b"data", AT).at == AT
    assert packet(header(0x01, 36) + b"data", AT).codec is Codec.JPEG


def test_codecs_nobody_here_knows_are_said() -> None:
    with pytest.raises(CannotDecode, match="codec 15"):
        packet(header(0x0F, 36) + b"data", AT)


@pytest.mark.parametrize("body", [b"", b"\x00" * 32, header(0x0A, 2**31) + b"data", header(0x0A, 3) + b"data"])
def test_damaged_pictures(body: bytes) -> None:
    with pytest.raises(NoPicture, match="damaged"):
        packet(body, AT)
