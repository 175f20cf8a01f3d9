"""A few seconds of the soak without its window: faults are played, nothing that a server keeps is lost, the numbers are there."""

import random
from pathlib import Path

import pytest

from smartclient.adapters.xprotect.watch import Pace
from smartclient.bench import soak
from smartclient.bench.fault_rows import faults
from smartclient.bench.fault_stage import Speed
from smartclient.session.backoff import Backoff
from tests.builders.running import run

FAST = Speed(Pace(ping_s=0.3, pong_s=0.6, poll_s=0.2), Backoff(0.1, 0.4))


def test_a_day_in_seconds_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "FILL", 500)
    monkeypatch.setattr(soak, "CALM_S", (0.2, 0.8))
    monkeypatch.setattr(soak, "LONGEST_FAULT_S", 0.5)
    found = run(soak.soaked(tmp_path, 8.0, 3, with_window=False, speed=FAST), timeout_s=90)
    assert found["events_lost"] == 0, found["kinds_lost"]
    played = found["faults_played"]
    assert isinstance(played, dict)
    assert soak.FIRST in played
    assert found["faults_without_recovery"] == []
    sent = found["events_sent"]
    assert isinstance(sent, int)
    assert sent > 50


def test_every_fault_is_dealt_once_before_any_comes_again() -> None:
    dealt = soak.deal(random.Random(7))
    names = [fault.name for fault in faults(0.0) if fault.name not in soak.UNPLAYED]
    first = [next(dealt).name for _ in names]
    assert first[0] == soak.FIRST
    assert sorted(first) == sorted(names)
    assert sorted(next(dealt).name for _ in names) == sorted(names)
