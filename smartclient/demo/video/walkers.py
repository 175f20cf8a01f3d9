"""Who walks where: people on fixed rounds through a scene, a function of the world's time alone, the same for every camera."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray

from smartclient.demo.video.figures import LOOKS
from smartclient.demo.video.scene import Scene
from smartclient.demo.video.solids import FOLIAGE

Doubles = NDArray[np.float64]

_CLEAR_M = 0.62
_SIGHT_M = 26.0
_MOST_NODES = 56
_MOST_WALKERS = 64
_AREA_EACH_M2 = {
    "walkway": 9.0,
    "lobby": 10.0,
    "foodservice": 22.0,
    "recreation": 48.0,
    "library": 40.0,
    "parking": 260.0,
}
_TURN_M = 0.4


@dataclass(frozen=True, slots=True)
class People:
    """People at one moment, arrays of one length: metres, heading in radians from east, metres walked in their stride
    (still people have 0 speed), and a number that says how each looks."""

    x: Doubles
    y: Doubles
    heading: Doubles
    walked: Doubles
    speed: Doubles
    look: NDArray[np.int64]


class Walkers:
    """The people of one scene, each walking a route there and back with a pause, during which most are out of sight."""

    def __init__(self, scene: Scene, seed: int) -> None:
        routes: list[Doubles] = []
        hidden: list[bool] = []
        for number, (space, count, doors) in enumerate(_spaces(scene)):
            rng = np.random.default_rng([seed, number, zlib.crc32(scene.key.encode())])
            found = _routes(space, doors, count, rng)
            routes += found
            hidden += [bool(doors)] * len(found)
        rng = np.random.default_rng([seed, zlib.crc32(scene.key.encode())])
        count = len(routes)
        self._points, self._upto = _pad(routes)
        self._hidden = np.array(hidden, bool)
        self._speed = rng.uniform(1.0, 1.55, count)
        self._pause = rng.uniform(20, 90, count)
        self._offset = rng.uniform(0, 4000, count)
        self._shyness = rng.permutation(count) / max(1, count)
        self.look = rng.integers(0, LOOKS, count)

    def at(self, moment: datetime, crowd: float) -> People:
        """Everybody to be seen when the halls are as full as `crowd`, 0 to 1."""
        length = self._upto[:, -1]
        leg = length / self._speed
        period = 2 * (leg + self._pause)
        clock = moment.timestamp() % 8.64e6 + self._offset
        phase = np.mod(clock, period)
        back = phase > leg + self._pause
        phase = np.where(back, phase - leg - self._pause, phase)
        gone = np.minimum(phase * self._speed, length)
        along = np.where(back, length - gone, gone)
        still = phase > leg
        shown = (self._shyness < crowd) & ~(still & self._hidden)
        behind, ahead = self._place(np.maximum(along - _TURN_M, 0)), self._place(np.minimum(along + _TURN_M, length))
        way = (ahead - behind) * np.where(back, -1, 1)[:, None]
        middle = (ahead + behind) / 2
        heading = np.arctan2(way[:, 1], way[:, 0])
        speed = np.where(still, 0.0, self._speed)
        return People(middle[shown, 0], middle[shown, 1], heading[shown], gone[shown], speed[shown], self.look[shown])

    def _place(self, along: Doubles) -> Doubles:
        """Points of all routes at these distances from their starts."""
        rows = np.arange(len(along))
        leg = np.clip((self._upto <= along[:, None]).sum(axis=1) - 1, 0, self._upto.shape[1] - 2)
        start, end = self._upto[rows, leg], self._upto[rows, leg + 1]
        part = np.clip((along - start) / np.maximum(end - start, 1e-9), 0, 1)[:, None]
        placed: Doubles = self._points[rows, leg] * (1 - part) + self._points[rows, leg + 1] * part
        return placed


def _spaces(scene: Scene) -> list[tuple[shapely.Polygon, int, list[tuple[float, float]]]]:
    """Connected pieces of ground to walk on, how many people each has at most, and the doors that lead out of it."""
    flowing = [
        room.polygon.buffer(0.25, join_style="mitre")
        for room in scene.rooms
        if room.category in {"walkway", "lobby", "unenclosedarea"}
    ]
    pieces = [(part, "walkway") for part in shapely.get_parts(shapely.union_all(flowing))]
    pieces += [
        (room.polygon, room.category)
        for room in scene.rooms
        if room.category in {"foodservice", "recreation", "library"} and not scene.outdoor
    ]
    pieces += [(room.polygon, room.category) for room in scene.rooms if room.category == "parking" and scene.outdoor]
    low = (
        (scene.solids.vertices[:, 0, 2] < 0.8) & ~scene.solids.with_finish(FOLIAGE) & ~scene.solids.with_finish("tyre")
    )
    blocks = np.array(shapely.polygons(scene.solids.vertices[low, :4, :2]), object)
    tree = shapely.STRtree(blocks)
    found = []
    for polygon, category in pieces:
        if polygon.geom_type != "Polygon":
            continue
        standing = shapely.union_all(blocks[tree.query(polygon, predicate="intersects")])
        free = polygon.buffer(-_CLEAR_M, quad_segs=2).difference(standing.buffer(0.35, quad_segs=2))
        parts = [part for part in shapely.get_parts(free) if part.geom_type == "Polygon" and part.area > 4]
        if parts:
            space = max(parts, key=lambda part: part.area)
            doors = _fronts(scene, space) if category == "walkway" else []
            found.append((space, min(_MOST_WALKERS, int(space.area / _AREA_EACH_M2[category]) + 2), doors))
    return found


def _fronts(scene: Scene, space: shapely.Polygon) -> list[tuple[float, float]]:
    fronts = []
    for door in scene.doorways:
        middle = shapely.Point(door.along(door.width / 2))
        if door.leaf and space.distance(middle) < 1.6:
            nearest = shapely.ops.nearest_points(space, middle)[0]
            fronts.append((nearest.x, nearest.y))
    return fronts


def _routes(
    space: shapely.Polygon, doors: list[tuple[float, float]], count: int, rng: np.random.Generator
) -> list[Doubles]:
    """Shortest ways between far-apart places of a space, bending only where walls make them."""
    nodes = np.array([*doors, *_scatter(space, _MOST_NODES - min(len(doors), 30), rng)]).reshape(-1, 2)[
        : _MOST_NODES + 30
    ]
    if len(nodes) < 2:
        return []
    distance, following = _shortest(_links(space, nodes))
    routes: list[Doubles] = []
    ends = len(doors) if len(doors) >= 2 else len(nodes)
    for _ in range(count * 4):
        start, end = (int(node) for node in rng.integers(0, ends, 2))
        if len(routes) < count and 4.0 < distance[start, end] < 90.0:
            way = [start]
            while way[-1] != end:
                way.append(int(following[way[-1], end]))
            routes.append(nodes[way] + np.r_[[np.zeros(2)], rng.uniform(-0.2, 0.2, (len(way) - 1, 2))])
    return routes


def _scatter(space: shapely.Polygon, count: int, rng: np.random.Generator) -> Doubles:
    left, bottom, right, top = space.bounds
    trial = rng.uniform((left, bottom), (right, top), (count * 40, 2))
    inside: Doubles = trial[shapely.contains_xy(space, trial[:, 0], trial[:, 1])][:count]
    return inside


def _links(space: shapely.Polygon, nodes: Doubles) -> Doubles:
    """Lengths of the straight ways between places that see each other; inf elsewhere. Long ways count a little more, so
    that people do not all take the very shortest."""
    gap = np.hypot(*(nodes[:, None] - nodes[None]).transpose(2, 0, 1))
    first, second = np.nonzero(np.triu(gap < _SIGHT_M, 1))
    lines = shapely.linestrings(np.stack([nodes[first], nodes[second]], axis=1))
    roomy = space.buffer(0.03)
    shapely.prepare(roomy)
    clear = shapely.covers(roomy, lines)
    links = np.full(gap.shape, np.inf)
    links[first[clear], second[clear]] = links[second[clear], first[clear]] = gap[first[clear], second[clear]]
    np.fill_diagonal(links, 0)
    return links


def _shortest(links: Doubles) -> tuple[Doubles, NDArray[np.int64]]:
    """Floyd and Warshall: all shortest distances, and the next place on every way."""
    count = len(links)
    distance = links.copy()
    following = np.where(np.isfinite(links), np.arange(count)[None], -1)
    for middle in range(count):
        through = distance[:, middle : middle + 1] + distance[middle : middle + 1]
        better = through < distance
        distance = np.where(better, through, distance)
        following = np.where(better, following[:, middle : middle + 1], following)
    return distance, following


def _pad(routes: list[Doubles]) -> tuple[Doubles, Doubles]:
    """Routes as one array (routes, points, 2), the last point repeated, and metres from the start at each point."""
    longest = max([2, *(len(route) for route in routes)])
    points = np.zeros((len(routes), longest, 2))
    for row, route in enumerate(routes):
        points[row, : len(route)], points[row, len(route) :] = route, route[-1]
    steps = np.hypot(*np.moveaxis(np.diff(points, axis=1), 2, 0)).reshape(len(routes), longest - 1)
    return points, np.concatenate([np.zeros((len(routes), 1)), np.cumsum(steps, axis=1)], axis=1)
