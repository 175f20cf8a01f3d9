"""The last step of every engine: frames into the mailbox, the end told once, and nothing at all after a stop."""

import threading
import time
from dataclasses import dataclass

from smartclient.domain.errors import MediaError
from smartclient.runtime.clock import Clock
from smartclient.runtime.mailbox import Mailbox
from smartclient.video.engine import End, Knock, Stats
from smartclient.video.frames import Frame

_RATE_WINDOW_S = 2.0
_WORST_WINDOW_S = 1.0


@dataclass(slots=True)
class _Window:
    """What was counted since `begun_s`."""

    begun_s: float | None = None
    cpu_s: float = 0.0
    bits: int = 0
    waited_s: float = 0.0


class Delivery:
    """What a decoding hands on, counted. All of it may be called from any thread."""

    def __init__(self, sink: Mailbox[Frame], on_knock: Knock, on_end: End, clock: Clock) -> None:
        self._sink = sink
        self._on_knock = on_knock
        self._on_end = on_end
        self._clock = clock
        self._opened_s = clock.steady_s()
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._frames = 0
        self._skipped = 0
        self._first_frame_s: float | None = None
        self._last_frame_at_s: float | None = None
        self._window = _Window()
        self._bits_per_s: float | None = None
        self._waiting: float | None = None
        self._load: float | None = None
        self.codec = ""
        self.gop_s: float | None = None
        self._behind_s = self._worst_s = 0.0
        self._worst_since_s: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was stopped or has ended."""
        return self._over.is_set()

    @property
    def has_frame(self) -> bool:
        """Whether at least one frame was delivered."""
        return self._frames > 0

    @property
    def waiting_s(self) -> float:
        """How long ago it was opened."""
        return self._clock.steady_s() - self._opened_s

    def wait(self, seconds: float) -> bool:
        """Sleeps, but not beyond the end; true when it is over."""
        return self._over.wait(max(0.0, seconds))

    def frame(self, frame: Frame) -> None:
        """Lays `frame` down and knocks when somebody may be waiting for it."""
        with self._lock:
            if self.is_over:
                return
            now_s = self._clock.steady_s()
            self._frames += 1
            self._last_frame_at_s = now_s
            if self._first_frame_s is None:
                self._first_frame_s = now_s - self._opened_s
            if self._sink.put(frame):
                self._on_knock()

    def skipped(self) -> None:
        """Counts a coded picture that was not worth decoding."""
        self._skipped += 1

    def received(self, size: int, waited_s: float = 0.0) -> None:
        """Counts `size` bytes of coded picture, for which the calling thread, which also decodes, waited `waited_s`."""
        now_s, window = self._clock.steady_s(), self._window
        if window.begun_s is None:
            window.begun_s, window.cpu_s = now_s, time.thread_time()
        window.bits += size * 8
        window.waited_s += waited_s
        length_s = now_s - window.begun_s
        if length_s >= _RATE_WINDOW_S:
            self._bits_per_s = window.bits / length_s
            self._waiting = min(1.0, window.waited_s / length_s)
            self._load = (time.thread_time() - window.cpu_s) / length_s
            self._window = _Window(now_s, time.thread_time())

    def note_behind(self, behind_s: float) -> None:
        """Takes in how much later than the most punctual one a coded picture was read."""
        now_s = self._clock.steady_s()
        if self._worst_since_s is None or now_s - self._worst_since_s >= _WORST_WINDOW_S:
            self._behind_s, self._worst_s, self._worst_since_s = self._worst_s, 0.0, now_s
        self._worst_s = max(self._worst_s, behind_s)

    def end(self, error: MediaError) -> None:
        """Tells why it is over, unless that is known."""
        with self._lock:
            if not self.is_over:
                self._over.set()
                self._on_end(error)

    def stop(self) -> None:
        """Nothing is delivered or told after this returns."""
        with self._lock:
            self._over.set()

    @property
    def stats(self) -> Stats:
        """The counts so far."""
        return Stats(
            frames=self._frames,
            dropped=self._skipped + self._sink.dropped,
            first_frame_s=self._first_frame_s,
            last_frame_at_s=self._last_frame_at_s,
            gop_s=self.gop_s,
            codec=self.codec,
            bits_per_s=self._bits_per_s,
            skipped=self._skipped,
            behind_s=self._behind_s,
            waiting=self._waiting,
            load=self._load,
        )
