"""The best cameras: who looks at the place, from how far, on which floor, and why."""

import math

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, EventId, LevelId, UnitId, VenueId
from smartclient.domain.site import Level, Site
from smartclient.session.best_cameras import BestCamera, best_cameras, cameras_for_alarm
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.scripted_server import LONG_AGO

LON, LAT = -89.55, 43.1
DOOR = DeviceId("accesscontrolunits/door")


def level(name: str, ordinal: int, *, outdoor: bool = False) -> Level:
    return Level(LevelId(name), VenueId("school"), (BuildingId("main"),), name, name, ordinal, outdoor, ())


SITE = Site("Test", levels=(level("1F", 0), level("2F", 1), level("grounds", 0, outdoor=True)))


def placed(east_m: float, north_m: float, floor: str = "1F", unit: str | None = None) -> Placement:
    lon = LON + east_m / (111_195 * math.cos(math.radians(LAT)))
    return Placement((lon, LAT + north_m / 111_195), LevelId(floor), UnitId(unit) if unit else None)


def camera(
    name: str, east_m: float, north_m: float, bearing_deg: float, floor: str = "1F", form: CameraForm = CameraForm.DOME
) -> Device:
    view = View(bearing_deg, 90, 25, form)
    return Device(DeviceId(f"cameras/{name}"), DeviceKind.CAMERA, name, placed(east_m, north_m, floor), view)


def best(*cameras: Device, related: tuple[str, ...] = (), failed: str = "", count: int = 4) -> list[tuple[str, str]]:
    store = store_with(*cameras)
    if failed:
        device = DeviceId(f"cameras/{failed}")
        store.apply([Happened(EventId("1"), LONG_AGO, EventKind.DEVICE_FAILED, device)])
    named = tuple(DeviceId(f"cameras/{name}") for name in related)
    return [(found.camera.partition("/")[2], found.reason) for found in best_cameras(store, DOOR, named, count)]


def store_with(*cameras: Device) -> SiteStore:
    door = Device(DOOR, DeviceKind.DOOR, "Door 12", placed(0, 0))
    site = Site("Test", levels=SITE.levels, devices=(door, *cameras))
    return SiteStore(site, Connection(Line.LIVE, LONG_AGO), Later())


def test_a_camera_that_looks_at_the_place_comes_before_a_nearer_one_that_does_not() -> None:
    found = best(camera("away", 3, 0, 90), camera("far", -12, 0, 90), camera("near", 0, 6, 180))
    assert found == [
        ("near", "looks at it from 6 m"),
        ("far", "looks at it from 12 m"),
        ("away", "stands 3 m away, looks elsewhere"),
    ]


def test_range_field_of_view_and_ptz_count() -> None:
    found = best(
        camera("too far", 0, -40, 0),
        camera("beside", -10, 0, 136),
        camera("ptz", 0, 12, 0, form=CameraForm.PTZ),
        camera("fisheye", 0, 11, 0, form=CameraForm.FISHEYE),
        camera("edge", -10, 0, 134),
    )
    assert found == [
        ("ptz", "can turn to it from 12 m"),
        ("edge", "looks at it from 10 m"),
        ("fisheye", "looks at it from 11 m"),
        ("beside", "stands 10 m away, looks elsewhere"),
    ]


def test_never_through_a_ceiling_but_from_outside() -> None:
    found = best(camera("upstairs", 0, 5, 180, "2F"), camera("outside", 0, 8, 180, "grounds"), camera("in", 0, 20, 180))
    assert found == [("in", "looks at it from 20 m"), ("outside", "looks at it from 8 m outside")]


def test_what_the_server_names_comes_first_and_failed_cameras_never() -> None:
    cameras = (camera("near", 0, 6, 180), camera("named", 0, 60, 0, "2F"), camera("dead", 0, 2, 180))
    found = best(*cameras, related=("named",), failed="dead")
    assert found == [("named", "named by the server"), ("near", "looks at it from 6 m")]


def test_the_same_room_counts() -> None:
    here = camera("here", 0, 8, 180)
    door = Device(DOOR, DeviceKind.DOOR, "Door 12", placed(0, 0, unit="hall"))
    inside = Device(here.id, here.kind, here.name, placed(0, 8, unit="hall"), here.view)
    store = SiteStore(
        Site("Test", levels=SITE.levels, devices=(door, camera("next door", 0, -6, 0), inside)),
        Connection(Line.LIVE, LONG_AGO),
        Later(),
    )
    assert [found.camera for found in best_cameras(store, DOOR)] == ["cameras/here", "cameras/next door"]


def test_an_alarm_of_a_camera_opens_that_camera_first() -> None:
    store = store_with(camera("saw", 0, 6, 180), camera("other", 0, 1, 0))
    alarm = Alarm(
        AlarmId("a"), 1, "Weapon", "", Priority.HIGH, AlarmState.NEW, "New", LONG_AGO, LONG_AGO, DeviceId("cameras/saw")
    )
    assert cameras_for_alarm(store, alarm)[0] == BestCamera(DeviceId("cameras/saw"), 0.0, "saw it")


def test_without_a_place_there_are_no_guesses() -> None:
    store = store_with(camera("near", 0, 6, 180))
    assert best_cameras(store, DeviceId("cameras/unknown")) == ()
    store.devices[DOOR] = Device(DOOR, DeviceKind.DOOR, "Door 12")
    assert best_cameras(store, DOOR) == ()


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60), st.floats(0, 359.9)), max_size=12))
def test_at_most_four_each_once_and_seeing_ones_first(places: list[tuple[float, float, float]]) -> None:
    found = best(*(camera(f"{n}", *place) for n, place in enumerate(places)))
    assert len(found) == len({name for name, _ in found}) <= 4
    sees = ["looks at it" in reason for _, reason in found]
    assert sees == sorted(sees, reverse=True)
