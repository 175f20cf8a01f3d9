"""A tile's player: live and past behind one face, and nothing black between them."""

import asyncio
from datetime import UTC, datetime, timedelta

from smartclient.domain.errors import NotPermitted
from smartclient.domain.footage import PastSource, Quality, Source
from smartclient.runtime.clock import SystemClock
from smartclient.store.playback import Playback
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.player import Player
from smartclient.video.recorded.player import RecordedPlayer
from smartclient.video.status import Phase, PlayerStatus
from tests.builders.clips import Camera
from tests.builders.fake_engine import FakeDecoding, FakeEngine
from tests.builders.past import Past, gops
from tests.builders.running import run, until

CLOCK = SystemClock()


class Post:
    """One tile with a live camera and ten seconds of past that ended a minute ago."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.engine = FakeEngine()
        self.begin = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=70)
        self.past = Past(gops(self.begin, 100, 10, 10))
        self.said: list[PlayerStatus] = []

        self.closed = ""

        def check() -> None:
            if self.closed:
                raise NotPermitted(self.closed)

        def source(_quality: Quality) -> Source:
            check()
            return Camera().source()

        def past(_quality: Quality) -> PastSource:
            check()
            return self.past.source()

        def later(seconds: float, work: object) -> object:
            return loop.call_later(seconds, work).cancel  # type: ignore[arg-type]

        live = Player(source, (self.engine,), CLOCK, later, loop.call_soon_threadsafe)  # type: ignore[arg-type]
        recorded = RecordedPlayer(past, CLOCK, later, loop.call_soon_threadsafe)  # type: ignore[arg-type]
        self.player = CameraPlayer(live, recorded)
        self.player.changed.connect(self.said.append)
        self.playback = Playback(CLOCK)

    @property
    def live(self) -> FakeDecoding:
        return self.engine.opened[-1]

    def phase(self) -> Phase:
        return self.player.status.phase

    def second(self, seconds: float) -> datetime:
        return self.begin + timedelta(seconds=seconds)

    async def shows_live(self) -> None:
        self.live.show(CLOCK)
        await until(lambda: self.phase() is Phase.LIVE)
        assert self.player.take() is not None

    async def until_past(self, seconds: float) -> None:
        def is_shown() -> bool:
            frame = self.player.take()
            return frame is not None and frame.at == self.second(seconds)

        await until(is_shown)
        assert self.player.shown_at == self.second(seconds)

    async def close(self) -> None:
        self.player.stop()
        assert self.player.join(5)


def test_from_live_into_the_past_and_back() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.player.start()
        await post.shows_live()
        assert post.player.age_s is not None
        post.playback.go_to(post.second(3.25))
        assert post.player.is_past
        live = post.live
        assert not live.is_stopped
        await post.until_past(3.2)
        await until(lambda: live.is_stopped and post.phase() is Phase.STANDING)
        assert post.player.age_s is None
        post.playback.go_live()
        assert not post.player.is_past
        assert post.phase() in {Phase.WAITING, Phase.CONNECTING}
        await post.shows_live()
        await post.close()

    run(work())


def test_live_pictures_that_come_late_are_not_taken_for_the_past() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.player.start()
        await post.shows_live()
        post.playback.go_to(post.second(5))
        post.live.show(CLOCK)
        frame = post.player.take()
        assert frame is None or frame.at == post.second(5)
        await post.close()

    run(work())


def test_a_tile_given_another_clock_follows_that_one() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.player.start()
        post.playback.go_to(post.second(2))
        await post.until_past(2)
        own = Playback(CLOCK)
        own.go_to(post.second(6))
        post.player.follow(own)
        await post.until_past(6)
        post.playback.go_to(post.second(3))
        own.go_to(post.second(7))
        await post.until_past(7)
        post.player.follow(Playback(CLOCK))
        assert not post.player.is_past
        await post.close()

    run(work())


def test_off_screen_neither_is_open_and_on_screen_again_the_clocks_picture_is_there() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.playback.go_to(post.second(2))
        post.player.start()
        await post.until_past(2)
        post.player.pause()
        assert post.phase() is Phase.IDLE
        assert post.player.join(5)
        post.playback.go_to(post.second(4))
        post.playback.go_live()
        post.playback.go_to(post.second(5))
        assert len(post.past.opened) == 1
        post.player.resume()
        await post.until_past(5)
        await post.close()

    run(work())


def test_a_step_moves_the_clock() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.playback.go_to(post.second(3.94))
        post.player.start()
        await post.until_past(3.9)
        post.player.step(1)
        await post.until_past(4)
        assert post.playback.instant == post.second(4)
        post.player.step(-2)
        await post.until_past(3.8)
        await post.close()

    run(work())


def test_a_step_from_live_stands_still_where_live_was() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.player.start()
        await post.shows_live()
        post.player.step(-1)
        assert not post.playback.is_live
        await post.until_past(9.9)
        await post.close()

    run(work())


def test_a_stopped_player_stays_stopped() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.player.start()
        await post.close()
        assert post.phase() is Phase.STOPPED
        post.playback.go_to(post.second(3))
        post.player.start()
        assert post.past.opened == []

    run(work())


def test_what_a_person_may_not_see_is_barred_until_it_is_asked_for_anew() -> None:
    async def work() -> None:
        post = Post()
        post.player.follow(post.playback)
        post.player.start()
        await until(lambda: post.engine.opened)
        await post.shows_live()
        post.closed = "The school ended the view at 14:12."
        post.player.reopen()
        assert (post.phase(), post.player.status.reason) == (Phase.BARRED, post.closed)
        assert post.player.take() is None
        post.playback.go_to(post.second(3))
        await until(lambda: post.player.is_past and post.phase() is Phase.BARRED)
        assert post.player.take() is None
        post.closed = ""
        post.player.reopen()
        await post.until_past(3)
        post.player.stop()
        post.player.reopen()
        assert post.phase() is Phase.STOPPED
        assert post.player.join(5)

    run(work())
