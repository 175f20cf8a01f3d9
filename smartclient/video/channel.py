"""One opening of one source: its place in the queue, its decoding and its mailbox, from asking to closing."""

from collections.abc import Callable

from smartclient.domain.errors import MediaError
from smartclient.domain.footage import Quality, Source
from smartclient.runtime.clock import Clock
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.age import AgeMeter
from smartclient.video.engine import Decoding, Engine, Knock, Stats
from smartclient.video.frames import Frame
from smartclient.video.opening import OpenQueue

_DEFAULT_GOP_S = 1.0
_SHORTEST_STALL_S = 3.0


class Channel:
    """`generation` tells it from every other opening of its player. Belongs to the loop's thread."""

    def __init__(self, generation: int, quality: Quality, source: Source, clock: Clock) -> None:
        self.generation = generation
        self.quality = quality
        self.source = source
        self.age = AgeMeter(clock)
        self.source_width: int | None = None
        self.engine_name = ""
        self._clock = clock
        self._mailbox: Mailbox[Frame] = Mailbox()
        self._decoding: Decoding | None = None
        self._give_way: Callable[[], None] | None = None

    def queue(self, queue: OpenQueue, start: Callable[[], None]) -> None:
        """Queues for opening; `start` is called when it is its turn."""
        ticket = queue.ticket(start)
        self._give_way = ticket.done
        ticket.enter()

    def open(
        self, engine: Engine, size: tuple[int, int], on_knock: Knock, on_end: Callable[[MediaError], None]
    ) -> None:
        """Starts decoding."""
        self.engine_name = engine.name
        self._decoding = engine.open(self.source, self._mailbox, size, on_knock, on_end)

    @property
    def is_opening(self) -> bool:
        """Whether its turn has come."""
        return self._decoding is not None

    @property
    def engine(self) -> str:
        """Who decodes it, in words; empty while it waits."""
        return self._decoding.engine if self._decoding is not None else ""

    @property
    def stats(self) -> Stats:
        """What its decoding did so far."""
        return self._decoding.stats if self._decoding is not None else Stats()

    def take(self) -> Frame | None:
        """The newest frame, once."""
        frame = self._mailbox.take()
        if frame is not None:
            self.age.note(frame)
            self.source_width = frame.source_width
        return frame

    def resize(self, size: tuple[int, int]) -> None:
        """Fits later frames into `size` pixels."""
        if self._decoding is not None:
            self._decoding.resize(*size)

    def thin_out(self, keys_only: bool) -> None:
        """Decodes only key frames from now on, or all."""
        if self._decoding is not None:
            self._decoding.thin_out(keys_only)

    def opened(self) -> None:
        """Its first picture is there: others may open."""
        if self._give_way is not None:
            self._give_way()

    @property
    def silent_s(self) -> float | None:
        """How long ago its last frame was decoded, once that is longer than a healthy stream pauses: max(3 s, 3 key intervals)."""
        stats = self.stats
        if stats.last_frame_at_s is None:
            return None
        silent_s = self._clock.steady_s() - stats.last_frame_at_s
        limit_s = max(_SHORTEST_STALL_S, 3 * (stats.gop_s or _DEFAULT_GOP_S))
        return silent_s if silent_s > limit_s else None

    def close(self) -> None:
        """Gives everything back; calling it twice is harmless."""
        if self._give_way is not None:
            self._give_way()
        if self._decoding is not None:
            self._decoding.stop()

    def join(self, timeout_s: float) -> bool:
        """Waits until its threads have ended."""
        return self._decoding is None or self._decoding.join(timeout_s)
