"""What stands outdoors: parked cars, trees, lamp posts, the flag pole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.demo.video.ground import Standing
from smartclient.demo.video.rooms import Room
from smartclient.demo.video.solids import Solid, Solids, ball, box
from smartclient.demo.video.vehicles import BUS_LENGTH_M, bus, car

STALL_M = 2.75
STALL_DEPTH_M = 5.5
AISLE_M = 7.2
_MODULE_M = 2 * STALL_DEPTH_M + AISLE_M
_FROM_KERB_M = 1.9
_BUSES = 5
_CROWN = shapely.get_coordinates(shapely.Point(0, 0).buffer(2.0, quad_segs=4))


def plant(
    grounds: list[Room], buildings: list[shapely.Polygon], cameras: list[tuple[float, float]], campus: str
) -> tuple[Solids, list[Standing]]:
    """All that stands on a campus outside its buildings, and the shade under it; no tree grows in front of a camera."""
    rng = np.random.default_rng(zlib.crc32(campus.encode()))
    solids: list[Solid] = []
    shade: list[Standing] = []
    paved = [
        room.polygon
        for room in grounds
        if room.category in {"parking", "road", "walkway", "fieldofplay", "unenclosedarea", "recreation"}
    ]
    kept_clear = shapely.union_all([*paved, *buildings]).buffer(2.5, quad_segs=2)
    for place, angle in _bus_places(grounds, buildings):
        parts = list(bus(place, angle))
        solids += parts
        shade.append(Standing((parts[0].footprint,), 0.8, 2.8))
    for lot in (room for room in grounds if room.category == "parking" and not _is_for_buses(room)):
        for stall in stalls(lot):
            if rng.random() < 0.62:
                parts = list(car(stall, lot.angle + np.pi / 2 + (np.pi if rng.random() < 0.3 else 0), rng))
                solids += parts
                shade.append(Standing((parts[0].footprint,), 0.8, 1.2))
        solids += _lamp_posts(lot)
    views = shapely.MultiPoint(cameras).buffer(11.0)
    shapely.prepare(views)
    shapely.prepare(kept_clear)
    for x, y in _tree_places(grounds, kept_clear, rng):
        if views.contains(shapely.Point(x, y)):
            continue
        solids += tree((x, y), rng)
        shade.append(Standing((_CROWN + np.array((x, y)),), 0.35, 5.0))
    if buildings:
        solids += _flag(max(buildings, key=lambda polygon: polygon.area), kept_clear)
    return Solids.of(solids), shade


def stalls(lot: Room) -> Iterable[tuple[float, float]]:
    """Middles of the parking stalls that lie in a lot: pairs of rows with aisles between them."""
    inner = lot.polygon.buffer(-1.2)
    for row in range(int(lot.width / _MODULE_M) + 1):
        for across in (STALL_DEPTH_M / 2, STALL_DEPTH_M * 1.5 + AISLE_M):
            for column in range(int(lot.length / STALL_M)):
                place = lot.world((column + 0.5) * STALL_M - lot.length / 2, row * _MODULE_M + across - lot.width / 2)
                if inner.contains(shapely.Point(place)):
                    yield place


def _is_for_buses(ground: Room) -> bool:
    return "bus" in ground.name.casefold()


def _bus_places(grounds: list[Room], buildings: list[shapely.Polygon]) -> Iterable[tuple[tuple[float, float], float]]:
    """Where school buses stand, and their directions: in yards across two stalls back to back, in loops at the school's kerb."""
    for ground in (ground for ground in grounds if _is_for_buses(ground)):
        if ground.category == "parking":
            inner = ground.polygon.buffer(-BUS_LENGTH_M / 2)
            for row in range(int(ground.width / _MODULE_M) + 1):
                for column in range(0, int(ground.length / STALL_M), 2):
                    along, across = (column + 0.5) * STALL_M - ground.length / 2, row * _MODULE_M - ground.width / 2
                    place = ground.world(along, across)
                    if inner.contains(shapely.Point(place)):
                        yield place, ground.angle + np.pi / 2
        elif ground.category == "road" and buildings:
            yield from _at_the_kerb(ground.polygon, shapely.union_all(buildings))


