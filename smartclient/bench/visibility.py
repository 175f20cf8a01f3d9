"""What 400 cameras see among 2,000 wall segments: ours beside a fan of rays and, where it is installed, VisiLibity."""

import importlib
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.devices import CameraForm, View
from smartclient.geometry.visibility import Ring, Segments, sides, visible_ring

CAMERAS, WALLS = 400, 499
"""At most so many walls of four sides each, and the four sides of the site."""
ROOM_M, WALL_M, GAP_M = 6.0, 0.2, 0.6
FAN_RAYS = 720
COMPARED = 20
"""Viewpoints at which the slower ones are measured."""
_EVERYWHERE_M = 1_000.0
_EPSILON = 1e-7
_NEAR_M = 0.01

Pose = tuple[float, float]
T = TypeVar("T")


def measure() -> dict[str, object]:
    """Times are of this process's CPU, so that other work on the machine does not count."""
    boxes = list(_walls())
    side = ROOM_M * 17
    outer = np.array([(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)])
    segments = sides([outer, *boxes])
    random = np.random.default_rng(3)
    poses = [_free_pose(random, boxes, side) for _ in range(CAMERAS)]
    views = [View(float(b), 90.0, 25.0) for b in random.uniform(0, 360, CAMERAS)]
    seen: dict[str, object] = {"cameras": CAMERAS, "wall segments": len(segments)}
    each = [_timed(partial(visible_ring, *p, view, segments))[0] for p, view in zip(poses, views, strict=True)]
    seen["ours, all cameras, s"] = round(sum(each) / 1e3, 3)
    seen["ours, one camera, ms, median"] = round(statistics.median(each), 2)
    seen["ours, one camera, ms, slowest"] = round(max(each), 2)
    seen["all round and without a range"] = _unlimited(segments, boxes, outer, poses[:COMPARED])
    return seen


def _unlimited(segments: Segments, boxes: Sequence[Ring], outer: Ring, poses: Sequence[Pose]) -> dict[str, object]:
    """The same task for all: VisiLibity knows neither angle nor range."""
    view = View(0.0, 360.0, _EVERYWHERE_M, CameraForm.FISHEYE)
    ours, exact = _all(partial(visible_ring, *pose, view, segments) for pose in poses)
    fan, fans = _all(partial(_fan, *pose, segments) for pose in poses)
    areas = np.array([shapely.Polygon(ring).area for ring in exact])
    wrong = [shapely.Polygon(a).symmetric_difference(shapely.Polygon(b)).area for a, b in zip(exact, fans, strict=True)]
    return {
        "ours, ms, median": round(statistics.median(ours), 2),
        f"fan of {FAN_RAYS} rays in numpy, ms, median": round(statistics.median(fan), 2),
        "fan, area wrong, %": round(100 * float(np.sum(wrong) / areas.sum()), 2),
        "VisiLibity": _visilibity(boxes, outer, poses, exact),
    }


def _visilibity(boxes: Sequence[Ring], outer: Ring, poses: Sequence[Pose], exact: Sequence[Ring]) -> object:
    """Where it answers otherwise, rays to points in the difference say who is wrong."""
    try:
        library: Any = importlib.import_module("visilibity")
    except ImportError:
        return "not installed"

    def polygon(ring: Ring) -> Any:
        return library.Polygon([library.Point(float(x), float(y)) for x, y in ring[:-1]])

    environment = library.Environment([polygon(outer), *(polygon(ring[::-1]) for ring in boxes)])
    times, theirs = _all(partial(library.Visibility_Polygon, library.Point(*p), environment, _EPSILON) for p in poses)
    solid = shapely.union_all([shapely.Polygon(ring) for ring in boxes])
    pairs = [(shapely.Polygon(ring), _shape(seen)) for ring, seen in zip(exact, theirs, strict=True)]
    wrong = np.array([_wrong(pose, *pair, solid) for pose, pair in zip(poses, pairs, strict=True)])
    return {
        "ms, median": round(statistics.median(times), 2),
        "viewpoints": len(poses),
        "of which it is wrong at": int(wrong[:, 1].sum()),
        "and we are wrong at": int(wrong[:, 0].sum()),
    }


def _shape(seen: Any) -> shapely.Polygon:
    return shapely.Polygon([(seen[i].x(), seen[i].y()) for i in range(seen.n())])


def _wrong(pose: Pose, ours: shapely.Polygon, theirs: shapely.Polygon, solid: BaseGeometry) -> tuple[bool, bool]:
    """Whether a ray to a point in the difference of both proves one of them wrong."""
    apart = ours.symmetric_difference(theirs).buffer(-_NEAR_M)
    found = [False, False]
    for part in (part for part in shapely.get_parts(apart) if not part.is_empty):
        spot = part.representative_point()
        is_free = not shapely.LineString([pose, (spot.x, spot.y)]).intersects(solid)
        for place, area in enumerate((ours, theirs)):
            found[place] |= area.contains(spot) != is_free
    return found[0], found[1]


def _walls() -> Iterator[Ring]:
    """Walls of a chequered building, each with a gap at both ends, counter-clockwise."""
    count = 0
    for row in range(17):
        for column in range(17):
            x, y = column * ROOM_M, row * ROOM_M
            for box in (
                (x + GAP_M, y + ROOM_M - WALL_M / 2, x + ROOM_M - GAP_M, y + ROOM_M + WALL_M / 2),
                (x + ROOM_M - WALL_M / 2, y + GAP_M, x + ROOM_M + WALL_M / 2, y + ROOM_M - GAP_M),
            ):
                if box[2] < 17 * ROOM_M and box[3] < 17 * ROOM_M and count < WALLS:
                    count += 1
                    west, south, east, north = box
                    yield np.array([(west, south), (east, south), (east, north), (west, north), (west, south)])


def _free_pose(random: np.random.Generator, boxes: Sequence[Ring], side: float) -> Pose:
    corners = np.array([(ring[0], ring[2]) for ring in boxes])
    while True:
        x, y = random.uniform(0.5, side - 0.5, 2)
        is_in = (corners[:, 0] < (x + 0.05, y + 0.05)) & (corners[:, 1] > (x - 0.05, y - 0.05))
        if not is_in.all(axis=1).any():
            return float(x), float(y)


def _fan(x: float, y: float, segments: Segments) -> Ring:
    """The rival: rays in all directions, each to the nearest wall."""
    bearings = np.linspace(0, 2 * np.pi, FAN_RAYS, endpoint=False)
    rays = np.column_stack((np.sin(bearings), np.cos(bearings)))
    start = segments[:, :2] - (x, y)
    along = segments[:, 2:] - segments[:, :2]
    crossing = rays[:, :1] * along[:, 1] - rays[:, 1:] * along[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (start[:, 0] * along[:, 1] - start[:, 1] * along[:, 0]) / crossing
        share = (start[:, 0] * rays[:, 1:] - start[:, 1] * rays[:, :1]) / crossing
    is_hit = (distance > 0) & (share >= 0) & (share <= 1)
    ring: Ring = rays * np.where(is_hit, distance, np.inf).min(axis=1)[:, None] + (x, y)
    return ring


def _all(works: Iterable[Callable[[], T]]) -> tuple[list[float], list[T]]:
    timed = [_timed(work) for work in works]
    return [ms for ms, _ in timed], [answer for _, answer in timed]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time_ns()
    answer = work()
    return (time.process_time_ns() - begun) / 1e6, answer
