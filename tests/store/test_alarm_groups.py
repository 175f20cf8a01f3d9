"""However alarms come, change and go, every row's counts add up to the alarms, and nothing that differs is put together."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Judgement, Priority, Verdict
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.store.alarm_groups import READABLE, AlarmGroups, Key, Path, Row, RowKind

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
CAMPUSES, BUILDINGS, FLOORS = 12, 2, 3


def alarm_of(
    name: str,
    device: int,
    kind: str = "Door open too long",
    priority: Priority = Priority.MEDIUM,
    state: AlarmState = AlarmState.NEW,
    age_s: int = 10,
    verdict: Verdict | None = None,
) -> Alarm:
    at = START - timedelta(seconds=age_s)
    judgement = Judgement(verdict, "somebody", at) if verdict else None
    source = DeviceId(f"doors/{device}") if device >= 0 else None
    return Alarm(AlarmId(name), 1, kind, "", priority, state, state.name, at, at, source, judgement=judgement)


def path_of(alarm: Alarm) -> Path:
    """Every third device is on no map, the others are spread over campuses, buildings and floors."""
    number = int(alarm.device.rpartition("/")[2]) if alarm.device else 0
    if number % 3 == 0:
        return (("", "On no map"),)
    campus, building, floor = number % CAMPUSES, number // 12 % BUILDINGS, number // 24 % FLOORS
    return (
        (f"c{campus}", f"Campus {campus}"),
        (f"b{campus}.{building}", f"Building {building}"),
        (f"f{campus}.{building}.{floor}", f"Floor {floor}"),
    )


def grouped(*alarms: Alarm) -> AlarmGroups:
    groups = AlarmGroups(path_of)
    for alarm in alarms:
        groups.put(alarm)
    return groups


alarms_told = st.lists(
    st.builds(
        alarm_of,
        st.integers(0, 60).map(str),
        st.integers(-1, 40),
        st.sampled_from(["Vape", "Door"]),
        st.sampled_from(Priority),
        st.sampled_from(AlarmState),
        st.integers(0, 900),
        st.sampled_from([None, Verdict.DRILL, Verdict.REAL]),
    ),
    max_size=120,
)


def children(rows: list[Row], number: int) -> list[Row]:
    found = []
    for row in rows[number + 1 :]:
        if row.depth <= rows[number].depth:
            break
        if row.depth == rows[number].depth + 1:
            found.append(row)
    return found


def everything_unfolded(groups: AlarmGroups, is_flood: bool) -> list[Row]:
    keys: frozenset[Key] = frozenset()
    while True:
        rows = groups.rows(is_flood, keys)
        foldable = frozenset(row.key for row in rows if row.is_unfolded is not None)
        if foldable == keys:
            return rows
        keys = foldable


@given(alarms_told, st.booleans())
def test_counts_add_up_to_the_alarms_at_every_depth(told: list[Alarm], is_flood: bool) -> None:
    groups = grouped(*told)
    last = {alarm.id: alarm for alarm in told}
    assert sum(row.count for row in groups.rows(is_flood)) == len(last) == len(groups)
    rows = everything_unfolded(groups, is_flood)
    for number, row in enumerate(rows):
        if row.is_unfolded is not None:
            assert row.is_unfolded
            assert sum(child.count for child in children(rows, number)) == row.count
            assert len(groups.alarms_of(row.key)) == row.count
    alone = [row.alarm.id for row in rows if row.kind is RowKind.ALARM]
    assert sorted(alone) == sorted(last), "each stands in a row of its own once all is unfolded"


@given(alarms_told, alarms_told)
def test_putting_and_removing_one_by_one_is_as_good_as_starting_anew(before: list[Alarm], after: list[Alarm]) -> None:
    groups = grouped(*before)
    for alarm in before:
        groups.remove(alarm.id)
    for alarm in after:
        groups.put(alarm)
    assert groups.rows(is_flood=True) == grouped(*after).rows(is_flood=True)


@given(alarms_told, st.booleans())
def test_a_row_never_mixes_drills_with_what_is_real_nor_priorities(told: list[Alarm], is_flood: bool) -> None:
    groups = grouped(*told)
    for row in everything_unfolded(groups, is_flood):
        alarms = groups.alarms_of(row.key)
        assert {alarm.is_drill for alarm in alarms} == {row.alarm.is_drill}
        assert {alarm.priority for alarm in alarms} == {row.alarm.priority}
        assert row.alarm.urgency == min(alarm.urgency for alarm in alarms)


@given(alarms_told, st.booleans())
def test_every_alarm_is_found_in_the_row_that_shows_it(told: list[Alarm], is_flood: bool) -> None:
    groups = grouped(*told)
    keys = {row.key: row for row in groups.rows(is_flood)}
    for alarm in {alarm.id for alarm in told}:
        shown = [key for key in groups.keys_of(alarm) if key in keys]
        assert len(shown) == 1
        assert alarm in [one.id for one in groups.alarms_of(shown[0])]


def test_a_thing_that_happens_again_is_one_row_with_a_count() -> None:
    groups = grouped(*(alarm_of(f"a{n}", 7, "Access denied", age_s=n) for n in range(3)), alarm_of("b", 8))
    rows = groups.rows(is_flood=False)
    assert [(row.alarm.name, row.count) for row in rows] == [("Access denied", 3), ("Door open too long", 1)]
    unfolded = groups.rows(is_flood=False, unfolded=frozenset({rows[0].key}))
    assert [(row.depth, row.alarm.id) for row in unfolded] == [(0, "a0"), (1, "a0"), (1, "a1"), (1, "a2"), (0, "b")]


def test_a_flood_on_many_campuses_becomes_campuses_then_buildings_then_floors() -> None:
    alarms = [alarm_of(f"a{n}", n) for n in range(120)]
    groups = grouped(*alarms)
    assert len(groups.rows(is_flood=False)) == 120
    tops = groups.rows(is_flood=True)
    assert {row.kind for row in tops} == {RowKind.PLACE}
    assert "On no map" in {row.title for row in tops}
    assert len(tops) <= READABLE
    campus = next(row for row in tops if row.title.startswith("Campus"))
    below = [row for row in groups.rows(True, frozenset({campus.key})) if row.depth == 1]
    assert [row.title for row in below] == ["Building 0", "Building 1"]
    assert sum(row.count for row in below) == campus.count
    floors = [row for row in groups.rows(True, frozenset({campus.key, below[0].key})) if row.depth == 2]
    assert [(row.kind, row.title) for row in floors] == [
        (RowKind.PLACE, "Floor 0"),
        (RowKind.PLACE, "Floor 1"),
        (RowKind.ALARM, ""),
    ], "a floor with one thing is that thing"


def test_what_is_readable_is_left_as_it_is_in_a_flood_and_the_worst_keep_their_rows() -> None:
    worst = [alarm_of(f"w{n}", n, "Weapon", Priority.HIGH, age_s=n) for n in (1, 2)]
    groups = grouped(*worst, *(alarm_of(f"a{n}", n) for n in range(100)))
    rows = groups.rows(is_flood=True)
    assert [row.alarm.id for row in rows[:2]] == ["w1", "w2"]
    assert {row.kind for row in rows[2:]} == {RowKind.PLACE}


def test_escalated_ones_stand_on_top_of_what_is_equally_bad() -> None:
    groups = AlarmGroups(path_of, lambda alarm: alarm.id == "left alone")
    groups.put(alarm_of("worse", 1, priority=Priority.HIGH))
    groups.put(alarm_of("new", 2, priority=Priority.LOW))
    groups.put(alarm_of("left alone", 3, priority=Priority.LOW, age_s=800))
    shown = [(row.alarm.id, row.is_escalated) for row in groups.rows(False)]
    assert shown == [("worse", False), ("left alone", True), ("new", False)]
