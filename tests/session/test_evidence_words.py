"""What a person reads before footage is kept longer."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from smartclient.domain.commands import LockEvidence
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.session.evidence_words import what_a_lock_means
from smartclient.store.recordings import Track

CAMERAS = tuple(DeviceId(f"cameras/{number}") for number in range(5))
NAMES = {camera: f"Gym {camera[-1]}" for camera in CAMERAS}
BEGIN = datetime(2026, 3, 2, 10, tzinfo=UTC)
SPAN = Span(BEGIN, BEGIN + timedelta(minutes=12))
NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_one_camera_for_a_time_with_all_known() -> None:
    command = LockEvidence(CAMERAS[:1], SPAN, "Door", until=NOW + timedelta(days=90))
    tracks = {CAMERAS[0]: Track((SPAN,), (Span(BEGIN, BEGIN + timedelta(minutes=5)),))}
    assert what_a_lock_means(command, NAMES, tracks, NOW) == (
        "The server keeps 5 minutes of footage of Gym 0, Mon 02 Mar 2026, 10:00:00 to 10:12:00, "
        "until Mon 01 Jun 2026, 10:00 (90 days from now). What is kept takes room from new recordings."
    )


def test_many_cameras_for_ever_with_little_known() -> None:
    command = LockEvidence(CAMERAS, SPAN, "Door")
    assert what_a_lock_means(command, NAMES, {}, NOW) == (
        "The server keeps up to 12 minutes each of Gym 0, Gym 1 and 3 other cameras, Mon 02 Mar 2026, 10:00:00 to 10:12:00, "
        "for ever, until somebody releases it. What is kept takes room from new recordings."
    )


def test_several_cameras_are_named_and_their_footage_added() -> None:
    tracks = {camera: Track((SPAN,), (SPAN,)) for camera in CAMERAS}
    words = what_a_lock_means(LockEvidence(CAMERAS[:3], SPAN, "Door"), NAMES, tracks, NOW)
    assert "36 minutes of footage of Gym 0, Gym 1 and Gym 2, " in words


def test_nothing_recorded_is_said() -> None:
    night = Span(BEGIN, BEGIN + timedelta(days=1))
    words = what_a_lock_means(LockEvidence(CAMERAS[:1], night, "Door"), NAMES, {CAMERAS[0]: Track((night,))}, NOW)
    assert words == "Nothing of Gym 0 is recorded, Mon 02 Mar 2026, 10:00:00 to Tue 03 Mar 2026, 10:00:00."
