"""Moments worth going to: alarms of the site, what happened near the watched cameras, and marks, in order of time."""

from datetime import UTC, datetime, timedelta

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.events import AlarmChanged, EventKind, Happened
from smartclient.domain.ids import AlarmId, DeviceId, EventId, LevelId
from smartclient.domain.recordings import Bookmark, EvidenceLock, Marks, Span
from smartclient.domain.site import Site
from smartclient.runtime.clock import SystemClock
from smartclient.store.marks import Exported, KnownMarks
from smartclient.store.moments import MomentKind, moments, near
from smartclient.store.past import Past
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
METRE = 1 / 111_195.0
CAMERA, DOOR, FAR, ABOVE = (DeviceId(name) for name in ("camera", "door", "far", "above"))


def device(id_: DeviceId, kind: DeviceKind, metres: float, level: str = "1F") -> Device:
    return Device(id_, kind, id_, Placement((0.0, metres * METRE), LevelId(level)))


def store() -> SiteStore:
    devices = (
        device(CAMERA, DeviceKind.CAMERA, 0),
        device(DOOR, DeviceKind.DOOR, 15),
        device(FAR, DeviceKind.DOOR, 40),
        device(ABOVE, DeviceKind.DOOR, 2, "2F"),
    )
    return SiteStore(Site("Test", devices=devices), Connection(Line.LIVE, NOW, NOW), Later())


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def happened(seconds: float, kind: EventKind, at: DeviceId) -> Happened:
    return Happened(EventId(f"{seconds}{at}"), ago(seconds), kind, at)


def test_near_is_the_same_floor_within_twenty_metres() -> None:
    assert near(store(), [CAMERA]) == {CAMERA, DOOR}


def test_only_what_concerns_the_cameras_and_begins_something_is_a_moment() -> None:
    site = store()
    site.apply(
        [
            happened(50, EventKind.DOOR_FORCED, DOOR),
            happened(40, EventKind.DOOR_CLOSED, DOOR),
            happened(30, EventKind.DOOR_FORCED, FAR),
            happened(20, EventKind.ACCESS_GRANTED, ABOVE),
            happened(10, EventKind.MOTION_STARTED, CAMERA),
        ]
    )
    found = moments(site, Past.new(SystemClock()), near(site, [CAMERA]))
    assert [(m.at, m.kind, m.words) for m in found] == [(ago(50), MomentKind.DOOR, "door: door forced open")]


def test_alarms_and_marks_stand_in_order_of_time() -> None:
    site, past = store(), Past.new(SystemClock())
    marks, at = past.marks, ago(25)
    alarm = Alarm(AlarmId("a"), 7, "Forced", "", Priority.HIGH, AlarmState.NEW, "New", at, at, FAR)
    site.apply([AlarmChanged(alarm)])
    bookmark = Bookmark("b", CAMERA, ago(30), Span(ago(30), ago(30)), "Bag")
    lock = EvidenceLock("l", (CAMERA,), Span(ago(60), ago(20)), "Fight")
    marks.take(Span(ago(100), NOW), Marks((bookmark,), (lock,)))
    marks.note_export(Exported((CAMERA,), Span(ago(10), ago(5)), "Case 7"))
    found = moments(site, past, near(site, [CAMERA]))
    assert [m.words for m in found] == ["Evidence lock: Fight", "Bookmark: Bag", "Alarm 7: Forced", "Exported: Case 7"]
    assert (found[2].priority, found[2].is_open) == (Priority.HIGH, True)
    assert found[0].span == lock.span
    assert found[1].span is None


def test_marks_taken_away_on_the_server_go_here_too() -> None:
    marks, heard = KnownMarks(), list[None]()
    marks.changed.connect(heard.append)
    early = Bookmark("early", CAMERA, ago(300), Span(ago(300), ago(290)), "Early")
    late = Bookmark("late", CAMERA, ago(30), Span(ago(30), ago(30)), "Late")
    marks.take(Span(ago(400), NOW), Marks((early, late)))
    marks.take(Span(ago(100), NOW), Marks())
    assert marks.bookmarks == (early,)
    marks.take(Span(ago(100), NOW), Marks())
    assert len(heard) == 2
    assert marks.unknown(Span(ago(500), NOW)) == (Span(ago(500), ago(400)),)
