"""A voice: no microphone before the way is open, none after the key is let go, whatever happens between."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

from smartclient.domain.errors import NoSound, NotPermitted
from smartclient.domain.sound import TALK_RATE_HZ
from smartclient.video.audio import voice as voices
from smartclient.video.audio.voice import Voice, VoicePhase
from smartclient.video.audio.voice_encoder import PACKET
from tests.builders.sound import NullDevices, TakenVoice

PATIENCE_S = 10.0


class Speaking:
    """A voice and all that is around it."""

    def __init__(self, taken: TakenVoice, devices: NullDevices) -> None:
        self.taken, self.devices = taken, devices
        self._changed = threading.Condition()
        self.voice = Voice(taken.path, devices, self._tell)
        self.voice.start()

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, phase: VoicePhase) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.voice.phase is phase, PATIENCE_S)

    def say(self, seconds: float, loudness: float = 0.5) -> None:
        assert self.devices.push is not None
        self.devices.push(np.full(round(seconds * TALK_RATE_HZ), loudness, np.float32))

    def until_sent(self, count: int) -> None:
        wait(lambda: len(self.taken.sent) >= count)

    def end(self) -> None:
        self.voice.end()
        self.voice.join(PATIENCE_S)


def wait(condition: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if condition():
            return
        threading.Event().wait(0.005)
    raise AssertionError


def test_what_is_said_goes_out_while_the_key_is_held() -> None:
    speaking = Speaking(TakenVoice(), NullDevices())
    speaking.until(VoicePhase.OPEN)
    speaking.say(0.03)
    speaking.say(0.05)
    speaking.until_sent(4)
    assert {len(packet) for packet in speaking.taken.sent} == {PACKET}
    assert speaking.taken.sent[0] == b"\x8f" * PACKET
    assert speaking.voice.level > 0.8
    speaking.end()
    assert speaking.voice.phase is VoicePhase.ENDED
    assert (speaking.devices.push, speaking.taken.closed, speaking.voice.trouble) == (None, 1, "")
    assert speaking.voice.level == 0


def test_a_key_let_go_while_the_way_opens_opens_no_microphone() -> None:
    taken, devices = TakenVoice(), NullDevices()
    taken.gate.clear()
    speaking = Speaking(taken, devices)
    speaking.voice.end()
    taken.gate.set()
    speaking.voice.join(PATIENCE_S)
    assert devices.opened == []
    assert taken.closed == 1


def test_who_may_not_speak_opens_no_microphone() -> None:
    speaking = Speaking(TakenVoice(refusal=NotPermitted("You may not speak through Door 7.")), NullDevices())
    speaking.until(VoicePhase.ENDED)
    assert speaking.voice.trouble == "You may not speak through Door 7."
    assert speaking.devices.opened == []
    speaking.end()


def test_a_cut_closes_the_microphone() -> None:
    speaking = Speaking(TakenVoice(cut=NoSound("principal-hs is speaking there.")), NullDevices())
    speaking.until(VoicePhase.OPEN)
    speaking.say(0.02)
    speaking.until(VoicePhase.ENDED)
    assert speaking.devices.push is None
    assert speaking.voice.trouble == "principal-hs is speaking there."
    speaking.end()


def test_a_machine_without_a_microphone_says_so_and_lets_the_way_go() -> None:
    speaking = Speaking(TakenVoice(), NullDevices(has_none=True))
    speaking.until(VoicePhase.ENDED)
    assert speaking.voice.trouble == "This machine has no microphone."
    assert speaking.taken.closed == 1
    speaking.end()


def test_a_stuck_key_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "LONGEST_S", 0.1)
    speaking = Speaking(TakenVoice(), NullDevices())
    speaking.until(VoicePhase.OPEN)
    speaking.say(0.2)
    speaking.until(VoicePhase.ENDED)
    assert "closed after" in speaking.voice.trouble
    assert speaking.devices.push is None
    speaking.end()


@pytest.mark.logs_errors
def test_a_bug_closes_everything() -> None:
    taken = TakenVoice()
    speaking = Speaking(taken, NullDevices())
    speaking.until(VoicePhase.OPEN)
    taken.sent = None  # type: ignore[assignment]
    speaking.say(0.02)
    speaking.until(VoicePhase.ENDED)
    assert "log" in speaking.voice.trouble
    assert speaking.devices.push is None
    speaking.end()
