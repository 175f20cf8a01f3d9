"""The Events & State WebSocket as published clients use it: sessions, filters, state, resume, floods."""

import itertools
import json
from random import Random
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from smartclient.demo.catalogue import COMMUNICATION_ERROR, DOOR_CONTACT, MOTION, MOTION_STARTED, MOTION_STOPPED
from smartclient.demo.events import EventStream
from smartclient.demo.server import DemoServer
from smartclient.demo.sessions import Sessions
from smartclient.demo.subscriptions import Subscriptions
from smartclient.demo.world import utc_now
from tests.builders.demo_client import EVERYTHING, control, demo, socket_to, token, watching
from tests.builders.little_district import ELM_HALL, ENTRANCE, HALL, guid

HERE, THERE, AWAY = (f"cameras/{guid('cameras', name)}" for name in (HALL, ENTRANCE, ELM_HALL))


def include(modifier: str = "include", **changes: Any) -> dict[str, Any]:
    return {**EVERYTHING, "modifier": modifier, **changes}


@demo()
async def test_header_and_in_band_authentication(server: DemoServer) -> None:
    async with socket_to(server, path="/API/ws/Events/v1/") as stream:
        assert (await stream.command("startSession"))["status"] == 201
    async with socket_to(server, user=None) as stream:
        assert (await stream.command("startSession", sessionId=None, eventId=None))["status"] == 401
        assert (await stream.command("authenticate", token="Bearer wrong"))["status"] == 401
        assert (await stream.command("authenticate", token=f"Bearer {await token(server)}"))["status"] == 200
        assert (await stream.command("startSession", filters=None))["status"] == 201


@demo()
async def test_the_upgrade_is_refused(server: DemoServer) -> None:
    url = server.url.replace("http", "ws")
    refused = [("/api/ws/events/v1", 401, {"Authorization": "Bearer wrong"}), ("/api/ws/events", 404, {})]
    for path, status, headers in refused:
        with pytest.raises(InvalidStatus) as caught:
            async with connect(url + path, additional_headers=headers, proxy=None):
                pass
        assert caught.value.response.status_code == status


@demo()
async def test_a_malformed_command_closes_the_socket(server: DemoServer) -> None:
    for text in (
        "not json",
        "[]",
        '{"command":"getState"}',
        '{"commandId":1}',
        '{"command":"x","commandId":"y"}',
        "[" * 100_000,
    ):
        async with socket_to(server) as stream:
            await stream.socket.send(text)
            with pytest.raises(ConnectionClosed) as caught:
                await stream.socket.recv()
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == 1007


@demo()
async def test_commands_that_cannot_be_are_answered(server: DemoServer) -> None:
    async with socket_to(server) as stream:
        assert (await stream.command("getState"))["status"] == 400
        await stream.command("startSession")
        assert (await stream.command("startSession"))["status"] == 400
        assert (await stream.command("dance"))["error"]["errorText"] == "Unknown command."
        assert (await stream.command("removeSubscription", subscriptionId="x"))["status"] == 404
        for filters in ("x", [1], [{"modifier": "maybe"}], [include(sourceIds=[1])], [{"modifier": "include"}]):
            assert (await stream.command("addSubscription", filters=filters))["status"] == 400


@demo()
async def test_no_filters_deliver_nothing(server: DemoServer) -> None:
    async with watching(server) as everything, socket_to(server) as nothing:
        await nothing.command("startSession")
        assert (await nothing.command("addSubscription"))["status"] == 200
        assert (await nothing.command("addSubscription", filters=[]))["status"] == 200
        server.stream.publish(MOTION_STARTED, HERE)
        await everything.until(1)
        assert (await nothing.command("getState"))["states"] == []
        assert nothing.events == []


