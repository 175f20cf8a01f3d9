"""However requests, approvals, endings and clocks come, a grant is open only after its approvals, never past its time, never twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.demo.memorandum import course
from smartclient.demo.memorandum.course import Grant, NotAllowedError

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
ASKED = Grant(
    "g",
    "Police",
    "officer",
    "Duty officer",
    "hs",
    "all",
    frozenset({"c"}),
    "drill",
    "why",
    "",
    START,
    timedelta(minutes=10),
    2,
)
PEOPLE = ("officer", "ann", "bob")

_steps = st.tuples(
    st.sampled_from(("approve", "refuse", "end", "time")),
    st.sampled_from(PEOPLE),
    st.integers(min_value=-600, max_value=3_600),
)


def _done(grant: Grant, what: str, who: str, at: datetime) -> Grant:
    match what:
        case "approve":
            return course.approved(grant, who, at)
        case "refuse":
            return course.refused(grant, who, "no", at)
        case "end":
            return course.ended(grant, who, course.SCHOOL, at)
    return course.timed(grant, at)


@settings(max_examples=150)
@given(st.lists(_steps, max_size=25), st.integers(1, 2))
def test_no_order_of_steps_opens_what_may_not_be_open(steps: list[tuple[str, str, int]], needed: int) -> None:
    grant, was_over, openings = replace(ASKED, needed=needed), False, 0
    for what, who, seconds in steps:
        before, at = grant, START + timedelta(seconds=seconds)
        try:
            grant = _done(grant, what, who, at)
        except NotAllowedError:
            continue
        openings += grant.is_open and not before.is_open
        assert not (was_over and (grant.is_open or grant.is_waiting)), "what ended came back"
        was_over = grant.state in (course.REFUSED, course.CLOSED)
        by = [each for each, _ in grant.approvals]
        assert "officer" not in by, "nobody approves for himself"
        assert len(by) == len(set(by)) <= needed
        if grant.is_open:
            assert len(by) == needed
            assert grant.ends_at is not None
            assert grant.opened_at is not None
            assert grant.ends_at - grant.opened_at == grant.longest
            assert not course.timed(grant, grant.ends_at).is_open
    assert openings <= 1


def test_a_request_that_nobody_answers_lapses() -> None:
    assert course.timed(ASKED, START + course.UNANSWERED - timedelta(seconds=1)).is_waiting
    lapsed = course.timed(ASKED, START + timedelta(days=3))
    assert (lapsed.state, lapsed.ending) == (course.CLOSED, course.WITHDRAWN)
    assert lapsed.closed_at == START + course.UNANSWERED


def test_the_timer_closes_at_its_time_however_late_it_is_looked_at() -> None:
    grant = course.opened(replace(ASKED, needed=0), START)
    closed = course.timed(grant, START + timedelta(hours=5))
    assert (closed.state, closed.ending, closed.closed_at) == (
        course.CLOSED,
        course.TIMER,
        START + timedelta(minutes=10),
    )
    assert course.timed(grant, START - timedelta(hours=1)) is grant, "a clock set back changes nothing"
