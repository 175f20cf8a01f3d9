"""The ten seconds before play up to the moment, stand there, and begin again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from smartclient.runtime.clock import ManualClock
from smartclient.session.verifying.before import BEFORE, STANDS_S, Before
from smartclient.session.verifying.card_playbacks import CardPlaybacks
from smartclient.store.wall_tiles import WallTiles

MOMENT = datetime(2026, 3, 2, 14, tzinfo=UTC)


class Timer:
    """Keeps one call and says when it is due."""

    def __init__(self) -> None:
        self.due: tuple[float, Callable[[], None]] | None = None

    def __call__(self, delay_s: float, call: Callable[[], None]) -> Callable[[], object]:
        self.due = (delay_s, call)
        return lambda: setattr(self, "due", None)

    def ring(self) -> None:
        assert self.due is not None
        call = self.due[1]
        self.due = None
        call()


def test_it_runs_to_the_moment_stands_and_begins_again() -> None:
    clock, timer = ManualClock(MOMENT + timedelta(seconds=3)), Timer()
    before = Before(clock, timer)
    before.begin(MOMENT)
    assert before.playback.instant == MOMENT - BEFORE
    clock.advance(4)
    assert before.playback.instant == MOMENT - BEFORE + timedelta(seconds=4)
    assert timer.due is not None
    assert timer.due[0] == BEFORE.total_seconds()
    timer.ring()
    clock.advance(1)
    assert (before.playback.instant, before.playback.speed) == (MOMENT, 0.0)
    assert timer.due is not None
    assert timer.due[0] == STANDS_S
    timer.ring()
    assert before.playback.instant == MOMENT - BEFORE


def test_stopped_it_stands_and_rings_no_more() -> None:
    clock, timer = ManualClock(MOMENT), Timer()
    before = Before(clock, timer)
    before.stop()
    before.begin(MOMENT)
    before.stop()
    assert timer.due is None
    assert before.playback.speed == 0.0


def test_the_first_tiles_are_live_and_the_others_before() -> None:
    clock = ManualClock(MOMENT)
    before = Before(clock, Timer())
    before.begin(MOMENT)
    playbacks, wall = CardPlaybacks(clock, before.playback), WallTiles()
    playbacks.live = 2
    assert [playbacks.of(wall, tile).is_live for tile in range(4)] == [True, True, False, False]
