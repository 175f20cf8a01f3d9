"""The Standard Response Protocol over user-defined events: by name, by right, and as the server kept it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.translate.responses import Meaning, response_events
from smartclient.demo.scenario import Act
from smartclient.demo.server import DemoServer
from smartclient.domain.commands import LockDoor, SetResponse
from smartclient.domain.errors import NotPermitted, Unsupported
from smartclient.domain.events import Event, EventKind, Happened, ResponseChanged
from smartclient.domain.ids import BuildingId
from smartclient.domain.recordings import Span
from smartclient.domain.response import ResponseAction, ResponseStatus
from tests.builders.demo_district import client, demo_server, door
from tests.builders.running import run

MAIN = BuildingId("main")
BUILDINGS = {"Main": MAIN}


def _event(number: int, name: str) -> dict[str, str]:
    return {"id": f"00000000-0000-0000-0000-{number:012d}", "name": name}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Lockdown Main", Meaning(MAIN, ResponseAction.LOCKDOWN)),
        ("LOCKDOWN  drill main", Meaning(MAIN, ResponseAction.LOCKDOWN, is_drill=True)),
        ("End response Main", Meaning(MAIN, None)),
        ("Lockdown Elsewhere", None),
        ("Lockdown", None),
        ("Unlock door Main", None),
    ],
)
def test_what_an_events_name_means(name: str, meaning: Meaning | None) -> None:
    found = response_events([_event(1, name)], BUILDINGS, lambda _event: True)
    assert list(found.meanings.values()) == ([meaning] if meaning else [])


def test_a_building_can_be_directed_only_with_every_action_and_the_end() -> None:
    names = [f"{action} Main" for action in (*ResponseAction, "End response")]
    items = [_event(number, name) for number, name in enumerate(names)]
    assert response_events(items, BUILDINGS, lambda _event: True).directable == {MAIN}
    assert response_events(items[1:], BUILDINGS, lambda _event: True).directable == frozenset()
    assert response_events(items, BUILDINGS, lambda event: event != items[2]["id"]).directable == frozenset()


def test_who_said_it_is_cleaned() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    status = Meaning(MAIN, ResponseAction.HOLD).status(at, {"User": "<b>ann</b>\x00\n" + "x" * 500})
    assert status.by.startswith("‹b›ann‹/b›")
    assert len(status.by) <= 200
    assert Meaning(MAIN, None).status(at, None) == ResponseStatus(MAIN, None, at)


async def _next_response(batches: AsyncIterator[Sequence[Event]]) -> ResponseStatus:
    async for batch in batches:
        for event in batch:
            if isinstance(event, ResponseChanged):
                return event.status
    raise AssertionError


def test_what_one_console_sets_another_hears_and_a_later_one_reads(tmp_path: Path) -> None:
    async def body(demo: DemoServer) -> None:
        (title,) = {building.name for building in demo.site.buildings}
        known = {title: MAIN}
        first, second = client(demo, buildings=known), client(demo, buildings=known)
        snapshot = await first.connect()
        assert snapshot.responses == (ResponseStatus(MAIN),), "never set is not unknown"
        assert snapshot.directable == {MAIN}
        await second.connect()
        heard = asyncio.create_task(_next_response(second.events()))
        await first.execute(SetResponse(MAIN, ResponseAction.LOCKDOWN, is_drill=True))
        status = await heard
        assert (status.action, status.by, status.is_drill) == (ResponseAction.LOCKDOWN, "dispatcher", True)
        late = client(demo, buildings=known)
        assert (await late.connect()).responses == (status,)
        await first.execute(SetResponse(MAIN, None))
        assert (await late.connect()).responses[0].action is None
        for each in (first, second, late):
            await each.close()

    _with_demo(tmp_path, body)


def test_a_cut_that_was_too_long_tells_what_buildings_are_under_now(tmp_path: Path) -> None:
    async def body(demo: DemoServer) -> None:
        (title,) = {building.name for building in demo.site.buildings}
        server = client(demo, buildings={title: MAIN})
        await server.connect()
        await server._drop_stream()
        other = client(demo, buildings={title: MAIN})
        await other.connect()
        await other.execute(SetResponse(MAIN, ResponseAction.SECURE))
        demo._sessions._sessions.clear()
        events = server.events()
        first = await anext(events)
        assert [event.status.action for event in first if isinstance(event, ResponseChanged)] == [ResponseAction.SECURE]
        await events.aclose()
        await server.close()
        await other.close()

    _with_demo(tmp_path, body)


def test_who_may_not_raise_events_commands_nothing_and_reads_all(tmp_path: Path) -> None:
    async def body(demo: DemoServer) -> None:
        (title,) = {building.name for building in demo.site.buildings}
        server = client(demo, "responder", buildings={title: MAIN})
        snapshot = await server.connect()
        assert (snapshot.commandable, snapshot.directable) == (frozenset(), frozenset())
        assert not {Capability.DOOR_COMMANDS, Capability.CARD_HOLDERS} & server.capabilities
        assert snapshot.responses == (ResponseStatus(MAIN),)
        for command in (LockDoor(door(1)), SetResponse(MAIN, ResponseAction.HOLD)):
            with pytest.raises(NotPermitted):
                await server.execute(command)
        with pytest.raises(Unsupported):
            await server.execute(SetResponse(BuildingId("elsewhere"), ResponseAction.HOLD))
        await server.close()

    _with_demo(tmp_path, body)


def test_what_the_server_kept_of_a_door_and_of_all(tmp_path: Path) -> None:
    async def body(demo: DemoServer) -> None:
        server = client(demo)
        await server.connect()
        began = demo.world.clock()
        for act in ("door.denied", "door.forced"):
            demo.stage.perform(Act(0, act, door(1).partition("/")[2]))
        demo.stage.perform(Act(0, "door.granted", door(2).partition("/")[2]))
        span = Span(began, demo.world.clock() + timedelta(seconds=1))
        of_one, of_all = await server.past_events(span, door(1)), await server.past_events(span)
        assert [event.kind for event in of_one] == [EventKind.DOOR_FORCED, EventKind.ACCESS_DENIED]
        assert of_one[1].person.startswith("Badge")
        assert len(of_all) == 3
        assert all(isinstance(event, Happened) for event in of_all)
        assert not await server.past_events(Span(began - timedelta(hours=2), began - timedelta(hours=1)))
        nameless = client(demo, "responder")
        await nameless.connect()
        told = (await nameless.past_events(span, door(1)))[1]
        assert (told.person, told.is_person_withheld) == ("", True)
        for each in (server, nameless):
            await each.close()

    _with_demo(tmp_path, body)


def _with_demo(folder: Path, body: Callable[[DemoServer], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with demo_server(folder) as demo:
            await body(demo)

    run(whole())
