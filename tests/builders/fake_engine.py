"""An engine whose every picture and failure the test decides."""

from dataclasses import replace

import numpy as np

from smartclient.domain.errors import MediaError
from smartclient.domain.footage import Source
from smartclient.runtime.clock import Clock
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.engine import Decoding, End, Knock, Stats
from smartclient.video.frames import Frame


class FakeDecoding:
    """Plays what the test says."""

    def __init__(
        self, engine: str, source: Source, sink: Mailbox[Frame], size: tuple[int, int], knock: Knock, end: End
    ) -> None:
        self.engine = engine
        self.source = source
        self.size = size
        self.is_stopped = False
        self.keys_only = False
        self.stats = Stats()
        self._sink = sink
        self.knock = knock
        self.end: End = end

    def show(self, clock: Clock, width: int = 640, height: int = 360) -> Frame:
        """One picture of a source `width` × `height` arrives now."""
        frame = Frame(np.zeros((1, 1, 4), np.uint8), 1, 1, clock.now(), clock.steady_s(), width, height)
        first_frame_s = 0.1 if self.stats.first_frame_s is None else self.stats.first_frame_s
        self.stats = replace(self.stats, last_frame_at_s=clock.steady_s(), first_frame_s=first_frame_s)
        if self._sink.put(frame):
            self.knock()
        return frame

    def fail(self, error: MediaError) -> None:
        """It is over."""
        self.end(error)

    def resize(self, width: int, height: int) -> None:
        """Remembers the size."""
        self.size = (width, height)

    def thin_out(self, keys_only: bool) -> None:
        """Remembers it."""
        self.keys_only = keys_only

    def stop(self) -> None:
        """Remembers it."""
        self.is_stopped = True

    def join(self, timeout_s: float) -> bool:
        """There is no thread."""
        return timeout_s >= 0


class FakeEngine:
    """Opens anything, or refuses everything for the reason `refuses`."""

    def __init__(self, name: str = "fake", refuses: str | None = None) -> None:
        self.name = name
        self.opened: list[FakeDecoding] = []
        self._refuses = refuses

    def can_open(self, source: Source) -> str | None:
        """The reason given."""
        return self._refuses if source.label else "it has no name"

    def open(
        self, source: Source, sink: Mailbox[Frame], size: tuple[int, int], on_knock: Knock, on_end: End
    ) -> Decoding:
        """Keeps the decoding for the test."""
        self.opened.append(FakeDecoding(self.name, source, sink, size, on_knock, on_end))
        return self.opened[-1]
