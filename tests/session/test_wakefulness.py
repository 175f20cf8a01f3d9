"""A program that stood still says so, and a gap begins when it fell asleep."""

from datetime import UTC, datetime, timedelta

from smartclient.session.wakefulness import Wakefulness

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_tick_a_second_is_being_awake() -> None:
    wakefulness = Wakefulness()
    assert [wakefulness.tick(after(n)) for n in range(5)] == [""] * 5
    assert wakefulness.heard_until(after(3)) == after(3)


def test_standing_still_is_said_once_and_a_gap_begins_with_it() -> None:
    wakefulness = Wakefulness()
    wakefulness.tick(after(0))
    assert wakefulness.tick(after(40)).startswith("This computer stood still from ")
    assert wakefulness.tick(after(41)) == ""
    assert wakefulness.heard_until(after(40.5)) == after(0)
    assert wakefulness.heard_until(after(400)) == after(400)


def test_a_gap_that_began_before_keeps_its_begin() -> None:
    wakefulness = Wakefulness()
    wakefulness.tick(after(20))
    wakefulness.tick(after(60))
    assert wakefulness.heard_until(after(5)) == after(5)


def test_a_clock_set_back_is_not_standing_still() -> None:
    wakefulness = Wakefulness()
    wakefulness.tick(after(3600))
    assert wakefulness.tick(after(0)) == ""
