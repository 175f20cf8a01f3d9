"""What a video engine is: it opens a source and lays frames into a mailbox until it is stopped or the stream ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from smartclient.domain.errors import MediaError, NoPicture
from smartclient.domain.footage import Source
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.frames import Frame

Knock = Callable[[], None]
End = Callable[[MediaError], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an engine waits, in seconds."""

    silent_s: float = 5.0
    """How long a source may say nothing, while it is opened or while it plays."""
    first_frame_s: float = 12.0
    """How long data may arrive without one picture; longer than the rarest key frames seen."""


class Ended(NoPicture):
    """The stream was played to its end; nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What a decoding did so far. Times are this machine's steady seconds or differences of them; None is not yet known."""

    frames: int = 0
    dropped: int = 0
    """Coded pictures skipped to keep up, and frames nobody took."""
    first_frame_s: float | None = None
    """From `Engine.open` to the first frame."""
    last_frame_at_s: float | None = None
    gop_s: float | None = None
    """Time from key frame to key frame."""
    codec: str = ""
    bits_per_s: float | None = None
    skipped: int = 0
    """Coded pictures left out to keep up; part of `dropped`."""
    behind_s: float = 0.0
    """How much later than the stream's most punctual picture others were read: the worst of the last whole second."""
    waiting: float | None = None
    """Which part of the last two seconds was spent waiting for the source: near 0 the decoding cannot keep up."""
    load: float | None = None
    """How much of one processor core the decoding takes, over the last two seconds."""


class Decoding(Protocol):
    """A source being played. All of it may be called from any thread."""

    @property
    def engine(self) -> str:
        """The name of the engine at work, with how it is fed where that is not direct."""
        ...

    @property
    def stats(self) -> Stats:
        """What it did so far."""
        ...

    def resize(self, width: int, height: int) -> None:
        """Makes later frames fit into `width` × `height` pixels."""
        ...

    def thin_out(self, keys_only: bool) -> None:
        """Decodes only key frames from now on, or all; without effect where the engine reads the source by itself."""
        ...

    def stop(self) -> None:
        """Ends it at once: no frame, knock or end comes after this returns. Calling it twice is harmless."""
        ...

    def join(self, timeout_s: float) -> bool:
        """Waits until its threads have ended; false when a library still waits for the network after `timeout_s`."""
        ...


class Engine(Protocol):
    """A way to turn a source into frames."""

    @property
    def name(self) -> str:
        """What people and settings call it."""
        ...

    def can_open(self, source: Source) -> str | None:
        """None when it can; otherwise the reason in words. Quick, touches no network."""
        ...

    def open(
        self, source: Source, sink: Mailbox[Frame], size: tuple[int, int], on_knock: Knock, on_end: End
    ) -> Decoding:
        """Starts playing into `sink` and returns at once; frames fit into `size` pixels.

        `on_knock` tells that an empty sink has a frame, `on_end` (once, unless stopped before) why it is over. Both come from an
        engine's thread and must not block.
        """
        ...
