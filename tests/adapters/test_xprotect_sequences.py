"""What is recorded: from the task, from the recorder, from events, and from memory."""

import asyncio
import re
import socket
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smartclient.adapters.xprotect import sequences, tasks
from smartclient.adapters.xprotect.event_history import recording_history
from smartclient.adapters.xprotect.image_connection import ImageConnection
from smartclient.adapters.xprotect.image_sequences import recorder_sequences
from smartclient.adapters.xprotect.known_days import KnownDays
from smartclient.adapters.xprotect.sequences import Sequences
from smartclient.adapters.xprotect.tasks import offered_tasks, run_task
from smartclient.adapters.xprotect.translate.footage import utc_text
from smartclient.domain.errors import NotPermitted, Refused, ServerUnreachable, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.store.spans import within
from tests.builders.past_recorder import CAMERA as CAMERA_GUID
from tests.builders.past_recorder import PastRecorder, past_feed, serving
from tests.builders.rest_of import FORBIDDEN, REFUSED, UNKNOWN, Told, rest_of
from tests.builders.running import run

CAMERA = DeviceId(f"cameras/{CAMERA_GUID}")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
_STARTED = {"recording": "4577f552-765a-438c-bc7d-e5ff1f754bc3", "motion": "6eb95dd6-7ccc-4bce-99f8-af0d0b582d77"}
_STOPPED = {"recording": "79a94f89-92de-4fca-8a43-5561d407423d", "motion": "6f55a7a7-d21c-4629-ac18-af1975e395a2"}


def pieces(count: int, begin: datetime = NOON, every: timedelta = MINUTE) -> list[Span]:
    """So many pieces of half the time between them."""
    return [Span(begin + i * every, begin + i * every + every / 2) for i in range(count)]


def tasked(recorded: list[Span], motion: list[Span], most: int) -> Callable[[str, Any], Told]:
    """A server with the task, which never tells more than `most` pieces at once."""

    def tell(path: str, body: Any) -> Told:
        if path.startswith("GET"):
            return 200, {"tasks": [{"id": "GetSequences", "displayName": "Get sequences"}]}
        begin = datetime.fromisoformat(body["time"])
        days, clock = body["timeAfter"].split(".")
        hours, minutes, seconds = map(int, clock.split(":"))
        end = begin + timedelta(days=int(days), hours=hours, minutes=minutes, seconds=seconds)
        known = recorded if body["sequenceType"] == "RecordingSequence" else motion
        found = [span for span in known if span.meets(Span(begin - timedelta(seconds=1), end))][:most]
        told = [{"startTime": utc_text(span.begin), "endTime": utc_text(span.end)} for span in found]
        return 200, {"result": {"sequences": told}}

    return tell


def told_by(tell: Callable[[str, Any], Told], span: Span, recorder: str = "http://127.0.0.1:9/") -> Recordings:
    async def play() -> Recordings:
        async with rest_of(tell) as served:
            return await Sequences(served.feeds(CAMERA, recorder)).recordings(CAMERA, span)

    return run(play())


def test_the_task_tells_recordings_and_motion_cut_at_the_span_s_ends() -> None:
    span = Span(NOON + timedelta(seconds=10), NOON + HOUR)
    told = told_by(tasked([Span(NOON - HOUR, NOON + 2 * HOUR)], pieces(3), 100), span)
    assert told.recorded == (span,)
    assert told.motion == within(pieces(3), span)


@pytest.mark.parametrize("most", [100, 137, 1_000])
def test_a_server_that_cuts_its_answers_is_asked_for_the_rest(most: int) -> None:
    span = Span(NOON, NOON + 30 * 24 * HOUR)
    everything = pieces(2_500)
    assert told_by(tasked(everything, [], most), span).recorded == tuple(everything)


def test_without_motion_sequences_there_is_no_motion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "PAGE", 10_000)
    tell = tasked(pieces(2), [], 100)

    def no_motion(path: str, body: Any) -> Told:
        return REFUSED if body and body["sequenceType"] == "MotionSequence" else tell(path, body)

    told = told_by(no_motion, Span(NOON, NOON + HOUR))
    assert (told.recorded, told.motion) == (tuple(pieces(2)), ())


