"""Views in the audit: pieces of one camera are one view, a round does not flood it, nothing seen is left out."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.ids import DeviceId
from smartclient.evidence.audit.entries import AuditEntry
from smartclient.runtime.clock import ManualClock
from smartclient.session.audit_views import JOIN_S, STILL_EVERY_S, Sight, Views

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
CAMERA = DeviceId("cameras/1")


def made() -> tuple[Views, ManualClock, list[AuditEntry]]:
    clock, written = ManualClock(START), list[AuditEntry]()
    return Views(written.append, lambda: "dispatcher", clock), clock, written


def detail(entry: AuditEntry) -> dict[str, object]:
    assert isinstance(entry.detail, dict)
    return entry.detail


def test_a_view_is_said_at_its_first_picture_and_with_its_end() -> None:
    views, clock, written = made()
    views.begin("tile", CAMERA, "Hall", Sight.LIVE, "recorder")
    assert [entry.act for entry in written] == ["begin to watch"]
    clock.advance(30)
    views.end("tile", CAMERA, Sight.LIVE)
    clock.advance(JOIN_S + 1)
    views.tick()
    assert [entry.act for entry in written] == ["begin to watch", "watched"]
    assert detail(written[1])["seconds"] == 30.0
    assert detail(written[1])["way"] == "recorder"


def test_a_round_of_cameras_is_one_view_each() -> None:
    views, clock, written = made()
    cameras = [DeviceId(f"cameras/{number}") for number in range(6)]
    for _turn in range(50):
        for camera in cameras:
            views.begin("tile", camera, "", Sight.LIVE)
            clock.advance(10)
            views.end("tile", camera, Sight.LIVE)
            views.tick()
    assert len(written) == len(cameras)
    views.stop()
    assert len(written) == 2 * len(cameras)
    assert {detail(entry)["times"] for entry in written[len(cameras) :]} == {50}
    assert {detail(entry)["seconds"] for entry in written[len(cameras) :]} == {500.0}


def test_a_long_view_is_said_again() -> None:
    views, clock, written = made()
    views.begin("tile", CAMERA, "", Sight.LIVE)
    for _ in range(3):
        clock.advance(STILL_EVERY_S + 1)
        views.tick()
    assert [entry.act for entry in written] == ["begin to watch", *["still watches"] * 3]


def test_recorded_pictures_are_told_with_their_own_time() -> None:
    views, _clock, written = made()
    views.begin("tile", CAMERA, "", Sight.RECORDED)
    views.saw(CAMERA, Sight.RECORDED, START.replace(hour=10))
    views.saw(CAMERA, Sight.RECORDED, START.replace(hour=9))
    views.stop()
    assert detail(written[-1])["pictures from"] == START.replace(hour=9)
    assert detail(written[-1])["pictures to"] == START.replace(hour=10)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 200)), max_size=60))
def test_every_second_on_some_screen_is_counted(steps: list[tuple[str, bool, int]]) -> None:
    views, clock, written = made()
    seen, on = 0.0, set[str]()
    for tile, begins, wait in steps:
        if begins:
            views.begin(tile, CAMERA, "", Sight.LIVE)
            on.add(tile)
        else:
            views.end(tile, CAMERA, Sight.LIVE)
            on.discard(tile)
        clock.advance(wait)
        seen += wait * len(on)
        views.tick()
    views.stop()
    told = sum(float(str(detail(entry)["seconds"])) for entry in written if entry.act == "watched")
    assert abs(told - seen) < 1
