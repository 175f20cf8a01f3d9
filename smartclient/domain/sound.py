"""Where sound comes from and where a voice goes: packets of a microphone, and a path to a loudspeaker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class SoundCodec(StrEnum):
    """How a packet's sound is coded; named as FFmpeg names its decoders."""

    PCMU = "pcm_mulaw"
    """ITU-T G.711 µ-law: 8,000 samples a second of one byte, mono."""
    PCMA = "pcm_alaw"
    """ITU-T G.711 A-law, else the same."""


TALK_RATE_HZ = 8_000
TALK_PACKET_S = 0.02
"""A voice goes out as PCMU in packets this long."""


@dataclass(frozen=True, slots=True)
class SoundPacket:
    """Coded sound; `stamp` counts samples at the codec's rate, from anywhere, and tells how much was lost before this packet."""

    data: bytes
    codec: SoundCodec
    stamp: int


class SoundStream(Protocol):
    """An open microphone somewhere else. `read` runs in a thread; `close`, from any thread, ends a waiting `read`."""

    def read(self) -> SoundPacket:
        """The next packet; blocks. Raises NoSound when the stream ends, stalls or was closed."""
        ...

    def close(self) -> None:
        """Ends the stream; calling it twice is harmless."""
        ...


@dataclass(frozen=True, slots=True)
class SoundSource:
    """What a microphone hears now. `open` blocks and is called in a thread; raises MediaError or ServerError."""

    open: Callable[[], SoundStream]
    label: str


@dataclass(frozen=True, slots=True)
class PastSoundSource:
    """What a microphone heard before. `open` begins at that time and goes on at the speed of life; stamps count samples since then.

    It blocks and is called in a thread; raises MediaError or ServerError.
    """

    open: Callable[[datetime], SoundStream]
    label: str


class TalkStream(Protocol):
    """An open way to a loudspeaker."""

    def send(self, data: bytes) -> None:
        """PCMU, TALK_PACKET_S of it; from one thread, never waits long. Raises NoSound when the way has ended."""
        ...

    def close(self) -> None:
        """Ends it, from any thread; calling it twice is harmless."""
        ...


@dataclass(frozen=True, slots=True)
class TalkPath:
    """A loudspeaker a person may speak through. `open` blocks and is called in a thread; raises MediaError or ServerError."""

    open: Callable[[], TalkStream]
    label: str
