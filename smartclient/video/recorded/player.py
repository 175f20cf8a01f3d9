"""The player of one camera's past, as a tile sees it: on the clock it is given, tried again when the recorder fails."""

import random
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from smartclient.domain.errors import MediaError, NoPicture, NotPermitted, ServerError
from smartclient.domain.footage import PastSource, Quality, way_of
from smartclient.runtime.clock import Clock
from smartclient.runtime.mailbox import Mailbox
from smartclient.runtime.signal import Signal
from smartclient.store.playback import Playback
from smartclient.video.delivery import Delivery
from smartclient.video.engine import Stats
from smartclient.video.frames import Frame
from smartclient.video.quality import USUAL_SUB_WIDTH, wanted
from smartclient.video.recorded.standing import Standing
from smartclient.video.restart import Attempts, Broken, FirstFrame, Opening, decide
from smartclient.video.status import Phase, PlayerStatus, gap_words, words

if TYPE_CHECKING:
    from smartclient.video.recorded.showing import Showing

Cancel = Callable[[], None]
Schedule = Callable[[float, Callable[[], None]], Cancel]
_SETTLED_S = 0.3


class RecordedPlayer:
    """Plays the past that `past_of` gives for a quality. Belongs to the loop's thread, to which `call_soon` leads."""

    def __init__(
        self,
        past_of: Callable[[Quality], PastSource],
        clock: Clock,
        schedule: Schedule,
        call_soon: Callable[[Callable[[], None]], object],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`schedule` runs a function after some seconds on the loop; `call_soon` runs one on the loop from any thread."""
        self.changed: Signal[PlayerStatus] = Signal()
        self.frame_arrived: Signal[None] = Signal()
        self._past_of = past_of
        self._clock = clock
        self._schedule = schedule
        self._call_soon = call_soon
        self._jitter = jitter
        self._size = (USUAL_SUB_WIDTH, 360)
        self._quality: Quality | None = None
        self._playback: Playback | None = None
        self._unfollow: Cancel | None = None
        self._showing: Showing | None = None
        self._delivery: Delivery | None = None
        self._mailbox: Mailbox[Frame] = Mailbox()
        self._generation = 0
        self._attempts = Attempts()
        self._timers: dict[str, Cancel] = {}
        self._closing: list[Showing] = []
        self._status = PlayerStatus(Phase.IDLE, words(Phase.IDLE, "", None, True), is_live_source=False)
        self._source: PastSource | None = None

    @property
    def status(self) -> PlayerStatus:
        """How it stands."""
        return self._status

    @property
    def stats(self) -> Stats:
        """What its decoding did so far."""
        return self._delivery.stats if self._delivery is not None else Stats()

    @property
    def way(self) -> str:
        """The way its pictures take, in words; empty where there is but one."""
        return way_of(self._source)

    def start(self, playback: Playback) -> None:
        """Shows the past at the clock's instant, from now on; without effect while it does."""
        if self._playback is None:
            self._playback = playback
            self._unfollow = playback.changed.connect(lambda _none: self._jumped())
            self._attempts = Attempts()
            self._open()

    def pause(self) -> None:
        """Closes the recording; what was read is forgotten."""
        if self._unfollow is not None:
            self._unfollow()
        self._playback = self._unfollow = None
        self._close()
        self._say(Phase.IDLE)

    def stop(self) -> None:
        """Closes it for good. Returns at once; `join` waits for the threads."""
        self.pause()
        self._say(Phase.STOPPED)

    def join(self, timeout_s: float) -> bool:
        """Waits until the threads of all closed recordings have ended."""
        ends_s = self._clock.steady_s() + timeout_s
        self._closing = [s for s in self._closing if not s.join(max(0.0, ends_s - self._clock.steady_s()))]
        return not self._closing

    def set_size(self, width: int, height: int) -> None:
        """The tile is `width` × `height` device pixels now."""
        self._size = (max(1, width), max(1, height))
        if self._showing is not None:
            self._showing.resize(*self._size)
            self._after("size", _SETTLED_S, self._review_quality)

    def take(self) -> Frame | None:
        """The newest frame, once; None when there is none newer."""
        return self._mailbox.take()

    def step(self, count: int) -> None:
        """Stands the clock at the picture `count` after (before, when negative) the one of its instant; at the edge it stays."""
        showing, playback = self._showing, self._playback
        if showing is None or playback is None:
            return
        playback.pause()

        def answer(at: datetime | None) -> None:
            if at is not None:
                self._call_soon(partial(playback.go_to, at))

        showing.step(playback.instant, count, answer)

    def _jumped(self) -> None:
        if self._showing is not None:
            self._showing.jump()

    def _open(self) -> None:
        from smartclient.video.recorded.showing import Showing  # FFmpeg is loaded with the first picture of the past

        playback = self._playback
        if playback is None:
            return
        self._generation += 1
        self._attempts, _, _ = decide(self._attempts, Opening(self._generation), 0.0)
        generation = self._generation
        self._quality = wanted(self._quality, self._size[0])
        try:
            source = self._source = self._past_of(self._quality)
        except NotPermitted as error:
            self._close()
            self._mailbox = Mailbox()
            self._say(Phase.BARRED, str(error))
            return
        except (MediaError, ServerError) as error:
            self._ended(generation, NoPicture(str(error)))
            return

        def on_end(error: MediaError) -> None:
            self._call_soon(partial(self._ended, generation, error))

        def on_standing(standing: Standing) -> None:
            self._call_soon(partial(self._stands, generation, standing))

        def on_knock() -> None:
            self._call_soon(partial(self._knocked, generation))

        self._close()
        self._mailbox = Mailbox()
        self._delivery = Delivery(self._mailbox, on_knock, on_end, self._clock)
        self._showing = Showing(source, playback, self._delivery, self._size, self._clock, on_standing)
        if self._status.phase is Phase.IDLE:
            self._say(Phase.READING)

    def _knocked(self, generation: int) -> None:
        if generation == self._generation and self._showing is not None:
            self.frame_arrived.emit(None)

    def _stands(self, generation: int, standing: Standing) -> None:
        if generation != self._generation or self._showing is None:
            return
        if standing.phase is not Phase.READING:
            self._attempts, _, _ = decide(self._attempts, FirstFrame(generation, self._clock.steady_s()), 0.0)
        self._say(standing.phase, standing=standing)

    def _ended(self, generation: int, error: MediaError) -> None:
        if generation != self._generation or self._playback is None:
            return
        self._close()
        broken = Broken(generation, self._clock.steady_s())
        self._attempts, _, delay_s = decide(self._attempts, broken, self._jitter())
        self._say(Phase.RETRYING, str(error), delay_s)
        self._after("retry", delay_s, self._open)

    def _review_quality(self) -> None:
        if self._showing is not None and wanted(self._quality, self._size[0]) is not self._quality:
            self._open()

    def _after(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        """Runs `work` later, instead of what was to run under this name."""
        if (cancel := self._timers.pop(name, None)) is not None:
            cancel()
        self._timers[name] = self._schedule(seconds, work)

    def _close(self) -> None:
        for cancel in self._timers.values():
            cancel()
        self._timers.clear()
        if self._showing is not None:
            self._showing.stop()
            self._closing = [each for each in self._closing if not each.join(0.0)] + [self._showing]
        self._showing = None

    def _say(
        self, phase: Phase, reason: str = "", retry_in_s: float | None = None, standing: Standing | None = None
    ) -> None:
        gap = standing.gap if standing is not None else None
        if gap is not None:
            reason = gap_words(gap)
        text = words(phase, reason, retry_in_s, is_live_source=False)
        engine = self._showing.engine if self._showing is not None else ""
        status = PlayerStatus(phase, text, self._quality, engine, reason, retry_in_s, False, gap)
        if status != self._status:
            self._status = status
            self.changed.emit(status)