class Lister(PastRecorder):
    """Lists sequences, `most` at a time and the latest first, as `entry` writes them."""

    def __init__(self, known: list[Span], most: int, entry: str) -> None:
        super().__init__(())
        self.known, self.most, self.entry = known, most, entry

    def talk(self, peer: socket.socket) -> None:
        peer.recv(65536)
        peer.sendall(b"<r><connected>yes</connected></r>\r\n\r\n<livepackage/>\r\n\r\n")
        while call := peer.recv(65536).decode():
            request, centre, span = (
                int(re.findall(rf"<{n}>(\d+)<", call)[0]) for n in ("requestid", "centertime", "timespan")
            )
            found = [p for p in self.known if _ms(p.begin) < centre + span / 2 and _ms(p.end) > centre - span / 2]
            listed = "".join(self.entry.format(_ms(p.begin), _ms(p.end)) for p in found[::-1][: self.most])
            peer.sendall(f"<m><requestid>{request}</requestid><alarms>{listed}</alarms></m>\r\n\r\n".encode())


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@pytest.mark.parametrize(
    "entry",
    [
        '<alarm number="0" starttime="{0}" alarmtime="{0}" endtime="{1}" numimages="0"/>',
        "<alarm><starttime>{0}</starttime><alarmtime>{0}</alarmtime><endtime>{1}</endtime></alarm>",
        "<sequence StartTime='{0}' EndTime='{1}'></sequence>",
    ],
)
def test_where_there_is_no_task_the_recorder_lists_them(entry: str) -> None:
    span = Span(NOON, NOON + 24 * HOUR)
    with serving(Lister(pieces(230), 100, entry)) as address:
        told = told_by(lambda *_: UNKNOWN, span, address)
    assert told.recorded == tuple(pieces(230))


@pytest.mark.parametrize(
    "entry", ["<alarm starttime='{1}' endtime='{0}'/>", "<alarm/>", "<alarm starttime='x'/>", "{0}"]
)
def test_a_recorder_that_lists_nonsense_lists_nothing(entry: str) -> None:
    with (
        serving(Lister(pieces(5), 100, entry)) as address,
        closing(ImageConnection(past_feed(address))) as connection,
    ):
        connection.open()
        assert recorder_sequences(connection, Span(NOON, NOON + HOUR)) == []


def event(kind: str, at: datetime, camera: str = CAMERA.upper()) -> dict[str, Any]:
    return {"type": kind, "time": utc_text(at), "source": camera.replace("CAMERAS", "cameras"), "id": CAMERA_GUID}


def test_else_pairs_of_events_tell() -> None:
    events = [
        event(_STOPPED["recording"], NOON + 5 * MINUTE),
        event(_STARTED["recording"], NOON + 10 * MINUTE),
        event(_STARTED["recording"], NOON + 11 * MINUTE),
        event(_STOPPED["recording"], NOON + 20 * MINUTE),
        event(_STARTED["motion"], NOON + 12 * MINUTE),
        event(_STOPPED["motion"], NOON + 13 * MINUTE),
        event(_STARTED["recording"], NOON + 40 * MINUTE),
        event(_STOPPED["recording"], NOON + 45 * MINUTE, camera=f"cameras/{'1' * 8}-1111-1111-1111-{'1' * 12}"),
        event("00000000-0000-0000-0000-000000000001", NOON + 15 * MINUTE),
    ][::-1]
    span = Span(NOON, NOON + HOUR)

    def tell(path: str, _: Any) -> Told:
        return (200, {"array": events}) if path.startswith("GET events?") else UNKNOWN

    told = told_by(tell, span)
    assert told.recorded == (
        Span(NOON, NOON + 5 * MINUTE),
        Span(NOON + 10 * MINUTE, NOON + 20 * MINUTE),
        Span(NOON + 40 * MINUTE, NOON + HOUR),
    )
    assert told.motion == (Span(NOON + 12 * MINUTE, NOON + 13 * MINUTE),)


def test_events_are_asked_for_without_their_source_where_that_is_refused() -> None:
    events = [event(_STARTED["recording"], NOON)]

    async def play() -> None:
        def tell(path: str, _: Any) -> Told:
            return REFUSED if "source=" in path else (200, {"array": events})

        async with rest_of(tell) as served:
            told = await recording_history(served.rest, CAMERA, Span(NOON, NOON + HOUR))
            assert told.recorded == (Span(NOON, NOON + HOUR),)
            assert len(served.paths) == 2

    run(play())


