"""Where things are in words, and finding them by name."""

from dataclasses import replace
from datetime import UTC, datetime

from smartclient.domain.alarms import Alarm, AlarmState, Judgement, Priority, Verdict
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, LevelId, OpeningId, UnitId, VenueId
from smartclient.domain.site import Building, GridSpec, Level, LonLat, Opening, Rings, Site, Unit, UnitKind, Venue
from smartclient.geometry.frames import Frame
from smartclient.store.places import Place, Places

FRAME = Frame(-89.5, 43.1)
VENUE, BUILDING, LEVEL = VenueId("v"), BuildingId("b"), LevelId("l")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def world(x: float, y: float) -> LonLat:
    return FRAME.point_to_world(x, y)


def box(west: float, south: float, east: float, north: float) -> Rings:
    return (tuple(world(x, y) for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south))),)


def device(name: str, x: float, y: float, kind: DeviceKind = DeviceKind.CAMERA) -> Device:
    return Device(DeviceId(name), kind, name, Placement(world(x, y), LEVEL))


SITE = Site(
    "District",
    (Venue(VENUE, "Maple High School", "", box(-100, -60, 100, 60), world(0, 0), "1 Oak Street"),),
    (Building(BUILDING, VENUE, "HS Main", (box(-30, -15, 30, 15),), world(0, 0)),),
    (Level(LEVEL, VENUE, (BUILDING,), "First floor", "1F", 0, False, box(-30, -15, 30, 15)),),
    (
        Unit(
            UnitId("lab"),
            LEVEL,
            UnitKind.ROOM,
            "classroom",
            "Science lab",
            "214",
            box(-30, -15, -20, 0),
            world(-25, -8),
        ),
        Unit(UnitId("café"), LEVEL, UnitKind.ROOM, "foodservice", "Café", "", box(0, 0, 30, 15), world(15, 8)),
        Unit(UnitId("wall"), LEVEL, UnitKind.WALL, "brick", "", "", box(-30, -15, -29, 0), world(-29.5, -8)),
    ),
    (Opening(OpeningId("o"), LEVEL, "pedestrian", "Door 7", (world(-26, -15), world(-24, -15)), True),),
    grids=(GridSpec(VENUE, world(-100, 60), 10, 20, 12),),
    devices=(device("HS Main · Lab · north", -25, -12), device("Door 7 reader", -25, -14, DeviceKind.DOOR)),
)
PLACES = Places(SITE)


def test_a_device_is_told_by_building_floor_cell_and_room() -> None:
    place = PLACES.of_device(SITE.devices[0])
    assert place.words == "HS Main, first floor, grid H8, room 214"
    assert (place.unit, place.door) == (SITE.units[0], SITE.openings[0])


def test_an_unplaced_device_says_so() -> None:
    assert PLACES.of_device(replace(SITE.devices[0], placement=None)) == Place(words="Not placed on the plan")


def test_outdoors_is_the_campus_and_the_cell() -> None:
    assert PLACES.at(world(85, 55)).words == "Maple High School, grid S1"


def test_far_away_is_nowhere() -> None:
    assert PLACES.at(world(5000, 5000)) == Place()


def test_buildings_of_one_name_are_told_apart_by_their_campus() -> None:
    other = replace(SITE.buildings[0], id=BuildingId("b2"))
    twins = Places(replace(SITE, buildings=(*SITE.buildings, other)))
    assert twins.of_device(SITE.devices[0]).words.startswith("Maple High School · HS Main, first floor")


def test_roll_up_counts_open_alarms_by_level_building_and_campus() -> None:
    camera = SITE.devices[0]
    alarm = Alarm(AlarmId("1"), 1, "", "", Priority.HIGH, AlarmState.NEW, "", NOW, NOW, camera.id)
    closed = replace(alarm, id=AlarmId("2"), state=AlarmState.CLOSED)
    up = PLACES.roll_up({d.id: d for d in SITE.devices}, [alarm, closed, replace(alarm, device=DeviceId("unknown"))])
    for tally in (up.levels[LEVEL], up.buildings[BUILDING], up.venues[VENUE]):
        assert (tally.devices, tally.cameras, tally.alarm_count, tally.worst) == (2, 1, 1, Priority.HIGH)


def test_a_drill_is_counted_apart_from_what_is_real() -> None:
    alarm = Alarm(AlarmId("1"), 1, "", "", Priority.HIGH, AlarmState.NEW, "", NOW, NOW, SITE.devices[0].id)
    drill = replace(alarm, id=AlarmId("2"), judgement=Judgement(Verdict.DRILL, "Ada", NOW))
    devices = {device.id: device for device in SITE.devices}
    alone, both = PLACES.roll_up(devices, [drill]), PLACES.roll_up(devices, [drill, alarm])
    for tally in (alone.levels[LEVEL], alone.buildings[BUILDING], alone.venues[VENUE]):
        assert (tally.drills, tally.alarm_count, tally.worst) == (1, 0, None)
    assert (both.levels[LEVEL].drills, both.levels[LEVEL].alarm_count) == (1, 1)


def test_roll_up_follows_alarms_and_other_devices() -> None:
    devices = {d.id: d for d in SITE.devices}
    alarm = Alarm(AlarmId("1"), 1, "", "", Priority.LOW, AlarmState.NEW, "", NOW, NOW, SITE.devices[1].id)
    assert PLACES.roll_up(devices, [alarm]).venues[VENUE].alarms == {Priority.LOW: 1}
    assert PLACES.roll_up(devices, []).venues[VENUE].alarms == {}
    fewer = {SITE.devices[1].id: SITE.devices[1]}
    tally = PLACES.roll_up(fewer, [alarm, replace(alarm, id=AlarmId("2"))]).buildings[BUILDING]
    assert (tally.devices, tally.cameras, tally.alarms) == (1, 0, {Priority.LOW: 2})
