"""The demo's microphones over WebRTC, calls that are answered and declined, and speaking, as clients of its protocols see them."""

import asyncio
import json
from typing import Any

import httpx
import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from av import AudioFrame
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from smartclient.demo.calls import Calls
from smartclient.demo.catalogue import CALL_ANSWERED, CALL_DECLINED, INPUT_ACTIVATED, INPUT_DEACTIVATED
from smartclient.demo.ids import derived
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import PATIENCE_S, control, demo, signed_in, token, watching
from tests.builders.little_district import ENTRANCE, HALL, INTERCOM, guid
from tests.builders.running import until
from tests.builders.strip_cameras import strip_video

CAMERA, INPUT = guid("cameras", ENTRANCE), guid("inputEvents", INTERCOM)


def beside(resource: str, name: str) -> str:
    """The guid of the microphone or loudspeaker at a device."""
    return derived(resource, derived("device", name))


MICROPHONE, SPEAKER = beside("microphones", INTERCOM), beside("speakers", INTERCOM)


class Listener:
    """A browser's part: answers an offer and takes what sound comes."""

    def __init__(self, offer: str) -> None:
        self.offer = json.loads(offer)
        self.frames: list[AudioFrame] = []
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._tasks: list[asyncio.Task[None]] = []
        self.peer.on("track", lambda track: self._tasks.append(asyncio.create_task(self._take(track))))

    async def answer(self) -> str:
        """The answer as a string that holds JSON."""
        await self.peer.setRemoteDescription(RTCSessionDescription(self.offer["sdp"], self.offer["type"]))
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        made = self.peer.localDescription
        return json.dumps({"type": made.type, "sdp": made.sdp})

    async def _take(self, track: Any) -> None:
        while track.kind == "audio":
            self.frames.append(await track.recv())

    async def close(self) -> None:
        """Hangs up."""
        await self.peer.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def hear(client: httpx.AsyncClient, device: str, least: int = 0) -> int:
    """How loud the loudest of half a second is, or of as much as it takes until something is as loud as `least`."""
    told = (await client.post("WebRTC/Session", json={"deviceId": device, "includeAudio": True})).json()
    listener = Listener(told["offerSDP"])

    def loudest() -> int:
        return max((int(np.abs(frame.to_ndarray()).max()) for frame in listener.frames), default=0)

    try:
        sent = {"answerSDP": await listener.answer()}
        assert (await client.patch(f"WebRTC/Session/{told['sessionId']}", json=sent)).status_code == 200
        await until(lambda: len(listener.frames) > 25 and loudest() >= least, PATIENCE_S)
    finally:
        await listener.close()
    assert {frame.sample_rate for frame in listener.frames} == {8_000}
    return loudest()


@demo(strip_video)
async def test_a_microphone_is_heard_alone_and_with_its_camera(server: DemoServer) -> None:
    async with signed_in(server) as client, control(server) as hand:
        assert (await hand.post("acts", json={"act": "crowd", "level": 0})).status_code == 202
        quiet = await hear(client, MICROPHONE.upper())
        assert (await hand.post("acts", json={"act": "intercom.on", "device": INTERCOM})).status_code == 202
        assert await hear(client, MICROPHONE, least=4 * quiet) > quiet
        assert await hear(client, CAMERA) > 0


@demo(strip_video)
async def test_sound_is_offered_to_those_who_asked_and_may(server: DemoServer) -> None:
    async with signed_in(server) as client, signed_in(server, "responder") as deaf:
        for who, body, has_sound in (
            (client, {"deviceId": CAMERA}, True),
            (client, {"deviceId": CAMERA, "includeAudio": False}, False),
            (client, {"deviceId": guid("cameras", HALL)}, False),
            (client, {"deviceId": CAMERA, "playbackTimeNode": {"playbackTime": "2026-03-02T14:00:00Z"}}, False),
            (deaf, {"deviceId": CAMERA}, False),
        ):
            told = await who.post("WebRTC/Session", json=body)
            assert ("m=audio" in told.json()["offerSDP"]) is has_sound, body
        assert (await deaf.post("WebRTC/Session", json={"deviceId": MICROPHONE})).status_code == 403
        silent = {"deviceId": MICROPHONE, "includeAudio": False}
        assert (await client.post("WebRTC/Session", json=silent)).status_code == 400
        past = {"deviceId": MICROPHONE, "playbackTimeNode": {"playbackTime": "2026-03-02T14:00:00Z"}}
        assert (await client.post("WebRTC/Session", json=past)).status_code == 400


