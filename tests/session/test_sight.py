"""What cameras see past walls, windows, doors as they stand and façades, and who sees a place; areas against brute force."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from smartclient.domain.devices import CameraForm, Device, DeviceKind, Leaf, Placement
from smartclient.domain.events import EventKind
from smartclient.domain.ids import DeviceId, OpeningId, UnitId
from smartclient.session.doorways import stops_sight
from smartclient.session.seers import Way
from smartclient.session.sight import Sight
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import spot_of_device, spot_of_opening, spot_of_unit
from smartclient.store.workspace import Spot
from tests.builders.later import Later
from tests.builders.seen_building import (
    DOOR_A,
    DOOR_D,
    DOORWAYS,
    FLOOR,
    GROUNDS,
    HALL,
    ROOM_A,
    ROOM_B,
    UPSTAIRS,
    WALLS,
    at,
    box,
    building,
    camera,
    happen,
    opening,
    store_of,
    unit,
)


def look(*devices: Device, **plan: object) -> tuple[SiteStore, Sight]:
    site = building(*devices, **plan)  # type: ignore[arg-type]
    store = store_of(site)
    return store, Sight(store, Places(site))


def seen_of(sight: Sight, name: str) -> BaseGeometry:
    """In metres from the building's south-west corner."""
    ring = sight.area(DeviceId(f"cameras/{name}"))
    assert ring is not None
    return shapely.Polygon(ring - sight.places.frame.point_to_local(0.0, 0.0))


def sees(sight: Sight, name: str, x: float, y: float) -> bool:
    return bool(seen_of(sight, name).contains(shapely.Point(x, y)))


def said(sight: Sight, spot: Spot) -> list[tuple[str, str]]:
    return [(seer.camera.partition("/")[2], seer.reason) for seer in sight.seers(spot)]


IN_HALL = camera("hall", 4.5, 0.5, 0)
"""Looks north, at the door of room A."""


@pytest.mark.parametrize(
    ("kind", "is_seen"),
    [
        (None, False),
        (EventKind.DOOR_CLOSED, False),
        (EventKind.DOOR_OPENED, True),
        (EventKind.DOOR_FORCED, True),
        (EventKind.DOOR_HELD, True),
    ],
)
def test_a_leaf_hides_what_is_behind_it_unless_it_is_known_to_stand_open(kind: EventKind | None, is_seen: bool) -> None:
    store, sight = look(IN_HALL)
    if kind is not None:
        happen(store, kind, DOOR_A)
    assert sees(sight, "hall", 4.5, 3.5)
    assert sees(sight, "hall", 4.5, 6.0) is is_seen
    assert not sees(sight, "hall", 8.0, 6.0)


@pytest.mark.parametrize(
    ("door", "is_seen"),
    [
        (("swinging", "wood"), False),
        (("", ""), True),
        (("open", ""), True),
        (("swinging", "glass"), True),
        (("turnstile", ""), True),
        (("sliding", "metal"), False),
    ],
)
def test_a_doorway_that_nobody_watches_is_as_the_plan_has_it(door: tuple[str, str], is_seen: bool) -> None:
    _, sight = look(camera("hall", 14.5, 0.5, 0), openings=(opening("b", door),))
    assert sees(sight, "hall", 14.5, 6.0) is is_seen


def test_glass_hides_nothing_even_when_shut_and_two_leaves_hide_only_together() -> None:
    glass, wood = opening("a", ("swinging", "glass")), opening("a")
    assert not stops_sight(glass, [None])
    assert stops_sight(wood, [Leaf.CLOSED, None])
    assert not stops_sight(wood, [Leaf.CLOSED, Leaf.OPEN])


def test_windows_let_sight_through_to_the_edge_of_the_floor_and_walls_do_not() -> None:
    _, sight = look(camera("b", 11, 7, 90))
    area = seen_of(sight, "b")
    assert area.contains(shapely.Point(20.1, 7))
    assert area.bounds[2] == pytest.approx(20.2, abs=0.01)
    assert not area.contains(shapely.Point(9.0, 7))


def test_only_cameras_whose_range_holds_a_door_are_worked_out_again() -> None:
    store, sight = look(IN_HALL, camera("far", 19, 0.5, 270, range_m=8), camera("b", 11, 7, 90, range_m=3))
    before = {name: sight.area(DeviceId(f"cameras/{name}")) for name in ("hall", "far", "b")}
    happen(store, EventKind.DOOR_OPENED, DOOR_A)
    after = {name: sight.area(DeviceId(f"cameras/{name}")) for name in before}
    assert after["hall"] is not before["hall"]
    assert all(after[name] is before[name] for name in ("far", "b"))
    assert sight.watching(frozenset({DOOR_A})) == {"cameras/hall"}


