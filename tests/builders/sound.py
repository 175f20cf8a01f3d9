"""Sound in tests: a microphone elsewhere that says what the test says, a loudspeaker elsewhere that keeps it, no sound card."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from smartclient.domain.errors import MediaError, NoSound, NoSoundDevice, ServerError
from smartclient.domain.sound import SoundCodec, SoundPacket, SoundSource, TalkPath
from smartclient.video.audio.samples import Samples

PACKET = 160


def tone_packet(number: int) -> SoundPacket:
    """Packet number `number` of an endless square wave, loud."""
    return SoundPacket(bytes([0x00, 0x80] * (PACKET // 2)), SoundCodec.PCMU, number * PACKET)


class SaidStream:
    """Gives what is put in; an error is raised."""

    def __init__(self) -> None:
        self._said: queue.Queue[SoundPacket | Exception] = queue.Queue()
        self.is_closed = False

    def say(self, *said: SoundPacket | Exception) -> None:
        """Comes next."""
        for one in said:
            self._said.put(one)

    def read(self) -> SoundPacket:
        """Waits for it."""
        said = self._said.get()
        if isinstance(said, Exception):
            raise said
        return said

    def close(self) -> None:
        """Ends a waiting read."""
        self.is_closed = True
        self._said.put(NoSound("It was closed."))


class SaidSource:
    """A microphone elsewhere: each opening is a new stream, or one of the `failures` first."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.streams: list[SaidStream] = []
        self.source = SoundSource(self._open, "Door 7")

    def _open(self) -> SaidStream:
        if self._failures:
            raise self._failures.pop(0)
        self.streams.append(SaidStream())
        return self.streams[-1]


@dataclass
class TakenVoice:
    """A loudspeaker elsewhere: keeps what is sent; `gate` holds up the opening, `refusal` and `cut` are raised."""

    refusal: MediaError | ServerError | None = None
    cut: NoSound | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    sent: list[bytes] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    def __post_init__(self) -> None:
        self.gate.set()
        self.path = TalkPath(self._open, "Door 7")

    def _open(self) -> "TakenVoice":
        self.opened += 1
        assert self.gate.wait(20)
        if self.refusal is not None:
            raise self.refusal
        return self

    def send(self, data: bytes) -> None:
        """Keeps it."""
        if self.cut is not None:
            raise self.cut
        self.sent.append(data)

    def close(self) -> None:
        """Notes it."""
        self.closed += 1


class NullDevices:
    """No sound card: the test pulls what would be heard and says what would be said. `has_none` is a machine without either."""

    def __init__(self, *, has_none: bool = False) -> None:
        self.has_none = has_none
        self.pull: Callable[[int], Samples] | None = None
        self.push: Callable[[Samples], None] | None = None
        self.opened: list[str] = []

    def open_loudspeaker(self, pull: Callable[[int], Samples]) -> "Handle":
        """Until it is closed `pull` may be called."""
        self._check("loudspeaker")
        self.pull = pull
        return Handle(lambda: setattr(self, "pull", None))

    def open_microphone(self, push: Callable[[Samples], None]) -> "Handle":
        """Until it is closed `push` may be called."""
        self._check("microphone")
        self.push = push
        return Handle(lambda: setattr(self, "push", None))

    def heard(self, count: int = PACKET) -> float:
        """How loud the next samples are; -1 while no loudspeaker is open."""
        pull = self.pull
        return float(np.abs(pull(count)).max()) if pull is not None else -1.0

    def _check(self, what: str) -> None:
        self.opened.append(what)
        if self.has_none:
            raise NoSoundDevice(f"This machine has no {what}.")


class Handle:
    """A device in use."""

    def __init__(self, close: Callable[[], None]) -> None:
        self.close = close