@demo()
async def test_include_exclude_and_removal(server: DemoServer) -> None:
    upper = guid("cameras", ENTRANCE).upper()
    filters = [include("Include", resourceTypes=["Cameras"]), include("EXCLUDE", sourceIds=[upper])]
    async with watching(server, *filters) as stream:
        for kind, source in ((MOTION_STARTED, THERE), (MOTION_STARTED, "outputs/x"), (MOTION_STARTED, HERE)):
            server.stream.publish(kind, source)
        assert [event["source"] for event in await stream.until(1)] == [HERE]
        by_type = await stream.subscribe(include(sourceIds=[upper], eventTypes=[MOTION_STOPPED.id.upper()]))
        server.stream.publish(MOTION_STARTED, THERE)
        server.stream.publish(MOTION_STOPPED, THERE)
        assert (await stream.until(2))[1]["type"] == MOTION_STOPPED.id
        assert (await stream.command("removeSubscription", subscriptionId=by_type))["status"] == 200
        server.stream.publish(MOTION_STOPPED, THERE)
        server.stream.publish(MOTION_STOPPED, HERE)
        assert (await stream.until(3))[2]["source"] == HERE


@demo()
async def test_events_have_the_documented_shape(server: DemoServer) -> None:
    async with watching(server) as stream:
        server.stream.publish(MOTION_STARTED, HERE, {"x": 1})
        (event,) = await stream.until(1)
    assert set(event) == {"specversion", "id", "source", "type", "time", "datatype", "data", "stategroupid"}
    assert (event["source"], event["type"], event["stategroupid"]) == (HERE, MOTION_STARTED.id, MOTION)
    assert len(event["time"]) == len("2026-10-27T15:03:52.8070000Z")


@demo()
async def test_state_is_the_latest_per_source_and_group(server: DemoServer) -> None:
    async with watching(server, include(resourceTypes=["cameras"], sourceIds=[guid("cameras", HALL)])) as stream:
        server.stream.publish(MOTION_STARTED, HERE)
        server.stream.publish(COMMUNICATION_ERROR, HERE)
        states = (await stream.command("getState"))["states"]
        assert {state["source"] for state in states} == {HERE}
        latest = {state["stategroupid"]: state["type"] for state in states}
        assert len(latest) == len(states) == 3
        assert latest[MOTION] == MOTION_STARTED.id
        assert set(states[0]) == {"specversion", "type", "source", "time", "stategroupid"}


@demo()
async def test_everybody_sees_only_what_the_role_allows(server: DemoServer) -> None:
    async with watching(server, user="principal-hs") as stream:
        sources = {state["source"] for state in (await stream.command("getState"))["states"]}
        assert HERE in sources
        assert AWAY not in sources
        server.stream.publish(MOTION_STARTED, AWAY)
        server.stream.publish(MOTION_STARTED, HERE)
        assert [event["source"] for event in await stream.until(1)] == [HERE]


@demo()
async def test_a_reply_comes_before_pushes(server: DemoServer) -> None:
    """The published Go client reads exactly one message as the reply."""
    async with socket_to(server) as stream:
        await stream.command("startSession")
        await stream.subscribe()
        for number in range(20):
            server.stream.publish(MOTION_STARTED, HERE)
            await stream.socket.send(json.dumps({"command": "getState", "commandId": number}))
            assert json.loads(await stream.socket.recv())["commandId"] == number
        assert len(await stream.until(20)) == 20


@demo()
async def test_events_come_in_batches_newest_last(server: DemoServer) -> None:
    async with watching(server) as stream:
        for _ in range(1200):
            server.stream.publish(MOTION_STARTED, HERE)
        events = await stream.until(1200)
        assert len(stream.batches) < 10
    assert [event["id"] for event in events] == sorted(event["id"] for event in events)


@demo()
async def test_a_flood_arrives_whole(server: DemoServer) -> None:
    async with watching(server) as stream, control(server) as remote:
        answer = await remote.post("flood", json={"count": 20_000, "per_second": 20_000})
        assert answer.status_code == 202
        events = await stream.until(20_000)
    assert [event["data"]["Number"] for event in events] == list(range(20_000))


