"""Which cameras see the selection is asked off the loop, again when a door moves, and the best four are opened."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from unittest.mock import patch

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.devices import Device
from smartclient.domain.events import AlarmChanged, EventKind
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.session.seeing import AHEAD_AT_A_TIME, Seeing
from smartclient.session.visible_areas import VisibleAreas
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_unit
from smartclient.store.workspace import Workspace
from tests.builders.later import Later
from tests.builders.running import run, until
from tests.builders.seen_building import DOOR_A, GROUNDS, HALL, NOW, ROOM_A, building, camera, happen, store_of


@dataclass
class Room:
    store: SiteStore
    workspace: Workspace
    seeing: Seeing
    later: Later
    shown: list[list[DeviceId]] = field(default_factory=list)

    def reasons(self) -> list[str] | None:
        answer = self.seeing.answer
        return None if answer is None or answer.cameras is None else [best.reason for best in answer.cameras]

    def happen(self, kind: EventKind, device: DeviceId) -> None:
        happen(self.store, kind, device)
        self.later.run()


def in_room(body: Callable[[Room], Awaitable[None]], *devices: Device) -> None:
    async def whole() -> None:
        later, shown = Later(), list[list[DeviceId]]()
        site = building(*devices)
        store, workspace = store_of(site, later), Workspace()
        seeing = Seeing(store, workspace, Places(site), shown.append)
        await body(Room(store, workspace, seeing, later, shown))
        await seeing.close()

    run(whole())


@contextmanager
def counted(asked_thing: object, name: str) -> Iterator[list[object]]:
    """The places that are asked about inside."""
    asked: list[object] = []
    ask = getattr(asked_thing, name)

    def note(spot: object, *more: object) -> object:
        asked.append(spot)
        return ask(spot, *more)

    with patch.object(asked_thing, name, note):
        yield asked


IN_HALL = camera("hall", 4.5, 0.5, 0)


def test_a_selected_room_is_answered_and_again_when_its_door_opens() -> None:
    async def body(room: Room) -> None:
        told: list[None] = []
        room.seeing.changed.connect(told.append)
        room.workspace.select_spot(spot_of_unit(ROOM_A))
        assert room.seeing.answer is not None
        assert room.reasons() is None
        await until(lambda: room.reasons() is not None)
        assert [reason[:34] for reason in room.reasons() or []] == ["sees only its door, which is shut,"]
        room.happen(EventKind.DOOR_OPENED, DOOR_A)
        await until(lambda: (room.reasons() or [""])[0].startswith("sees 1"))
        room.workspace.select(None)
        assert room.seeing.answer is None
        assert len(told) == 4

    in_room(body, IN_HALL)


def test_what_is_selected_meanwhile_is_answered_afterwards() -> None:
    async def body(room: Room) -> None:
        for unit in (ROOM_A, HALL, ROOM_A, HALL):
            room.workspace.select_spot(spot_of_unit(unit))
        await until(lambda: room.reasons() is not None)
        assert room.seeing.answer is not None
        assert room.seeing.answer.subject == spot_of_unit(HALL)

    in_room(body, IN_HALL)


def test_a_dead_camera_is_named_no_more() -> None:
    async def body(room: Room) -> None:
        room.workspace.select_spot(spot_of_unit(HALL))
        await until(lambda: len(room.reasons() or []) == 2)
        room.happen(EventKind.DEVICE_FAILED, IN_HALL.id)
        await until(lambda: len(room.reasons() or []) == 1)

    in_room(body, IN_HALL, camera("far", 18, 1, 270))


def test_what_is_known_is_answered_at_once_and_what_a_door_changed_is_not_guessed() -> None:
    async def body(room: Room) -> None:
        alarm = Alarm(AlarmId("a"), 1, "Forced", "", Priority(1), AlarmState.NEW, "New", NOW, NOW, DOOR_A)
        assert room.seeing.known_cameras(alarm) is None
        known = await room.seeing.cameras(alarm)
        assert known
        assert room.seeing.known_cameras(alarm) == known
        room.happen(EventKind.DOOR_OPENED, DOOR_A)
        assert room.seeing.known_cameras(alarm) is None
        assert room.seeing.known_cameras(alarm) != await room.seeing.cameras(alarm)

    in_room(body, IN_HALL)


def test_motion_asks_nobody_anew() -> None:
    async def body(room: Room) -> None:
        await room.seeing.warm()
        room.workspace.select_spot(spot_of_unit(ROOM_A))
        room.happen(EventKind.DOOR_OPENED, DOOR_A)
        await until(lambda: (room.reasons() or [""])[0].startswith("sees 1"))
        room.happen(EventKind.MOTION_STARTED, IN_HALL.id)
        with counted(room.seeing, "_find") as asked:
            room.happen(EventKind.MOTION_STOPPED, IN_HALL.id)
            room.happen(EventKind.DOOR_OPENED, DOOR_A)
            assert asked == []
            room.happen(EventKind.DEVICE_FAILED, IN_HALL.id)
            assert asked
            await until(lambda: room.reasons() == [])

    in_room(body, IN_HALL)


def test_who_asks_the_same_meanwhile_waits_for_the_same_answer() -> None:
    async def body(room: Room) -> None:
        alarm = Alarm(AlarmId("a"), 1, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", NOW, NOW, DOOR_A)
        room.store.apply([AlarmChanged(alarm)])
        with counted(room.seeing.sight, "seers") as asked:
            room.workspace.select(DOOR_A, alarm.id)
            found = await asyncio.gather(*(room.seeing.cameras(alarm) for _ in range(3)))
            await until(lambda: room.reasons() is not None)
            assert len({id(cameras) for cameras in found}) == 1
            assert room.seeing.answer is not None
            assert room.seeing.answer.cameras is found[0]
            assert len(asked) == 1

    in_room(body, IN_HALL)


def test_what_each_camera_sees_is_worked_out_before_anybody_asks() -> None:
    async def body(room: Room) -> None:
        await room.seeing.warm()
        await until(lambda: all(room.seeing.sight.known_area(device.id) is not None for device in cameras))

    cameras = [camera(f"{n}", 1.0 + n, 0.5, 20 - 8 * n) for n in range(AHEAD_AT_A_TIME + 2)]
    in_room(body, *cameras)


def test_the_best_four_of_an_alarm_a_door_and_a_place_are_opened_and_the_last_asked_wins() -> None:
    async def body(room: Room) -> None:
        room.seeing.open_for(DOOR_A)
        await until(lambda: len(room.shown) == 1)
        assert len(set(room.shown[0])) == 4
        alarm = Alarm(AlarmId("a"), 1, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", NOW, NOW, DOOR_A)
        room.store.apply([AlarmChanged(alarm)])
        room.workspace.select(DOOR_A, alarm.id)
        assert room.seeing.subject == alarm
        room.seeing.open_selected()
        await until(lambda: len(room.shown) == 2)
        room.seeing.open_for(DOOR_A)
        room.seeing.open_for(spot_of_unit(HALL))
        await until(lambda: len(room.shown) == 3)
        assert len(room.shown) == 3

    in_room(body, *(camera(f"{n}", 1.0 + n, 0.5, 20 - 8 * n) for n in range(6)))


def test_an_alarm_that_is_written_on_meanwhile_is_still_answered_and_its_cameras_stay() -> None:
    async def body(room: Room) -> None:
        alarm = Alarm(AlarmId("a"), 1, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", NOW, NOW, DOOR_A)
        room.store.apply([AlarmChanged(alarm)])
        room.later.run()
        room.workspace.select(DOOR_A, alarm.id)
        taken = replace(alarm, state=AlarmState.IN_PROGRESS, changed_at=NOW + timedelta(seconds=1))
        room.store.apply([AlarmChanged(taken)])
        room.later.run()
        await until(lambda: room.reasons() is not None)
        answered = room.seeing.answer
        room.store.apply([AlarmChanged(replace(taken, related=(IN_HALL.id,), changed_at=NOW + timedelta(seconds=2)))])
        room.later.run()
        assert room.seeing.answer is not None
        assert room.seeing.answer != answered
        await until(lambda: room.reasons() is not None)
        assert isinstance(room.seeing.answer.subject, Alarm)
        assert room.seeing.answer.subject.related == (IN_HALL.id,)

    in_room(body, IN_HALL)


def test_the_cameras_of_an_alarm_are_told_whatever_is_selected_meanwhile() -> None:
    async def body(room: Room) -> None:
        alarm = Alarm(AlarmId("a"), 1, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", NOW, NOW, DOOR_A)
        room.store.apply([AlarmChanged(alarm)])
        room.workspace.select(DOOR_A, alarm.id)
        asked = asyncio.ensure_future(room.seeing.cameras(alarm))
        room.workspace.select(None)
        found = await asked
        assert IN_HALL.id in [best.camera for best in found]
        room.workspace.select(DOOR_A, alarm.id)
        await until(lambda: room.reasons() is not None)
        assert await room.seeing.cameras(alarm) == found

    in_room(body, IN_HALL)


def test_what_nobody_sees_is_told_and_opens_nothing() -> None:
    async def body(room: Room) -> None:
        told: list[object] = []
        room.seeing.unseen.connect(told.append)
        room.workspace.select_spot(spot_of_unit(ROOM_A))
        room.seeing.open_selected()
        await until(lambda: told)
        assert told == [spot_of_unit(ROOM_A)]
        assert not room.shown

    in_room(body, camera("outside", 40, 20, 0, GROUNDS))


def test_a_camera_is_nothing_to_be_seen() -> None:
    async def body(room: Room) -> None:
        room.workspace.select(IN_HALL.id)
        assert room.seeing.subject is None
        room.seeing.open_selected()
        assert room.seeing.answer is None
        room.workspace.select(DOOR_A)
        assert room.seeing.spot is not None

    in_room(body, IN_HALL)


def test_areas_are_worked_out_in_a_thread_and_again_when_a_door_moves() -> None:
    async def body(room: Room) -> None:
        areas = VisibleAreas(room.seeing, room.store)
        assert areas.area(IN_HALL.id) is None
        await until(lambda: areas.area(IN_HALL.id) is not None)
        shut, revision = areas.area(IN_HALL.id), areas.revision
        assert areas.area(IN_HALL.id) is shut
        room.happen(EventKind.DOOR_OPENED, DOOR_A)
        assert areas.revision > revision
        assert areas.area(IN_HALL.id) is None
        await until(lambda: areas.area(IN_HALL.id) is not None)
        assert areas.area(IN_HALL.id) is not shut
        await areas.close()

    in_room(body, IN_HALL)
