"""A moved corner: the walls along its sides follow with their gaps, doorways, doors and neighbours; what is elsewhere stays."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Site, Unit, UnitKind
from smartclient.plans.editing.refusals import why_not
from smartclient.plans.editing.rooms import move_corner, split_side
from smartclient.plans.editing.splices import edited
from smartclient.plans.importing.tracing import Traced, TracedDoor
from tests.builders.traced_school import FRAME, box, traced_school

ROOMS = (box(0, 0, 10, 8, "classroom", number="1"), box(10, 0, 10, 8, "classroom", number="2"))
DOORS = (TracedDoor((4.0, 0.0), (5.0, 0.0), "Door 1"), TracedDoor((10.0, 3.0), (10.0, 4.0)))


@cache
def school() -> Site:
    site = traced_school(Traced(ROOMS, DOORS))
    opening = next(opening for opening in site.openings if opening.name == "Door 1")
    reader = Placement(opening.line[0], opening.level_id, None, opening.id)
    return replace(site, devices=(Device(DeviceId("doors/1"), DeviceKind.DOOR, "Door 1", reader),))


def room(site: Site, number: str) -> Unit:
    return next(unit for unit in site.units if unit.number == number)


def corner_near(unit: Unit, x: float, y: float) -> int:
    points = FRAME.to_local(np.array(unit.area[0][:-1]))
    return int(np.argmin(np.hypot(points[:, 0] - x, points[:, 1] - y)))


def shape(unit: Unit) -> shapely.Polygon:
    return shapely.Polygon(FRAME.to_local(np.array(unit.area[0])))


def far_points(site: Site) -> set[tuple[float, float]]:
    """The corners more than two metres behind the wall between the rooms."""
    east, _ = FRAME.point_to_world(13.0, 0.0)
    return {point for unit in site.units for ring in unit.area for point in ring if point[0] > east}


def moved(site: Site, number: str, old: tuple[float, float], by: tuple[float, float]) -> Site:
    unit = room(site, number)
    corner = corner_near(unit, *old)
    x, y = FRAME.to_local(np.array(unit.area[0][corner : corner + 1]))[0]
    edit = move_corner(site, unit, corner, FRAME.point_to_world(x + by[0], y + by[1]))
    assert why_not(edit, site) == ""
    return edited(site, edit)


def test_walls_doorways_and_doors_follow_an_outer_corner() -> None:
    before = school()
    after = moved(before, "1", (0, 0), (0.0, -4.0))
    walls = [unit for unit in after.units if unit.kind is UnitKind.WALL]
    bounds = shapely.union_all([shape(wall) for wall in walls]).bounds
    assert bounds[1] == pytest.approx(-4.07, abs=0.1)
    grown = shape(room(after, "1"))
    assert all(grown.intersection(shape(wall)).area < 0.02 for wall in walls)
    door = next(opening for opening in after.openings if opening.name == "Door 1")
    line = shapely.LineString(FRAME.to_local(np.array(door.line)))
    assert line.distance(grown) < 0.2
    assert all(line.intersection(shape(wall)).length < 0.05 for wall in walls)
    assert door.is_exterior
    reader = after.devices[0].placement
    assert reader is not None
    assert reader.position == door.line[0]
    footprint = shapely.Polygon(FRAME.to_local(np.array(after.buildings[0].footprints[0][0])))
    assert footprint.bounds[1] < -3.9


def test_the_neighbour_gives_way_and_what_is_elsewhere_stays() -> None:
    before = school()
    after = moved(before, "1", (10, 8), (1.5, 0.0))
    one, two = shape(room(after, "1")), shape(room(after, "2"))
    assert one.intersection(two).area < 0.01
    assert one.area > shape(room(before, "1")).area + 2
    assert two.area < shape(room(before, "2")).area - 2
    assert far_points(before) == far_points(after) != set()


def test_a_side_gets_one_corner_more() -> None:
    site = school()
    unit = room(site, "1")
    (split,) = split_side(unit, 0, FRAME.point_to_world(5.0, 0.0)).put
    assert isinstance(split, Unit)
    assert len(split.area[0]) == len(unit.area[0]) + 1
    assert shape(split).area == pytest.approx(shape(unit).area, rel=0.02)


@settings(max_examples=40, deadline=None)
@given(
    corner=st.sampled_from([("1", (0, 0)), ("1", (10, 8)), ("2", (20, 8)), ("2", (10, 0))]),
    by=st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
)
def test_whatever_is_moved_nothing_overlaps_that_did_not(
    corner: tuple[str, tuple[int, int]], by: tuple[float, float]
) -> None:
    site = school()
    unit = room(site, corner[0])
    number = corner_near(unit, *corner[1])
    x, y = FRAME.to_local(np.array(unit.area[0][number : number + 1]))[0]
    edit = move_corner(site, unit, number, FRAME.point_to_world(x + by[0], y + by[1]))
    if why_not(edit, site):
        return
    after = edited(site, edit)
    assert {type(thing) for thing in edit.put} >= {Unit}
    assert len(after.units) == len(site.units)
    assert shape(room(after, "1")).intersection(shape(room(after, "2"))).area < 0.2
    for ring in (ring for each in after.units for ring in each.area):
        assert ring[0] == ring[-1]
