"""The benches of alarms count every alarm they made, and find each of them; no number is judged here."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

_SMALL = """
import sys, msgspec
from smartclient.bench import alarm_archive, alarm_flood
alarm_archive.ALARMS, alarm_archive.SCROLLS = 600, 3
alarm_flood.PER_S, alarm_flood.SECONDS = 200, 1
said = {"archive": alarm_archive.measure(), "flood": alarm_flood.measure()}
sys.stdout.buffer.write(msgspec.json.encode(said))
"""


@pytest.fixture
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCLIENT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.usefixtures("_own_home")
def test_a_small_archive_is_worked_and_a_small_flood_arrives_whole() -> None:
    done = subprocess.run([sys.executable, "-c", _SMALL], stdout=subprocess.PIPE, check=True)
    said = msgspec.json.decode(done.stdout)
    assert said["archive"]["alarms"] == 600
    assert said["archive"]["list_opens_ms"] > 0
    assert said["archive"]["search_worst_ms"] >= said["archive"]["search_p50_ms"] > 0
    flood = said["flood"]
    assert flood["sent"] == flood["in_the_journal"] == flood["found_by_searching"] == 200