def _at_the_kerb(road: shapely.Polygon, school: BaseGeometry) -> Iterable[tuple[tuple[float, float], float]]:
    """The places along a road's edge that are nearest to the school, one bus behind the other."""
    line = road.buffer(-_FROM_KERB_M, quad_segs=2).boundary
    found = []
    for metre in np.arange(0.0, line.length - BUS_LENGTH_M, BUS_LENGTH_M + 2.0):
        rear, front = line.interpolate(metre), line.interpolate(metre + BUS_LENGTH_M)
        body = shapely.LineString([rear, front])
        if body.length > 0.98 * BUS_LENGTH_M and road.contains(body.buffer(1.3, cap_style="flat")):
            found.append((body.distance(school), (body.centroid.x, body.centroid.y), _direction(rear, front)))
    return [(place, angle) for _, place, angle in sorted(found)[:_BUSES]]


def _direction(start: shapely.Point, end: shapely.Point) -> float:
    return float(np.arctan2(end.y - start.y, end.x - start.x))


def tree(foot: tuple[float, float], rng: np.random.Generator) -> list[Solid]:
    """A trunk and a crown of ragged balls that wind upwards."""
    size = 0.8 + 0.5 * float(rng.random())
    green = (0.20 + 0.08 * float(rng.random()), 0.30 + 0.08 * float(rng.random()), 0.12)
    parts = [box(foot, 0.3, (0.28 * size, 0.28 * size), 0.0, 2.6 * size, (0.26, 0.20, 0.15), "bark")]
    start = 2 * np.pi * float(rng.random())
    for number in range(7):
        up = 2.9 + 0.45 * number
        out = (1.25 - 0.17 * number) * size * (0.7 + 0.5 * float(rng.random()))
        turn = start + 2.4 * number
        centre = (foot[0] + out * float(np.cos(turn)), foot[1] + out * float(np.sin(turn)), up * size)
        radius = (1.3 - 0.06 * number + 0.35 * float(rng.random())) * size
        parts.append(ball(centre, (radius, radius * 0.8), green))
    return parts


def _tree_places(
    grounds: list[Room], kept_clear: BaseGeometry, rng: np.random.Generator
) -> Iterable[tuple[float, float]]:
    """Scattered about six metres apart along the edges of lots, roads and buildings, and in beds."""
    beds = [room.polygon for room in grounds if room.category == "vegetation"]
    line = kept_clear.buffer(1.0, quad_segs=2).boundary
    for metre in np.arange(0, line.length, 13.0):
        point = line.interpolate(metre + 5 * float(rng.random()))
        if rng.random() < 0.55:
            yield point.x, point.y
    for bed in beds:
        for _ in range(min(12, int(bed.area / 140))):
            x, y = (float(rng.uniform(low, high)) for low, high in zip(bed.bounds[:2], bed.bounds[2:], strict=True))
            if bed.contains(shapely.Point(x, y)) and not kept_clear.contains(shapely.Point(x, y)):
                yield x, y


def _lamp_posts(lot: Room) -> Iterable[Solid]:
    for along in np.arange(-lot.length / 2 + 10, lot.length / 2 - 5, 28.0):
        x, y = lot.world(float(along), 0.0)
        yield box((x, y), lot.angle, (0.16, 0.16), 0.0, 7.5, (0.22, 0.22, 0.23))
        yield box((x, y), lot.angle, (1.6, 0.3), 7.5, 7.62, (0.25, 0.25, 0.26))


def _flag(building: shapely.Polygon, kept_clear: BaseGeometry) -> Iterable[Solid]:
    """A pole with the flag, south of the building where there is room."""
    left, bottom, right, _ = building.bounds
    for aside in range(0, 40, 4):
        foot = ((left + right) / 2 + aside, bottom - 9.0)
        if not kept_clear.contains(shapely.Point(foot)):
            yield box(foot, 0.0, (0.11, 0.11), 0.0, 9.0, (0.72, 0.72, 0.74))
            yield box((foot[0] + 0.95, foot[1]), 0.0, (1.8, 0.03), 7.6, 8.8, (0.6, 0.6, 0.62), "flag")
            return
