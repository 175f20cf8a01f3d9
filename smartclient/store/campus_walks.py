"""One campus's walkable graph, asked from places on levels."""

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import shapely

from smartclient.domain.ids import BuildingId, LevelId, VenueId
from smartclient.domain.site import Opening, Unit
from smartclient.geometry.walk_graph import End, Nearest, Walk, WalkGraph
from smartclient.store.campus_ways import campus_ways
from smartclient.store.places import Places
from smartclient.store.routes import LIFT_STOREY_S, LIFT_WAIT_S, STAIR_M, Route, Standpoint
from smartclient.store.ways import Crossing, Way

_SNAP_M = 1.5
"""A point in a wall counts as the room beside it."""


class CampusWalks:
    """Not for several threads at once: what is found on the way is kept."""

    def __init__(self, places: Places, venue: VenueId) -> None:
        self.places = places
        self._ways = campus_ways(places, venue)
        self._graph = WalkGraph(self._ways.spaces, self._ways.passages)
        self._tree = shapely.STRtree([space.shape for space in self._ways.spaces])
        self._lifts = frozenset(i for i, crossing in enumerate(self._ways.crossings) if crossing.way is Way.LIFT)
        self._exits: dict[BuildingId | None, Mapping[int, Nearest]] = {}
        self._stairs: dict[BuildingId, Mapping[int, Nearest]] = {}

    def route(self, start: Standpoint, end: Standpoint, with_lifts: bool) -> Route | None:
        """The shortest walk, where there is one."""
        first, last = self._end_at(start), self._end_at(end)
        if first is None or last is None:
            return None
        walk = self._graph.walk(first, last, frozenset() if with_lifts else self._lifts)
        return self._route(walk) if walk else None

    def nearest_exit(self, start: Standpoint, building: BuildingId | None) -> tuple[Opening, float] | None:
        """The nearest named outside door of that building, or with None of any."""
        if building not in self._exits:
            self._exits[building] = self._graph.nearest_of_all(
                {i: i for i, crossing in enumerate(self._ways.crossings) if self._is_exit(crossing, building)}
            )
        found = self._nearest(start, self._exits[building])
        opening = found[0].opening if found else None
        return (opening, found[1]) if found and opening else None

    def nearest_stair(self, start: Standpoint, building: BuildingId) -> tuple[Unit, float] | None:
        """The nearest stair of that building."""
        if building not in self._stairs:
            self._stairs[building] = self._graph.nearest_of_all(
                {i: i for i, crossing in enumerate(self._ways.crossings) if self._is_stair(crossing, building)}
            )
        found = self._nearest(start, self._stairs[building])
        unit = found[0].unit if found else None
        return (unit, found[1]) if found and unit else None

    def _nearest(self, start: Standpoint, known: Mapping[int, Nearest]) -> tuple[Crossing, float] | None:
        end = self._end_at(start)
        found = self._graph.nearest(end, known) if end else None
        return (self._ways.crossings[found[1]], found[0]) if found else None

    def _is_exit(self, crossing: Crossing, building: BuildingId | None) -> bool:
        opening = crossing.opening
        if opening is None or not opening.name or not crossing.leads_out:
            return False
        return building is None or building in self.places.levels[opening.level_id].building_ids

    def _is_stair(self, crossing: Crossing, building: BuildingId) -> bool:
        unit = crossing.unit
        is_stair = unit is not None and crossing.way is Way.STAIRS
        return is_stair and unit is not None and building in self.places.levels[unit.level_id].building_ids

    def _end_at(self, start: Standpoint) -> End | None:
        """The space of that level around a point, else the nearest one."""
        level = self.places.levels.get(start.level) if start.level else None
        is_outdoors = level is None or level.outdoor
        point = shapely.Point(start.x, start.y)
        near = self._tree.query(point, predicate="dwithin", distance=_SNAP_M)
        own = [i for i in near.tolist() if self._is_outdoors(i) == is_outdoors]
        own = own if is_outdoors else [i for i in own if self._ways.levels[i] == start.level]
        if not own:
            return None
        shapes = np.array([self._ways.spaces[i].shape for i in own], dtype=object)
        order = sorted(zip(shapely.distance(shapes, point).tolist(), shapely.area(shapes).tolist(), own, strict=True))
        space = order[0][2]
        return End(space, *self._ways.spaces[space].nearest(start.x, start.y))

    def _is_outdoors(self, space: int) -> bool:
        level = self._ways.levels[space]
        return level is None or self.places.levels[level].outdoor

    def _route(self, walk: Walk) -> Route:
        taken = [self._ways.crossings[number] for number in walk.passages]
        flights = [crossing for crossing in taken if crossing.way is not Way.DOORWAY]
        stairs_m = sum(STAIR_M * crossing.storeys for crossing in flights if crossing.way is Way.STAIRS)
        lift_s = sum(LIFT_WAIT_S + LIFT_STOREY_S * crossing.storeys for crossing in flights if crossing.way is Way.LIFT)
        levels = tuple(self._ways.levels[space] for space in walk.spaces)
        steps = zip(pairwise(walk.points), pairwise(levels), strict=True)
        level_m = sum(math.dist(*ends) for ends, (before, after) in steps if not self._is_flight(before, after))
        return Route(
            points=walk.points,
            levels=levels,
            length_m=level_m + stairs_m,
            stairs_m=stairs_m,
            lift_s=lift_s,
            doors=tuple(crossing.opening.id for crossing in taken if crossing.opening),
            shafts=tuple(crossing.unit.name for crossing in flights if crossing.unit),
        )

    def _is_flight(self, before: LevelId | None, after: LevelId | None) -> bool:
        """Whether a step goes from floor to floor of a building."""
        return before != after and not any(
            level is None or self.places.levels[level].outdoor for level in (before, after)
        )
