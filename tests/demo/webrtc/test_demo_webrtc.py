"""WebRTC as published clients use it: signalling over REST and WebSocket, media into a WebRTC stack that is not ours to shape."""

import asyncio
import contextlib
import gc
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from av import VideoFrame
from websockets.asyncio.client import ClientConnection, connect

from smartclient.demo.devices import SUB, stream_id
from smartclient.demo.faults import FaultOrder
from smartclient.demo.past.recorded import Recorded
from smartclient.demo.server import DemoServer
from smartclient.demo.video.codec import pixels
from smartclient.demo.video.strip import milliseconds, read
from smartclient.demo.webrtc import gateway, service
from tests.builders.demo_client import PATIENCE_S, NoImages, demo, error_text, signed_in, token
from tests.builders.little_district import ELM_HALL, ENTRANCE, HALL, guid
from tests.builders.running import until
from tests.builders.strip_cameras import StripCameras, strip_video

CAMERA, MOVING, ELM = guid("cameras", HALL), guid("cameras", ENTRANCE), guid("cameras", ELM_HALL)
LIVE = {"playbackTime": "", "skipGaps": False}


class Viewer:
    """A browser's part: answers an offer and decodes what comes."""

    def __init__(self, offer: str) -> None:
        self.offer = json.loads(offer)
        self.frames: list[VideoFrame] = []
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._tasks: list[asyncio.Task[None]] = []
        self.peer.on("track", lambda track: self._tasks.append(asyncio.create_task(self._watch(track))))

    async def answer(self) -> str:
        """The answer as a string that holds JSON."""
        await self.peer.setRemoteDescription(RTCSessionDescription(self.offer["sdp"], self.offer["type"]))
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        made = self.peer.localDescription
        return json.dumps({"type": made.type, "sdp": made.sdp})

    async def _watch(self, track: Any) -> None:
        with contextlib.suppress(Exception):
            while True:
                self.frames.append(await track.recv())

    async def close(self) -> None:
        await self.peer.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def opened(client: httpx.AsyncClient, **body: Any) -> tuple[str, Viewer]:
    """A session over REST, not answered yet."""
    answer = await client.post("WebRTC/Session", json={"deviceId": CAMERA, "playbackTimeNode": LIVE, **body})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return told["sessionId"], Viewer(told["offerSDP"])


@asynccontextmanager
async def watching(client: httpx.AsyncClient, **body: Any) -> AsyncIterator[tuple[str, Viewer]]:
    """A session over REST whose media flow."""
    session, viewer = await opened(client, **body)
    try:
        answer = await client.patch(f"webRTC/Session/{session.upper()}", json={"answerSDP": await viewer.answer()})
        assert answer.status_code == 200
        yield session, viewer
    finally:
        await viewer.close()


def taken_at(frame: VideoFrame) -> datetime:
    at = read(pixels(frame.reformat(format="rgb24")))
    assert at is not None
    return at


_CAMERAS = StripCameras()


@demo(lambda *_: (_CAMERAS, NoImages()))
async def test_live_over_rest(server: DemoServer) -> None:
    """The picture's own strip says that it is live; both sizes; a channel's section and host candidates are in the offer."""
    async with signed_in(server) as client:
        async with watching(client, iceServers=[{"url": "stun:stun.example.org"}]) as (session, viewer):
            await until(lambda: len(viewer.frames) > 3, PATIENCE_S)
            assert abs(datetime.now(UTC) - taken_at(viewer.frames[-1])) < timedelta(seconds=5)
            assert (viewer.frames[0].width, viewer.frames[0].height) == (1280, 720)
            assert "m=application" in viewer.offer["sdp"]
            told = (await client.get(f"WebRTC/IceCandidates/{session}")).json()["candidates"]
            assert "127.0.0.1" in json.loads(told[0])["candidate"]
            assert json.loads(told[0])["candidate"] in viewer.offer["sdp"]
            assert (await client.get(f"WebRTC/IceCandidates/{session}")).json() == {"candidates": []}
        await until(lambda: all(watch.is_closed for watch in _CAMERAS.watches))
        sub = stream_id(CAMERA, SUB)
        async with watching(client, deviceId=None, cameraId=CAMERA, streamId=sub, playbackTimeNode={}) as (_, viewer):
            await until(lambda: viewer.frames, PATIENCE_S)
            assert (viewer.frames[0].width, viewer.frames[0].height) == (640, 360)


