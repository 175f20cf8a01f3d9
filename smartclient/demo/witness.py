"""Which camera saw what another device tells of: the one in whose picture the device lies, else the door of its room."""

from collections.abc import Iterator
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians

from smartclient.demo.plan import DemoSite, Device, Level, LonLat, Ring

Point = tuple[float, float]

_METRES_A_DEGREE = 111_320
_SOLID = frozenset({"brick", "drywall"})
_CLEAR_M = 0.6
"""Devices hang on walls and doors lie in them: so much of a line of sight at either end stands for its end."""
_RECESS_M = 1.5
"""Who stands before a door that lies so deep in a wall is seen as well."""
_BESIDE_M = 0.4
_HALF_TURN_DEG = 180.0
_AT_DOORS = frozenset({"door", "intercom"})


def witness(site: DemoSite, device: Device) -> Device | None:
    """The camera itself, else the nearest one that sees the device or a door of its room; None where none does."""
    if device.resource == "cameras":
        return device
    if device.position is None:
        return None
    return _Surroundings(site, device).seer()


class _Surroundings:
    """What stands around a device, in metres east and north of it."""

    def __init__(self, site: DemoSite, device: Device) -> None:
        self._site, self._device = site, device
        self._longitude, self._latitude = device.position or (0.0, 0.0)
        self._narrower = cos(radians(self._latitude))
        self._walls = [
            edge
            for unit in site.units
            if unit.level_id == device.level_id and unit.category in _SOLID
            for ring in unit.rings
            for edge in self._edges(ring)
        ]

    def seer(self) -> Device | None:
        cameras = self._cameras()
        doors = sorted(self._doors(), key=lambda at: hypot(*at))
        for target, clear_m in (((0.0, 0.0), _CLEAR_M), *((door, _RECESS_M) for door in doors)):
            near = sorted(cameras, key=lambda each: hypot(each[0][0] - target[0], each[0][1] - target[1]))
            found = next((camera for at, camera in near if self._sees(at, camera, target, clear_m)), None)
            if found is not None:
                return found
        return None

    def _cameras(self) -> list[tuple[Point, Device]]:
        """Those on its floor; what hangs at an outside door is seen by those outdoors, too."""
        levels, device = self._site.level_by_id, self._device
        is_at_door = device.category in _AT_DOORS
        return [
            (self._metres(camera.position), camera)
            for camera in self._site.cameras
            if camera.position is not None
            and camera.campus == device.campus
            and (camera.level_id == device.level_id or (is_at_door and _is_outdoors(levels.get(camera.level_id or ""))))
        ]

    def _doors(self) -> Iterator[Point]:
        """The middles of the openings in the walls of the room it is in."""
        room = next((unit for unit in self._site.units if unit.id == self._device.unit_id), None)
        if room is None:
            return
        edges = [edge for ring in room.rings for edge in self._edges(ring)]
        for opening in self._site.openings:
            if opening.level_id == room.level_id and opening.category != "window":
                ends = [self._metres(each) for each in opening.line]
                middle = (sum(x for x, _ in ends) / len(ends), sum(y for _, y in ends) / len(ends))
                if any(_distance(middle, edge) < _BESIDE_M for edge in edges):
                    yield middle

    def _sees(self, at: Point, camera: Device, target: Point, clear_m: float) -> bool:
        across, up = target[0] - at[0], target[1] - at[1]
        far = hypot(across, up)
        if far > camera.range:
            return False
        if far > _CLEAR_M and camera.field_of_view < 2 * _HALF_TURN_DEG:
            off = (degrees(atan2(across, up)) - camera.bearing + _HALF_TURN_DEG) % 360 - _HALF_TURN_DEG
            if abs(off) > camera.field_of_view / 2:
                return False
        if far <= _CLEAR_M + clear_m:
            return True
        begin = (at[0] + across * _CLEAR_M / far, at[1] + up * _CLEAR_M / far)
        end = (target[0] - across * clear_m / far, target[1] - up * clear_m / far)
        return not any(_cross(begin, end, *edge) for edge in self._walls)

    def _edges(self, ring: Ring) -> Iterator[tuple[Point, Point]]:
        points = [self._metres(each) for each in ring]
        yield from pairwise(points)

    def _metres(self, place: LonLat) -> Point:
        return (
            (place[0] - self._longitude) * self._narrower * _METRES_A_DEGREE,
            (place[1] - self._latitude) * _METRES_A_DEGREE,
        )


def _is_outdoors(level: Level | None) -> bool:
    return level is not None and level.outdoor


def _distance(point: Point, edge: tuple[Point, Point]) -> float:
    (ax, ay), (bx, by) = edge
    along, aside = bx - ax, by - ay
    square = along * along + aside * aside
    part = 0.0 if square == 0 else max(0.0, min(1.0, ((point[0] - ax) * along + (point[1] - ay) * aside) / square))
    return hypot(point[0] - ax - along * part, point[1] - ay - aside * part)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the lines a to b and c to d cross."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
