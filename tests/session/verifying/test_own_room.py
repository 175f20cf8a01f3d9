"""A console in the room of a panic button gives nobody away; everywhere else the alarm is heard."""

from datetime import timedelta

import pytest

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId
from smartclient.session.verifying.own_room import OwnRoom, Standing
from smartclient.store.places import Places
from tests.builders.later import Later
from tests.builders.seen_building import FLOOR, NOW, ROOM_A, ROOM_B, at, building, camera, store_of

BUTTON = Device(DeviceId("inputs/panic"), DeviceKind.PANIC_BUTTON, "Panic", Placement(at(2, 8), FLOOR))
SPEAKER_A = Device(DeviceId("speakers/a"), DeviceKind.INTERCOM, "Speaker A", Placement(at(4, 6), FLOOR))
SPEAKER_B = Device(DeviceId("speakers/b"), DeviceKind.INTERCOM, "Speaker B", Placement(at(15, 6), FLOOR))
CAMERA = camera("in A", 1, 5, 0)
PRESSED = Alarm(
    AlarmId("panic"), 1, "Panic button pressed", "", Priority.HIGH, AlarmState.NEW, "New", NOW, NOW, BUTTON.id
)


def own_room(standing: Standing) -> OwnRoom:
    later, site = Later(), building(BUTTON, SPEAKER_A, SPEAKER_B, CAMERA)
    store = store_of(site, later)
    store.apply([AlarmChanged(PRESSED)])
    return OwnRoom(store, Places(site), standing)


@pytest.mark.parametrize(
    ("standing", "is_silent"),
    [
        (Standing(unit=ROOM_A.id), True),
        (Standing(unit=ROOM_B.id), False),
        (Standing(building=BuildingId("main")), True),
        (Standing(building=BuildingId("other")), False),
        (Standing(), False),
    ],
)
def test_only_the_room_or_building_of_the_console_is_silent(standing: Standing, is_silent: bool) -> None:
    assert own_room(standing).is_silent(PRESSED) is is_silent


def test_other_alarms_in_the_same_room_are_heard() -> None:
    motion = Alarm(AlarmId("m"), 2, "Motion", "", Priority.LOW, AlarmState.NEW, "New", NOW, NOW, CAMERA.id)
    assert not own_room(Standing(unit=ROOM_A.id)).is_silent(motion)


def test_nothing_in_the_room_of_an_open_panic_alarm_may_sound() -> None:
    room = own_room(Standing())
    assert not room.may_sound(SPEAKER_A.id)
    assert room.may_sound(SPEAKER_B.id)


def test_when_the_alarm_is_closed_speakers_may_sound_again() -> None:
    later, site = Later(), building(BUTTON, SPEAKER_A)
    store = store_of(site, later)
    closed = Alarm(
        PRESSED.id, 1, "", "", Priority.HIGH, AlarmState.CLOSED, "Closed", NOW, NOW + timedelta(1), BUTTON.id
    )
    store.apply([AlarmChanged(closed)])
    assert OwnRoom(store, Places(site)).may_sound(SPEAKER_A.id)


def test_standing_elsewhere_is_told() -> None:
    room, told = own_room(Standing()), list[None]()
    room.changed.connect(told.append)
    room.stand(Standing(unit=ROOM_A.id))
    room.stand(Standing(unit=ROOM_A.id))
    assert told == [None]
    assert room.standing.unit == ROOM_A.id
