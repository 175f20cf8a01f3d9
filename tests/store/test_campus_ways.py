"""Ways on hand-made plans: without drawn walls, without grounds, between floors that do not lie over each other."""

from dataclasses import replace

from smartclient.domain.ids import BuildingId, LevelId, OpeningId, UnitId, VenueId
from smartclient.domain.site import Building, Level, LonLat, Opening, Rings, Site, Unit, UnitKind, Venue
from smartclient.geometry.frames import Frame
from smartclient.store.places import Places
from smartclient.store.routes import Standpoint
from smartclient.store.walking import Walkable

FRAME = Frame(-89.5, 43.1)
VENUE, BUILDING, GROUND, UPPER = VenueId("v"), BuildingId("b"), LevelId("1"), LevelId("2")


def world(x: float, y: float) -> LonLat:
    return FRAME.point_to_world(x, y)


def box(west: float, south: float, east: float, north: float) -> Rings:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return (tuple(world(x, y) for x, y in corners),)


def unit(
    name: str, area: tuple[float, float, float, float], kind: UnitKind = UnitKind.ROOM, level: LevelId = GROUND
) -> Unit:
    middle = world((area[0] + area[2]) / 2, (area[1] + area[3]) / 2)
    category = {UnitKind.CORRIDOR: "walkway", UnitKind.STAIRS: "stairs"}.get(kind, "room")
    return Unit(UnitId(f"{level} {name}"), level, kind, category, name, "", box(*area), middle)


def door(name: str, x: float, y: float, *, is_exterior: bool = False, level: LevelId = GROUND) -> Opening:
    """A metre wide, across the x axis."""
    return Opening(OpeningId(name), level, "pedestrian", name, (world(x, y - 0.5), world(x, y + 0.5)), is_exterior)


def site(units: tuple[Unit, ...], openings: tuple[Opening, ...] = (), yard_m: float = 10.0) -> Site:
    """A building from (0, 0) to (20, 10) with a yard of `yard_m` around it."""
    levels = tuple(
        Level(own, VENUE, (BUILDING,), f"Floor {own}", own, ordinal, False, box(0, 0, 20, 10))
        for ordinal, own in enumerate((GROUND, UPPER))
    )
    area = box(-yard_m, -yard_m, 20 + yard_m, 10 + yard_m)
    venue = Venue(VENUE, "School", "", area, world(10, 5))
    building = Building(BUILDING, VENUE, "Main", (box(0, 0, 20, 10),), world(10, 5))
    return Site("District", (venue,), (building,), levels, units, openings)


def stand(places: Places, x: float, y: float, level: LevelId | None = GROUND) -> Standpoint:
    return Standpoint(*places.frame.point_to_local(*world(x, y)), level)


def is_way(plan: Site, start: tuple[float, float], end: tuple[float, float]) -> bool:
    places = Places(plan)
    return Walkable(places).route(stand(places, *start), stand(places, *end)) is not None


ROOMS = (unit("a", (0, 0, 10, 10)), unit("b", (10, 0, 20, 10)))


def test_where_no_walls_are_drawn_every_border_of_a_room_is_one() -> None:
    assert not is_way(site(ROOMS), (5, 5), (15, 5))
    assert is_way(site(ROOMS, (door("d", 10, 5),)), (5, 5), (15, 5))


def test_halls_that_touch_are_open_to_each_other() -> None:
    halls = tuple(replace(room, kind=UnitKind.CORRIDOR) for room in ROOMS)
    assert is_way(site(halls), (5, 5), (15, 5))


def test_a_drawn_wall_closes_what_touches_and_a_gap_in_it_does_not() -> None:
    halls = tuple(replace(room, kind=UnitKind.CORRIDOR) for room in ROOMS)
    whole = unit("wall", (9.9, 0, 10.1, 10), UnitKind.WALL)
    half = unit("wall", (9.9, 0, 10.1, 5), UnitKind.WALL)
    assert not is_way(site((*halls, whole)), (5, 5), (15, 5))
    assert is_way(site((*halls, half)), (5, 5), (15, 5))
    assert is_way(site((*ROOMS, half)), (5, 5), (15, 5))


def test_nobody_walks_where_the_floor_is_open_to_below() -> None:
    gallery = replace(unit("hole", (0, 0, 10, 10), UnitKind.CORRIDOR), category="opentobelow")
    assert not is_way(site((gallery, ROOMS[1]), (door("d", 10, 5),)), (5, 5), (15, 5))


def test_out_of_one_door_and_in_at_another_round_the_building() -> None:
    doors = (door("Door 1", 0, 5, is_exterior=True), door("Door 2", 20, 5, is_exterior=True))
    places = Places(site(ROOMS, doors))
    route = Walkable(places).route(stand(places, 5, 5), stand(places, 15, 5))
    assert route is not None
    assert route.doors == ("Door 1", "Door 2")
    assert 5 + 5 + 20 + 5 + 5 < route.length_m < 45
    assert None in route.levels


def test_an_exit_where_no_grounds_are_drawn_still_leads_out() -> None:
    plan = site(ROOMS, (door("d", 10, 5), door("Door 7", 20, 5, is_exterior=True)), yard_m=0.0)
    places = Places(plan)
    found = Walkable(places).nearest_exit(stand(places, 5, 5))
    assert found is not None
    assert found[0].name == "Door 7"
    assert 14 < found[1] < 16


def test_a_door_without_a_name_is_no_help_as_an_exit() -> None:
    nameless = replace(door("x", 20, 5, is_exterior=True), name="")
    places = Places(site(ROOMS, (door("d", 10, 5), nameless)))
    assert Walkable(places).nearest_exit(stand(places, 15, 5)) is None


def test_stairs_join_floors_only_where_they_lie_over_each_other() -> None:
    below = (unit("hall", (0, 0, 15, 10)), unit("Stair A", (15, 0, 20, 10), UnitKind.STAIRS))
    doors = (door("1", 15, 5), door("2", 15, 5, level=UPPER))
    above = unit("hall", (0, 0, 15, 10), level=UPPER)
    over = site((*below, above, unit("Stair A", (15, 0, 20, 10), UnitKind.STAIRS, UPPER)), doors)
    places = Places(over)
    walkable = Walkable(places)
    route = walkable.route(stand(places, 5, 5), stand(places, 5, 5, UPPER))
    assert route is not None
    assert route.shafts == ("Stair A",)
    stair = walkable.nearest_stair(stand(places, 5, 5, UPPER))
    assert stair is not None
    assert stair[0].name == "Stair A"
    beside = site((*below, above, unit("Stair A", (-5, 0, 0, 10), UnitKind.STAIRS, UPPER)), doors)
    places = Places(beside)
    assert Walkable(places).route(stand(places, 5, 5), stand(places, 5, 5, UPPER)) is None


def test_a_changed_plan_is_walked_anew() -> None:
    places = Places(site(ROOMS))
    walkable = Walkable(places)
    ends = stand(places, 5, 5), stand(places, 15, 5)
    assert walkable.route(*ends) is None
    places.adopt(site(ROOMS, (door("d", 10, 5),)))
    assert walkable.route(*ends) is not None


def test_a_unit_without_area_and_a_door_without_width_are_passed_over() -> None:
    flat = replace(unit("flat", (5, 5, 5, 9)), area=box(5, 5, 5, 9))
    point = replace(door("p", 10, 5), line=(world(10, 5), world(10, 5)))
    assert is_way(site((*ROOMS, flat), (door("d", 10, 5), point)), (5, 2), (15, 2))
