"""Live video through the gateway, as an engine reads it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from aioice import Connection
from aiortc import RTCRtpSender
from aiortc.rtp import RtpPacket, is_rtcp
from starlette.routing import Route, WebSocketRoute

from smartclient.adapters.xprotect.ways import Way
from smartclient.adapters.xprotect.webrtc import access_units, live, session
from smartclient.adapters.xprotect.webrtc.description import Offer
from smartclient.adapters.xprotect.webrtc.receiver import EncodedReceiver
from smartclient.adapters.xprotect.webrtc.signalling import Wish
from smartclient.adapters.xprotect.webrtc.socket_signalling import SocketSignalling
from smartclient.demo.faults import FaultOrder
from smartclient.demo.webrtc.service import WebRtc
from smartclient.domain.errors import BadAnswer, CannotDecode, NoPicture, NotPermitted, ServerUnreachable
from smartclient.domain.footage import Codec, Packet, PacketSource, Quality, Source
from tests.builders.demo_district import camera, guid_of
from tests.builders.gateway_district import Firewalled, errors_ms, firewalled
from tests.builders.running import run, until


def taken(source: Source, count: int) -> list[Packet]:
    assert isinstance(source, PacketSource)
    with closing(source.open()) as stream:
        return [stream.read() for _ in range(count)]


def shown_steps(packets: list[Packet]) -> set[int]:
    """How many pictures lie from one to the next, by the strips: only 1 when none is left out."""
    errors = errors_ms(packets)
    assert len(errors) == len(packets)
    shown = [packet.at - timedelta(milliseconds=error) for packet, error in zip(packets, errors, strict=True)]
    return {round((later - earlier) / timedelta(seconds=1 / 12)) for earlier, later in pairwise(shown)}


def live_of(site: Firewalled, quality: Quality = Quality.SUB) -> PacketSource:
    source = site.server.media(camera(1), quality)
    assert isinstance(source, PacketSource)
    return source


@pytest.fixture(params=["socket", "rest"])
def signalling(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A gateway of 2025 R1, and one of 2023 R1 that has no WebSocket for WebRTC."""
    if request.param == "rest":
        usual = WebRtc.routes

        def without_socket(self: WebRtc) -> list[Route | WebSocketRoute]:
            return [route for route in usual(self) if not isinstance(route, WebSocketRoute)]

        monkeypatch.setattr(WebRtc, "routes", without_socket)
    return str(request.param)


def test_a_closed_recorder_port_leads_through_the_gateway(tmp_path: Path, signalling: str) -> None:
    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            source = live_of(site)
            packets = await asyncio.to_thread(taken, source, 5)
            assert source.way() == "WebRTC through the gateway"
            assert packets[0].is_key
            assert packets[0].codec is Codec.H264
            times = [packet.at for packet in packets]
            assert times == sorted(set(times))
            assert abs((datetime.now(UTC) - times[-1]).total_seconds()) < 5
            assert max(map(abs, errors_ms(packets)[1:])) < 2_000
            main = await asyncio.to_thread(taken, live_of(site, Quality.MAIN), 1)
            assert len(main[0].data) > 0
            assert [watch._stream.size for watch in site.cameras.watches] == [(640, 360), (1280, 720)]
            await until(lambda: all(watch.is_closed for watch in site.cameras.watches))

    run(watch())
    assert signalling in {"socket", "rest"}


def test_the_servers_clock_tells_the_time_once_it_has_reported(tmp_path: Path) -> None:
    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            packets = await asyncio.to_thread(taken, live_of(site), 36)
            assert max(map(abs, errors_ms(packets)[24:])) < 500

    run(watch())


def test_a_session_lives_on_with_a_newer_token(
    tmp_path: Path, signalling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "RENEW_EVERY_S", 0.1)

    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            with closing(await asyncio.to_thread(live_of(site).open)) as stream:
                (ours,) = site.demo._webrtc._gateway._sessions.values()
                before = ours.token
                sign_in = site.server._sign_in
                assert sign_in is not None
                await sign_in.token(not_this=await sign_in.token())
                await until(lambda: ours.token != before)
                assert (await asyncio.to_thread(stream.read)).data

    run(watch())
    assert signalling


def test_an_expired_token_ends_the_session_and_a_new_one_opens_the_next(tmp_path: Path, signalling: str) -> None:
    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            with closing(await asyncio.to_thread(live_of(site).open)) as stream:
                site.demo._control.order(FaultOrder(expire_tokens=True))

                def drain() -> None:
                    while True:
                        stream.read()

                with pytest.raises(NoPicture, match="the gateway ended the video"):
                    await asyncio.to_thread(drain)
            assert await asyncio.to_thread(taken, live_of(site), 1)

    run(watch())
    assert signalling