@demo(strip_video)
async def test_a_client_that_tells_no_address_is_found(server: DemoServer) -> None:
    """Some clients never say where they are; others name themselves in a way only their own network resolves."""
    async with signed_in(server) as client:
        session, viewer = await opened(client)
        told = json.loads(await viewer.answer())
        lines = [line for line in told["sdp"].splitlines() if not line.startswith("a=candidate")]
        name = "candidate:1 1 udp 1 0f1e2d3c.local 9 typ host"
        told["sdp"] = "\r\n".join([*lines, f"a={name}", ""])
        for sent in (name, "", "candidate:1 1 udp 1 192.0.2.1 9 typ host"):
            body = {"candidates": [json.dumps({"candidate": sent, "sdpMid": "0"})]}
            assert (await client.post(f"WebRTC/IceCandidates/{session}", json=body)).status_code == 200
        answer = await client.patch(f"WebRTC/Session/{session}", json={"answerSDP": json.dumps(told)})
        assert answer.status_code == 200
        await until(lambda: viewer.frames, PATIENCE_S)
        await viewer.close()


@demo(strip_video)
async def test_who_may_not_watch_is_refused(server: DemoServer) -> None:
    async with signed_in(server, "principal-hs") as client:
        assert (await client.post("WebRTC/Session", json={"deviceId": CAMERA})).status_code == 200
        refused = await client.post("WebRTC/Session", json={"deviceId": ELM})
        assert refused.status_code == 403
        assert "permissions" in error_text(refused)
        client.headers["Authorization"] = "Bearer nonsense"
        assert (await client.post("WebRTC/Session", json={"deviceId": CAMERA})).status_code == 401
        del client.headers["Authorization"]
        assert (await client.post("WebRTC/Session", json={"deviceId": CAMERA})).status_code == 401


@demo(strip_video)
async def test_bad_requests_are_answered(server: DemoServer) -> None:
    async with signed_in(server) as client, signed_in(server, "responder") as other:
        for body, status in (
            ({}, 400),
            ({"deviceId": 5}, 400),
            ({"deviceId": "x" * 100}, 400),
            ({"deviceId": guid("cameras", "nowhere")}, 404),
            ({"deviceId": CAMERA, "playbackTimeNode": "yesterday"}, 400),
            ({"deviceId": CAMERA, "playbackTimeNode": {"playbackTime": "yesterday"}}, 400),
            ({"deviceId": CAMERA, "playbackTimeNode": {"playbackTime": "2026-01-01T00:00:00Z", "speed": 33}}, 400),
            ({"deviceId": CAMERA, "playbackTimeNode": {"playbackTime": "2026-01-01T00:00:00Z", "speed": 0}}, 400),
            ({"deviceId": CAMERA, "iceServers": "stun:stun.example.org"}, 400),
        ):
            assert (await client.post("WebRTC/Session", json=body)).status_code == status, body
        session, viewer = await opened(client)
        good = await viewer.answer()
        for sent in ({}, {"answerSDP": 1}, {"answerSDP": "{"}, {"answerSDP": good.replace("answer", "offer", 1)}):
            assert (await client.patch(f"WebRTC/Session/{session}", json=sent)).status_code == 400
        for broken in ("", "v=0", json.loads(good)["sdp"].replace("a=ice-pwd", "a=nothing")):
            sent = {"answerSDP": json.dumps({"type": "answer", "sdp": broken})}
            assert (await client.patch(f"WebRTC/Session/{session}", json=sent)).status_code == 400
        assert (await other.patch(f"WebRTC/Session/{session}", json={"answerSDP": good})).status_code == 404
        assert (await client.delete(f"WebRTC/Session/{session}")).status_code == 405
        assert (await client.patch(f"WebRTC/Session/{session}", json={"answerSDP": good})).status_code == 200
        assert (await client.patch(f"WebRTC/Session/{session}", json={"answerSDP": good})).status_code == 400
        await until(lambda: viewer.frames, PATIENCE_S)
        await viewer.close()


@demo(strip_video)
async def test_a_session_ends_cleanly_between_greeting_and_keys(server: DemoServer) -> None:
    """A task that failed in the midst of it would be logged as an error."""
    async with signed_in(server) as client:
        session, viewer = await opened(client)
        answer = {"answerSDP": await viewer.answer()}
        silent, name = viewer.peer.getTransceivers()[0].receiver.transport, "_write_ssl"
        setattr(silent, name, _nothing)
        assert (await client.patch(f"WebRTC/Session/{session}", json=answer)).status_code == 200
        ours = server._webrtc._gateway._sessions[session]
        await until(lambda: ours._peer.iceConnectionState == "completed", PATIENCE_S)
        assert ours._peer.connectionState == "connecting"
        await server._webrtc.stop()
        await until(lambda: ours.is_over, PATIENCE_S)
        gc.collect()
        for end in (viewer.peer.getTransceivers()[0].receiver.transport.transport._connection.close, viewer.close):
            await end()


