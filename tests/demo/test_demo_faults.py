"""Faults and the control routes: each fault does to a client what it says."""

import asyncio
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from smartclient.demo.catalogue import COMMUNICATION_ERROR, COMMUNICATION_STARTED, FORCED, MOTION_STARTED
from smartclient.demo.control import words
from smartclient.demo.faults import FaultOrder
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import PATIENCE_S, control, demo, error_text, signed_in, token, watching
from tests.builders.little_district import DOOR_7, HALL, PANIC, guid

CAMERA = f"cameras/{guid('cameras', HALL)}"
DOOR = guid("accessControlUnits", DOOR_7)


async def answers(server: DemoServer) -> bool:
    try:
        return bool(await token(server))
    except httpx.TransportError:
        return False


@demo()
async def test_control_needs_its_secret(server: DemoServer) -> None:
    async with httpx.AsyncClient(base_url=f"{server.url}/x-demo/") as client:
        wrong = [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Bearer {await token(server, 'district')}"}]
        for headers in wrong:
            for method, path in (("POST", "faults"), ("POST", "events"), ("POST", "flood"), ("GET", "world")):
                assert (await client.request(method, path, headers=headers)).status_code == 401


@demo()
async def test_dropped_sockets_resume(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote:
        await remote.post("faults", json={"drop": True})
        with pytest.raises(ConnectionClosed) as caught:
            await asyncio.wait_for(stream.socket.recv(), PATIENCE_S)
        assert caught.value.rcvd is None, "no goodbye"


@demo()
async def test_refusing_cuts_everything_and_ends_by_itself(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote:
        await remote.post("faults", json={"refuse_s": 0.3})
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(stream.socket.recv(), PATIENCE_S)
        with pytest.raises(httpx.TransportError):
            await token(server)
        async with asyncio.timeout(PATIENCE_S):
            while not await answers(server):
                pass


@demo()
async def test_server_errors_are_counted_and_plain_text(server: DemoServer) -> None:
    async with signed_in(server) as client, control(server) as remote:
        assert (await remote.post("faults", json={"server_errors": 2})).json()["server_errors"] == 2
        answers = [await client.get("cameras") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["content-type"].startswith("text/plain")


@demo()
async def test_delay_holds_answers_back(server: DemoServer) -> None:
    async with signed_in(server) as client, control(server) as remote:
        await remote.post("faults", json={"delay_s": 30})
        with pytest.raises(httpx.ReadTimeout):
            await client.get("cameras", timeout=0.2)
        assert (await remote.delete("faults")).json()["delay_s"] == 0
        assert (await client.get("cameras")).status_code == 200


@demo()
async def test_expired_tokens(server: DemoServer) -> None:
    async with signed_in(server) as client, control(server) as remote:
        await remote.post("faults", json={"expire_tokens": True})
        assert "token is expired" in error_text(await client.get("cameras"))


@demo()
async def test_repeated_and_reordered_pushes(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote:
        await remote.post("faults", json={"repeat": True, "reorder": True})
        sent = [server.stream.publish(MOTION_STARTED, CAMERA).id for _ in range(100)]
        received = [event["id"] for event in await stream.until(200)]
    assert received[:100] == received[100:]
    assert received[:100] != sent
    assert sorted(received[:100]) == sent


@demo()
async def test_a_half_open_socket_is_silent_and_deaf(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote:
        await remote.post("faults", json={"half_open": True})
        server.stream.publish(MOTION_STARTED, CAMERA)
        pong = await stream.socket.ping()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pong, 0.3)
        assert stream.events == []
        await remote.delete("faults")
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(stream.socket.recv(), PATIENCE_S)


@demo()
async def test_a_dead_camera_is_an_event_and_comes_back(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote:
        answer = await remote.post("faults", json={"dead_cameras": ["*1f*hall a*"], "recorder_delay_s": 2})
        assert answer.json()["dead_cameras"] == [guid("cameras", HALL)]
        assert answer.json()["recorder_delay_s"] == 2
        assert (await stream.until_type(COMMUNICATION_ERROR.id))["source"] == CAMERA
        await remote.delete("faults")
        assert (await stream.until_type(COMMUNICATION_STARTED.id))["source"] == CAMERA


@demo()
async def test_orders_that_mean_nothing_are_refused(server: DemoServer) -> None:
    asked: dict[str, list[dict[str, Any]]] = {
        "faults": [{"sabotage": True}, {"delay_s": "long"}, {"delay_s": -1}, {"dead_cameras": ["no such"]}],
        "events": [{}, {"type": "x"}, {"type": "x", "source": 5}, {"type": "x", "source": "y", "data": []}],
        "acts": [{}, {"act": "dance"}, {"act": "door.forced", "device": "no such"}],
        "flood": [{}, {"count": 0}, {"count": "many"}, {"count": 5, "per_second": 0}],
        "scenario": [{}, {"name": "nothing"}, {"name": "/etc/passwd.toml"}],
        "cues/nothing": [{}],
    }
    async with control(server) as remote:
        for path, contents in asked.items():
            for content in contents:
                answer = await remote.post(path, json=content)
                assert answer.status_code == 400, (path, content)
                assert error_text(answer)


@demo()
async def test_any_event_can_be_injected(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote, signed_in(server) as client:
        content = {"type": "door forced open", "source": f"accessControlUnits/{DOOR}", "data": {"x": 1}}
        assert (await remote.post("events", json=content)).status_code == 202
        assert (await stream.until_type(FORCED.id))["data"] == {"x": 1}
        assert len((await client.get("alarms")).json()["array"]) == 1
        own = "8f0e7a2c-0000-4000-8000-000000000001"
        await remote.post("events", json={"type": own, "source": "services/x"})
        assert (await stream.until_type(own))["source"] == "services/x"


@demo(scenario="tour", speed=50.0)
async def test_cues_acts_scenarios_and_the_true_world(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote:
        assert (await remote.post("cues/forced-door")).json()["steps"] == 2
        await stream.until_type(FORCED.id)
        world = (await remote.get("world")).json()
        assert world["doors"][DOOR] == {"locked": True, "open": True, "forced": True, "held": False}
        assert world["doors_changed"] >= 1
        await remote.post("cues/door-closed")
        acts = (await remote.post("acts", json={"act": "panic.on"})).json()["array"]
        assert [(act["act"], act["guid"]) for act in acts] == [("panic.on", guid("inputEvents", PANIC))]
        async with asyncio.timeout(PATIENCE_S):
            while not (await remote.get("world")).json()["inputs"][guid("inputEvents", PANIC)]:
                pass
        assert not server.world.doors[DOOR].forced
        assert (await remote.post("scenario", json={"name": "vape"})).json()["title"]


@demo(faults=("repeat", "delay_s=0.01", "dead_cameras=*2F*"))
async def test_faults_from_the_start(server: DemoServer) -> None:
    assert server.faults.repeat
    assert server.faults.delay_s == 0.01
    assert server.faults.dead_cameras == {guid("cameras", "HS Main · 2F · Hall A")}


def test_faults_as_typed() -> None:
    assert words(["drop", "refuse_s=3", "repeat=false"]) == FaultOrder(drop=True, refuse_s=3.0, repeat=False)
    for bad in ("sabotage", "delay_s=long"):
        with pytest.raises(Exception, match=r"Object|Expected"):
            words([bad])
