"""The player of one tile: keeps a camera's picture coming, whatever breaks, and says in words how it stands."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from smartclient.domain.errors import CannotDecode, MediaError, NoPicture, NotPermitted, ServerError
from smartclient.domain.footage import Quality, Source, way_of
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.video.channel import Channel
from smartclient.video.choice import FirstFrames, choose, source_kind
from smartclient.video.decoding_budget import DecodingBudget
from smartclient.video.demand import Demand
from smartclient.video.engine import Ended, Engine, Stats
from smartclient.video.frames import Frame
from smartclient.video.opening import OpenQueue
from smartclient.video.restart import Attempts, Broken, FirstFrame, Opening, decide
from smartclient.video.status import Phase, PlayerStatus, words

Cancel = Callable[[], None]
Schedule = Callable[[float, Callable[[], None]], Cancel]
_LOOK_S = 1.0
_SETTLED_S = 0.3  # a tile being dragged larger changes streams only when it rests


class Player:
    """Plays the source that `source_of` gives for a quality. Belongs to the loop's thread, to which `call_soon` leads.

    A new stream is opened before the old one is closed, so that a change of quality never shows black.
    """

    def __init__(
        self,
        source_of: Callable[[Quality], Source],
        engines: Sequence[Engine],
        clock: Clock,
        schedule: Schedule,
        call_soon: Callable[[Callable[[], None]], object],
        opening: OpenQueue | None = None,
        measured: FirstFrames | None = None,
        engine_for: Mapping[str, str] = MappingProxyType({}),
        jitter: Callable[[], float] = random.random,
        budget: DecodingBudget | None = None,
    ) -> None:
        """`schedule` runs a function after some seconds on the loop; `call_soon` runs one on the loop from any thread."""
        self.changed: Signal[PlayerStatus] = Signal()
        self.frame_arrived: Signal[None] = Signal()
        """Told when `take` has something new after it had nothing."""
        self._source_of = source_of
        self._engines = tuple(engines)
        self._clock = clock
        self._schedule = schedule
        self._call_soon = call_soon
        self._opening = opening or OpenQueue()
        self._measured = measured or FirstFrames()
        self._engine_for = engine_for
        self._jitter = jitter
        self._demand = Demand(budget or DecodingBudget())
        self._generation = 0
        self._attempts = Attempts()
        self._switching = Attempts()
        self._shown: Channel | None = None
        self._coming: Channel | None = None
        self._last: Channel | None = None
        self._closing: list[Channel] = []
        self._failed_engines: set[str] = set()
        self._timers: dict[str, Cancel] = {}
        self._status = PlayerStatus(Phase.IDLE, words(Phase.IDLE, "", None, True))

    @property
    def status(self) -> PlayerStatus:
        """How it stands."""
        return self._status

    @property
    def age_s(self) -> float | None:
        """The age of the picture last taken, in seconds, whether or not it is still followed by others."""
        return self._last.age.age_s if self._last is not None else None

    @property
    def stats(self) -> Stats:
        """What the decoding on the screen did so far."""
        return self._shown.stats if self._shown is not None else Stats()

    @property
    def way(self) -> str:
        """The way the picture on the screen takes, in words; empty where there is but one."""
        return way_of(self._shown.source) if self._shown is not None else ""

    def start(self) -> None:
        """Opens the stream; without effect unless idle."""
        if self._status.phase is Phase.IDLE:
            self._attempts = Attempts()
            self._open(self._demand.quality(None))

    def resume(self) -> None:
        """Plays on after a pause: the tile is on screen again."""
        self.start()

    def pause(self) -> None:
        """Closes the stream while the tile is not on screen; nothing is decoded for nobody."""
        if self._status.phase is not Phase.STOPPED:
            self._close()
            self._say(Phase.IDLE)

    def stop(self) -> None:
        """Closes the stream for good. Returns at once; `join` waits for the threads."""
        self._close()
        self._say(Phase.STOPPED)

    def join(self, timeout_s: float) -> bool:
        """Waits until the threads of all closed streams have ended; false when a library still waits for the network."""
        ends_s = self._clock.steady_s() + timeout_s
        self._closing = [c for c in self._closing if not c.join(max(0.0, ends_s - self._clock.steady_s()))]
        return not self._closing

    def set_size(self, width: int, height: int) -> None:
        """The tile is `width` × `height` device pixels now; the stream follows when it has rested there."""
        self._demand.size = (max(1, width), max(1, height))
        for channel in (self._shown, self._coming):
            if channel is not None:
                channel.resize(self._demand.size)
        if self._shown is not None:
            self._after("size", _SETTLED_S, self._review_quality)

    def take(self) -> Frame | None:
        """The newest frame, once; None when there is none newer."""
        if self._shown is None:
            return None
        frame = self._shown.take()
        if frame is not None and self._shown.quality is Quality.SUB:
            self._demand.sub_width = frame.source_width
        return frame

    def _open(self, quality: Quality) -> None:
        self._generation += 1
        opening = Opening(self._generation)
        if self._shown is None:
            self._attempts, _, _ = decide(self._attempts, opening, 0.0)
        else:
            self._switching, _, _ = decide(self._switching, opening, 0.0)
        try:
            source = self._source_of(quality)
        except NotPermitted as error:
            self._close()
            self._say(Phase.BARRED, str(error))
            return
        except (MediaError, ServerError) as error:
            self._opening_failed(self._generation, NoPicture(str(error)))
            return
        channel = self._coming = Channel(self._generation, quality, source, self._clock)
        self._say_opening(Phase.WAITING)
        channel.queue(self._opening, partial(self._connect, channel))

    def _connect(self, channel: Channel) -> None:
        source = channel.source
        choice = choose(source, self._engines, self._measured, self._engine_for, self._failed_engines)
        if choice.engine is None:
            self._ended(channel, CannotDecode(f"{source.label} cannot be played: {choice.reason}."))
            return

        def on_knock() -> None:
            self._call_soon(partial(self._knocked, channel))

        def on_end(error: MediaError) -> None:
            self._call_soon(partial(self._ended, channel, error))

        channel.open(choice.engine, self._demand.size, on_knock, on_end)
        channel.thin_out(self._demand.keys_only)
        self._say_opening(Phase.CONNECTING)

    def _knocked(self, channel: Channel) -> None:
        if channel is self._coming:
            self._promote(channel)
        if channel is self._shown:
            self.frame_arrived.emit(None)

    def _promote(self, channel: Channel) -> None:
        """The new stream has its first picture: now the old one may go."""
        line = self._attempts if self._shown is None else self._switching
        self._attempts, _, _ = decide(line, FirstFrame(channel.generation, self._clock.steady_s()), 0.0)
        self._switching = Attempts()
        channel.opened()
        if self._shown is not None:
            self._retire(self._shown)
        self._shown, self._coming, self._last = channel, None, channel
        self._demand.begin()
        first_frame_s = channel.stats.first_frame_s
        if first_frame_s is not None:
            self._measured.note(source_kind(channel.source), channel.engine_name, first_frame_s)
        self._say(Phase.LIVE)
        self._after("look", _LOOK_S, self._look)
        self._after("size", _SETTLED_S, self._review_quality)

    def _ended(self, channel: Channel, error: MediaError) -> None:
        if channel is self._coming:
            self._coming = None
            self._retire(channel)
            if isinstance(error, CannotDecode) and channel.engine_name:
                self._failed_engines.add(channel.engine_name)
            self._opening_failed(channel.generation, error)
        elif channel is self._shown:
            self._lost(channel, error, Phase.RETRYING)

    def _opening_failed(self, generation: int, error: MediaError) -> None:
        if self._shown is None:
            self._retry(generation, error, Phase.RETRYING)
            return
        broken = Broken(generation, self._clock.steady_s())
        self._switching, _, delay_s = decide(self._switching, broken, self._jitter())
        self._after("size", delay_s, self._review_quality)

    def _lost(self, channel: Channel, error: MediaError, phase: Phase) -> None:
        self._retire(channel)
        self._shown = None
        if self._coming is not None:
            self._attempts = self._switching
            self._say(Phase.CONNECTING if self._coming.is_opening else Phase.WAITING, str(error))
        elif isinstance(error, Ended) and not channel.source.is_live:
            self._close()
            self._say(Phase.STOPPED, str(error))
        else:
            self._retry(channel.generation, error, phase)

    def _retry(self, generation: int, error: MediaError, phase: Phase) -> None:
        now_s = self._clock.steady_s()
        broken = Broken(generation, now_s, was_played=isinstance(error, Ended))
        self._attempts, _, delay_s = decide(self._attempts, broken, self._jitter())
        self._say(phase, str(error), delay_s)
        self._after("retry", delay_s, self._reopen)

    def _reopen(self) -> None:
        self._open(self._demand.quality(self._status.quality))

    def _look(self) -> None:
        """Looks whether pictures still come, and whether they come without strain."""
        shown = self._shown
        if shown is None:
            return
        silent_s = shown.silent_s
        if silent_s is None:
            self._after("look", _LOOK_S, self._look)
            if self._demand.look(shown.quality, shown.stats, self._clock.steady_s()):
                shown.thin_out(self._demand.keys_only)
                self._review_quality()
                self._say(self._status.phase)
        else:
            error = NoPicture(f"{shown.source.label}: the picture has stood still for {silent_s:.0f} s.")
            self._lost(shown, error, Phase.STALLED)

    def _review_quality(self) -> None:
        """Opens the stream that suits the tile's size, unless it plays or is coming."""
        if self._shown is None:
            return
        quality = self._demand.quality(self._shown.quality)
        if self._coming is not None and self._coming.quality is not quality:
            self._retire(self._coming)
            self._coming = None
        if self._coming is None and self._shown.quality is not quality:
            self._open(quality)

    def _after(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        """Runs `work` later, instead of what was to run under this name."""
        if (cancel := self._timers.pop(name, None)) is not None:
            cancel()
        self._timers[name] = self._schedule(seconds, work)

    def _close(self) -> None:
        for cancel in self._timers.values():
            cancel()
        self._timers.clear()
        for channel in (self._coming, self._shown):
            if channel is not None:
                self._retire(channel)
        self._coming = self._shown = None
        self._demand.close()

    def _retire(self, channel: Channel) -> None:
        """Closes `channel` without waiting; its threads are remembered until they have ended."""
        channel.close()
        self._closing = [each for each in self._closing if not each.join(0.0)] + [channel]

    def _say_opening(self, phase: Phase) -> None:
        """Says that a stream opens, unless another one is on the screen meanwhile."""
        if self._shown is None:
            self._say(phase, self._status.reason)

    def _say(self, phase: Phase, reason: str = "", retry_in_s: float | None = None) -> None:
        channel = self._shown or self._coming
        is_live = channel is None or channel.source.is_live
        status = PlayerStatus(
            phase,
            words(phase, reason, retry_in_s, is_live),
            channel.quality if channel is not None else self._status.quality,
            channel.engine if channel is not None else "",
            reason,
            retry_in_s,
            is_live,
            why_quality=self._demand.why(self._shown.quality) if self._shown is not None else "",
        )
        if status != self._status:
            self._status = status
            self.changed.emit(status)
