"""Every new alarm is heard once, the worst of several alone, and none while muted."""

import wave
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess

from smartclient.domain.alarms import AlarmState, Priority
from smartclient.runtime.paths import resources
from smartclient.ui.alarms import sounder
from smartclient.ui.alarms.sounder import FILES, Sounder
from tests.builders.watch import Watch, alarm_of

FOLDER = resources() / "sounds"


def listening(watch: Watch) -> tuple[Sounder, list[str]]:
    heard: list[str] = []
    return Sounder(watch.store, watch.workspace, FOLDER, lambda sound: heard.append(sound.name)), heard


def test_once_for_each_new_alarm(watch: Watch) -> None:
    _sounder, heard = listening(watch)
    forced = alarm_of("forced")
    watch.raise_alarms(forced)
    watch.raise_alarms(forced)
    watch.move(forced, AlarmState.IN_PROGRESS)
    watch.move(forced, AlarmState.NEW)
    assert heard == [FILES[Priority.HIGH]]
    watch.raise_alarms(alarm_of("held", Priority.LOW))
    assert heard == [FILES[Priority.HIGH], FILES[Priority.LOW]]


def test_of_several_at_once_the_worst(watch: Watch) -> None:
    _sounder, heard = listening(watch)
    watch.raise_alarms(*(alarm_of(priority.name, priority) for priority in reversed(Priority)))
    assert heard == [FILES[Priority.HIGH]]


def test_in_a_flood_each_sound_is_heard_once_a_second(watch: Watch) -> None:
    heard: list[str] = []
    _sounder = Sounder(
        watch.store,
        watch.workspace,
        FOLDER,
        lambda sound: heard.append(sound.name),
        now_s=watch.clock.steady_s,
    )
    for number in range(10):
        watch.raise_alarms(alarm_of(f"held {number}", Priority.LOW))
        watch.clock.advance(0.25)
    watch.raise_alarms(alarm_of("forced"))
    assert heard == [FILES[Priority.LOW]] * 3 + [FILES[Priority.HIGH]]


def test_what_somebody_has_taken_is_silent(watch: Watch) -> None:
    _sounder, heard = listening(watch)
    watch.raise_alarms(alarm_of("taken", state=AlarmState.IN_PROGRESS))
    assert heard == []


def test_muted_counts_as_heard(watch: Watch) -> None:
    _sounder, heard = listening(watch)
    watch.workspace.mute(True)
    forced = alarm_of("forced")
    watch.raise_alarms(forced)
    watch.workspace.mute(False)
    watch.raise_alarms(forced)
    assert heard == []


@pytest.mark.parametrize("priority", Priority)
def test_the_sounds_are_there_and_short(priority: Priority) -> None:
    with wave.open(str(FOLDER / FILES[priority])) as file:
        assert 0.5 < file.getnframes() / file.getframerate() < 1.5


def test_plays_through_the_first_player_found(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, list[str]]] = []

    def start(program: str, arguments: list[str]) -> bool:
        started.append((program, arguments))
        return True

    monkeypatch.setattr(sounder, "_path_of", lambda name: "/usr/bin/aplay" if name == "aplay" else None)
    monkeypatch.setattr(QProcess, "startDetached", start)
    sounder.ring(Path("a.wav"))
    assert started == [("/usr/bin/aplay", ["--quiet", "a.wav"])]
