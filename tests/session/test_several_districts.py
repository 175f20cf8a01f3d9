"""Two districts at once over the real protocol, called alike in everything: each thing is its own, and no trouble of one is the other's."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.faults import FaultOrder
from smartclient.demo.server import DemoServer
from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import LockEvidence, MoveAlarm, UnlockDoor
from smartclient.domain.connection import Line
from smartclient.domain.devices import Leaf, Lock
from smartclient.domain.errors import CertificateUnknown, Refused, SignInRefused
from smartclient.domain.footage import PacketSource, Quality
from smartclient.domain.ids import ServerKey, server_of
from smartclient.domain.recordings import Span
from smartclient.runtime.secret import Secret
from smartclient.session.access import why_not
from tests.builders.demo_district import FAST, PASSWORD, camera, door, guid_of
from tests.builders.running import run, until
from tests.builders.scripted_server import LONG_AGO
from tests.builders.two_districts import NAMES, NORTH, SOUTH, TwoDistricts, of, two_districts


def force(demo: DemoServer, number: int) -> None:
    demo.stage._force(demo.site.by_guid[guid_of(f"door {number}")])


def alarms_of(two: TwoDistricts, server: ServerKey) -> list[Alarm]:
    return [alarm for alarm in two.store.open_alarms() if server_of(alarm.id) == server]


async def both_alarmed(two: TwoDistricts) -> None:
    """A door is forced in each district, and the alarms of both have come."""
    for demo in two.demos.values():
        force(demo, 2)
    await until(lambda: alarms_of(two, NORTH) and alarms_of(two, SOUTH))


def pinned(demo: DemoServer, sha256: str, password: str = PASSWORD) -> XProtectServer:
    return XProtectServer(demo.url, "dispatcher", Secret(password), frozenset({sha256}), pace=FAST)


def test_what_is_called_alike_stays_apart(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            north, south = of(NORTH, door(2)), of(SOUTH, door(2))
            assert {north, south} <= two.store.devices.keys()
            force(two.demos[SOUTH], 2)
            await until(lambda: alarms_of(two, SOUTH))
            assert alarms_of(two, NORTH) == []
            leaf = two.store.state(south).leaf
            assert leaf is not None
            assert leaf.value is Leaf.FORCED
            quiet = two.store.state(north).leaf
            assert quiet is None or quiet.value is not Leaf.FORCED
            assert two.store.district_of(south) == NAMES[SOUTH]
            venues = two.store.site.venues
            assert [venue.name for venue in venues] == [venues[0].name] * 2
            assert [two.store.site.district_of(venue.id) for venue in venues] == list(NAMES.values())

    run(play())


def test_alarms_of_both_are_one_list_and_each_is_acknowledged_where_it_is(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            await both_alarmed(two)
            south = alarms_of(two, SOUTH)[0]
            two.dispatcher.send(MoveAlarm(south.id, AlarmState.IN_PROGRESS))
            await until(lambda: two.store.alarms[south.id].state is AlarmState.IN_PROGRESS)
            assert alarms_of(two, NORTH)[0].state is AlarmState.NEW
            assert two.store.pending(south.id) is None
            north = await two.servers.alarm_details(alarms_of(two, NORTH)[0].id)
            assert server_of(north.alarm) == NORTH

    run(play())


def test_a_door_is_unlocked_only_in_its_district(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            two.dispatcher.send(UnlockDoor(of(NORTH, door(1))))
            await until(lambda: two.lock_of(of(NORTH, door(1))) is Lock.UNLOCKED)
            assert two.lock_of(of(SOUTH, door(1))) is Lock.LOCKED

    run(play())


def test_each_is_asked_by_the_rights_of_its_own_user(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path, users={SOUTH: "responder"}) as two:
            await two.are_live()
            two.dispatcher.send(UnlockDoor(of(SOUTH, door(1))))
            await until(lambda: two.notices.standing)
            assert NAMES[SOUTH] in two.notices.standing[0].text
            assert "You cannot command doors" in two.notices.standing[0].text
            capabilities = two.servers.capabilities_at(of(NORTH, door(1)))
            assert why_not(UnlockDoor(of(NORTH, door(1))), two.store, capabilities) == ""
            assert (two.store.user_of(of(NORTH, door(1))), two.store.user_of(of(SOUTH, door(1)))) == (
                "dispatcher",
                "responder",
            )

    run(play())


def test_one_that_is_killed_takes_nothing_from_the_other_and_comes_back(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            two.demos[SOUTH]._control.order(FaultOrder(refuse_s=1.5))
            await until(lambda: two.line(SOUTH) is Line.OFFLINE)
            force(two.demos[NORTH], 2)
            await until(lambda: alarms_of(two, NORTH))
            assert two.line(NORTH) is Line.LIVE
            assert two.line(SOUTH) is Line.OFFLINE
            assert not two.store.is_live(of(SOUTH, door(1)))
            assert two.store.is_live(of(NORTH, door(1)))
            assert two.store.connection.line is Line.OFFLINE
            assert NAMES[SOUTH] in two.store.connection.detail
            said = why_not(UnlockDoor(of(SOUTH, door(1))), two.store, two.servers.capabilities)
            assert said == f"There is no connection to the server of {NAMES[SOUTH]}."
            await two.are_live()
            force(two.demos[SOUTH], 2)
            await until(lambda: alarms_of(two, SOUTH))

    run(play())


def test_one_whose_line_is_half_open_is_found_out_while_the_other_goes_on(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            two.demos[SOUTH]._control.order(FaultOrder(half_open=True))
            await until(lambda: two.line(SOUTH) is not Line.LIVE)
            force(two.demos[NORTH], 2)
            await until(lambda: alarms_of(two, NORTH))
            assert two.line(NORTH) is Line.LIVE
            assert NAMES[SOUTH] in two.store.connection.detail

    run(play())


def test_one_that_never_answers_only_leaves_its_district_not_yet_signed_in(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path, {"faults": ("hang",)}) as two:
            await until(lambda: two.line(NORTH) is Line.LIVE)
            assert two.line(SOUTH) is Line.CONNECTING
            assert of(SOUTH, door(1)) in two.store.devices
            force(two.demos[NORTH], 2)
            await until(lambda: alarms_of(two, NORTH))
            two.demos[SOUTH]._control.order(FaultOrder(hang=False))

    run(play())


def test_one_that_is_slow_does_not_slow_the_other(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            two.demos[SOUTH]._control.order(FaultOrder(delay_s=20.0))
            two.dispatcher.send(UnlockDoor(of(SOUTH, door(1))))
            two.dispatcher.send(UnlockDoor(of(NORTH, door(1))))
            await until(lambda: two.lock_of(of(NORTH, door(1))) is Lock.UNLOCKED)
            assert two.store.pending(of(NORTH, door(1))) is None
            assert two.store.pending(of(SOUTH, door(1))) is not None

    run(play())


def test_a_changed_certificate_is_refused_on_one_and_signed_in_to_again_by_itself(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path, {"https": True}) as two:
            await until(lambda: two.line(SOUTH) is Line.REFUSED)
            trouble = two.sessions.of[SOUTH].trouble
            assert isinstance(trouble, CertificateUnknown)
            await until(lambda: two.line(NORTH) is Line.LIVE)
            await two.sessions.sign_in_again(SOUTH, pinned(two.demos[SOUTH], trouble.sha256))
            await two.are_live()
            two.demos[SOUTH]._control.order(FaultOrder(new_certificate=True, drop=True))
            await until(lambda: two.line(SOUTH) is Line.REFUSED)
            assert two.line(NORTH) is Line.LIVE

    run(play())


def test_a_changed_password_is_refused_on_one_and_typed_again_there_alone(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            connected_since = two.store.connections[NORTH].since
            demo = two.demos[SOUTH]
            wrong = XProtectServer(demo.url, "dispatcher", Secret("yesterday's"), pace=FAST)
            await two.sessions.sign_in_again(SOUTH, wrong)
            await until(lambda: two.line(SOUTH) is Line.REFUSED)
            assert isinstance(two.sessions.of[SOUTH].trouble, SignInRefused)
            await two.sessions.sign_in_again(SOUTH, XProtectServer(demo.url, "dispatcher", Secret(PASSWORD), pace=FAST))
            await two.are_live()
            assert two.store.connections[NORTH].since == connected_since

    run(play())


def test_clocks_that_differ_keep_each_districts_news_in_its_own_order(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            two.demos[SOUTH]._control.order(FaultOrder(clock_off_s=-3600.0))
            force(two.demos[SOUTH], 2)
            await until(lambda: alarms_of(two, SOUTH))
            force(two.demos[NORTH], 2)
            await until(lambda: alarms_of(two, NORTH))
            assert alarms_of(two, SOUTH)[0].at < alarms_of(two, NORTH)[0].at
            leaf = two.store.state(of(NORTH, door(2))).leaf
            assert leaf is not None
            assert leaf.value is Leaf.FORCED

    run(play())


def test_each_journal_holds_only_its_own_server(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            await both_alarmed(two)
            two.dispatcher.send(UnlockDoor(of(SOUTH, door(1))))
            await until(lambda: two.lock_of(of(SOUTH, door(1))) is Lock.UNLOCKED)

    run(play())
    for key, other in ((NORTH, SOUTH), (SOUTH, NORTH)):
        with closing(sqlite3.connect(tmp_path / f"{key}.db")) as database:
            rows = database.execute("SELECT kind, subject, body FROM journal").fetchall()
        assert rows
        assert not any(f"{other}::".encode() in body or f"{other}::" in subject for _, subject, body in rows)
    with closing(sqlite3.connect(tmp_path / "south.db")) as database:
        acts = database.execute("SELECT subject FROM journal WHERE kind = 'act'").fetchall()
    assert [subject for (subject,) in acts] == [of(SOUTH, door(1))]


def test_pictures_recordings_and_marks_come_from_each(tmp_path: Path) -> None:
    async def play() -> None:
        async with two_districts(tmp_path) as two:
            await two.are_live()
            for key in (NORTH, SOUTH):
                source = two.servers.media(of(key, camera(1)), Quality.SUB)
                assert isinstance(source, PacketSource)
                assert two.servers.permits(of(key, camera(1)), Capability.RECORDED_VIDEO)
                recordings = await two.servers.recordings(of(key, camera(1)), Span(LONG_AGO, LONG_AGO))
                assert recordings.camera == of(key, camera(1))
            marks = await two.servers.marks(Span(LONG_AGO, LONG_AGO))
            assert marks.bookmarks == ()
            both = LockEvidence((of(NORTH, camera(1)), of(SOUTH, camera(1))), Span(LONG_AGO, LONG_AGO), "both")
            with pytest.raises(Refused, match="several districts"):
                await two.servers.execute(both)

    run(play())
