"""Rights that change while somebody is connected take effect on what is open: events, video, sound, WebRTC."""

import asyncio
import json

import httpx
import pytest
from websockets.asyncio.client import connect

from smartclient.demo.catalogue import FORCED
from smartclient.demo.devices import microphone_of, speaker_of
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import EVERYTHING, PATIENCE_S, TLS, control, demo, signed_in, socket_to, token, watching
from tests.builders.little_district import DOOR_7, ELM_DOOR, ELM_HALL, HALL, guid
from tests.builders.strip_cameras import strip_video

PRINCIPAL, OTHER = "principal-hs", "elm-street"


async def give(server: DemoServer, campus: str | None) -> None:
    async with control(server) as ours:
        assert (await ours.post("roles", json={"user": PRINCIPAL, "campus": campus})).status_code == 200


@demo()
async def test_an_open_stream_of_events_follows_the_rights_at_once(server: DemoServer) -> None:
    elm, own = (f"accessControlUnits/{guid('accessControlUnits', door)}" for door in (ELM_DOOR, DOOR_7))
    async with watching(server, EVERYTHING, user=PRINCIPAL) as hers:
        server.stream.publish(FORCED, own)
        await hers.until_type(FORCED.id)
        await give(server, OTHER)
        hers.events.clear()
        server.stream.publish(FORCED, own)
        server.stream.publish(FORCED, elm)
        found = await hers.until_type(FORCED.id)
        assert found["source"] == elm
        assert own not in json.dumps(await hers.command("getState"))
        await give(server, None)
        hers.events.clear()
        server.stream.publish(FORCED, own)
        assert (await hers.until_type(FORCED.id))["source"] == own


@demo()
async def test_a_resumed_session_brings_nothing_that_may_not_be_seen_any_more(server: DemoServer) -> None:
    own = f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}"
    bearer = await token(server, PRINCIPAL)
    async with socket_to(server, PRINCIPAL, bearer=bearer) as first:
        session = (await first.command("startSession", sessionId="", eventId=""))["sessionId"]
        await first.subscribe()
    server.stream.publish(FORCED, own)
    await give(server, OTHER)
    async with socket_to(server, PRINCIPAL, bearer=bearer) as again:
        assert (await again.command("startSession", sessionId=session, eventId=""))["status"] == 200
        server.stream.publish(FORCED, f"accessControlUnits/{guid('accessControlUnits', ELM_DOOR)}")
        assert (await again.until_type(FORCED.id))["source"] != own


@pytest.mark.parametrize("ending", ["ts", "mjpg"])
def test_video_over_http_is_refused_and_ends_with_the_right(ending: str, tmp_path: object) -> None:
    @demo(strip_video)
    async def body(server: DemoServer) -> None:
        bearer = await token(server, PRINCIPAL)
        url = f"{server.url}/x-demo/video/{{}}.{ending}?token={bearer}&stream=sub"
        async with httpx.AsyncClient(verify=TLS) as client:
            refused = await client.get(url.format(guid("cameras", ELM_HALL)))
            assert refused.status_code == 403
            assert ELM_HALL not in refused.text
            async with client.stream("GET", url.format(guid("cameras", HALL))) as flowing:
                received = 0
                async for piece in flowing.aiter_bytes():
                    if not received:
                        await give(server, OTHER)
                    received += len(piece)
            assert received

    body(tmp_path)  # type: ignore[arg-type]


@demo()
async def test_sound_goes_nowhere_it_may_not(server: DemoServer) -> None:
    bearer = await token(server, PRINCIPAL)
    there = next(device for device in server.site.devices if device.category == "intercom")
    url = f"{server.url.replace('http', 'ws', 1)}/api/x-demo/talk/{speaker_of(there)}"
    async with connect(url, additional_headers={"Authorization": f"Bearer {bearer}"}, proxy=None) as socket:
        await socket.send(b"\xff" * 160)
        await give(server, OTHER)
        await socket.send(b"\xff" * 160)
        async with asyncio.timeout(PATIENCE_S):
            await socket.wait_closed()
    async with signed_in(server, PRINCIPAL) as hers:
        wish = {"deviceId": microphone_of(there), "includeAudio": True}
        assert (await hers.post("WebRTC/Session", json=wish)).status_code == 403
        assert (await hers.get(f"{server.url}/api/x-demo/talk")).json() == {"array": []}


def test_a_webrtc_session_ends_with_the_right(tmp_path: object) -> None:
    @demo(strip_video)
    async def body(server: DemoServer) -> None:
        async with signed_in(server, PRINCIPAL) as hers:
            opened = await hers.post("WebRTC/Session", json={"deviceId": guid("cameras", HALL)})
            session = opened.json()["sessionId"]
            assert (await hers.get(f"WebRTC/IceCandidates/{session}")).status_code == 200
            await give(server, OTHER)
            async with asyncio.timeout(PATIENCE_S):
                while (await hers.get(f"WebRTC/IceCandidates/{session}")).status_code == 200:
                    pass

    body(tmp_path)  # type: ignore[arg-type]