def test_what_is_known_is_told_at_once_until_a_door_moves_or_the_camera_is_another() -> None:
    store, sight = look(IN_HALL)
    assert sight.known_area(IN_HALL.id) is None
    ring = sight.area(IN_HALL.id)
    assert sight.known_area(IN_HALL.id) is ring
    happen(store, EventKind.DOOR_OPENED, DOOR_A)
    assert sight.known_area(IN_HALL.id) is None
    sight.area(IN_HALL.id)
    store.devices[IN_HALL.id] = camera("hall", 4.5, 0.5, 90)
    assert sight.known_area(IN_HALL.id) is None
    assert sees(sight, "hall", 12.0, 0.5)


def test_another_plan_is_another_answer() -> None:
    later = Later()
    before, after = building(IN_HALL), building(IN_HALL, walls=(*WALLS, unit("new", WALLS[0].kind, box(3, 2, 6, 2.2))))
    store = store_of(before, later)
    sight = Sight(store, Places(before))
    assert sees(sight, "hall", 4.5, 3.5)
    store.adopt(after)
    later.run()
    assert not sees(sight, "hall", 4.5, 3.5)


def test_buildings_stop_sight_outdoors_and_nothing_is_seen_inside_them() -> None:
    _, sight = look(camera("south", 10, -15, 0, GROUNDS, range_m=60), camera("on the façade", 5, 0, 180, GROUNDS))
    assert not seen_of(sight, "south").intersects(shapely.box(-0.1, -0.1, 20.1, 10.1))
    assert not sees(sight, "south", 10, 20)
    assert sees(sight, "on the façade", 5, -10)


def test_a_camera_drawn_in_its_wall_sees_from_the_walls_face_and_not_through_it() -> None:
    _, sight = look(
        camera("in the wall", 10, -0.1, 0),
        camera("corner", 0.1, 9.9, 135),
        camera("round", 10, -0.05, 0, form=CameraForm.FISHEYE),
    )
    for name, spot in (("in the wall", (10, 3)), ("corner", (5, 5)), ("round", (10, 3))):
        area = seen_of(sight, name)
        assert area.contains(shapely.Point(spot)), name
        assert area.bounds[1] > -0.3, name


def test_without_walls_in_the_plan_the_rooms_outlines_stop_sight_and_openings_let_it_through() -> None:
    _, sight = look(camera("hall", 14.5, 0.5, 0), camera("a", 4.5, 0.5, 0), walls=())
    assert sees(sight, "hall", 14.5, 6.0)
    assert not sees(sight, "hall", 17.0, 6.0)
    assert sees(sight, "a", 4.5, 3.5)
    assert not sees(sight, "a", 4.5, 6.0)


def test_cracks_between_walls_that_nearly_touch_let_nothing_through() -> None:
    cracked = tuple(
        unit(f"wall {n}", WALLS[0].kind, box(*c)) for n, c in enumerate(((0, 3.8, 9.98, 4.0), (10.02, 3.8, 20, 4.0)))
    )
    _, sight = look(camera("hall", 10, 0.5, 0), walls=cracked, openings=())
    assert not seen_of(sight, "hall").intersects(shapely.box(0, 4.01, 20, 10))


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.2, 19.8),
    st.floats(0.2, 9.8),
    st.floats(0, 359.9),
    st.sampled_from((70.0, 120.0, 200.0, 360.0)),
    st.floats(3, 25),
    st.sets(st.sampled_from((DOOR_A, DOOR_D))),
)
def test_random_poses_and_doors_against_rays(
    x: float, y: float, bearing: float, angle: float, reach: float, opened: set[DeviceId]
) -> None:
    solid = shapely.union_all([shapely.Polygon(np.array(wall.area[0]) / at(1, 1)) for wall in WALLS])
    if solid.buffer(0.05).contains(shapely.Point(x, y)):
        return
    store, sight = look(camera("one", x, y, bearing, field_of_view_deg=angle, range_m=reach))
    for door in opened:
        happen(store, EventKind.DOOR_OPENED, door)
    shut = [DOORWAYS[name] for name, door in (("a", DOOR_A), ("d", DOOR_D)) if door not in opened]
    leaves = shapely.MultiLineString([*shut, DOORWAYS["e"]])
    area = seen_of(sight, "one")
    edges = [area.boundary, solid.boundary]
    eye = np.array((x, y))
    for spot in np.random.default_rng(5).uniform((0, 0), (20, 10), (250, 2)):
        point = shapely.Point(spot)
        if min(edge.distance(point) for edge in edges) < 0.02:
            continue
        ray = shapely.LineString([eye, spot])
        off = abs((np.degrees(np.arctan2(*(spot - eye))) - bearing + 180) % 360 - 180)
        is_clear = not ray.intersects(leaves) and not ray.intersects(solid)
        is_seen = is_clear and ray.length <= reach and (angle == 360 or off <= angle / 2)
        assert area.contains(point) == is_seen, spot


