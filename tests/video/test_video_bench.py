"""The video bench measures what it says; how fast that is, is not tested."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from smartclient.bench import export
from smartclient.bench.footage import FPS, write_footage
from smartclient.bench.video_probe import Case


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_footage(tmp_path_factory.mktemp("bench") / "footage.mp4", 5)


@pytest.mark.parametrize("case", ["player", "bare"])
def test_a_case_counts_its_frames(footage: Path, case: str) -> None:
    command = [sys.executable, "-m", "smartclient.bench.video_probe", case, str(footage), "2", "0.5"]
    child = subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True)
    measured = msgspec.json.decode(child.stdout, type=Case)
    assert 0 < measured.frames_per_s <= 2 * FPS * 2
    assert measured.first_frame_median_ms > 0
    assert measured.resident_mb > 10


def test_the_footage_is_the_same_every_time(footage: Path, tmp_path: Path) -> None:
    assert write_footage(tmp_path / "again.mp4", 5).read_bytes() == footage.read_bytes()


def test_an_export_is_measured_with_what_it_is_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "RUNS", 1)
    monkeypatch.setattr(export, "FOOTAGE", {"tiny": export.Footage((320, 180), 30, 2)})
    measured = export.measure()["tiny"]
    assert isinstance(measured, dict)
    assert (measured["footage_s"], measured["pictures"]) == (40, 40 * FPS)
    assert measured["export_s"] > 0
    assert measured["export_cpu_s"] > 0