def test_what_a_user_may_not_watch_is_said(tmp_path: Path, signalling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def watch() -> None:
        async with firewalled(tmp_path, way=Way.GATEWAY) as site:
            refusing = lambda *_: False  # noqa: E731
            monkeypatch.setattr("smartclient.demo.accounts.Rights.may", refusing)
            with pytest.raises(NotPermitted, match="may not"):
                await asyncio.to_thread(live_of(site).open)

    run(watch())
    assert signalling


def test_a_dead_camera_is_silence_and_silence_ends_the_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SILENCE_S", 0.2)

    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            site.demo._control.order(FaultOrder(dead_cameras=[guid_of("camera 1")]))
            with (
                closing(await asyncio.to_thread(live_of(site).open)) as stream,
                pytest.raises(NoPicture, match="nothing came"),
            ):
                await asyncio.to_thread(stream.read)

    run(watch())


def test_close_ends_a_waiting_read_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            site.demo._control.order(FaultOrder(dead_cameras=[guid_of("camera 1")]))
            stream = await asyncio.to_thread(live_of(site).open)
            reading = asyncio.create_task(asyncio.to_thread(stream.read))
            await asyncio.sleep(0)
            stream.close()
            stream.close()
            with pytest.raises(NoPicture, match="it was closed"):
                await reading
            await until(lambda: not site.demo._webrtc._gateway._sessions)
            await asyncio.to_thread(live_of(site).open)
            assert "webrtc" in {thread.name for thread in threading.enumerate()}
        assert "webrtc" not in {thread.name for thread in threading.enumerate()}
        with pytest.raises(ServerUnreachable, match="no connection to the server"):
            live_of(site)

    run(watch())


def test_a_server_that_goes_ends_the_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SILENCE_S", 5.0)

    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            stream = await asyncio.to_thread(live_of(site).open)
            await asyncio.to_thread(stream.read)
            await site.demo._webrtc.stop()

            def drain() -> None:
                while True:
                    stream.read()

            with pytest.raises(NoPicture, match="the gateway ended the video"):
                await asyncio.to_thread(drain)
            stream.close()

    run(watch())


def test_lost_packets_are_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost: set[int] = set()
    kinds: list[int] = []
    usual = Connection.recv

    async def losing(self: Connection) -> bytes:
        """Loses packets of the first kind seen, once there is a picture to miss; what is sent again has another kind."""
        while True:
            data = await usual(self)
            sequence, is_video = int.from_bytes(data[2:4], "big"), data[0] >> 6 == 2 and not is_rtcp(data)
            if is_video:
                kinds.append(data[1] & 0x7F)
            is_first = len(kinds) < 5 or kinds[-1] != kinds[0]
            if not is_video or is_first or sequence % 5 != 3 or sequence in lost:
                return data
            lost.add(sequence)

    monkeypatch.setattr(Connection, "recv", losing)
    monkeypatch.setattr(access_units, "PATIENCE", access_units.WINDOW - 1)

    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            packets = await asyncio.to_thread(taken, live_of(site), 36)
            assert len(lost) > 3
            assert shown_steps(packets) == {1}

    run(watch())


def test_packets_that_never_come_cost_pictures_up_to_the_next_key_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_units, "PATIENCE", 3)
    asked: list[RTCRtpSender] = []
    monkeypatch.setattr(RTCRtpSender, "_send_keyframe", lambda sender: asked.append(sender))
    lost: list[int] = []
    usual = EncodedReceiver._handle_rtp_packet

    async def losing(self: EncodedReceiver, packet: RtpPacket, arrival_time_ms: int) -> None:
        units = self._units
        is_known = isinstance(units, access_units.AccessUnits) and units._next is not None and not units.needs_key
        if not lost and packet.marker and is_known:
            lost.append(packet.sequence_number)
        if packet.sequence_number not in lost:
            await usual(self, packet, arrival_time_ms)

    monkeypatch.setattr(EncodedReceiver, "_handle_rtp_packet", losing)

    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            packets = await asyncio.to_thread(taken, live_of(site), 20)
            assert lost
            assert asked
            keys = [index for index, packet in enumerate(packets) if packet.is_key]
            assert len(keys) > 1
            assert keys[1] < 11
            assert max(shown_steps(packets)) > 1

    run(watch())


def test_addresses_told_later_are_tried(tmp_path: Path, signalling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Offer, "candidates", ())

    async def watch() -> None:
        async with firewalled(tmp_path, way=Way.GATEWAY) as site:
            assert await asyncio.to_thread(taken, live_of(site), 1)

    run(watch())
    assert signalling


def test_a_gateway_that_cannot_be_found_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "OPEN_TIMEOUT_S", 0.3)
    monkeypatch.setattr(Offer, "candidates", ())
    monkeypatch.setattr("smartclient.demo.webrtc.session.Session.candidates", lambda _: [])
    monkeypatch.setattr(
        "smartclient.demo.webrtc.session.usable_answer", lambda sdp: sdp.replace("127.0.0.1", "192.0.2.1")
    )

    async def watch() -> None:
        async with firewalled(tmp_path) as site:
            with pytest.raises(NoPicture, match=r"The recorder .* cannot be reached .* opened no video"):
                await asyncio.to_thread(live_of(site).open)
            await until(lambda: not site.demo._webrtc._gateway._sessions)

    run(watch())


def _offer_of(change: Callable[[str], str]) -> Callable[[SocketSignalling, Wish], Awaitable[object]]:
    usual = SocketSignalling.open

    async def changed(self: SocketSignalling, wish: Wish) -> object:
        text = await usual(self, wish)
        assert isinstance(text, str)
        return change(text)

    return changed


@pytest.mark.parametrize(
    ("old", "new", "error", "sentence"),
    [
        ("H264", "H265", CannotDecode, "other than H.264"),
        ("m=video", "m=audio", CannotDecode, "no video"),
        ("a=fingerprint:sha-256 ", "a=fingerprint:sha-256 00:", NoPicture, "not the one it offered"),
        ("webrtc-datachannel", "webrtc-datachannel" * 20_000, BadAnswer, "no session description"),
    ],
)
def test_offers_that_lead_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, error: type[Exception], sentence: str
) -> None:
    monkeypatch.setattr(SocketSignalling, "open", _offer_of(lambda text: text.replace(old, new)))

    async def watch() -> None:
        async with firewalled(tmp_path, way=Way.GATEWAY) as site:
            with pytest.raises(error, match=sentence):
                await asyncio.to_thread(live_of(site).open)

    run(watch())
