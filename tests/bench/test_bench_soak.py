"""A few seconds of the soak without its window: faults are played, nothing that a server keeps is lost, the numbers are there."""

from pathlib import Path

import pytest

from smartclient.adapters.xprotect.watch import Pace
from smartclient.bench import soak
from smartclient.bench.fault_stage import Speed
from smartclient.session.backoff import Backoff
from tests.builders.running import run

FAST = Speed(Pace(ping_s=0.3, pong_s=0.6, poll_s=0.2), Backoff(0.1, 0.4))


def test_a_day_in_seconds_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "CALM_S", (0.2, 0.8))
    monkeypatch.setattr(soak, "LONGEST_FAULT_S", 0.5)
    found = run(soak.soaked(tmp_path, 8.0, 3, with_window=False, speed=FAST), timeout_s=90)
    assert found["events_lost"] == 0, found["kinds_lost"]
    assert found["faults_played"]
    sent = found["events_sent"]
    assert isinstance(sent, int)
    assert sent > 50


def test_growth_is_told_by_least_squares() -> None:
    assert soak.slope([0.0, 0.5, 1.0], [10.0, 11.0, 12.0]) == pytest.approx(2.0)
    assert soak.slope([0.0], [10.0]) == 0.0
