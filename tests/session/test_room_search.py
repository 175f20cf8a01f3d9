"""What was recorded of a room is found camera by camera."""

from datetime import UTC, datetime, timedelta

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import ManualClock
from smartclient.session.footage_reader import FootageReader
from smartclient.session.footage_search import search_cameras
from smartclient.session.seers import Seer
from smartclient.store.past import Past
from tests.builders.running import run
from tests.builders.scripted_server import ScriptedServer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_motion_is_found_and_where_none_is_told_all_that_was_recorded() -> None:
    hall, gym, lost = DeviceId("hall"), DeviceId("gym"), DeviceId("lost")

    def span(begin_s: float, end_s: float) -> Span:
        return Span(NOW - timedelta(seconds=begin_s), NOW - timedelta(seconds=end_s))

    async def body() -> None:
        server = ScriptedServer(
            recorded={hall: (span(5_000, 0),), gym: (span(3_000, 2_000),)},
            motion={hall: (span(2_900, 2_890), span(2_880, 2_870), span(2_500, 2_490))},
        )
        clock = ManualClock(NOW)
        past = Past.new(clock)
        reader = FootageReader(server, past, clock)
        seers = [Seer(hall, 0.8), Seer(gym, 0.2), Seer(lost, 0.1)]
        findings = await search_cameras(seers, span(3_600, 1_000), past.recordings, reader)
        assert [(f.camera, f.span, f.is_motion) for f in findings.found] == [
            (gym, span(3_000, 2_000), False),
            (hall, span(2_900, 2_870), True),
            (hall, span(2_500, 2_490), True),
        ]
        assert findings.found[1].why == "sees 80% of it"
        assert findings.troubles == ()

    run(body())
