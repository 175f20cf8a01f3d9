"""Shortest walks through spaces joined by passages: doorways inside a floor, flights of stairs between floors."""

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from smartclient.geometry.free_space import FreeSpace, Points

Nearest = tuple[float, int]
"""What the way to the nearest goal costs, and which one it is."""
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class End:
    """Where a passage meets a space: `space` by its number, the point (`x`, `y`) inside it, metres."""

    space: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A way between two spaces. `cost_m` is what it counts, in metres of level walk, never less than the distance of its ends.

    `via` are points passed on the way from the first end to the second.
    """

    ends: tuple[End, End]
    cost_m: float
    via: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """A shortest walk: its points in metres, the space each lies in, the passages taken, and what it counts in all."""

    points: tuple[tuple[float, float], ...]
    spaces: tuple[int, ...]
    passages: tuple[int, ...]
    cost_m: float


class WalkGraph:
    """Nodes are the ends of passages and the corners of spaces. A space is looked at when a walk first comes to it."""

    def __init__(self, spaces: Sequence[FreeSpace], passages: Sequence[Passage]) -> None:
        self._spaces, self._passages = spaces, passages
        self._ends: list[End] = []
        self._across: dict[int, tuple[int, int]] = {}
        """From one end of a passage to the other, and the passage's number."""
        self._within: dict[int, list[int]] = {}
        self._points: dict[int, Points] = {}
        self._steps: dict[int, list[tuple[int, float]]] = {}
        for number, passage in enumerate(passages):
            first, second = (self._add(end) for end in passage.ends)
            self._across[first], self._across[second] = (second, number), (first, number)

    def walk(self, start: End, end: End, without: frozenset[int] = _NOTHING) -> Walk | None:
        """The walk that counts least and takes none of the passages `without`; None where there is no way."""
        if start.space == end.space and self._is_straight(start, end):
            length_m = math.dist((start.x, start.y), (end.x, end.y))
            return Walk(((start.x, start.y), (end.x, end.y)), (start.space, end.space), (), length_m)
        goals = dict(self._in_sight(end))
        came_from: dict[int, int] = {}
        heap = [(far + self._ahead(node, end), far, node, -1) for node, far in self._in_sight(start)]
        heapq.heapify(heap)
        best, last = math.inf, -1
        while heap and heap[0][0] < best:
            _, far, node, before = heapq.heappop(heap)
            if node in came_from:
                continue
            came_from[node] = before
            if node in goals and far + goals[node] < best:
                best, last = far + goals[node], node
            for other, step in self._neighbours(node, without):
                if other not in came_from:
                    heapq.heappush(heap, (far + step + self._ahead(other, end), far + step, other, node))
        return self._told(start, end, came_from, last, best) if last >= 0 else None

    def nearest_of_all(self, goals: Mapping[int, int]) -> dict[int, Nearest]:
        """For every node from which there is a way: its nearest goal. `goals` maps passages to the goals they stand for."""
        heap = [(0.0, node, goals[number]) for node, (_, number) in self._across.items() if number in goals]
        heapq.heapify(heap)
        found: dict[int, Nearest] = {}
        while heap:
            far, node, goal = heapq.heappop(heap)
            if node in found:
                continue
            found[node] = (far, goal)
            for other, step in self._neighbours(node, _NOTHING):
                if other not in found:
                    heapq.heappush(heap, (far + step, other, goal))
        return found

    def nearest(self, start: End, known: Mapping[int, Nearest]) -> Nearest | None:
        """The nearest goal from a point, by what `nearest_of_all` found."""
        ways = ((far + known[node][0], known[node][1]) for node, far in self._in_sight(start) if node in known)
        return min(ways, default=None)

    def _add(self, end: End) -> int:
        self._ends.append(end)
        self._within.setdefault(end.space, []).append(len(self._ends) - 1)
        return len(self._ends) - 1

    def _ahead(self, node: int, end: End) -> float:
        place = self._ends[node]
        return math.hypot(place.x - end.x, place.y - end.y)

    def _neighbours(self, node: int, without: frozenset[int]) -> Iterator[tuple[int, float]]:
        self._look_at(self._ends[node].space)
        yield from self._steps[node]
        other, number = self._across.get(node, (-1, -1))
        if other >= 0 and number not in without:
            yield other, self._passages[number].cost_m

    def _in_sight(self, place: End) -> list[tuple[int, float]]:
        """The nodes in sight of a point of a space, with their distances."""
        self._look_at(place.space)
        nodes, points = self._within[place.space], self._points[place.space]
        starts = np.broadcast_to(np.array((place.x, place.y)), points.shape)
        far = np.hypot(*(points - starts).T)
        return [(nodes[i], float(far[i])) for i in np.flatnonzero(self._spaces[place.space].sees(starts, points))]

    def _is_straight(self, start: End, end: End) -> bool:
        ends = (np.array([(place.x, place.y)]) for place in (start, end))
        return bool(self._spaces[start.space].sees(*ends)[0])

    def _look_at(self, space: int) -> None:
        """Finds the space's corners and which of its nodes see each other, once."""
        if space in self._points:
            return
        for x, y in self._spaces[space].corners.tolist():
            self._add(End(space, x, y))
        nodes = self._within.setdefault(space, [])
        points = np.array([(self._ends[node].x, self._ends[node].y) for node in nodes]).reshape(-1, 2)
        first, second = np.triu_indices(len(nodes), 1)
        seen = self._spaces[space].sees(points[first], points[second])
        far = np.hypot(*(points[first] - points[second]).T)
        self._steps |= {node: [] for node in nodes}
        for i in np.flatnonzero(seen).tolist():
            one, other, step = nodes[first[i]], nodes[second[i]], float(far[i])
            self._steps[one].append((other, step))
            self._steps[other].append((one, step))
        self._points[space] = points

    def _told(self, start: End, end: End, came_from: Mapping[int, int], last: int, cost_m: float) -> Walk:
        """The walk in order, each passage with the points on its way."""
        nodes = []
        while last >= 0:
            nodes.append(last)
            last = came_from[last]
        nodes.reverse()
        ends, taken = [start], []
        for before, node in zip([-1, *nodes], nodes, strict=False):
            other, number = self._across.get(before, (-1, -1))
            if node == other:
                passage = self._passages[number]
                via = passage.via if passage.ends[0] == self._ends[before] else passage.via[::-1]
                ends += [End(self._ends[node].space, *point) for point in via]
                taken.append(number)
            ends.append(self._ends[node])
        ends.append(end)
        return Walk(tuple((e.x, e.y) for e in ends), tuple(e.space for e in ends), tuple(taken), cost_m)