@demo()
async def test_resume_after_fifty_cuts_loses_and_repeats_nothing(server: DemoServer) -> None:
    random, numbers = Random(7), itertools.count()
    received: list[int] = []
    session, last, cuts, published = "", "", 0, 0

    def publish(count: int) -> None:
        nonlocal published
        for _ in range(count):
            published = next(numbers) + 1
            server.stream.publish(MOTION_STARTED, HERE, {"Number": published})

    bearer = await token(server)
    while cuts < 50:
        async with socket_to(server, bearer=bearer) as stream:
            reply = await stream.command("startSession", sessionId=session, eventId=last)
            assert reply["status"] == (200 if session else 201)
            if not session:
                session = reply["sessionId"]
                await stream.subscribe()
            publish(random.randint(0, 30))
            await stream.until(random.randint(0, published - len(received)))
            stream.socket.transport.abort()
            received += [event["data"]["Number"] for event in stream.events]
            last = stream.events[-1]["id"] if stream.events else last
        publish(random.randint(0, 30))
        cuts += 1
    async with socket_to(server) as stream:
        assert (await stream.command("startSession", sessionId=session.upper(), eventId=last.upper()))["status"] == 200
        received += [event["data"]["Number"] for event in await stream.until(published - len(received))]
    assert received == list(range(1, published + 1))


@demo()
async def test_a_session_moves_to_the_newest_socket(server: DemoServer) -> None:
    async with socket_to(server) as old:
        session = (await old.command("startSession"))["sessionId"]
        await old.subscribe()
        server.stream.publish(MOTION_STARTED, HERE)
        (first,) = await old.until(1)
        async with socket_to(server) as new:
            reply = await new.command("startSession", sessionId=session, eventId=first["id"])
            assert (reply["status"], reply["sessionId"]) == (200, session)
            server.stream.publish(MOTION_STOPPED, HERE)
            assert [event["type"] for event in await new.until(1)] == [MOTION_STOPPED.id]
            await old.command("getState")
            assert len(old.events) == 1


@demo()
async def test_what_cannot_be_resumed_is_a_new_session(server: DemoServer) -> None:
    async with socket_to(server, "responder") as stream:
        foreign = (await stream.command("startSession"))["sessionId"]
        await stream.subscribe()
        server.stream.publish(MOTION_STARTED, HERE)
        event = (await stream.until(1))[0]["id"]
    unknown = [(foreign, event), ("8f0e7a2c-0000-4000-8000-000000000001", event), ("x" * 5000, "y")]
    for session_id, event_id in unknown:
        async with socket_to(server) as stream:
            reply = await stream.command("startSession", sessionId=session_id, eventId=event_id)
            assert reply["status"] == 201
            assert reply["sessionId"] not in {session_id, ""}


def test_the_window_is_thirty_seconds() -> None:
    now = [0.0]
    stream = EventStream(utc_now, lambda: now[0])
    sessions = Sessions(stream, lambda: now[0])
    session = sessions.start("a", Subscriptions(lambda _: True))
    first = stream.publish(MOTION_STARTED, HERE)
    stream.publish(MOTION_STARTED, HERE)
    sessions.leave(session)
    now[0] = 30.0
    assert sessions.resume(session.id, first.id, "b") is None, "another user's session"
    assert sessions.resume(session.id, first.id, "a") is session
    sessions.leave(session)
    now[0] = 30.5
    assert sessions.resume(session.id, first.id, "a") is None, "the second event is too old"
    session = sessions.start("a", Subscriptions(lambda _: True))
    sessions.leave(session)
    now[0] = 61.0
    assert sessions.resume(session.id, "", "a") is None, "the session is too old"


def test_the_ring_forgets_what_is_older_than_the_window() -> None:
    now = [0.0]
    stream = EventStream(utc_now, lambda: now[0])
    for number in range(30_000):
        now[0] = number / 100
        stream.publish(MOTION_STARTED, HERE)
    assert stream.end == 30_000
    assert stream.first >= 24_000
    assert stream.holds_since(stream.end)
    assert not stream.holds_since(stream.first - 1)
    ids = {
        stream.position_after(bad) for bad in ("", "x", "0" * 36, f"{stream.publish(MOTION_STARTED, HERE).id[:-1]}z")
    }
    assert ids == {None}


@demo()
async def test_door_states_are_in_their_groups(server: DemoServer) -> None:
    async with watching(server, include(resourceTypes=["accessControlUnits"])) as stream:
        states = (await stream.command("getState"))["states"]
        assert {state["source"].partition("/")[0] for state in states} == {"accessControlUnits"}
        assert len([state for state in states if state["stategroupid"] == DOOR_CONTACT]) == 3