@pytest.mark.parametrize(("verb", "kind"), [("Answer", CALL_ANSWERED), ("Decline", CALL_DECLINED)])
def test_a_call_taken_by_one_console_is_told_to_all(verb: str, kind: Any, tmp_path: Any) -> None:
    @demo()
    async def told(server: DemoServer) -> None:
        async with signed_in(server) as client, watching(server) as stream, control(server) as hand:
            events = (await client.get("userDefinedEvents")).json()["array"]
            event = next(each["id"] for each in events if each["name"] == f"{verb} call {INTERCOM}")
            assert (await client.post("events", json={"type": event})).status_code == 202
            await hand.post("acts", json={"act": "intercom.on", "device": INTERCOM})
            assert (await stream.until_type(INPUT_ACTIVATED.id))["source"] == f"inputEvents/{INPUT}"
            assert not [each for each in stream.events if each["type"] == kind.id]
            assert (await client.post("events", json={"type": event})).status_code == 202
            taken = await stream.until_type(kind.id)
            assert taken["source"] == f"inputEvents/{INPUT}"
            assert taken["data"]["Properties"] == [{"Key": "User name", "Value": "dispatcher"}]
            await stream.until_type(INPUT_DEACTIVATED.id)
            assert not server.world.inputs[INPUT]

    told(tmp_path)


@demo()
async def test_who_may_speaks_one_at_a_time_and_nothing_is_kept(server: DemoServer) -> None:
    url = server.url.replace("http", "ws", 1) + f"/api/x-demo/talk/{SPEAKER}"
    async with signed_in(server) as client, signed_in(server, "responder") as mute:
        listed = (await client.get(f"{server.url}/api/x-demo/talk")).json()["array"]
        assert [each["id"] for each in listed] == [SPEAKER]
        assert (await mute.get(f"{server.url}/api/x-demo/talk")).json() == {"array": []}
        headers = {"Authorization": client.headers["Authorization"]}
        async with connect(url, additional_headers=headers, proxy=None) as first:
            await first.send(b"\xff" * 160)
            await until(lambda: server.sound.talk.heard.get(SPEAKER) == 160, PATIENCE_S)
            assert server.sound.talk.speaking == {SPEAKER: "dispatcher"}
            async with connect(url, additional_headers=headers, proxy=None) as second:
                with pytest.raises(ConnectionClosed) as closed:
                    await second.recv()
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code == 4409
            await first.send(b"\xff" * 2_000)
            with pytest.raises(ConnectionClosed):
                await first.recv()
        await until(lambda: not server.sound.talk.speaking, PATIENCE_S)
    for user, place, status in (("responder", SPEAKER, 403), ("dispatcher", SPEAKER[::-1], 404)):
        bearer = {"Authorization": f"Bearer {await token(server, user)}"}
        with pytest.raises(InvalidStatus) as refused:
            async with connect(url.replace(SPEAKER, place), additional_headers=bearer, proxy=None):
                pass
        assert refused.value.response.status_code == status


def test_rules_of_calls_are_known_by_name(tmp_path: Any) -> None:
    @demo()
    async def named(server: DemoServer) -> None:
        assert isinstance(server.sound.calls, Calls)
        async with signed_in(server, "responder") as client:
            event = derived("userDefinedEvents", f"Answer {INPUT}")
            assert (await client.post("events", json={"type": event})).status_code == 403

    named(tmp_path)
