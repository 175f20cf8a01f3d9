"""What is recorded is asked for as far as it is looked at, newest first, once, and again only where it grows."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from smartclient.domain.errors import ServerUnreachable
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Bookmark, Marks, Recordings, Span
from smartclient.runtime.clock import ManualClock
from smartclient.runtime.tasks import Tasks
from smartclient.session.footage_reader import LONGEST, UNSETTLED, FootageReader
from smartclient.session.gaps import Surroundings
from smartclient.store.past import Past
from smartclient.store.recordings import Held
from tests.builders.running import run, until
from tests.builders.scripted_server import ScriptedServer

HALL, GYM = DeviceId("cameras/hall"), DeviceId("cameras/gym")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def span(begin: float, end: float) -> Span:
    """From so many hours ago until so many hours ago."""
    return Span(ago(begin), ago(end))


class Broken(ScriptedServer):
    """Gives no answer about one camera."""

    async def recordings(self, camera: DeviceId, span: Span) -> Recordings:
        if camera == HALL:
            self.asked.append((camera, span))
            raise ServerUnreachable("The recorder does not answer.")
        return await super().recordings(camera, span)


def reading(
    body: Callable[[FootageReader, Past, ManualClock], Coroutine[Any, Any, None]], server: ScriptedServer
) -> None:
    async def whole() -> None:
        clock = ManualClock(NOW)
        past = Past.new(clock)
        reader = FootageReader(server, past, clock)
        try:
            await body(reader, past, clock)
        finally:
            await reader.stop()

    run(whole())


def test_what_is_on_show_becomes_known_newest_first_and_once() -> None:
    server = ScriptedServer(recorded={HALL: (span(100, 50), span(10, 0))})

    async def body(reader: FootageReader, past: Past, _clock: ManualClock) -> None:
        window = span(120, -1)
        reader.look([HALL], window, 100.0)
        await until(lambda: not past.recordings.track(HALL).unknown(span(120, 0)))
        track = past.recordings.track(HALL)
        assert track.recorded == (span(100, 50), span(10, 0))
        assert [asked.end for _, asked in server.asked] == sorted(
            (asked.end for _, asked in server.asked), reverse=True
        )
        assert all(asked.length <= LONGEST + UNSETTLED for _, asked in server.asked)
        assert all(asked.end <= NOW for _, asked in server.asked)
        count = len(server.asked)
        reader.look([HALL], span(60, 20), 100.0)
        reader.look([HALL, GYM], span(60, 20), 100.0)
        await until(lambda: not past.recordings.track(GYM).unknown(span(60, 20)))
        assert {camera for camera, _ in server.asked[count:]} == {GYM}

    reading(body, server)


def test_the_newest_time_is_asked_again_with_what_may_have_been_unfinished() -> None:
    server = ScriptedServer(recorded={HALL: (span(1, 0),)})

    async def body(reader: FootageReader, past: Past, clock: ManualClock) -> None:
        reader.look([HALL], span(1, -1), 1.0)
        await until(lambda: past.recordings.track(HALL).held(NOW - timedelta(seconds=1)) is Held.RECORDED)
        assert past.recordings.track(HALL).held(NOW) is Held.UNKNOWN
        server.recorded = {HALL: (Span(ago(1), NOW + timedelta(seconds=30)),)}
        clock.advance(30)
        reader.look([HALL], span(1, -1), 1.0)
        await until(lambda: past.recordings.track(HALL).held(NOW + timedelta(seconds=29)) is Held.RECORDED)
        assert server.asked[-1][1].begin <= NOW

    reading(body, server)


def test_a_camera_that_gives_no_answer_does_not_stop_the_others() -> None:
    async def body(reader: FootageReader, past: Past, _clock: ManualClock) -> None:
        reader.look([HALL, GYM], span(5, 1), 10.0)
        await until(lambda: not past.recordings.track(GYM).unknown(span(5, 1)))
        assert past.recordings.track(HALL).unknown(span(5, 1)) == (span(5, 1),)

    reading(body, Broken(recorded={GYM: (span(3, 2),)}))


def test_marks_come_with_the_time_on_show_and_again_when_one_was_set_here() -> None:
    mark = Bookmark("b", HALL, ago(2), Span(ago(2), ago(1.9)), "Backpack")
    server = ScriptedServer()

    async def body(reader: FootageReader, past: Past, _clock: ManualClock) -> None:
        reader.look([HALL], span(5, 1), 10.0)
        await until(lambda: not past.marks.unknown(span(5, 1)))
        assert not past.marks.bookmarks
        server.marked = Marks((mark,))
        reader.look_again()
        await until(lambda: past.marks.bookmarks)
        assert past.marks.bookmarks == (mark,)

    reading(body, server)


def test_beyond_a_gap_is_learnt_before_the_clock_skips_it() -> None:
    server = ScriptedServer(recorded={HALL: (span(30, 29), span(3, 2)), GYM: ()})

    async def body(reader: FootageReader, past: Past, clock: ManualClock) -> None:
        tasks = Tasks("test")
        playback = past.playbacks.one
        around = Surroundings(playback, lambda: (HALL, GYM), past.recordings, reader, clock, tasks)
        playback.run_from(ago(28), 1.0)
        assert around() == ()
        await until(lambda: around() and any(piece.begin == ago(3) for piece in around()[0]))
        playback.run_from(ago(28), -1.0)
        await until(lambda: around() and any(piece.end == ago(29) for piece in around()[0]))
        await tasks.cancel()

    reading(body, server)