async def _nothing() -> None:
    """Sends no word of the handshake."""


@demo(strip_video)
async def test_a_session_ends_with_its_token_unless_it_gets_a_newer_one(server: DemoServer) -> None:
    async with signed_in(server) as client, checked_seldom():
        async with watching(client) as (kept, viewer), watching(client) as (_, lost):
            await until(lambda: viewer.frames and lost.frames, PATIENCE_S)
            server._control.order(FaultOrder(expire_tokens=True))
            client.headers["Authorization"] = f"Bearer {await token(server)}"
            newer = {"token": client.headers["Authorization"].removeprefix("Bearer ")}
            assert (await client.patch(f"WebRTC/Session/{kept}", json=newer)).status_code == 200
            await until(lambda: lost.peer.connectionState in {"closed", "failed"}, PATIENCE_S)
            seen = len(viewer.frames)
            await until(lambda: len(viewer.frames) > seen, PATIENCE_S)
        other = {"token": await token(server, "responder")}
        session, _ = await opened(client)
        assert (await client.patch(f"WebRTC/Session/{session}", json=other)).status_code == 403


@asynccontextmanager
async def checked_seldom() -> AsyncIterator[None]:
    """Leaves the client time to bring a newer token."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gateway, "CHECK_S", 3.0)
        yield


@demo(strip_video)
async def test_sessions_nobody_answers_are_given_up(server: DemoServer) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gateway, "ANSWER_WITHIN_S", 0.3)
        patch.setattr(gateway, "MOST_SESSIONS", 1)
        async with signed_in(server) as client:
            session, _ = await opened(client)
            assert (await client.post("WebRTC/Session", json={"deviceId": CAMERA})).status_code == 503
            await until(lambda: not server._webrtc._gateway._sessions, PATIENCE_S)
            assert (await client.patch(f"WebRTC/Session/{session}", json={"answerSDP": ""})).status_code == 404


@demo(strip_video)
async def test_a_dead_camera_is_silent_until_it_is_back(server: DemoServer) -> None:
    async with signed_in(server) as client, watching(client) as (_, viewer):
        await until(lambda: viewer.frames, PATIENCE_S)
        server._control.order(FaultOrder(dead_cameras=[CAMERA]))
        died = datetime.now(UTC)
        await asyncio.sleep(0.3)
        server.faults.clear()
        back = datetime.now(UTC)
        await until(lambda: taken_at(viewer.frames[-1]) > back, PATIENCE_S)
        seen = [taken_at(frame) for frame in viewer.frames]
        assert not [at for at in seen if died + timedelta(seconds=0.2) < at < back - timedelta(seconds=0.1)]


BEGIN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)


def _recorded(_self: Recorded, _camera: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Four seconds, eight of nothing, four more."""
    spans = [
        (milliseconds(BEGIN) + first * 1_000, milliseconds(BEGIN) + last * 1_000) for first, last in ((0, 4), (12, 16))
    ]
    return [(max(begin, first), min(end, last)) for first, last in spans if first < end and begin < last]


def seconds(viewer: Viewer) -> list[float]:
    """When the pictures were taken, after BEGIN."""
    return [(taken_at(frame) - BEGIN).total_seconds() for frame in viewer.frames]


@demo(strip_video)
async def test_the_past_plays_from_the_key_frame_before_and_over_gaps_or_through_them(server: DemoServer) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recorded, "recorded", _recorded)
        node = {"playbackTime": (BEGIN + timedelta(seconds=2.5)).isoformat(), "speed": 32, "skipGaps": True}
        async with signed_in(server) as client:
            async with watching(client, playbackTimeNode=node) as (_, viewer):
                await until(lambda: len(viewer.frames) == 71, PATIENCE_S)
                seen = seconds(viewer)
                assert seen[0] == 2.0
                assert seen[23:25] == [3.916, 12.0]
                assert seen == sorted(seen)
            begun = datetime.now(UTC)
            async with watching(client, playbackTimeNode=node | {"skipGaps": False}) as (_, viewer):
                await until(lambda: len(viewer.frames) == 71, PATIENCE_S)
                assert datetime.now(UTC) - begun > timedelta(seconds=13.5 / 32)
                assert seconds(viewer) == seen


@demo(strip_video)
async def test_only_h264_is_streamed(server: DemoServer) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "codec_of", lambda _device: "h265")
        async with signed_in(server) as client:
            refused = await client.post("WebRTC/Session", json={"deviceId": CAMERA})
            assert refused.status_code == 400
            assert "H.264" in error_text(refused)


