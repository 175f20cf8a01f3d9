"""The tour walks the whole product against the demo server, as a person would start it."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage

STEPS = (
    "district",
    "campus",
    "floor-with-grid-and-what-its-cameras-see",
    "four-live-tiles",
    "forced-door",
    "verification-card",
    "verified-by-a-person",
    "alarm-flown-to",
    "acknowledged",
    "lockdown-asked",
    "lockdown-with-one-door-that-does-not-answer",
    "incident-file",
    "before-the-alarm-on-one-clock",
    "export",
    "exported",
    "server-lost",
    "server-back",
)


@pytest.mark.timeout(420)
def test_the_tour_leaves_pictures_and_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "tour"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "smartclient", "demo", "--tour", str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    assert str(folder) in done.stdout
    pictures = sorted(folder.glob("[0-9]*.png"))
    assert [picture.stem[3:] for picture in pictures] == list(STEPS)
    assert {QImage(str(picture)).width() for picture in pictures} == {1600, 1100}
    measured = msgspec.json.decode((folder / "tour.json").read_bytes())
    assert len(measured["first_frame_ms"]) == 4
    assert measured["event_to_painted_ms"] > 0
    assert measured["frames_painted"] > 0
    assert measured["events_received"] > 0
    assert measured["verified"]["verdict"] == "real"
    assert measured["lockdown"]["doors"]["no answer"] == 1
    assert len(measured["incident"]["report_pictures"]) == len(list(folder.glob("incident-report-page-*.png"))) > 1
    assert max(measured["past"]["spread_ms"]) <= 84
    assert measured["evidence"]["is_intact"]
    assert any("altered" in words for words in measured["evidence"]["after_one_byte_was_altered"])
