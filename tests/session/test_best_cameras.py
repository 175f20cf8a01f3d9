"""The cameras to open for an alarm: those that really see its place, what the server names, never dead ones; and why."""

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import EventKind
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.session.best_cameras import BestCamera, best_cameras, cameras_for_alarm, cameras_for_spot
from smartclient.session.sight import Sight
from smartclient.store.places import Places
from smartclient.store.spots import spot_of_unit
from smartclient.store.workspace import Spot
from tests.builders.seen_building import (
    DOOR_A,
    DOOR_D,
    FLOOR,
    GROUNDS,
    HALL,
    NOW,
    ROOM_A,
    UPSTAIRS,
    at,
    building,
    camera,
    happen,
    store_of,
)

SENSOR = DeviceId("sensors/vape")


def ask(*cameras: Device, about: DeviceId = DOOR_D, related: tuple[str, ...] = (), failed: str = "") -> dict[str, str]:
    sensor = Device(SENSOR, DeviceKind.VAPE_SENSOR, "Vape sensor", Placement(at(4, 7), FLOOR))
    site = building(sensor, *cameras)
    store = store_of(site)
    if failed:
        happen(store, EventKind.DEVICE_FAILED, DeviceId(f"cameras/{failed}"))
    named = tuple(DeviceId(f"cameras/{name}") for name in related)
    found = best_cameras(store, Sight(store, Places(site)), about, named)
    return {best.camera.partition("/")[2]: best.reason for best in found}


def test_cameras_that_see_a_door_from_both_sides_come_before_a_nearer_one_that_looks_elsewhere() -> None:
    found = ask(camera("away", 1, 3, 90), camera("in the hall", 8, 1.5, 270), camera("outside", -10, 1.5, 90, GROUNDS))
    assert found == {
        "in the hall": "looks at it, recognises faces at 7 m",
        "outside": "looks at it, shows what people wear at 9 m",
        "away": "stands 2 m away, looks elsewhere",
    }


def test_never_through_a_wall_nor_a_ceiling() -> None:
    assert ask(
        camera("behind the wall", 8, 7, 240),
        camera("upstairs", 8, 1.5, 270, UPSTAIRS),
        camera("no", 40, 7, 270, GROUNDS),
    ) == {"behind the wall": "stands 10 m away, looks elsewhere"}


def test_what_the_server_names_comes_first_and_dead_ones_never() -> None:
    cameras = (camera("hall", 8, 1.5, 270), camera("named", 8, 7, 0, UPSTAIRS), camera("dead", 3, 1.5, 270))
    assert ask(*cameras, related=("named", "gone"), failed="dead") == {
        "named": "named by the server",
        "hall": "looks at it, recognises faces at 7 m",
    }


def test_a_named_camera_that_sees_it_says_so_and_is_the_first_of_them() -> None:
    found = ask(camera("blind", 8, 7, 0, UPSTAIRS), camera("hall", 8, 1.5, 270), related=("blind", "hall"))
    assert list(found.items()) == [("hall", "looks at it, recognises faces at 7 m"), ("blind", "named by the server")]


def test_where_nobody_sees_a_sensor_the_doors_of_its_room_are_shown() -> None:
    assert ask(camera("hall", 4.5, 0.5, 0), about=SENSOR) == {
        "hall": "sees only its door, which is shut, identifies faces at 2 m"
    }


def test_an_alarm_of_a_camera_opens_that_camera_first() -> None:
    store = store_of(site := building(camera("saw", 8, 1.5, 270), camera("other", 12, 1.5, 270)))
    alarm = Alarm(
        AlarmId("a"), 1, "Weapon", "", Priority.HIGH, AlarmState.NEW, "New", NOW, NOW, DeviceId("cameras/saw")
    )
    found = cameras_for_alarm(store, Sight(store, Places(site)), alarm)
    assert found[0] == BestCamera(DeviceId("cameras/saw"), "saw it")
    assert found[1].camera == "cameras/other"


def test_without_a_place_there_are_no_guesses() -> None:
    assert ask(camera("near", 1, 1, 0), about=DeviceId("doors/unknown")) == {}
    site = building(camera("near", 1, 1, 0))
    store = store_of(site)
    store.devices[DOOR_A] = Device(DOOR_A, DeviceKind.DOOR, "Door A")
    assert best_cameras(store, Sight(store, Places(site)), DOOR_A) == ()


def test_of_a_place_only_working_cameras_are_named() -> None:
    site = building(camera("first", 10, 1, 90), camera("second", 3, 1, 90))
    store = store_of(site)
    sight = Sight(store, Places(site))
    hall = spot_of_unit(HALL)
    assert {best.camera for best in cameras_for_spot(store, sight, hall)} == {"cameras/first", "cameras/second"}
    happen(store, EventKind.DEVICE_FAILED, DeviceId("cameras/first"))
    (best,) = cameras_for_spot(store, sight, hall)
    assert best.camera == "cameras/second"
    assert best.reason.startswith("sees ")


def test_a_point_that_few_see_has_those_that_see_the_room_around_it_but_not_the_lawn() -> None:
    site = building(camera("hall", 18, 3.5, 270, range_m=10), camera("lawn", 10, -30, 90, GROUNDS))
    store = store_of(site)
    sight = Sight(store, Places(site))
    (best,) = cameras_for_spot(store, sight, Spot(at(1, 1), FLOOR))
    assert "of the room around it" in best.reason
    assert cameras_for_spot(store, sight, Spot(at(0, -30), GROUNDS)) == ()


def test_of_a_room_that_nobody_sees_the_way_to_it_is_shown() -> None:
    site = building(camera("far end", 12, 1, 90))
    store = store_of(site)
    (best,) = cameras_for_spot(store, Sight(store, Places(site)), spot_of_unit(ROOM_A))
    assert best.reason.startswith("sees ")
    assert "of hall, which leads to it" in best.reason


def test_of_a_point_that_nobody_sees_the_doors_of_its_room_are_shown() -> None:
    site = building(camera("hall", 4.5, 0.5, 0))
    store = store_of(site)
    (best,) = cameras_for_spot(store, Sight(store, Places(site)), Spot(at(4, 7), FLOOR))
    assert best.reason.startswith("sees only its door")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(-30, 50), st.floats(-30, 40), st.floats(0, 359.9), st.booleans()), max_size=8))
def test_at_most_four_each_once_and_seeing_ones_first(places: list[tuple[float, float, float, bool]]) -> None:
    cameras = (camera(f"{n}", x, y, b, FLOOR if inside else GROUNDS) for n, (x, y, b, inside) in enumerate(places))
    found = ask(*cameras)
    assert len(found) <= 4
    sees = ["looks at it" in reason for reason in found.values()]
    assert sees == sorted(sees, reverse=True)
