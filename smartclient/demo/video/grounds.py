"""What stands outdoors: parked cars, trees, lamp posts, the flag pole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.demo.video.ground import Standing
from smartclient.demo.video.rooms import Room
from smartclient.demo.video.solids import Colour, Solid, Solids, ball, box, rectangle

STALL_M = 2.75
STALL_DEPTH_M = 5.5
AISLE_M = 7.2
_PAINTS: tuple[Colour, ...] = (
    (0.78, 0.79, 0.80),
    (0.12, 0.13, 0.14),
    (0.42, 0.44, 0.46),
    (0.60, 0.62, 0.64),
    (0.14, 0.22, 0.38),
    (0.42, 0.08, 0.09),
    (0.24, 0.28, 0.25),
    (0.70, 0.66, 0.58),
    (0.20, 0.21, 0.23),
)
_RUBBER: Colour = (0.05, 0.05, 0.055)
_CROWN = shapely.get_coordinates(shapely.Point(0, 0).buffer(2.0, quad_segs=4))
_GLASS: Colour = (0.10, 0.13, 0.16)


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
    for lot in (room for room in grounds if room.category == "parking"):
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
    module = 2 * STALL_DEPTH_M + AISLE_M
    inner = lot.polygon.buffer(-1.2)
    for row in range(int(lot.width / module) + 1):
        for across in (STALL_DEPTH_M / 2, STALL_DEPTH_M * 1.5 + AISLE_M):
            for column in range(int(lot.length / STALL_M)):
                place = lot.world((column + 0.5) * STALL_M - lot.length / 2, row * module + across - lot.width / 2)
                if inner.contains(shapely.Point(place)):
                    yield place


def car(middle: tuple[float, float], angle: float, rng: np.random.Generator) -> Iterable[Solid]:
    """A parked car: body, bonnet line, cabin with a glass band, wheels; saloon, estate or van by chance."""
    paint = _PAINTS[int(rng.integers(len(_PAINTS)))]
    tall = float(rng.choice([1.42, 1.5, 1.72]))
    length, rear = 4.5 + 0.35 * float(rng.random()), float(rng.choice([-1.55, -2.05]))
    half, waist = length / 2, 0.62 * tall
    sills, belt, bonnet = (
        rectangle(-half, half, 0.88),
        rectangle(-half + 0.06, half - 0.12, 0.86),
        rectangle(-half + 0.2, half - 0.5, 0.80),
    )
    waistline, gutter, roof = (
        rectangle(rear, 1.0, 0.80),
        rectangle(rear + 0.42, 0.15, 0.66),
        rectangle(rear + 0.56, 0.0, 0.60),
    )
    yield Solid(middle, angle, sills, belt, 0.22, waist - 0.08, paint, "body")
    yield Solid(middle, angle, belt, bonnet, waist - 0.08, waist, paint, "body")
    yield Solid(middle, angle, waistline, gutter, waist, tall - 0.07, _GLASS, "car glass")
    yield Solid(middle, angle, gutter, roof, tall - 0.07, tall, paint, "body")
    yield from _wheels(middle, angle, half)


def _wheels(middle: tuple[float, float], angle: float, half: float) -> Iterable[Solid]:
    """Four wheels, each of two halves that widen to the axle."""
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    for along in (-half + 0.85, half - 0.9):
        for side in (-0.80, 0.80):
            hub = (middle[0] + along * cos - side * sin, middle[1] + along * sin + side * cos)
            low, high = rectangle(-0.22, 0.22, 0.11), rectangle(-0.33, 0.33, 0.11)
            yield Solid(hub, angle, low, high, 0.0, 0.22, _RUBBER, "tyre")
            yield Solid(hub, angle, high, low, 0.22, 0.62, _RUBBER, "tyre")


def tree(foot: tuple[float, float], rng: np.random.Generator) -> list[Solid]:
    """A trunk and a crown of a few ragged balls."""
    size = 0.8 + 0.5 * float(rng.random())
    green = (0.20 + 0.08 * float(rng.random()), 0.30 + 0.08 * float(rng.random()), 0.12)
    parts = [box(foot, 0.3, (0.28 * size, 0.28 * size), 0.0, 2.6 * size, (0.26, 0.20, 0.15), "bark")]
    for _ in range(5):
        turn, out = float(rng.random()) * 2 * np.pi, 1.0 * size * float(rng.random())
        centre = (
            foot[0] + out * float(np.cos(turn)),
            foot[1] + out * float(np.sin(turn)),
            (3.2 + 1.8 * float(rng.random())) * size,
        )
        radius = (1.2 + 0.7 * float(rng.random())) * size
        parts.append(ball(centre, (radius, radius * 0.85), green))
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
