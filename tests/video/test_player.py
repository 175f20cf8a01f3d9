"""The player of one tile, with pictures and failures by hand and time that moves when told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.errors import CannotDecode, NoPicture, Unsupported
from smartclient.domain.footage import Quality, Source, UrlSource
from smartclient.runtime.clock import ManualClock
from smartclient.video.engine import Ended
from smartclient.video.opening import OpenQueue
from smartclient.video.player import Player
from smartclient.video.status import Phase, PlayerStatus
from tests.builders.fake_engine import FakeDecoding, FakeEngine


class Tile:
    """A player on a loop of its own."""

    def __init__(
        self, queue: OpenQueue | None = None, engines: tuple[FakeEngine, ...] | None = None, is_live: bool = True
    ) -> None:
        self.clock = ManualClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
        self.engines = engines or (FakeEngine(),)
        self.is_live = is_live
        self.refuses: Exception | None = None
        self.said: list[PlayerStatus] = []
        self.knocks = 0
        self._timers: list[tuple[float, Callable[[], None]]] = []
        self._soon: list[Callable[[], None]] = []
        self.player = Player(
            self._source, self.engines, self.clock, self._schedule, self._soon.append, queue, jitter=lambda: 0.5
        )
        self.player.changed.connect(self.said.append)
        self.player.frame_arrived.connect(self._knocked)

    def _source(self, quality: Quality) -> Source:
        if self.refuses is not None:
            raise self.refuses
        return UrlSource(f"rtsp://hall/{quality}", "Hall", self.is_live)

    def _knocked(self, _none: None) -> None:
        self.knocks += 1

    def _schedule(self, seconds: float, work: Callable[[], None]) -> Callable[[], None]:
        timer = (self.clock.steady_s() + seconds, work)
        self._timers.append(timer)
        return lambda: self._timers.remove(timer) if timer in self._timers else None

    def turn(self) -> None:
        """What other threads handed to the loop is done."""
        while self._soon:
            self._soon.pop(0)()

    def wait(self, seconds: float) -> None:
        """Time goes by; timers run when they are due."""
        ends_s = self.clock.steady_s() + seconds
        while due := sorted((t for t in self._timers if t[0] <= ends_s), key=lambda t: t[0]):
            self._timers.remove(due[0])
            self.clock.advance(max(0.0, due[0][0] - self.clock.steady_s()))
            due[0][1]()
            self.turn()
        self.clock.advance(ends_s - self.clock.steady_s())

    @property
    def opened(self) -> list[FakeDecoding]:
        return self.engines[0].opened

    @property
    def newest(self) -> FakeDecoding:
        return self.opened[-1]

    def phase(self) -> Phase:
        return self.player.status.phase

    def show(self, decoding: FakeDecoding | None = None, width: int = 640) -> None:
        (decoding or self.newest).show(self.clock, width)
        self.turn()

    def go_live(self) -> None:
        self.player.start()
        self.show()


def address(decoding: FakeDecoding) -> str:
    assert isinstance(decoding.source, UrlSource)
    return decoding.source.url


def test_from_idle_to_live() -> None:
    tile = Tile()
    assert tile.phase() is Phase.IDLE
    tile.go_live()
    assert [status.phase for status in tile.said] == [Phase.WAITING, Phase.CONNECTING, Phase.LIVE]
    assert tile.knocks == 1
    assert tile.player.take() is not None
    assert tile.player.take() is None
    tile.clock.advance(2)
    assert tile.player.age_s == pytest.approx(2)


def test_a_player_waits_for_its_turn() -> None:
    queue = OpenQueue(limit=1)
    first, second = Tile(queue), Tile(queue)
    first.player.start()
    second.player.start()
    assert second.phase() is Phase.WAITING
    assert second.opened == []
    first.show()
    assert second.phase() is Phase.CONNECTING


def test_a_stopped_player_frees_its_turn() -> None:
    queue = OpenQueue(limit=1)
    first, second = Tile(queue), Tile(queue)
    first.player.start()
    second.player.start()
    first.player.stop()
    assert first.newest.is_stopped
    assert second.phase() is Phase.CONNECTING


def test_a_failure_is_said_and_tried_again_later_and_later() -> None:
    tile = Tile()
    tile.player.start()
    for count, delay_s in enumerate([0.5, 1.0, 2.0], start=1):
        tile.newest.fail(NoPicture("Hall says nothing."))
        tile.turn()
        assert tile.phase() is Phase.RETRYING
        assert tile.player.status.retry_in_s == delay_s
        assert tile.player.status.text.startswith("Hall says nothing. Trying again in")
        tile.wait(delay_s - 0.01)
        assert len(tile.opened) == count
        tile.wait(0.02)
        assert len(tile.opened) == count + 1
        assert tile.phase() is Phase.CONNECTING


def test_a_stream_that_cannot_be_had_is_tried_again_too() -> None:
    tile = Tile()
    tile.refuses = Unsupported("This camera has no live picture.")
    tile.player.start()
    assert tile.phase() is Phase.RETRYING
    assert "no live picture" in tile.player.status.text
    tile.refuses = None
    tile.wait(1)
    assert tile.phase() is Phase.CONNECTING


def test_late_words_of_an_old_opening_change_nothing() -> None:
    tile = Tile()
    tile.player.start()
    old = tile.newest
    old.fail(NoPicture("Hall says nothing."))
    tile.turn()
    tile.wait(1)
    tile.show()
    said = len(tile.said)
    old.fail(NoPicture("Hall says nothing."))
    old.show(tile.clock)
    tile.turn()
    assert tile.phase() is Phase.LIVE
    assert len(tile.said) == said


def test_a_picture_that_stands_still_is_noticed_and_replaced() -> None:
    tile = Tile()
    tile.go_live()
    assert tile.player.take() is not None
    for _ in range(20):
        tile.wait(0.5)
        tile.show()
    tile.wait(3.0)
    assert tile.phase() is Phase.LIVE
    tile.wait(1.1)
    assert Phase.STALLED in {status.phase for status in tile.said}
    tile.wait(1.0)
    assert len(tile.opened) == 2
    assert tile.opened[0].is_stopped
    assert tile.player.age_s is not None
    tile.show()
    assert tile.phase() is Phase.LIVE


def test_strain_brings_the_small_stream_and_says_why_and_calm_the_main_one_again() -> None:
    tile = Tile()
    tile.player.set_size(1200, 700)
    tile.go_live()
    main = tile.newest
    for _ in range(4):
        main.stats = replace(main.stats, skipped=main.stats.skipped + 5, behind_s=0.4, waiting=0.0)
        tile.wait(1.0)
        tile.show(main)
    sub = tile.newest
    assert address(sub)[-3:] == "sub"
    tile.show(sub)
    status = tile.player.status
    assert (status.phase, status.quality) == (Phase.LIVE, Quality.SUB)
    assert status.why_quality == "Small stream: this computer does not decode more in time."
    for _ in range(40):
        tile.wait(0.5)
        tile.show()
    assert tile.player.status.quality is Quality.MAIN
    assert tile.player.status.why_quality == ""


def test_strain_on_the_small_stream_leaves_key_frames() -> None:
    tile = Tile()
    tile.go_live()
    for _ in range(4):
        tile.newest.stats = replace(tile.newest.stats, behind_s=0.9, waiting=0.8)
        tile.wait(1.0)
        tile.show()
    assert tile.newest.keys_only
    assert len(tile.opened) == 1
    assert "Key frames only: the network" in tile.player.status.why_quality


def test_a_larger_tile_gets_the_main_stream_without_a_gap() -> None:
    tile = Tile()
    tile.player.set_size(640, 360)
    tile.go_live()
    tile.player.take()
    tile.player.set_size(1200, 700)
    tile.wait(0.4)
    sub, main = tile.opened
    assert (address(sub)[-3:], address(main)[-4:]) == ("sub", "main")
    assert not sub.is_stopped
    assert tile.phase() is Phase.LIVE
    tile.show(sub)
    assert tile.player.take() is not None
    tile.show(main, width=1280)
    assert sub.is_stopped
    assert tile.player.status.quality is Quality.MAIN
    frame = tile.player.take()
    assert frame is not None
    assert frame.source_width == 1280


def test_a_tile_that_is_small_again_before_it_opened_keeps_what_it_has() -> None:
    tile = Tile()
    tile.go_live()
    tile.player.set_size(1200, 700)
    tile.wait(0.4)
    tile.player.set_size(600, 300)
    tile.wait(0.4)
    sub, main = tile.opened
    assert main.is_stopped
    assert not sub.is_stopped
    assert sub.size == (600, 300)
    tile.show(main)
    assert tile.player.status.quality is Quality.SUB


def test_a_main_stream_that_fails_leaves_the_small_one_playing() -> None:
    tile = Tile()
    tile.go_live()
    tile.player.set_size(1200, 700)
    tile.wait(0.4)
    tile.newest.fail(NoPicture("Hall says nothing."))
    tile.turn()
    assert tile.phase() is Phase.LIVE
    tile.show(tile.opened[0])
    tile.wait(1.0)
    assert len(tile.opened) == 3


def test_when_the_shown_stream_breaks_during_a_change_the_new_one_takes_over() -> None:
    tile = Tile()
    tile.go_live()
    tile.player.set_size(1200, 700)
    tile.wait(0.4)
    tile.opened[0].fail(NoPicture("Hall ended the stream."))
    tile.turn()
    assert tile.phase() is Phase.CONNECTING
    tile.show()
    assert tile.phase() is Phase.LIVE
    tile.newest.fail(NoPicture("Hall ended the stream."))
    tile.turn()
    assert tile.phase() is Phase.RETRYING
    tile.wait(1.0)
    assert len(tile.opened) == 3


def test_off_screen_nothing_is_decoded() -> None:
    tile = Tile()
    tile.go_live()
    tile.player.pause()
    assert tile.phase() is Phase.IDLE
    assert tile.newest.is_stopped
    tile.wait(60)
    assert len(tile.opened) == 1
    tile.player.resume()
    assert len(tile.opened) == 2


def test_what_one_engine_cannot_decode_another_tries() -> None:
    engines = (FakeEngine("one"), FakeEngine("two"))
    tile = Tile(engines=engines)
    tile.player.start()
    tile.newest.fail(CannotDecode("Hall sends something odd."))
    tile.turn()
    tile.wait(1.0)
    assert len(engines[1].opened) == 1


def test_a_recording_stops_at_its_end_and_a_camera_made_of_a_file_goes_on() -> None:
    recording, camera = Tile(is_live=False), Tile()
    for tile in (recording, camera):
        tile.go_live()
        tile.newest.fail(Ended("Hall was played to its end."))
        tile.turn()
        tile.wait(5)
    assert recording.phase() is Phase.STOPPED
    assert recording.player.status.text == "Hall was played to its end."
    assert len(camera.opened) == 2


def test_a_stopped_player_stays_stopped() -> None:
    tile = Tile()
    tile.go_live()
    tile.player.stop()
    tile.player.stop()
    tile.player.start()
    tile.player.resume()
    tile.player.pause()
    tile.wait(60)
    assert tile.phase() is Phase.STOPPED
    assert len(tile.opened) == 1
    assert tile.player.join(1)


ACTS: dict[str, Callable[[Tile], object]] = {
    "start": lambda tile: tile.player.start(),
    "pause": lambda tile: tile.player.pause(),
    "resume": lambda tile: tile.player.resume(),
    "large": lambda tile: tile.player.set_size(1600, 900),
    "small": lambda tile: tile.player.set_size(320, 180),
    "take": lambda tile: tile.player.take(),
    "wait a little": lambda tile: tile.wait(0.4),
    "wait long": lambda tile: tile.wait(40),
    "the newest shows": lambda tile: tile.show() if tile.opened else None,
    "the oldest shows": lambda tile: tile.show(tile.opened[0]) if tile.opened else None,
    "the newest fails": lambda tile: tile.newest.fail(NoPicture("Hall says nothing.")) if tile.opened else None,
    "the oldest fails": lambda tile: tile.opened[0].fail(NoPicture("Hall says nothing.")) if tile.opened else None,
    "nobody can decode": lambda tile: tile.newest.fail(CannotDecode("Hall is odd.")) if tile.opened else None,
    "the loop turns": lambda tile: tile.turn(),
}


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=40))
def test_whatever_happens_at_most_two_streams_are_open_and_none_after_a_stop(acts: list[str]) -> None:
    queue = OpenQueue(limit=1)
    tile = Tile(queue)
    for act in acts:
        ACTS[act](tile)
        assert sum(not decoding.is_stopped for decoding in tile.opened) <= 2
        assert tile.player.status.text
    tile.turn()
    tile.player.stop()
    tile.wait(60)
    assert all(decoding.is_stopped for decoding in tile.opened)
    other = Tile(queue)
    other.player.start()
    assert other.phase() is Phase.CONNECTING


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=30))
def test_whatever_happened_a_camera_that_is_well_again_is_live_again(acts: list[str]) -> None:
    tile = Tile()
    for act in acts:
        ACTS[act](tile)
    tile.turn()
    tile.player.resume()
    for _ in range(3):
        tile.wait(50)
        tile.show()
    assert tile.phase() is Phase.LIVE
