"""Consoles on one incident over a demo server's message channel, with everything a network does to it."""

from pathlib import Path

import pytest

from smartclient.demo.messages import MessageHub
from smartclient.demo.server import DemoServer
from smartclient.domain.ids import LevelId, UnitId
from smartclient.domain.incident_entries import (
    IncidentStatus,
    Noted,
    Opened,
    RoomMarked,
    RoomStatus,
    Said,
    StatusSet,
)
from smartclient.domain.incidents import Incident
from tests.builders.consoles import Console, console, consoles
from tests.builders.demo_district import demo_server
from tests.builders.running import run, until


async def all_same(made: list[Console], incident: Incident, count: int) -> None:
    """Waits until everybody has all `count` entries, and finds the same in them."""
    await until(lambda: all(len(one.ids(incident.id)) == count for one in made))
    folds = [one.incidents.read(incident.id) for one in made]
    assert all(each == folds[0] for each in folds)


def test_two_consoles_see_each_other_and_the_same(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 2) as (one, other):
            incident = one.incidents.begin(Opened("Fight in the cafeteria"))
            one.sharing.say_here()
            await until(lambda: [each.name for each in other.incidents.files] == ["Fight in the cafeteria"])
            other.open(incident.id)
            other.sharing.say_here()
            other.incidents.add(Said("On my way"))
            one.incidents.add(RoomMarked(UnitId("u1"), LevelId("l1"), RoomStatus.CLEARED, "Team 2"))
            await all_same([one, other], incident, 4)
            await until(lambda: [each.name for each in one.presence.on(incident.id)] == ["desk 2"])
            current = other.incidents.current
            assert current is not None
            assert current.rooms[UnitId("u1")].by == "desk 1"
            assert current.participants == ("desk 1", "desk 2")

    run(play())


def test_a_pointer_is_seen_by_the_others(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 2) as (one, other):
            incident = one.incidents.begin(Opened("Smoke"))
            await until(lambda: other.incidents.files)
            other.open(incident.id)
            other.sharing.say_here()
            await until(lambda: one.presence.on(incident.id))
            one.sharing.point((-89.5, 43.1), LevelId("l2"))
            await until(lambda: other.presence.pointers(incident.id))
            [pointer] = other.presence.pointers(incident.id)
            assert (pointer.name, pointer.position, pointer.level) == ("desk 1", (-89.5, 43.1), "l2")
            one.sharing.point(None, None)
            await until(lambda: not other.presence.pointers(incident.id))

    run(play())


def test_who_comes_later_gets_everything_in_pages(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 1) as [one]:
            incident = one.incidents.begin(Opened("Lockdown"))
            for number in range(700):
                one.incidents.add(Noted(f"Note {number}"))
            async with console(demo, tmp_path, "late") as late:
                await all_same([one, late], incident, 701)

    run(play())


def test_the_last_word_before_the_end_still_goes_out(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 1) as [one]:
            async with console(demo, tmp_path, "brief") as brief:
                await until(lambda: brief.is_live)
                incident = brief.incidents.begin(Opened("Brief"))
            await until(lambda: one.ids(incident.id))
            await until(lambda: not one.presence.everybody)

    run(play())


def test_after_a_cut_both_learn_what_they_missed(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 2) as (one, other):
            incident = one.incidents.begin(Opened("Cut"))
            await until(lambda: other.incidents.files)
            other.open(incident.id)
            await all_same([one, other], incident, 2)
            demo.faults.refusing = True
            demo.faults.drop_connections()
            await until(lambda: not one.is_live and not other.is_live)
            one.incidents.add(Noted("Alone on one side"))
            other.incidents.add(StatusSet(IncidentStatus.UNDER_CONTROL))
            assert len(one.ids(incident.id)) == 3
            demo.faults.refusing = False
            await all_same([one, other], incident, 4)

    run(play())


@pytest.mark.parametrize("fault", ["repeat", "reorder", "garbage"])
def test_eight_consoles_converge_whatever_the_channel_does(tmp_path: Path, fault: str) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 8) as made:
            incident = made[0].incidents.begin(Opened("Eight"))
            setattr(demo.faults, fault, True)
            await until(lambda: all(one.incidents.files for one in made))
            for one in made[1:]:
                one.open(incident.id)
            for number in range(5):
                for one in made:
                    one.incidents.add(Noted(f"Note {number} of {one.sharing}"))
                if number == 2:
                    demo.faults.drop_connections()
            await all_same(made, incident, 48)
            await until(lambda: all(one.is_live for one in made))

    run(play())


def test_nobody_rewrites_what_another_wrote(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 2) as (one, other):
            incident = one.incidents.begin(Opened("True name"))
            await until(lambda: other.incidents.files)
            forged = Noted("Forged")
            [entry] = other.incidents.read(incident.id).entries
            other.incidents.merge([type(entry)(entry.id, entry.incident, entry.stamp, entry.at, "Mallory", forged)])
            assert other.incidents.disputed == 1
            assert other.incidents.read(incident.id).name == "True name"

    run(play())


def test_a_server_without_the_channel_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_hub: MessageHub, socket: object) -> None:
        from starlette.responses import Response

        await socket.send_denial_response(Response("Not Found", 404))  # type: ignore[attr-defined]

    monkeypatch.setattr(MessageHub, "serve", refuse)

    async def play() -> None:
        async with demo_server(tmp_path) as demo, console(demo, tmp_path, "alone") as one:
            await until(lambda: one.sharing.trouble)
            assert one.sharing.trouble == "This server has no message channel. Incidents stay on this console."

    run(play())


def test_a_line_that_has_gone_deaf_is_opened_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartclient.session.incidents.sharing.EVERY_S", 0.1)
    monkeypatch.setattr("smartclient.session.incidents.sharing.DEAF_S", 0.4)

    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 1) as [one]:
            demo.faults.half_open = True
            await until(lambda: not one.is_live)
            demo.faults.half_open = False
            await until(lambda: one.is_live)

    run(play())


def test_an_expired_sign_in_is_renewed(tmp_path: Path) -> None:
    async def play() -> None:
        async with demo_server(tmp_path) as demo, consoles(demo, tmp_path, 1) as [one]:
            expire(demo)
            demo.faults.drop_connections()
            await until(lambda: not one.is_live)
            await until(lambda: one.is_live)

    run(play())


def expire(demo: DemoServer) -> None:
    """All tokens end."""
    demo.gate.tokens.expire_all()
