"""A hand-made district for the map's tests: one campus, a building of two floors, a camera, three doors, a sensor."""

from datetime import UTC, datetime

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, EventId, LevelId, OpeningId, UnitId, VenueId
from smartclient.domain.site import Building, GridSpec, Level, LonLat, Opening, Rings, Site, Unit, UnitKind, Venue
from smartclient.geometry.frames import Frame
from smartclient.runtime.clock import ManualClock
from smartclient.store.site_store import SiteStore

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
FRAME = Frame(-89.5, 43.1)
VENUE, BUILDING = VenueId("venue"), BuildingId("building")
GROUND, UPPER = LevelId("1F"), LevelId("2F")
CAMERA, UPPER_CAMERA, DOOR, SIDE_DOOR, BACK_DOOR, SENSOR = (
    DeviceId(name) for name in ("camera", "upper camera", "door", "side door", "back door", "sensor")
)
SPOTS = {CAMERA: (-20.0, 5.0), UPPER_CAMERA: (-10.0, 9.0), DOOR: (0.0, -15.0), SIDE_DOOR: (30.0, 0.0)}
SPOTS |= {BACK_DOOR: (0.0, 15.0), SENSOR: (20.0, 8.0)}


def world(x: float, y: float) -> LonLat:
    """Degrees of a point in metres east and north of the campus's middle."""
    return FRAME.point_to_world(x, y)


def box(west: float, south: float, east: float, north: float) -> Rings:
    """A rectangle in metres."""
    return (tuple(world(x, y) for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south))),)


def site() -> Site:
    """The district."""
    levels = [Level(i, VENUE, (BUILDING,), n, i, o, False, box(-30, -15, 30, 15)) for i, n, o in _FLOORS]
    return Site(
        "Test district",
        (Venue(VENUE, "Test School", "", box(-100, -60, 100, 60), world(0, 40), "1 Oak Street"),),
        (Building(BUILDING, VENUE, "Main", (box(-30, -15, 30, 15),), world(0, 0)),),
        tuple(levels),
        tuple(room for level in (GROUND, UPPER) for room in _rooms(level)),
        (Opening(OpeningId("front"), GROUND, "pedestrian.principal", "Door 1", (world(-1, -15), world(1, -15)), True),),
        grids=(GridSpec(VENUE, world(-100, 60), 10, 20, 12),),
        devices=tuple(_device(device_id) for device_id in SPOTS),
    )


_FLOORS = ((GROUND, "First floor", 0), (UPPER, "Second floor", 1))


def _rooms(level: LevelId) -> list[Unit]:
    first = 101 if level is GROUND else 201
    return [
        Unit(UnitId(f"{level} {i}"), level, UnitKind.ROOM, "classroom", "Science lab", f"{first + i}", area, middle)
        for i in range(6)
        for area, middle in [(box(-30 + 10 * i, -12, -20 + 10 * i, 12), world(-25 + 10 * i, 0))]
    ]


def _device(device_id: DeviceId) -> Device:
    kind = (
        DeviceKind.DOOR if "door" in device_id else DeviceKind.VAPE_SENSOR if device_id == SENSOR else DeviceKind.CAMERA
    )
    view = View(90, 80, 15, CameraForm.DOME) if kind is DeviceKind.CAMERA else None
    level = UPPER if device_id == UPPER_CAMERA else GROUND
    return Device(device_id, kind, device_id.capitalize(), Placement(world(*SPOTS[device_id]), level), view)


def store(clock: ManualClock, line: Line = Line.LIVE) -> SiteStore:
    """The district's store, telling changes at once."""
    return SiteStore(site(), Connection(line, clock.now(), clock.now()), lambda _, call: call())


def happened(device: DeviceId, kind: EventKind, number: int = 1) -> Happened:
    """An event at the start."""
    return Happened(EventId(f"event {device} {kind} {number}"), START, kind, device)


def alarm(device: DeviceId, priority: Priority = Priority.HIGH, state: AlarmState = AlarmState.NEW) -> Alarm:
    """An open alarm of a device."""
    return Alarm(AlarmId(f"alarm {device}"), 1, "Forced", "", priority, state, "New", START, START, device)
