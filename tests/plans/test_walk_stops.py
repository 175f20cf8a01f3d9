"""A walk-through passes every room, exterior door and safety thing once, and in an order that a person would walk."""

import math
from itertools import pairwise

import pytest

from smartclient.domain.site import Site, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.plans.walk_stops import Stop, StopKind, walk_stops
from tests.builders.maple_grove import campus_named, maple_grove

NAMES = [venue.name for venue in maple_grove().venues]


def length_m(campus: Site, stops: list[Stop]) -> float:
    frame = Frame(*campus.venues[0].display_point)
    points = [frame.point_to_local(*stop.position) for stop in stops]
    return sum(math.dist(a, b) for a, b in pairwise(points))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_passed_by_and_nothing_visited_twice(name: str) -> None:
    campus = campus_named(name)
    stops = walk_stops(campus)
    features = [stop.feature for stop in stops]
    assert len(features) == len(set(features))
    indoors = {level.id for level in campus.levels if not level.outdoor}
    solid = (UnitKind.WALL, UnitKind.WINDOW)
    inside = [u for u in campus.units if u.level_id in indoors and u.kind not in solid]
    rooms = {u.id for u in inside if u.category != "opentobelow"}
    doors = {o.id for o in campus.openings if o.is_exterior}
    assert rooms | doors <= set(features)
    assert {"defibrillator", "traumakit", "hazard", "shutoff.gas", "meetingpoint"} <= {s.category for s in stops}


def test_it_begins_at_the_main_entrance_and_ends_outdoors() -> None:
    stops = walk_stops(campus_named("Maple Grove Middle School"))
    assert (stops[0].kind, stops[0].title) == (StopKind.DOOR, "Door 1")
    outdoors = [stop.is_outdoors for stop in stops]
    assert outdoors == sorted(outdoors)
    floors = [stop.place for stop in stops if not stop.is_outdoors]
    assert [place for i, place in enumerate(floors) if place not in floors[:i]] == [
        "Middle School, first floor",
        "Middle School, second floor",
    ]
    assert floors == sorted(floors)


@pytest.mark.parametrize("name", NAMES)
def test_the_way_is_much_shorter_than_by_the_list(name: str) -> None:
    campus = campus_named(name)
    stops = [stop for stop in walk_stops(campus) if not stop.is_outdoors]
    listed = sorted(stops, key=lambda stop: (stop.place, stop.feature))
    assert length_m(campus, stops) < 0.6 * length_m(campus, listed)


def test_a_room_of_one_hall_follows_a_room_of_the_same_hall() -> None:
    """Rooms on both sides of a hall come in turn: no room of Hall B stands between two of Hall A's southern end."""
    stops = [s for s in walk_stops(campus_named("Maple Grove Middle School")) if s.place.endswith("first floor")]
    numbers = [int(stop.number[:3]) for stop in stops if stop.number[:3].isdigit() and stop.number[:3] < "160"]
    wings = ["east" if number > 130 else "west" for number in numbers]
    assert sum(a != b for a, b in pairwise(wings)) <= 3


def test_a_campus_without_buildings_has_only_grounds() -> None:
    campus = campus_named("Elm Street Elementary School")
    bare = Site("Bare", venues=campus.venues)
    assert walk_stops(bare) == ()
