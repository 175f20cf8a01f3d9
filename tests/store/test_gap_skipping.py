"""Skipping what nobody recorded, and going through to live."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.recordings import Span
from smartclient.runtime.clock import ManualClock
from smartclient.store.gap_skipping import GapSkipping, next_recorded
from smartclient.store.playback import Playback

EIGHT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def minute(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def span(begin: float, end: float) -> Span:
    return Span(minute(begin), minute(end))


HALL = (span(0, 10), span(60, 70))
YARD = (span(5, 20), span(65, 66))


@pytest.mark.parametrize(
    ("at", "speed", "goal"),
    [
        (minute(3), 1.0, minute(3)),
        (minute(15), 1.0, minute(15)),
        (minute(20), 1.0, minute(60)),
        (minute(40), 8.0, minute(60)),
        (minute(-5), 1.0, minute(0)),
        (minute(70), 1.0, None),
        (minute(40), -1.0, minute(20) - timedelta(milliseconds=1)),
        (minute(-1), -1.0, None),
    ],
)
def test_only_what_no_camera_recorded_is_skipped(at: datetime, speed: float, goal: datetime | None) -> None:
    assert next_recorded(at, speed, [HALL, YARD]) == goal


minutes = st.integers(-100, 200).map(minute)
pieces = st.lists(st.tuples(st.integers(-90, 90), st.integers(0, 30)), max_size=6).map(
    lambda each: tuple(span(begin, begin + length) for begin, length in sorted(each))
)


@given(at=minutes, speed=st.sampled_from([1.0, -1.0, 64.0, -0.5]), recorded=st.lists(pieces, max_size=4))
def test_a_skip_leads_forward_to_something_recorded_and_skips_nothing(
    at: datetime, speed: float, recorded: list[tuple[Span, ...]]
) -> None:
    goal = next_recorded(at, speed, recorded)
    spans = [each for spans in recorded for each in spans if each.length]
    if goal is None:
        assert not any(each.end > at if speed > 0 else each.begin < at for each in spans)
        return
    assert goal >= at if speed > 0 else goal <= at
    assert any(each.holds(goal) for each in spans)
    between = Span(min(at, goal), max(at, goal))
    assert goal == at or not any(each.begin < goal and each.meets(between) for each in spans if speed > 0)


class Post:
    """A clock that runs by hand, with timers."""

    def __init__(self) -> None:
        self.clock = ManualClock(minute(100))
        self.playback = Playback(self.clock)
        self.timers: list[Callable[[], None]] = []
        self.recorded: list[tuple[Span, ...]] = [HALL, YARD]
        self.skipping = GapSkipping(self.playback, lambda: self.recorded, self.clock, self._schedule)

    def _schedule(self, _seconds: float, work: Callable[[], None]) -> Callable[[], None]:
        self.timers.append(work)
        return lambda: self.timers.remove(work) if work in self.timers else None

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.clock.advance(0.1)
            due, self.timers = self.timers, []
            for work in due:
                work()


def test_a_running_clock_jumps_over_the_gap() -> None:
    post = Post()
    post.playback.go_to(minute(19.99))
    post.playback.play(2.0)
    post.run(1.0)
    assert minute(60) <= post.playback.instant < minute(60.1)
    assert post.playback.speed == 2.0
    post.playback.play(-1.0)
    post.run(3.0)
    assert minute(19.9) < post.playback.instant < minute(20)


def test_a_standing_clock_and_one_that_shall_not_skip_stay() -> None:
    post = Post()
    post.playback.go_to(minute(30))
    post.run(1)
    assert post.playback.instant == minute(30)
    assert post.timers == []
    post.skipping.is_on = False
    post.playback.play(1.0)
    post.run(1)
    assert post.playback.instant == minute(30) + timedelta(seconds=1)


def test_cameras_of_which_nothing_is_known_yet_do_not_count() -> None:
    post = Post()
    post.recorded = []
    post.playback.go_to(minute(30))
    post.playback.play(1.0)
    post.run(1)
    assert post.playback.instant == minute(30) + timedelta(seconds=1)
    post.recorded = [HALL]
    post.skipping.look()
    assert post.playback.instant == minute(60)


def test_the_end_of_the_past_is_live() -> None:
    post = Post()
    post.recorded = [(span(0, 200),)]
    post.playback.go_to(minute(100) - timedelta(seconds=8))
    post.playback.play(8.0)
    post.run(0.9)
    assert not post.playback.is_live
    post.run(0.5)
    assert post.playback.is_live
    assert post.timers == []


def test_closed_it_watches_no_longer() -> None:
    post = Post()
    post.playback.go_to(minute(30))
    post.playback.play(1.0)
    post.skipping.close()
    assert post.timers == []
    post.playback.go_to(minute(35))
    assert post.timers == []