def test_where_nobody_can_tell_it_is_said() -> None:
    def tell(path: str, _: Any) -> Told:
        return (200, {"array": []}) if path.startswith("GET events?") else UNKNOWN

    with pytest.raises(Unsupported, match="does not tell what is recorded"):
        told_by(tell, Span(NOON, NOON + HOUR))


def test_who_may_not_know_is_told() -> None:
    tell = tasked([], [], 100)
    with pytest.raises(NotPermitted, match="No permission"):
        told_by(lambda path, body: tell(path, body) if path.startswith("GET") else FORBIDDEN, Span(NOON, NOON + HOUR))


class StoppedClock:
    """Time goes on when the test says so."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def steady_s(self) -> float:
        return self.at.timestamp()


def test_days_that_are_over_are_asked_for_once() -> None:
    asked: list[Span] = []
    clock = StoppedClock(NOON)
    everything = pieces(24 * 60 * 5, NOON - 5 * 24 * HOUR)

    async def read(camera: DeviceId, span: Span) -> Recordings:
        asked.append(span)
        return Recordings(camera, span, within(everything, span), within(everything[:7], span))

    async def play() -> None:
        days = KnownDays(read, clock)
        month = Span(NOON - 30 * 24 * HOUR, NOON + HOUR)
        told = await days.recordings(CAMERA, month)
        assert told == Recordings(CAMERA, month, within(everything, month), tuple(everything[:7]))
        assert asked == [Span(datetime(2026, 1, 31, tzinfo=UTC), NOON)]
        again = await days.recordings(CAMERA, month)
        assert again == told
        assert asked[1:] == [Span(datetime(2026, 3, 2, tzinfo=UTC), NOON)]
        some = Span(NOON - 3 * 24 * HOUR, NOON - 2 * 24 * HOUR)
        assert (await days.recordings(CAMERA, some)).recorded == within(everything, some)
        assert len(asked) == 2
        clock.at += HOUR
        assert (await days.recordings(CAMERA, some)).recorded == within(everything, some)
        assert asked[2:] == [Span(datetime(2026, 2, 27, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))]
        assert await days.recordings(CAMERA, Span(NOON + 5 * HOUR, NOON + 6 * HOUR)) == Recordings(
            CAMERA, Span(NOON + 5 * HOUR, NOON + 6 * HOUR)
        )

    run(play())


def test_a_task_that_takes_its_time_is_waited_for_and_cleaned_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "POLL_S", 0.0)
    states = ["InProgress", "InProgress", "Success"]

    def tell(path: str, _: Any) -> Told:
        if path == "GET tasks/81":
            return 200, {"data": {"state": states.pop(0), "found": 7}}
        return 200, {"result": {"state": "Idle", "path": {"type": "tasks", "id": 81}}}

    async def play() -> None:
        async with rest_of(tell) as served:
            assert await run_task(served.rest, CAMERA, "Look", "look", {}) == {"state": "Success", "found": 7}
            assert served.paths[-1] == "POST tasks/81?task=TaskCleanup"

    run(play())


@pytest.mark.parametrize(
    ("told", "kind", "sentence"),
    [
        (
            {"result": {"state": "Error", "errorText": "The camera is away."}},
            Refused,
            "could not look. The camera is away",
        ),
        ({"result": {"path": {"id": "1/../2"}, "state": "Failed"}}, Refused, "could not look"),
        ({"result": {"path": {"id": "7"}}}, ServerUnreachable, "did not look within"),
    ],
)
def test_tasks_that_fail(monkeypatch: pytest.MonkeyPatch, told: Any, kind: type[Exception], sentence: str) -> None:
    monkeypatch.setattr(tasks, "TIME_LIMIT_S", 0.1)
    monkeypatch.setattr(tasks, "POLL_S", 0.01)

    async def play() -> None:
        async with rest_of(lambda path, _: (200, {"data": {}} if path.startswith("GET") else told)) as served:
            with pytest.raises(kind, match=sentence):
                await run_task(served.rest, CAMERA, "Look", "look", {})

    run(play())


def test_the_tasks_an_item_offers() -> None:
    told = {"tasks": [{"id": "GetSequences", "displayName": "Get <b>"}, {"id": "a/b"}, 7, {"displayName": "x"}]}

    async def play() -> None:
        async with rest_of(lambda *_: (200, told)) as served:
            assert await offered_tasks(served.rest, CAMERA, "look") == {"GetSequences": "Get ‹b›"}
            assert served.paths == [f"GET {CAMERA}?tasks&noData"]
            await asyncio.sleep(0)

    run(play())
