"""From traced and mapped floors to a school: letters, door numbers, grounds, walls, floors over one another."""

import numpy as np

from smartclient.domain.site import UnitKind
from smartclient.plans.importing.school import GridWish
from smartclient.plans.importing.tracing import Traced, TracedDoor, TracedRoom, Tracing
from tests.builders.traced_school import FRAME, box, traced_school


def test_stairs_over_one_another_and_halls_have_one_letter_on_all_floors() -> None:
    floor = Traced(
        (
            box(0, 0, 5, 5, "stairs"),
            box(5, 0, 30, 3, "walkway"),
            box(35, 0, 5, 5, "stairs"),
            box(5, 3, 8, 8, "classroom", number="1"),
        )
    )
    site = traced_school(floor, floor)
    stairs = [unit for unit in site.units if unit.kind is UnitKind.STAIRS]
    assert sorted(unit.name for unit in stairs) == ["Stair A", "Stair A", "Stair B", "Stair B"]
    west = {unit.name for unit in stairs if unit.display_point[0] < -89.4998}
    assert len(west) == 1
    assert {unit.name for unit in site.units if unit.kind is UnitKind.CORRIDOR} == {"Hall A"}


def test_exterior_doors_are_numbered_clockwise_from_the_north_west_and_named_ones_keep_their_name() -> None:
    rooms = (box(0, 0, 20, 10, "classroom", number="1"), box(0, 10, 20, 10, "classroom", number="2"))
    doors = (
        TracedDoor((19.0, 20.0), (18.0, 20.0)),
        TracedDoor((20.0, 5.0), (20.0, 6.0)),
        TracedDoor((5.0, 0.0), (6.0, 0.0), "Door 9"),
        TracedDoor((9.0, 10.0), (10.0, 10.0)),
    )
    site = traced_school(Traced(rooms, doors))
    names = {opening.name for opening in site.openings}
    assert names == {"Door 1", "Door 2", "Door 9", ""}
    inside = [opening for opening in site.openings if not opening.is_exterior]
    assert len(inside) == 1


def test_parking_and_fields_lie_on_the_grounds_and_have_no_walls() -> None:
    rooms = (
        box(0, 0, 20, 10, "classroom", number="1"),
        box(60, 0, 40, 30, "parking", name="Staff lot"),
        box(0, 60, 90, 60, "fieldofplay"),
    )
    site = traced_school(Traced(rooms), grid=GridWish(20))
    grounds = next(level for level in site.levels if level.outdoor)
    outside = {unit.category: unit for unit in site.units if unit.level_id == grounds.id}
    assert set(outside) == {"parking", "fieldofplay"}
    assert outside["parking"].name == "Staff lot"
    ring = FRAME.to_local(np.array(site.buildings[0].footprints[0][0]))
    assert ring[:, 0].max() < 21
    campus = FRAME.to_local(np.array(site.venues[0].area[0]))
    assert campus[:, 1].max() > 120
    assert site.grids[0].rows * 20 >= 150


def test_neighbouring_properties_lie_around_the_campus_and_not_on_it() -> None:
    rooms = (
        box(0, 0, 20, 10, "classroom", number="1"),
        box(0, 50, 40, 30, "neighbour", name="Cedar Park"),
        box(60, 0, 30, 30, "neighbour", number="12"),
    )
    site = traced_school(Traced(rooms))
    assert {(one.category, one.name, one.is_line) for one in site.surroundings} == {
        ("neighbour", "Cedar Park", False),
        ("neighbour", "12", False),
    }
    assert all(unit.category != "neighbour" for unit in site.units)
    campus = FRAME.to_local(np.array(site.venues[0].area[0]))
    assert campus[:, 1].max() < 36


def test_rooms_give_way_to_walls_that_stand_between_them() -> None:
    site = traced_school(
        Traced((box(0, 0, 10, 8, "classroom", number="1"), box(10, 0, 10, 8, "classroom", number="2")))
    )
    first, second = (unit for unit in site.units if unit.number)
    east = FRAME.to_local(np.array(first.area[0]))[:, 0].max()
    west = FRAME.to_local(np.array(second.area[0]))[:, 0].min()
    assert 0.1 < west - east < 0.2


def test_steps_of_tracing_are_frozen_values_that_can_be_taken_back() -> None:
    tracing = Tracing()
    room = box(0, 0, 10, 8, "classroom")
    assert tracing.add_room(room) == ""
    assert "three corners" in tracing.add_room(TracedRoom(((0, 0), (1, 0)), "classroom"))
    tracing.move_corner((10, 8), (12, 9))
    assert tracing.traced.rooms[0].corners[2] == (12, 9)
    tracing.undo()
    assert tracing.traced == Traced((room,))
    tracing.undo()
    tracing.undo()
    assert tracing.traced == Traced()
    tracing.redo()
    assert tracing.can_redo
