"""Rooms drawn into a floor: cut out of what they lie in, walled where no wall stands; nothing overlaps."""

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smartclient.domain.site import Level, LonLat, Site, Unit, UnitKind
from smartclient.plans.editing.drawn_rooms import NoRoom, draw_room
from smartclient.plans.editing.refusals import why_not
from smartclient.plans.editing.splices import edited
from smartclient.plans.importing.tracing import Traced, TracedDoor
from tests.builders.traced_school import FRAME, box, traced_school

ROOMS = (box(0, 0, 12, 10, "classroom", number="1"), box(12, 0, 12, 10, "classroom", number="2"))
SCHOOL = traced_school(Traced(ROOMS, (TracedDoor((12.0, 7.0), (12.0, 8.0)),)))
STANDING = (UnitKind.WALL, UnitKind.WINDOW)


def floor(site: Site) -> Level:
    return next(level for level in site.levels if not level.outdoor)


def shape(unit: Unit) -> shapely.Polygon:
    rings = [FRAME.to_local(np.array(ring)) for ring in unit.area]
    return shapely.Polygon(rings[0], rings[1:])


def corners(*points: tuple[float, float]) -> list[LonLat]:
    return [FRAME.point_to_world(*point) for point in points]


def drawn(*points: tuple[float, float], category: str = "office") -> Site:
    edit = draw_room(SCHOOL, floor(SCHOOL), corners(*points), category)
    assert why_not(edit, SCHOOL) == ""
    return edited(SCHOOL, edit)


def overlap(site: Site) -> float:
    shapes = [shape(unit) for unit in site.units if unit.level_id == floor(site).id]
    return float(sum(each.area for each in shapes) - shapely.union_all(shapes).area)


def test_a_room_in_the_corner_of_another_splits_it() -> None:
    site = drawn((0, 0), (4, 0), (4, 5), (0, 5))
    office = next(unit for unit in site.units if unit.category == "office")
    assert shape(office).area == pytest.approx(3.85 * 4.85, rel=0.02)
    first = next(unit for unit in site.units if unit.number == "1")
    was = next(unit for unit in SCHOOL.units if unit.number == "1")
    assert shape(first).area == pytest.approx(shape(was).area - 4 * 5 - 0.1 * 9, rel=0.03)
    added = len([unit for unit in site.units if unit.kind is UnitKind.WALL]) - len(
        [unit for unit in SCHOOL.units if unit.kind is UnitKind.WALL]
    )
    assert added >= 1
    assert overlap(site) < 0.05


def test_a_room_across_the_middle_leaves_two_pieces() -> None:
    site = drawn((4, -0.2), (7, -0.2), (7, 10.2), (4, 10.2), category="walkway")
    pieces = [unit for unit in site.units if unit.category == "classroom"]
    assert [unit.number for unit in pieces].count("1") == 1
    assert len(pieces) == 3
    assert overlap(site) < 0.05


def test_a_room_outside_has_walls_all_round() -> None:
    site = drawn((30, 0), (36, 0), (36, 4), (30, 4))
    office = next(unit for unit in site.units if unit.category == "office")
    walls = [unit for unit in site.units if unit.kind is UnitKind.WALL and shape(unit).bounds[0] > 29]
    ring = shapely.union_all([shape(wall) for wall in walls])
    assert ring.convex_hull.contains(shape(office))
    assert ring.length == pytest.approx(2 * 20, rel=0.05)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (((0, 0), (4, 4), (4, 0), (0, 4)), "walls of this room cross"),
        (((0, 0), (4, 0)), "needs three corners"),
        (((1, 1), (1.2, 1), (1.2, 1.2)), "smaller than half a square metre"),
        (((-0.5, -0.5), (12, -0.5), (12, 10.5), (-0.5, 10.5)), "It covers 1 wholly"),
    ],
)
def test_what_makes_no_room_says_why(points: tuple[tuple[float, float], ...], words: str) -> None:
    with pytest.raises(NoRoom, match=words):
        draw_room(SCHOOL, floor(SCHOOL), corners(*points), "office")


@example((0.0, -1.09375, 1.0, 1.0, 0.0, 0.0))  # its wall alone lies in a room
@settings(max_examples=40)
@given(
    st.tuples(
        st.floats(-2, 22),
        st.floats(-2, 8),
        st.floats(1, 8),
        st.floats(1, 6),
        st.floats(-0.4, 0.4),
        st.floats(-0.4, 0.4),
    )
)
def test_whatever_is_drawn_nothing_overlaps(spot: tuple[float, float, float, float, float, float]) -> None:
    x, y, wide, deep, skew, lean = spot
    points = ((x, y), (x + wide, y + skew), (x + wide + lean, y + deep), (x + lean, y + deep - skew))
    try:
        edit = draw_room(SCHOOL, floor(SCHOOL), corners(*points), "office")
    except NoRoom:
        return
    assert why_not(edit, SCHOOL) == ""
    assert overlap(edited(SCHOOL, edit)) < 0.05
