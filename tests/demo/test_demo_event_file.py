"""A demo server that was killed knows its stored events again, and shows the same certificate."""

from pathlib import Path

from smartclient.demo.catalogue import GRANTED, MOTION_STARTED
from smartclient.demo.certificate import renewed, self_signed
from smartclient.demo.event_file import EventFile
from smartclient.demo.events import EventStream
from smartclient.demo.world import utc_now


def stream(path: Path) -> EventStream:
    return EventStream(utc_now, file=EventFile(path))


def test_stored_events_outlive_the_server_and_motion_does_not(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    first = stream(path)
    passed = first.publish(GRANTED, "accessControlUnits/7")
    first.publish(MOTION_STARTED, "cameras/1")
    raised = first.publish_unlisted("11111111-2222-4333-8444-555555555555", "userDefinedEvents/1")
    first.close()
    with path.open("ab") as file:
        file.write(b'{"id":"cut by a kil')
    again = stream(path)
    assert [event.id for event in again.newest_first()] == [raised.id, passed.id]
    later = again.publish(GRANTED, "accessControlUnits/7")
    assert again.newest_first()[0] is later
    assert again.find(passed.id) is not None
    again.close()
    again.close()


def test_a_kept_certificate_is_shown_again_and_a_new_one_is_another(tmp_path: Path) -> None:
    file = tmp_path / "server.pem"
    _context, first = self_signed("localhost", file)
    context, again = self_signed("localhost", file)
    assert first == again
    assert file.stat().st_mode & 0o077 == 0
    assert renewed(context, "localhost") != first
