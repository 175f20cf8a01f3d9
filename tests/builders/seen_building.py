"""A building to look through: a hall with two rooms, doors of all kinds, windows, grounds, and cameras; metres from its south-west corner.

```
 10 ┌────────────┬────────────┐
    │   room A   │   room B   │ glass to the east
  4 ├───a────────┴────b───────┤
  1 d           hall          e     the grounds all round
  0 └─────────────────────────┘
    0            10           20
```
Doorway `a` has a wooden door that the server watches, `b` no door at all, `d` an outer metal door that it watches, `e` a wooden one that
it does not.
"""

from datetime import UTC, datetime

from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import BuildingId, DeviceId, EventId, LevelId, OpeningId, UnitId, VenueId
from smartclient.domain.site import Building, Level, Opening, Rings, Site, Unit, UnitKind, Venue
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FLOOR, UPSTAIRS, GROUNDS = LevelId("1F"), LevelId("2F"), LevelId("grounds")
_EAST, _NORTH = 1 / 111_319.49, 1 / 110_574.28
"""Degrees of a metre at the equator, where this building stands."""
DOOR_A, DOOR_D = DeviceId("doors/a"), DeviceId("doors/d")
_WALLS = (
    (0.0, -0.2, 20.0, 0.0),
    (0.0, 10.0, 20.0, 10.2),
    (-0.2, -0.2, 0.0, 1.0),
    (-0.2, 2.0, 0.0, 10.2),
    (20.0, -0.2, 20.2, 1.0),
    (20.0, 2.0, 20.2, 4.0),
    (0.0, 3.8, 4.0, 4.0),
    (5.0, 3.8, 14.0, 4.0),
    (15.0, 3.8, 20.0, 4.0),
    (9.9, 4.0, 10.1, 10.0),
)
DOORWAYS = {
    "a": ((4.0, 3.9), (5.0, 3.9)),
    "b": ((14.0, 3.9), (15.0, 3.9)),
    "d": ((-0.1, 1.0), (-0.1, 2.0)),
    "e": ((20.1, 1.0), (20.1, 2.0)),
}
_DOORS = {"a": ("swinging", "wood"), "b": ("", ""), "d": ("swinging", "metal"), "e": ("swinging", "wood")}


def at(x: float, y: float) -> tuple[float, float]:
    """Degrees of a point in metres."""
    return x * _EAST, y * _NORTH


def box(west: float, south: float, east: float, north: float) -> Rings:
    """A rectangle in degrees."""
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return (tuple(at(x, y) for x, y in corners),)


def unit(name: str, kind: UnitKind, area: Rings, level: LevelId = FLOOR) -> Unit:
    """A unit known and numbered as `name`."""
    (west, south), _, (east, north), *_ = area[0]
    return Unit(UnitId(name), level, kind, kind.value, name, "", area, ((west + east) / 2, (south + north) / 2))


ROOM_A = unit("room A", UnitKind.ROOM, box(0, 4, 9.9, 10))
ROOM_B = unit("room B", UnitKind.ROOM, box(10.1, 4, 20, 10))
HALL = unit("hall", UnitKind.CORRIDOR, box(0, 0, 20, 3.8))
WALLS = tuple(unit(f"wall {n}", UnitKind.WALL, box(*corners)) for n, corners in enumerate(_WALLS))
GLASS = unit("glass", UnitKind.WINDOW, box(20.0, 4.0, 20.2, 10.2))


def opening(name: str, door: tuple[str, str] | None = None) -> Opening:
    """One of the doorways."""
    kind, material = _DOORS[name] if door is None else door
    line = tuple(at(*end) for end in DOORWAYS[name])
    is_outer = name in "de"
    return Opening(
        OpeningId(name), FLOOR, "pedestrian", f"Door {name}" if is_outer else "", line, is_outer, kind, material
    )


def camera(
    name: str,
    x: float,
    y: float,
    bearing_deg: float,
    level: LevelId = FLOOR,
    form: CameraForm = CameraForm.DOME,
    field_of_view_deg: float = 90.0,
    range_m: float = 25.0,
) -> Device:
    """A camera."""
    view = View(bearing_deg, field_of_view_deg, range_m, form)
    return Device(DeviceId(f"cameras/{name}"), DeviceKind.CAMERA, name, Placement(at(x, y), level), view)


def door(device: DeviceId, name: str) -> Device:
    """The device that watches a doorway."""
    (x0, y0), (x1, y1) = DOORWAYS[name]
    place = Placement(at((x0 + x1) / 2, (y0 + y1) / 2), FLOOR, opening_id=OpeningId(name))
    return Device(device, DeviceKind.DOOR, f"Door {name}", place)


def building(*devices: Device, openings: tuple[Opening, ...] | None = None, walls: tuple[Unit, ...] = WALLS) -> Site:
    """The site with these devices and the two door devices."""
    venue = Venue(VenueId("v"), "School", "school", box(-60, -60, 80, 70), at(0, 0))
    main = Building(BuildingId("main"), venue.id, "Main", (box(-0.2, -0.2, 20.2, 10.2),), at(10, 5))
    levels = (
        Level(FLOOR, venue.id, (main.id,), "First floor", "1F", 0, False, box(-0.2, -0.2, 20.2, 10.2)),
        Level(UPSTAIRS, venue.id, (main.id,), "Second floor", "2F", 1, False, box(-0.2, -0.2, 20.2, 10.2)),
        Level(GROUNDS, venue.id, (), "Grounds", "G", 0, True, box(-60, -60, 80, 70)),
    )
    return Site(
        "Test",
        (venue,),
        (main,),
        levels,
        (ROOM_A, ROOM_B, HALL, *walls, GLASS),
        tuple(opening(name) for name in DOORWAYS) if openings is None else openings,
        devices=(door(DOOR_A, "a"), door(DOOR_D, "d"), *devices),
    )


def store_of(site: Site, later: Later | None = None) -> SiteStore:
    """The present of a site: a live line, and nothing said yet."""
    return SiteStore(site, Connection(Line.LIVE, NOW), later or Later())


def happen(store: SiteStore, kind: EventKind, device: DeviceId) -> None:
    """The server says so, later than all it said before."""
    number = len(store.recent)
    store.apply([Happened(EventId(f"{number}"), NOW.replace(second=number), kind, device)])
