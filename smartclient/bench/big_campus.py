"""A made-up campus for benches: 25 buildings of 200 rooms, two devices a room, and a second floor on the one in the middle."""

import numpy as np

from smartclient.domain.devices import CameraForm, Device, DeviceKind, Placement, View
from smartclient.domain.ids import BuildingId, DeviceId, LevelId, UnitId, VenueId
from smartclient.domain.site import Building, Level, LonLat, Rings, Site, Unit, UnitKind, Venue
from smartclient.geometry.frames import Frame

ROOMS, PINS = 5_000, 10_000
ROOM_M = (8.0, 9.0)
COLUMNS, ROWS = 20, 10
SIDE = 5
MIDDLE, LEVELS = SIDE * SIDE // 2, 2
"""The building in the middle has a second floor."""
STEP_M = (180.0, 110.0)
"""From building to building."""
FRAME = Frame(-89.5, 43.1)
_KINDS = (
    DeviceKind.CAMERA,
    DeviceKind.DOOR,
    DeviceKind.CAMERA,
    DeviceKind.CAMERA,
    DeviceKind.DOOR,
    DeviceKind.VAPE_SENSOR,
    DeviceKind.CAMERA,
    DeviceKind.PANIC_BUTTON,
)
_VENUE = VenueId("venue")


def room_boxes(column: int, row: int) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """West, south, east, north of the rooms of the building in that column and row; metres, shape (200, 4)."""
    west, south = (column - SIDE / 2) * STEP_M[0], (row - SIDE / 2) * STEP_M[1]
    across, up = np.meshgrid(np.arange(COLUMNS), np.arange(ROWS))
    left, low = west + across.ravel() * ROOM_M[0], south + up.ravel() * ROOM_M[1]
    return np.column_stack((left, low, left + ROOM_M[0], low + ROOM_M[1]))


def device_points(
    boxes: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Two places in each room, shape (2n, 2): near one corner, and at the middle of one wall."""
    corner, wall = boxes[:, :2] + (1.0, 1.0), np.column_stack(((boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3] - 0.5))
    return np.stack((corner, wall), axis=1).reshape(-1, 2)


def big_campus() -> Site:
    """The campus as a site."""
    venue = Venue(_VENUE, "Bench", "", _ring((-470, -290, 470, 290)), (FRAME.lon, FRAME.lat))
    buildings, levels, units, devices = [], [], [], []
    for number in range(SIDE * SIDE):
        column, row = number % SIDE, number // SIDE
        boxes = room_boxes(column, row)
        bounds = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
        building = BuildingId(f"building {number}")
        buildings.append(Building(building, _VENUE, f"Building {number + 1}", (_ring(bounds),), _middle(bounds)))
        for ordinal in range(LEVELS if number == MIDDLE else 1):
            level = LevelId(f"level {number} {ordinal}")
            name = f"{ordinal + 1}F"
            levels.append(Level(level, _VENUE, (building,), name, name, ordinal, False, _ring(bounds)))
            units += _rooms(boxes, level)
            devices += _devices(boxes, level)
    return Site("Bench", (venue,), tuple(buildings), tuple(levels), tuple(units), devices=tuple(devices))


def _rooms(boxes: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", level: LevelId) -> list[Unit]:
    rings, middles = _rings(boxes), FRAME.to_world((boxes[:, :2] + boxes[:, 2:]) / 2).tolist()
    return [
        Unit(UnitId(f"{level} {i}"), level, UnitKind.ROOM, "classroom", "Classroom", f"{100 + i}", ring, (lon, lat))
        for i, (ring, (lon, lat)) in enumerate(zip(rings, middles, strict=True))
    ]


def _devices(boxes: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", level: LevelId) -> list[Device]:
    points = FRAME.to_world(device_points(boxes)).tolist()
    return [
        Device(
            DeviceId(f"{level} device {i}"),
            kind := _KINDS[i % len(_KINDS)],
            f"Device {i}",
            Placement((lon, lat), level),
            View(float(i * 35 % 360), 90.0, 12.0, CameraForm.DOME) if kind is DeviceKind.CAMERA else None,
        )
        for i, (lon, lat) in enumerate(points)
    ]


def _rings(boxes: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> list[Rings]:
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3, 0, 1]].reshape(-1, 2)
    world = FRAME.to_world(corners).reshape(-1, 5, 2).tolist()
    return [(tuple((lon, lat) for lon, lat in ring),) for ring in world]


def _ring(bounds: tuple[float, float, float, float]) -> Rings:
    return _rings(np.array([bounds], dtype=np.float64))[0]


def _middle(bounds: tuple[float, float, float, float]) -> LonLat:
    return FRAME.point_to_world((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
