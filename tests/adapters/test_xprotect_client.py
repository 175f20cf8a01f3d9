"""The adapter against the demo server: what a person sees and asks on a day when nothing breaks."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.demo.server import DemoServer
from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.commands import LockDoor, MoveAlarm, UnlockDoor
from smartclient.domain.devices import Activity, DeviceKind, Health, Leaf, Lock
from smartclient.domain.errors import NotPermitted, Refused, ServerUnreachable, SignInRefused, Unsupported
from smartclient.domain.events import AlarmChanged, Event, EventKind, Happened
from smartclient.domain.footage import Quality
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.domain.recordings import Span
from tests.builders.demo_district import PASSWORD, camera, client, demo_server, door, guid_of, sensor
from tests.builders.running import run


@asynccontextmanager
async def connected(folder: Path, user: str = "dispatcher") -> AsyncIterator[tuple[DemoServer, XProtectServer]]:
    async with demo_server(folder) as demo:
        server = client(demo, user)
        await server.connect()
        try:
            yield demo, server
        finally:
            await server.close()


async def first(batches: AsyncIterator[Sequence[Event]], kind: EventKind, device: DeviceId) -> Happened:
    async for batch in batches:
        for event in batch:
            if isinstance(event, Happened) and (event.kind, event.device) == (kind, device):
                return event
    raise AssertionError("the events ended")


async def alarm_with(batches: AsyncIterator[Sequence[Event]], state: AlarmState) -> Alarm:
    async for batch in batches:
        for event in batch:
            if isinstance(event, AlarmChanged) and event.alarm.state is state:
                return event.alarm
    raise AssertionError("the events ended")


def act(demo: DemoServer, what: str, device: str) -> None:
    demo.stage._acts[what](demo.site.by_guid[guid_of(device)])


def test_the_snapshot_holds_devices_states_and_who_asked(tmp_path: Path) -> None:
    async def scene() -> None:
        async with demo_server(tmp_path) as demo:
            act(demo, "camera.failed", "camera 4")
            server = client(demo)
            assert server.capabilities == frozenset()
            snapshot = await server.connect()
            await server.close()
        kinds = [device.kind for device in snapshot.devices]
        assert (kinds.count(DeviceKind.CAMERA), kinds.count(DeviceKind.DOOR)) == (4, 3)
        assert {DeviceKind.PANIC_BUTTON, DeviceKind.VAPE_SENSOR, DeviceKind.WEAPON_SENSOR} <= set(kinds)
        assert (snapshot.server_name, snapshot.user) == ("Tiny School", "dispatcher")
        one = next(device for device in snapshot.devices if device.id == camera(1))
        assert one.name == "Main · 1F · camera 1"
        assert one.placement is not None
        assert one.view is not None
        assert one.view.bearing_deg == 90
        locked = snapshot.states[door(1)]
        assert locked.lock is not None
        assert locked.lock.value is Lock.LOCKED
        assert locked.leaf is not None
        assert locked.leaf.value is Leaf.CLOSED
        health = snapshot.states[camera(4)].health
        assert health is not None
        assert health.value is Health.FAILED
        activity = snapshot.states[sensor("panicbutton")].activity
        assert activity is not None
        assert activity.value is Activity.QUIET
        assert snapshot.commandable == {door(1), door(2), door(3)}

    run(scene())


def test_every_door_event_arrives_as_its_kind(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (demo, server):
            batches = server.events()
            act(demo, "door.granted", "door 1")
            granted = await first(batches, EventKind.ACCESS_GRANTED, door(1))
            assert granted.person.startswith("Badge ")
            act(demo, "door.forced", "door 2")
            await first(batches, EventKind.DOOR_FORCED, door(2))
            act(demo, "door.shut", "door 2")
            await first(batches, EventKind.DOOR_CLOSED, door(2))
            act(demo, "door.opened", "door 3")
            await first(batches, EventKind.DOOR_OPENED, door(3))
            act(demo, "door.held", "door 3")
            await first(batches, EventKind.DOOR_HELD, door(3))
            await batches.aclose()

    run(scene())


def test_a_weapon_comes_with_its_box_and_becomes_an_alarm_at_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (demo, server):
            batches = server.events()
            act(demo, "weapon.on", "sensor.weapon")
            found = None
            alarm = None
            async for batch in batches:
                for event in batch:
                    if isinstance(event, Happened) and event.kind is EventKind.WEAPON_DETECTED:
                        found = event
                    if isinstance(event, AlarmChanged):
                        alarm = event.alarm
                if found and alarm:
                    break
            await batches.aclose()
            assert found is not None
            assert alarm is not None
            assert 0 < found.boxes[0].left < found.boxes[0].right < 1
            assert (alarm.priority, alarm.state, alarm.device) == (Priority.HIGH, AlarmState.NEW, found.device)

    run(scene())


def test_acknowledging_goes_to_the_server_and_comes_back_as_its_state(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (demo, server):
            batches = server.events()
            act(demo, "door.forced", "door 1")
            alarm = await alarm_with(batches, AlarmState.NEW)
            await server.execute(MoveAlarm(alarm.id, AlarmState.IN_PROGRESS, "On it"))
            taken = await alarm_with(batches, AlarmState.IN_PROGRESS)
            assert taken.id == alarm.id
            assert taken.changed_at > alarm.changed_at
            await server.execute(MoveAlarm(alarm.id, AlarmState.CLOSED))
            closed = await alarm_with(batches, AlarmState.CLOSED)
            assert closed.id == alarm.id
            assert demo.alarms.by_id[alarm.id].state["name"] == "Closed"
            await batches.aclose()

    run(scene())


def test_doors_are_commanded_and_the_door_answers(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (demo, server):
            batches = server.events()
            await server.execute(UnlockDoor(door(2)))
            await first(batches, EventKind.DOOR_UNLOCKED, door(2))
            assert not demo.world.doors[guid_of("door 2")].locked
            await server.execute(LockDoor(door(2)))
            await first(batches, EventKind.DOOR_LOCKED, door(2))
            await batches.aclose()

    run(scene())


def test_the_configuration_is_read_again_beside_the_running_events(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (demo, server):
            batches = server.events()
            await anext(batches)
            session = server._resume.session
            item = demo.configuration.find(f"cameras/{guid_of('camera 1')}")
            assert item is not None
            item["displayName"] = item["name"] = "Hall B"
            demo.configuration.remove("cameras", guid_of("camera 2"))
            act(demo, "door.forced", "door 1")
            snapshot = await server.connect()
            named = {device.id: device.name for device in snapshot.devices}
            assert named[camera(1)] == "Hall B"
            assert camera(2) not in named
            leaf = snapshot.states[door(1)].leaf
            assert leaf is not None
            assert leaf.value is Leaf.FORCED
            await first(batches, EventKind.DOOR_FORCED, door(1))
            act(demo, "door.shut", "door 1")
            await first(batches, EventKind.DOOR_CLOSED, door(1))
            assert server._resume.session == session
            assert server.media(camera(1), Quality.SUB).label == "Hall B"
            await batches.aclose()

    run(scene())


def test_a_responder_commands_nothing(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path, "responder") as (_, server):
            with pytest.raises(NotPermitted):
                await server.execute(UnlockDoor(door(1)))

    run(scene())


def test_what_the_server_does_not_know_is_refused_in_words(tmp_path: Path) -> None:
    async def scene() -> None:
        async with connected(tmp_path) as (_, server):
            with pytest.raises(Refused, match=r"status 404"):
                await server.execute(MoveAlarm(AlarmId(guid_of("door 1")), AlarmState.CLOSED))
            with pytest.raises(Unsupported, match="no command"):
                await server.execute(LockDoor(DeviceId("accesscontrolunits/unknown")))

    run(scene())


def test_before_connecting_and_after_closing_there_is_no_server(tmp_path: Path) -> None:
    async def scene() -> None:
        async with demo_server(tmp_path) as demo:
            server = client(demo)
            with pytest.raises(ServerUnreachable):
                await server.execute(LockDoor(door(1)))
            await server.connect()
            await server.close()
            await server.close()
            with pytest.raises(ServerUnreachable):
                await anext(server.events())

    run(scene())


def test_a_wrong_password_is_said_once_and_never_tried_again(tmp_path: Path) -> None:
    async def scene() -> None:
        async with demo_server(tmp_path) as demo:
            asked: list[str] = []
            check = demo.tokens.check_password

            def counted(user: str, password: str) -> str | None:
                asked.append(user)
                return check(user, password)

            demo.tokens.check_password = counted  # type: ignore[method-assign]
            demo.tokens._password = PASSWORD + "x"
            server = client(demo)
            for _ in range(8):
                with pytest.raises(SignInRefused, match=r"wrong\. \(dispatcher\)"):
                    await server.connect()
            await server.close()
            assert asked == ["dispatcher"]

    run(scene())


def test_without_access_control_there_are_no_doors(tmp_path: Path) -> None:
    async def scene() -> None:
        async with demo_server(tmp_path) as demo:
            demo.configuration._names.pop("accesscontrolunits")
            server = client(demo)
            snapshot = await server.connect()
            await server.close()
            assert snapshot.commandable == frozenset()
            assert {device.kind for device in snapshot.devices} & {DeviceKind.DOOR} == set()

    run(scene())


def test_capabilities_follow_what_the_server_has_and_the_user_may(tmp_path: Path) -> None:
    async def scene() -> None:
        async with demo_server(tmp_path) as demo:
            working, watching = client(demo), client(demo, "responder")
            for server in (working, watching):
                assert not server.permits(camera(1), Capability.LIVE_VIDEO)
                await server.connect()
                assert server.capabilities > {
                    Capability.EVENTS,
                    Capability.ALARMS,
                    Capability.LIVE_VIDEO,
                    Capability.STILLS,
                }
                assert server.permits(camera(1), Capability.RECORDED_VIDEO)
            assert working.permits(camera(1), Capability.EXPORT)
            assert Capability.EXPORT not in watching.capabilities
            assert not watching.permits(camera(1), Capability.EXPORT)
            assert not watching.permits(camera(1), Capability.PTZ)
            assert not working.permits(DeviceId("cameras/unknown"), Capability.RECORDED_VIDEO)
            await working.close()
            await watching.close()

    run(scene())


def test_recordings_are_refused_to_who_may_not_play_them(tmp_path: Path) -> None:
    async def scene() -> None:
        async with demo_server(tmp_path) as demo:
            role = demo.accounts["responder"].role
            demo.accounts["responder"] = replace(
                demo.accounts["responder"], role=replace(role, actions=role.actions - {"PLAYBACK"})
            )
            server = client(demo, "responder")
            await server.connect()
            assert Capability.RECORDED_VIDEO not in server.capabilities
            now = datetime.now(UTC)
            with pytest.raises(NotPermitted, match="may not watch recordings of Main"):
                server.past(camera(1), Quality.MAIN)
            with pytest.raises(NotPermitted, match="may not watch recordings of Main"):
                await server.recordings(camera(1), Span(now - timedelta(hours=1), now))
            await server.close()

    run(scene())
