"""An ear: what it plays, what it says while the sound fails and comes back, and that it ends with its thread."""

import threading
from collections.abc import Callable, Iterator

import pytest

from smartclient.domain.errors import NoSound, NotPermitted, ServerUnreachable
from smartclient.video.audio import ear as ears
from smartclient.video.audio.ear import Ear, EarStatus, Phase
from smartclient.video.audio.jitter_buffer import WANTED
from tests.builders.sound import SaidSource, tone_packet

PATIENCE_S = 10.0


class Listening:
    """An ear and what it told."""

    def __init__(self, source: SaidSource) -> None:
        self.source = source
        self.told: list[EarStatus] = []
        self._changed = threading.Condition()
        self.ear = Ear(lambda: source.source, self._tell)
        self.ear.start()

    def _tell(self) -> None:
        with self._changed:
            self.told.append(self.ear.status)
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool]) -> None:
        """Waits for a telling after which it is so."""
        with self._changed:
            assert self._changed.wait_for(is_so, PATIENCE_S), self.told


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ears, "RETRY_S", (0.005, 0.01))


@pytest.fixture
def listen() -> Iterator[Callable[[SaidSource], Listening]]:
    made: list[Listening] = []

    def begin(source: SaidSource) -> Listening:
        made.append(Listening(source))
        return made[-1]

    yield begin
    for one in made:
        one.ear.stop()
        one.ear.join(PATIENCE_S)


def opened(listening: Listening, count: int) -> None:
    """Waits until so many streams were opened."""
    for _ in range(2_000):
        if len(listening.source.streams) >= count:
            return
        threading.Event().wait(0.005)
    raise AssertionError(listening.told)


def test_sound_comes_and_its_level_is_known(listen: Callable[[SaidSource], Listening]) -> None:
    listening = listen(SaidSource())
    opened(listening, 1)
    listening.source.streams[0].say(*map(tone_packet, range(20)))
    listening.until(lambda: listening.ear.status.phase is Phase.HEARD)
    for _ in range(2_000):
        if listening.ear.take(WANTED).any():
            break
        threading.Event().wait(0.005)
    assert listening.ear.level > 0.8
    listening.ear.stop()
    listening.until(lambda: listening.ear.status.phase is Phase.ENDED)
    assert listening.source.streams[0].is_closed


def test_it_tries_again_and_says_why(listen: Callable[[SaidSource], Listening]) -> None:
    listening = listen(SaidSource(NoSound("The gateway is away."), ServerUnreachable("No answer.")))
    opened(listening, 1)
    assert [status.trouble for status in listening.told] == ["The gateway is away.", "No answer."]
    listening.source.streams[0].say(tone_packet(0))
    listening.until(lambda: listening.ear.status.phase is Phase.HEARD)
    listening.source.streams[0].say(NoSound("It was cut."))
    opened(listening, 2)
    assert listening.told[-1] == EarStatus(Phase.TROUBLE, "It was cut.")
    assert listening.ear.level == 0
    listening.source.streams[1].say(tone_packet(0))
    listening.until(lambda: listening.ear.status == EarStatus(Phase.HEARD))


def test_a_refusal_is_not_tried_again(listen: Callable[[SaidSource], Listening]) -> None:
    listening = listen(SaidSource(NotPermitted("You may not listen to Door 7.")))
    listening.until(lambda: listening.ear.status == EarStatus(Phase.TROUBLE, "You may not listen to Door 7."))
    listening.ear.join(PATIENCE_S)
    assert listening.source.streams == []


@pytest.mark.logs_errors
def test_a_bug_ends_it_with_a_sentence(listen: Callable[[SaidSource], Listening]) -> None:
    listening = listen(SaidSource(ZeroDivisionError()))
    listening.until(lambda: "log" in listening.ear.status.trouble)