class Talk:
    """The WebSocket signalling, message by message."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def say(self, **message: Any) -> None:
        await self._socket.send(json.dumps({"jsonrpc": "2.0", **message}))

    async def heard(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            told: dict[str, Any] = json.loads(await self._socket.recv())
        return told


@asynccontextmanager
async def talking(server: DemoServer) -> AsyncIterator[Talk]:
    url = server.url.replace("http", "ws", 1) + "/API/ws/webrtc/v1/"
    async with connect(url, proxy=None) as socket:
        yield Talk(socket)


@demo(strip_video)
async def test_live_over_the_socket(server: DemoServer) -> None:
    async with talking(server) as talk:
        bearer = await token(server)
        await talk.say(method="register", params={"authorization": bearer}, id=1)
        assert (await talk.heard())["id"] == 1
        await talk.say(method="connect", params={"authorization": bearer, "peer": CAMERA, "includeAudio": False}, id=2)
        session = (await talk.heard())["result"]["session"]
        invite = await talk.heard()
        assert invite["method"] == "invite"
        assert invite["params"]["session"] == session
        assert invite["id"] not in {1, 2}
        trickle = await talk.heard()
        assert trickle["method"] == "trickle"
        assert "127.0.0.1" in trickle["params"]["candidate"]["candidate"]
        viewer = Viewer(invite["params"]["offer"])
        await talk.say(result={"answer": await viewer.answer()}, id=invite["id"])
        candidate = json.dumps({"candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid": "0"})
        await talk.say(method="trickle", params={"session": session, "candidate": candidate})
        await until(lambda: viewer.frames, PATIENCE_S)
        await talk.say(method="trickle", params={"session": session, "candidate": {"candidate": "nonsense"}})
        assert "candidate" in (await talk.heard())["params"]["message"]
        assert abs(datetime.now(UTC) - taken_at(viewer.frames[-1])) < timedelta(seconds=5)
    await until(lambda: viewer.peer.connectionState in {"closed", "failed"}, PATIENCE_S)
    await viewer.close()


@demo(strip_video)
async def test_the_socket_refuses_in_json_rpc(server: DemoServer) -> None:
    async with talking(server) as talk:
        await talk.say(method="register", params={"authorization": "nonsense"}, id=1)
        assert (await talk.heard())["error"]["code"] == 401
        bearer = await token(server, "principal-hs")
        await talk.say(method="connect", params={"authorization": bearer, "peer": ELM}, id=2)
        refused = await talk.heard()
        assert (refused["id"], refused["error"]["code"]) == (2, 403)
        await talk.say(method="dance", id=3)
        assert (await talk.heard())["error"]["code"] == -32601
        await talk._socket.send("no JSON")
        assert (await talk.heard())["error"]["code"] == -32700


@asynccontextmanager
async def moving(server: DemoServer, user: str) -> AsyncIterator[RTCDataChannel]:
    """The channel for commands of the camera that moves, opened after the answer as the published client does."""
    async with signed_in(server, user) as client, watching(client, deviceId=MOVING) as (_, viewer):
        channel = viewer.peer.createDataChannel("commands", protocol="videoos-commands")
        await until(lambda: channel.readyState == "open", PATIENCE_S)
        yield channel


def order(direction: str) -> str:
    message = {"ApiVersion": "1.0", "type": "request", "method": "ptzMove", "params": {"direction": direction}}
    return json.dumps(message)


@demo(strip_video)
async def test_a_camera_is_turned_a_step_with_each_message(server: DemoServer) -> None:
    def bearing() -> float:
        return server.world.heads[MOVING].aim(server.world.clock()).bearing

    async with moving(server, "dispatcher") as channel:
        home = bearing()
        for useless in ("nonsense", "[1]", "{}", order("around"), "x" * 5_000, json.dumps({"method": "setAux"})):
            channel.send(useless)
        channel.send(json.dumps({"jsonrpc": "2.0", "method": "ptzMove", "params": {"direction": "right"}}))
        await until(lambda: bearing() != home, PATIENCE_S)
        await until(lambda: not server.world.heads[MOVING].is_moving(server.world.clock()), PATIENCE_S)
        turned = (bearing() - home) % 360
        assert 0 < turned < 90
        channel.send(order("home"))
        await until(lambda: bearing() % 360 == home, PATIENCE_S)
    async with moving(server, "responder") as channel:
        channel.send(order("left"))
        async with moving(server, "dispatcher") as other:
            other.send(order("upRight"))
            await until(lambda: bearing() != home, PATIENCE_S)
            assert (bearing() - home) % 360 < 180
