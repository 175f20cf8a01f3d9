"""Ways on foot through the demo district: rooms, halls, stairs, and out of the door."""

import random
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import shapely

from smartclient.domain.ids import LevelId
from smartclient.domain.site import UnitKind
from smartclient.store.floor_units import shapes_of
from smartclient.store.routes import RUNNING_M_S, STAIR_M, Standpoint
from smartclient.store.walking import Walkable
from tests.builders.maple_grove import maple_grove
from tests.builders.maple_grove_places import maple_grove_places, room

PLACES = maple_grove_places()


@pytest.fixture(scope="module")
def walkable() -> Walkable:
    return Walkable(PLACES)


def stand(walkable: Walkable, venue: str, number: str) -> Standpoint:
    unit = room(venue, number)
    return walkable.standpoint(unit.display_point, unit.level_id)


def test_down_the_stairs_and_along_the_hall(walkable: Walkable) -> None:
    start, end = stand(walkable, "Middle", "214"), stand(walkable, "Middle", "101")
    route = walkable.route(start, end)
    assert route is not None
    assert route.points[0] == (start.x, start.y)
    assert route.points[-1] == (end.x, end.y)
    assert route.levels[0] == start.level
    assert route.levels[-1] == end.level
    assert route.shafts == ("Stair 1",)
    assert route.stairs_m == pytest.approx(STAIR_M)
    assert route.length_m > ((start.x - end.x) ** 2 + (start.y - end.y) ** 2) ** 0.5
    assert route.seconds(RUNNING_M_S) < route.seconds()


def test_a_lift_is_taken_only_when_asked_for(walkable: Walkable) -> None:
    start, end = stand(walkable, "High", "346"), stand(walkable, "High", "146")
    on_foot, by_lift = walkable.route(start, end), walkable.route(start, end, with_lifts=True)
    assert on_foot is not None
    assert by_lift is not None
    assert on_foot.lift_s == 0
    assert on_foot.stairs_m > 0
    assert by_lift.lift_s > 0
    assert by_lift.stairs_m == 0


def test_from_building_to_building_over_the_grounds(walkable: Walkable) -> None:
    route = walkable.route(stand(walkable, "High", "301"), stand(walkable, "High", "520"))
    assert route is not None
    outdoors = [level for level in route.levels if level is not None and PLACES.levels[level].outdoor]
    assert outdoors
    assert len(route.doors) >= 4


def test_there_is_no_walk_between_campuses(walkable: Walkable) -> None:
    assert walkable.route(stand(walkable, "High", "301"), stand(walkable, "Middle", "101")) is None
    assert walkable.route(Standpoint(1e6, 1e6), Standpoint(1e6, 1e6)) is None


def test_every_room_has_a_way_out_and_every_upper_room_a_stair(walkable: Walkable) -> None:
    for unit in maple_grove().units:
        level = PLACES.levels[unit.level_id]
        if unit.kind not in (UnitKind.ROOM, UnitKind.CORRIDOR, UnitKind.RESTROOM) or level.outdoor:
            continue
        if unit.category == "opentobelow":
            continue
        start = walkable.standpoint(unit.display_point, unit.level_id)
        out = walkable.nearest_exit(start)
        assert out is not None, unit
        assert out[0].name.startswith("Door ")
        assert PLACES.levels[out[0].level_id].building_ids == level.building_ids or level.ordinal > 0
        if level.ordinal > 0:
            assert walkable.nearest_stair(start) is not None, unit


def test_outdoors_the_nearest_door_of_any_building(walkable: Walkable) -> None:
    venue = next(venue for venue in maple_grove().venues if "Elm" in venue.name)
    start = walkable.standpoint(venue.display_point, None)
    grounds = next(level for level in maple_grove().levels if level.venue_id == venue.id and level.outdoor)
    outside = Standpoint(*PLACES.frame.point_to_local(*grounds.area[0][0]), grounds.id)
    assert walkable.nearest_exit(outside) is not None
    assert walkable.nearest_stair(start) is None


def test_no_way_goes_through_a_wall(walkable: Walkable) -> None:
    """Forty ways between rooms drawn by lot: they meet walls and windows only where a doorway is."""
    rooms = [unit for unit in maple_grove().units if unit.kind is UnitKind.ROOM and unit.number]
    chance = random.Random(11)
    ways = 0
    for _ in range(80):
        first, second = chance.sample(rooms, 2)
        start, end = (walkable.standpoint(unit.display_point, unit.level_id) for unit in (first, second))
        route = walkable.route(start, end)
        if route is None:
            assert PLACES.levels[first.level_id].venue_id != PLACES.levels[second.level_id].venue_id
            continue
        ways += 1
        for step, (level, after) in zip(pairwise(route.points), pairwise(route.levels), strict=True):
            if level == after and level is not None:
                walls, doorways = _walls_and_doorways(level)
                inside = shapely.LineString(step).intersection(walls).difference(doorways)
                assert inside.length < 0.05, (first.number, second.number, step)
    assert ways > 20


@cache
def _walls_and_doorways(level: LevelId) -> tuple[shapely.Geometry, shapely.Geometry]:
    """What stands in the way on a level, on the grounds the buildings; and where it may be passed."""
    own = PLACES.levels[level]
    solid = [unit.area for unit in PLACES.units_on(level) if unit.kind in (UnitKind.WALL, UnitKind.WINDOW)]
    if own.outdoor:
        buildings = [one for one in maple_grove().buildings if one.venue_id == own.venue_id]
        solid = [footprint for building in buildings for footprint in building.footprints]
    levels = [one.id for one in maple_grove().levels if one.venue_id == own.venue_id] if own.outdoor else [level]
    openings = [opening for one in levels for opening in PLACES.openings_on(one)]
    lines = [shapely.LineString(PLACES.frame.to_local(np.array(opening.line))) for opening in openings]
    return shapely.union_all(shapes_of(PLACES.frame, solid)), shapely.buffer(shapely.union_all(lines), 0.6)
