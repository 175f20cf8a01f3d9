"""Incidents in a watch over two districts: each file is its server's, and the desks of that server alone share it."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from smartclient.app.watch import Watch
from smartclient.domain.ids import IncidentId, ServerKey, UnitId, VenueId, plain, server_of
from smartclient.domain.incident_entries import (
    AlarmEntered,
    Body,
    EventEntered,
    Noted,
    Opened,
    OwnerSet,
    RoomMarked,
    RoomStatus,
    Watched,
)
from smartclient.domain.incidents import Incident
from smartclient.session.incidents.sharing import SharingState
from smartclient.store.incidents.kept import files_of_this_machine
from tests.builders.consoles import Console, console
from tests.builders.demo_district import camera
from tests.builders.districts_window import NORTH, SOUTH, Servers, alarm_of, force, of, on_two
from tests.builders.running import until


def current(watch: Watch) -> Incident:
    incident = watch.answering.incidents.incidents.current
    assert incident is not None
    return incident


def is_shared(watch: Watch, key: ServerKey) -> bool:
    return watch.answering.incidents.sharing.parts[key].state is SharingState.LIVE


def bodies(desk: Console, incident: IncidentId) -> list[Body]:
    return [entry.body for entry in desk.incidents.read(incident).entries]


@pytest.mark.usefixtures("qapp")
def test_a_file_is_shared_with_the_desks_of_its_own_district_alone(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        async with AsyncExitStack() as stack:
            venues = frozenset(VenueId(plain(venue.id)) for venue in watch.store.site.venues)
            desks = {key: console(servers[key], tmp_path, f"{key} desk", venues=venues) for key in (NORTH, SOUTH)}
            north, south = [await stack.enter_async_context(desk) for desk in desks.values()]
            await until(lambda: is_shared(watch, NORTH) and is_shared(watch, SOUTH) and north.is_live and south.is_live)
            await force(servers[SOUTH], 2)
            await until(lambda: alarm_of(watch, SOUTH))
            alarm = alarm_of(watch, SOUTH)
            assert alarm is not None
            watch.workspace.open_cameras([of(NORTH, camera(1)), of(SOUTH, camera(1))])
            watch.workspace.select(alarm.device, alarm.id)
            watch.actions.run("open-incident")
            file = IncidentId(plain(current(watch).id))
            assert server_of(current(watch).id) == SOUTH
            await until(lambda: any(isinstance(each, EventEntered) for each in bodies(south, file)))
            await until(lambda: any(isinstance(each, Watched) for each in bodies(south, file)))
            told = bodies(south, file)
            watched = [each.camera for each in told if isinstance(each, Watched) and each.until is None]
            assert len(watched) == len(set(watched)), "the other district's camera, called alike, stays out"
            assert plain(alarm.id) in {each.alarm for each in told if isinstance(each, AlarmEntered)}
            assert OwnerSet("dispatcher") in told
            assert "::" not in repr(told)
            assert north.incidents.files == []
            await written_by_both(watch, south, file)
            await force(servers[NORTH], 2)
            await until(lambda: alarm_of(watch, NORTH))
            assert {server_of(alarm) for alarm in current(watch).alarms} == {SOUTH}

    on_two(tmp_path, body)
    assert not any("::" in file.id for file in files_of_this_machine())


async def written_by_both(watch: Watch, desk: Console, file: IncidentId) -> None:
    """Notes, marks and who is there go both ways, each in the ids of its reader."""
    desk.open(file)
    unit = next(unit for unit in watch.store.site.units if server_of(unit.id) == SOUTH)
    desk.incidents.add(Noted("Second floor is clear"))
    desk.incidents.add(RoomMarked(UnitId(plain(unit.id)), unit.level_id, RoomStatus.CLEARED))
    desk.sharing.say_here()
    await until(lambda: unit.id in current(watch).rooms)
    presence = watch.answering.incidents.presence
    await until(lambda: [one.name for one in presence.on(current(watch).id)] == ["south desk"])
    await until(lambda: [one.name for one in desk.presence.on(file)] == ["dispatcher"])
    desk.sharing.point(watch.store.site.units[0].area[0][0], None)
    await until(lambda: presence.pointers(current(watch).id))
    watch.answering.incidents.incidents.add(Noted("Understood"))
    await until(lambda: Noted("Understood") in bodies(desk, file))


@pytest.mark.usefixtures("qapp")
def test_what_another_district_knows_stays_out_of_a_file(tmp_path: Path) -> None:
    async def body(watch: Watch, servers: Servers) -> None:
        room = watch.answering.incidents
        await force(servers[NORTH], 2)
        await until(lambda: alarm_of(watch, NORTH))
        alarm = alarm_of(watch, NORTH)
        assert alarm is not None
        room.incidents.begin(Opened("Smoke"), SOUTH)
        watch.workspace.select(alarm.device, alarm.id)
        row = next(row for row in watch.actions if row.name == "incident-alarm")
        assert row.why_not is not None
        assert "another district" in (row.why_not() or "")
        room.intake.enter_alarm(alarm)
        assert current(watch).alarms == {}
        assert any("stays out of its file" in notice.text for notice in watch.notices.standing)

    on_two(tmp_path, body)


@pytest.mark.usefixtures("qapp")
def test_a_file_by_hand_between_districts_is_of_the_nearest_and_left_open_it_is_gone_on_with(tmp_path: Path) -> None:
    opened: list[IncidentId] = []

    async def first(watch: Watch, _servers: Servers) -> None:
        (lon, lat), *_rest = watch.store.site.venues[0].area[0]
        viewport = watch.workspace.viewport
        assert viewport is not None
        x, y = watch.places.frame.point_to_local(lon, lat)
        watch.workspace.look(viewport.centered(x + 500_000, y))
        watch.actions.run("open-incident")
        assert current(watch).opened.venue is None
        assert server_of(current(watch).id) in (NORTH, SOUTH)
        assert current(watch).name == f"Incident · {watch.store.district_of(current(watch).id)}"
        opened.append(current(watch).id)

    async def second(watch: Watch, _servers: Servers) -> None:
        await until(lambda: watch.answering.incidents.incidents.current is not None)
        assert current(watch).id == opened[0]

    on_two(tmp_path, first)
    on_two(tmp_path, second)


@pytest.mark.usefixtures("qapp")
def test_the_head_of_the_audit_goes_to_the_consoles_of_each_district(tmp_path: Path) -> None:
    async def body(watch: Watch, _servers: Servers) -> None:
        exchanges = watch.guarding.audit.exchanges
        assert set(exchanges) == {NORTH, SOUTH}
        await until(lambda: all(each.told for each in exchanges.values()))
        assert all(each.trouble == "" for each in exchanges.values())

    on_two(tmp_path, body)
