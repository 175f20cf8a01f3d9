"""The frontier against brute force, and on a plan whose doors lock, stand open or are not known."""

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId, LevelId, OpeningId, UnitId
from smartclient.domain.site import UnitKind
from smartclient.store.frontier import Frontier, Guard, Guards, frontier
from smartclient.store.frontier_words import FrontierWords
from smartclient.store.joins import Join, building_joins
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.little_district import LEVEL_1
from tests.builders.watch import START
from tests.store.test_campus_ways import BUILDING, UPPER, door, site, unit

UNITS = [UnitId(str(number)) for number in range(7)]
HALLS = (unit("a", (0, 0, 10, 10)), unit("hall", (10, 0, 20, 10), UnitKind.CORRIDOR))
DOOR = DeviceId("doors/d")


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[tuple[Join, Guard]], frozenset[UnitId]]:
    """Joins with guards, some to the outside, and what is cleared."""
    ends = st.sampled_from(UNITS)
    joins = draw(st.lists(st.tuples(ends, st.one_of(st.none(), ends), st.sampled_from(Guard)), max_size=14))
    level = LevelId(LEVEL_1)
    made = [
        (Join(one, other, level, (float(i), 0.0)), guard) for i, (one, other, guard) in enumerate(joins) if one != other
    ]
    return made, frozenset(draw(st.sets(ends)))


def brute(joins: list[tuple[Join, Guard]], cleared: frozenset[UnitId]) -> frozenset[UnitId]:
    """The cleared units somebody from outside them can come to, one door after the other until nothing changes."""
    there: set[UnitId | None] = {None, *(set(UNITS) - cleared)}
    before = -1
    while len(there) != before:
        before = len(there)
        for join, guard in joins:
            if guard is not Guard.LOCKED and (join.unit in there or join.other in there):
                there |= {join.unit, join.other}
    return frozenset(unit for unit in cleared if unit in there)


@given(searches())
def test_the_frontier_is_what_brute_force_finds(search: tuple[list[tuple[Join, Guard]], frozenset[UnitId]]) -> None:
    joins, cleared = search
    guards = {join.at: guard for join, guard in joins}
    found = frontier([join for join, _guard in joins], cleared, lambda join: guards[join.at])
    assert found.exposed == brute(joins, cleared)
    across = [(join, guard) for join, guard in joins if (join.unit in cleared) is not (join.other in cleared)]
    assert found.next_rooms == {end for join, _ in across for end in (join.unit, join.other) if end} - cleared
    assert [each.join for each in found.exposures] == [join for join, guard in across if guard is not Guard.LOCKED]
    for each in found.exposures:
        assert each.cleared in cleared
        assert each.beyond not in cleared
        assert 1 <= each.behind <= len(found.exposed)


def store() -> SiteStore:
    """A room and a hall with a door between them that the server knows."""
    plan = site(HALLS, (door("Door 7", 10, 5),))
    device = Device(DOOR, DeviceKind.DOOR, "Door 7", Placement((-89.5, 43.1), opening_id=OpeningId("Door 7")))
    made = SiteStore(plan, Connection(Line.LIVE, START, START), Later())
    made.devices[DOOR] = device
    return made


def after(present: SiteStore, *kinds: EventKind) -> Frontier:
    present.apply([Happened(EventId(f"e{kind}"), START, kind, DOOR) for kind in kinds])
    joins = building_joins(Places(present.site), BUILDING)
    return frontier(joins, frozenset({HALLS[0].id}), Guards(present))


def test_only_a_door_that_the_server_says_is_locked_and_shut_protects() -> None:
    present = store()
    words = FrontierWords(Places(present.site))
    unknown = after(present)
    assert (
        words.exposure(unknown.exposures[0]) == "A is cleared, but Door 7, lock not known, leads to hall, not cleared."
    )
    assert after(present, EventKind.DOOR_LOCKED).exposures == ()
    assert after(present).next_rooms == {HALLS[1].id}
    assert [each.guard for each in after(present, EventKind.DOOR_FORCED).exposures] == [Guard.OPEN]


def test_old_news_of_a_lock_protects_nobody() -> None:
    present = store()
    assert after(present, EventKind.DOOR_LOCKED).exposures == ()
    present.set_connection(Connection(Line.OFFLINE, START, START))
    assert [each.guard for each in after(present).exposures] == [Guard.UNKNOWN]


def test_joins_are_doors_open_sides_stairs_and_the_outside() -> None:
    halls = (unit("one", (0, 0, 10, 10), UnitKind.CORRIDOR), unit("two", (10, 0, 18, 10), UnitKind.CORRIDOR))
    stairs = [unit("stair", (18, 0, 20, 10), UnitKind.STAIRS, level) for level in (halls[0].level_id, UPPER)]
    plan = site((*halls, *stairs), (door("out", 0, 5, is_exterior=True), door("to the stair", 18, 5)))
    joins = building_joins(Places(plan), BUILDING)
    assert {(join.unit, join.other, join.is_flight) for join in joins} == {
        (halls[0].id, None, False),
        (halls[1].id, stairs[0].id, False),
        (halls[0].id, halls[1].id, False),
        (stairs[0].id, stairs[1].id, True),
    }
    words = FrontierWords(Places(plan))
    found = frontier(joins, frozenset({halls[0].id, stairs[0].id}), lambda _join: Guard.NOTHING)
    assert [words.exposure(each) for each in found.exposures] == [
        "One is cleared, but open outside.",
        "Stair is cleared, but open to two, not cleared.",
        "One is cleared, but open to two, not cleared.",
        "Stair is cleared, but it goes on to Floor 2, not cleared.",
    ]