def test_those_that_see_a_room_are_ranked_by_what_they_show_of_it_and_say_why() -> None:
    store, sight = look(
        camera("corner", 0.3, 9.7, 135),
        camera("through b", 14.5, 0.4, 0),
        camera("in b", 10.4, 9.7, 135),
        camera("away", 15, 0.5, 180),
        camera("upstairs", 15, 7, 0, UPSTAIRS),
        camera("outside", 30, 7, 270, GROUNDS),
    )
    found = said(sight, spot_of_unit(ROOM_B))
    assert [name for name, _ in found] == ["in b", "through b"]
    assert found[0][1].startswith("sees 9")
    assert found[1][1].endswith("through the doorway")
    assert said(sight, spot_of_unit(ROOM_A))[0][0] == "corner"
    happen(store, EventKind.DOOR_OPENED, DOOR_A)


def test_of_a_shut_room_its_doors_are_shown_and_an_open_one_is_looked_through() -> None:
    store, sight = look(IN_HALL, camera("too narrow", 19, 2, 90))
    assert said(sight, spot_of_unit(ROOM_A)) == [("hall", "sees only its door, which is shut, identifies faces at 2 m")]
    happen(store, EventKind.DOOR_OPENED, DOOR_A)
    ((name, reason),) = said(sight, spot_of_unit(ROOM_A))
    assert name == "hall"
    assert reason.startswith("sees ")
    assert reason.endswith("m, through the open door of Door a")


def test_a_doorway_is_looked_at_from_both_its_sides() -> None:
    _, sight = look(camera("inside", 8, 1.5, 270), camera("outside", -8, 1.5, 90, GROUNDS), camera("behind", 8, 7, 270))
    for spot in (spot_of_opening(opening("d")), spot_of_device(building().devices[1])):
        assert spot is not None
        assert said(sight, spot) == [
            ("inside", "looks at it, recognises faces at 7 m"),
            ("outside", "looks at it, recognises faces at 7 m"),
        ]


def test_a_camera_over_the_middle_of_a_room_is_as_far_from_it_as_its_floor_is_on_the_average() -> None:
    _, sight = look(camera("ceiling", 5, 7, 0, form=CameraForm.FISHEYE))
    (seer,) = sight.seers(spot_of_unit(ROOM_A))
    assert 2 < seer.distance_m < 4


def test_a_point_of_floor_is_seen_or_not() -> None:
    _, sight = look(IN_HALL, camera("near", 12, 0.5, 270))
    assert [name for name, _ in said(sight, Spot(at(4.5, 3), FLOOR))] == ["hall", "near"]
    assert [name for name, _ in said(sight, Spot(at(9.5, 0.5), FLOOR))] == ["near"]
    assert said(sight, Spot(at(4.5, 3), UPSTAIRS)) == []
    assert said(sight, Spot(at(4.5, 3))) == []


def test_a_camera_that_turns_says_that_it_can_and_not_through_walls() -> None:
    _, sight = look(camera("ptz", 10, 1, 90, form=CameraForm.PTZ))
    assert said(sight, Spot(at(2, 1), FLOOR)) == [("ptz", "can turn to it, shows what people wear at 8 m")]
    assert said(sight, Spot(at(15, 1), FLOOR))[0][1].startswith("looks at it")
    assert said(sight, Spot(at(2, 8), FLOOR)) == []
    assert sight.turned_area(DeviceId("cameras/ptz")) is not None


def test_a_camera_of_unknown_view_counts_where_it_hangs() -> None:
    here = Device(DeviceId("cameras/new"), DeviceKind.CAMERA, "new", Placement(at(5, 5), FLOOR, UnitId("room A")))
    _, sight = look(here)
    assert sight.area(here.id) is None
    (seer,) = sight.seers(spot_of_unit(ROOM_A))
    assert (seer.way, seer.reason) == (Way.HANGS_IN, "hangs in it, its view is not known")
    assert sight.seers(spot_of_unit(HALL)) == ()


def test_more_pixels_are_worth_more_and_every_pair_is_ordered() -> None:
    _, sight = look(*(camera(f"{n}", 1 + n, 0.5, 90, field_of_view_deg=30 + 20 * n) for n in range(5)))
    seers = sight.seers(Spot(at(18, 1), FLOOR))
    assert all(one.score >= other.score for one, other in combinations(seers, 2))
    assert seers[0].camera == "cameras/0"
    assert opening("a").id == OpeningId("a")
