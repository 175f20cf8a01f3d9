"""What is known to be recorded: a gap is not the unknown, and news replaces only what it is about."""

from datetime import UTC, datetime, timedelta

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Recordings, Span
from smartclient.store.recordings import Held, KnownRecordings

HALL, GYM = DeviceId("cameras/hall"), DeviceId("cameras/gym")
START = datetime(2026, 11, 22, 12, tzinfo=UTC)


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def span(begin: float, end: float) -> Span:
    return Span(at(begin), at(end))


def told(window: Span, *recorded: Span, motion: tuple[Span, ...] = (), camera: DeviceId = HALL) -> Recordings:
    return Recordings(camera, window, recorded, motion)


def test_a_gap_is_not_the_unknown() -> None:
    known = KnownRecordings()
    known.take(told(span(0, 60), span(0, 10), span(30, 60)))
    track = known.track(HALL)
    assert track.held(at(5)) is Held.RECORDED
    assert track.held(at(20)) is Held.GAP
    assert track.held(at(70)) is Held.UNKNOWN
    assert track.unknown(span(-10, 70)) == (span(-10, 0), span(60, 70))
    assert known.track(GYM).held(at(5)) is Held.UNKNOWN


def test_knowledge_ends_when_it_was_asked_for() -> None:
    known = KnownRecordings()
    known.take(told(span(0, 60), span(0, 40)), until=at(40))
    assert known.track(HALL).held(at(39)) is Held.RECORDED
    assert known.track(HALL).held(at(50)) is Held.UNKNOWN
    known.take(told(span(40, 50), span(40, 50)), until=at(50))
    assert known.track(HALL).recorded == (span(0, 50),)
    assert known.track(HALL).known == (span(0, 50),)


def test_news_replaces_only_its_own_time() -> None:
    known = KnownRecordings()
    known.take(told(span(0, 60), span(0, 60), motion=(span(5, 7), span(31, 33))))
    known.take(told(span(20, 40), span(20, 25)))
    track = known.track(HALL)
    assert track.recorded == (span(0, 25), span(40, 60))
    assert track.motion == (span(5, 7),)


def test_what_the_server_tells_beyond_the_question_is_left_out() -> None:
    known = KnownRecordings()
    known.take(told(span(10, 20), span(0, 60)))
    assert known.track(HALL).recorded == (span(10, 20),)


def test_only_news_is_told() -> None:
    known, heard = KnownRecordings(), list[DeviceId]()
    known.changed.connect(heard.append)
    known.take(told(span(0, 60), span(0, 10)))
    known.take(told(span(0, 60), span(0, 10)))
    known.take(told(span(0, 60), camera=GYM), until=at(0))
    assert heard == [HALL]


def test_doubt_makes_known_time_unknown_again() -> None:
    known = KnownRecordings()
    known.take(told(span(0, 60), span(0, 60)))
    known.doubt(HALL, span(20, 30))
    assert known.track(HALL).held(at(25)) is Held.UNKNOWN
    assert known.track(HALL).recorded == (span(0, 20), span(30, 60))


def test_pieces_around_an_instant_stop_where_nothing_is_known() -> None:
    known = KnownRecordings()
    known.take(told(span(0, 60), span(0, 10), span(50, 60)))
    known.take(told(span(90, 120), span(100, 110)))
    assert known.track(HALL).around(at(20)) == (span(0, 10), span(50, 60))
    assert known.track(HALL).around(at(70)) is None
