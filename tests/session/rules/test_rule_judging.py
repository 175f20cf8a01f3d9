"""Denied three times is an alarm once; what goes on is one alarm until it was quiet; order and lateness do not matter."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.session.rules.judging import Times, again, several
from smartclient.session.rules.rulebook import AfterHours, Denied, Rulebook, Vape
from smartclient.session.rules.rules import Due, Rule, Rules

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DOOR = DeviceId("doors/7")
offsets = st.lists(st.integers(0, 2_000), max_size=40)


def run(seconds: list[int], times: int = 3, within_s: float = 300.0) -> int:
    known: Times = ()
    raised = 0
    for second in seconds:
        known, is_due = several(known, START + timedelta(seconds=second), times, within_s)
        raised += is_due
        assert len(known) < times
    return raised


@given(offsets, st.integers(1, 5))
def test_each_refusal_counts_once(seconds: list[int], times: int) -> None:
    assert run(seconds, times) <= len(seconds) // times


@given(st.lists(st.integers(0, 300), max_size=40), st.integers(1, 5))
def test_all_within_the_time_raise_as_often_as_they_can_in_any_order(seconds: list[int], times: int) -> None:
    assert run(seconds, times) == len(seconds) // times


@given(st.lists(st.integers(0, 50), unique=True, max_size=40))
def test_refusals_that_lie_far_apart_raise_nothing(steps: list[int]) -> None:
    assert run([301 * step for step in steps], times=2) == 0


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=60).map(sorted))
def test_what_goes_on_is_told_once_until_it_was_quiet(seconds: list[int]) -> None:
    last: datetime | None = None
    told = []
    for second in seconds:
        last, is_new = again(last, START + timedelta(seconds=second), 10.0)
        if is_new:
            told.append(second)
    expected = [one for before, one in zip([-10_000, *seconds], seconds, strict=False) if one - before >= 600]
    assert told == expected


def happened(number: int, kind: EventKind, after_s: float = 0, device: DeviceId | None = DOOR) -> Happened:
    return Happened(EventId(f"e{number}"), START + timedelta(seconds=after_s), kind, device)


def judged(rules: Rules, *events: Happened) -> list[Due]:
    return [due for event in events if (due := rules.judge(event)) is not None]


def test_three_refusals_at_one_door_are_due_and_two_at_each_of_two_are_not() -> None:
    rules = Rules(Rulebook(), lambda _device: "High School")
    other = DeviceId("doors/8")
    events = [happened(n, EventKind.ACCESS_DENIED, n * 20, DOOR if n % 2 else other) for n in range(5)]
    (due,) = judged(rules, *events)
    assert (due.rule, due.device, due.event) == (Rule.DENIED, other, events[4])
    assert due.words == "3 credentials were refused within 5 min."


def test_doors_and_motion_are_due_only_where_the_campus_is_known_and_not_in_use() -> None:
    book = Rulebook(time_zone="America/Detroit", after_hours=AfterHours(is_on=True))
    rules = Rules(book, lambda device: "" if device == "doors/nowhere" else "High School")
    night_s = 12 * 3_600
    assert judged(rules, happened(1, EventKind.DOOR_OPENED)) == []
    found = judged(
        rules,
        happened(2, EventKind.DOOR_OPENED, night_s),
        happened(3, EventKind.DOOR_OPENED, night_s + 60),
        happened(4, EventKind.MOTION_STARTED, night_s + 61, DeviceId("cameras/1")),
        happened(5, EventKind.DOOR_OPENED, night_s, DeviceId("doors/nowhere")),
        happened(6, EventKind.DOOR_CLOSED, night_s),
        happened(7, EventKind.DOOR_OPENED, night_s + 60 + 600),
    )
    assert [due.event.id for due in found] == ["e2", "e4", "e7"]
    assert found[0].words == "High School is not in use on Monday at 22:00, by the school calendar."


def test_rules_that_are_off_say_nothing_and_can_be_switched_on() -> None:
    rules = Rules(Rulebook(denied=Denied(is_on=False), vape=Vape(is_on=False)), lambda _device: "High School")
    events = [happened(n, EventKind.ACCESS_DENIED, n) for n in range(3)]
    vape = happened(9, EventKind.VAPE_DETECTED)
    assert judged(rules, *events, vape) == []
    rules.use(Rulebook())
    assert [due.rule for due in judged(rules, *events, vape, vape)] == [Rule.DENIED, Rule.VAPE]
