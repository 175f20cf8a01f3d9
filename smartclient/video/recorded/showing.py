"""The thread that shows one camera's past: at every moment the picture that stands at the clock's instant."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import av

from smartclient.domain.errors import CannotDecode, MediaError, NoPicture
from smartclient.domain.footage import Gop, Packet, PastSource
from smartclient.runtime.clock import Clock
from smartclient.store.playback import Playback
from smartclient.video.delivery import Delivery
from smartclient.video.pictures import Scaler
from smartclient.video.recorded.groups import Groups
from smartclient.video.recorded.reader import Reader, Step, Wish
from smartclient.video.recorded.reel import Reel, decoded_alone
from smartclient.video.recorded.standing import Standing
from smartclient.video.status import Gap, Phase

log = logging.getLogger(__name__)
KEYS_ONLY_SPEED = 4.0
"""Faster than this only key frames are shown."""
_KEYS_PACE_S = 0.08  # a dozen key frames a second: more is not seen, and the recorder serves others too
_PATIENCE_S = 0.3  # reading that takes longer is said
_IDLE_S = 1.0
_NEARER = 0.8  # a key frame that is hardly nearer than what is on the screen says nothing of the instant asked for
_ENGINE = "PyAV"


class Showing:
    """Shows `source` on the clock `playback`. All but the constructor may be called from any thread."""

    engine = _ENGINE

    def __init__(
        self,
        source: PastSource,
        playback: Playback,
        delivery: Delivery,
        size: tuple[int, int],
        clock: Clock,
        on_standing: Callable[[Standing], None],
    ) -> None:
        """Frames and the end go to `delivery`; `on_standing` comes from the thread, whenever something else holds."""
        self._label = source.label
        self._playback = playback
        self._delivery = delivery
        self._clock = clock
        self._on_standing = on_standing
        self._scaler = Scaler(size)
        self._groups = Groups()
        self._reels: list[Reel] = []
        self._wake = threading.Event()
        self._jumps = 0
        self._is_resized = False
        self._told: Standing | None = None
        self._lacking_since_s: float | None = None
        self._shown: tuple[datetime, int] | None = None
        self._reader = Reader(source, self._groups, self._wake.set, self._end)
        self._thread = threading.Thread(target=self._run, name=f"video recorded {source.label}", daemon=True)
        self._thread.start()

    def jump(self) -> None:
        """The clock was set: what is being decoded for the old instant is dropped."""
        self._jumps += 1
        self._wake.set()

    def resize(self, width: int, height: int) -> None:
        """Fits pictures into `width` × `height` pixels, the shown one too."""
        self._scaler.resize(width, height)
        self._is_resized = True
        self._wake.set()

    def step(self, at: datetime, count: int, answer: Callable[[datetime | None], None]) -> None:
        """Finds the time of the picture `count` from the one at `at`; `answer` comes from a thread of ours."""
        self._reader.step(Step(at, count, answer))

    def stop(self) -> None:
        """Ends it: no frame and no word comes after this returns."""
        self._delivery.stop()
        self._reader.close()
        self._wake.set()

    def join(self, timeout_s: float) -> bool:
        """Waits for both threads."""
        ends_s = self._clock.steady_s() + timeout_s
        self._thread.join(timeout_s)
        has_ended = not self._thread.is_alive()
        return self._reader.join(max(0.0, ends_s - self._clock.steady_s())) and has_ended

    def _end(self, error: MediaError) -> None:
        self._delivery.end(error)
        self._wake.set()

    def _run(self) -> None:
        try:
            while not self._delivery.is_over:
                self._wake.clear()
                self._pause(self._show())
        except av.FFmpegError as error:
            log.info("%s: %s", self._label, error)
            self._end(CannotDecode(f"{self._label} is recorded in a coding that cannot be decoded here."))
        except Exception:
            log.exception("showing the past failed: %s", self._label)
            self._end(NoPicture(f"{self._label} cannot be played: an error in this program, which is in its log."))
        finally:
            self._reader.close()

    def _pause(self, seconds: float) -> None:
        """Waits until the next picture is due or something changed; time left over prepares the group before, for backward play."""
        due_s = self._clock.steady_s() + seconds
        preparing = self._reel_before() if self._playback.speed < 0 else None
        while preparing is not None and not self._wake.is_set() and self._clock.steady_s() < due_s:
            if not preparing.prepare():
                preparing = None
        self._wake.wait(max(0.0, due_s - self._clock.steady_s()))

    def _show(self) -> float:
        """Shows what stands at the clock's instant; returns after how many seconds to look again."""
        jumps, at, speed = self._jumps, self._playback.instant, self._playback.speed
        if self._is_resized:
            self._is_resized, self._shown = False, None
            self._reels.clear()
        keys_only = abs(speed) > KEYS_ONLY_SPEED
        self._reader.wish(Wish(at, speed, keys_only, jumps))
        known = self._groups.at(at)
        if isinstance(known, Gap):
            self._lacking_since_s = None
            self._say(Standing(Phase.GAP, known))
            return self._until(known.end if speed > 0 else known.begin, at, speed)
        if keys_only:
            key = known.packets[0] if known is not None else self._groups.nearest_key(at, speed < 0)
            return self._show_key(key, at, speed)
        if known is None:
            return self._show_meanwhile(at, speed)
        return self._show_exact(known, at, speed, jumps)

    def _show_exact(self, gop: Gop, at: datetime, speed: float, jumps: int) -> float:
        reel = self._reel(gop)
        number = reel.number(at)
        if self._shown != (gop.begin, number):
            frame = reel.frame(number, lambda: self._jumps != jumps or self._delivery.is_over, speed < 0)
            if frame is None:  # nothing of this group can be decoded, or the clock was set elsewhere
                return self._until(gop.end if speed > 0 else gop.begin, at, speed) if self._jumps == jumps else 0.0
            self._shown = (gop.begin, number)
            self._delivery.frame(frame)
        self._lacking_since_s = None
        self._say(Standing(Phase.RECORDED if speed else Phase.STANDING))
        now = self._playback.instant
        return self._until(reel.until(number) if speed > 0 else reel.times[number], now, speed)

    def _show_key(self, key: Packet | None, at: datetime, speed: float) -> float:
        """Fast play: the newest key frame that is not far ahead of the clock."""
        if key is None or key.at < at - timedelta(seconds=2 * abs(speed)):
            return min(self._lack(), _KEYS_PACE_S)
        self._show_alone(key)
        self._lacking_since_s = None
        self._say(Standing(Phase.RECORDED))
        return _KEYS_PACE_S

    def _show_meanwhile(self, at: datetime, speed: float) -> float:
        """The recorder has been asked: shows the nearest key frame there is, but none that play has yet to come to."""
        key = self._groups.nearest_key(at, is_ahead_allowed=speed == 0) if speed >= 0 else None
        if key is not None and self._is_closer(key, at):
            self._show_alone(key)
        return self._lack()

    def _lack(self) -> float:
        """The picture of the instant is not there: says so when that takes long."""
        now_s = self._clock.steady_s()
        since_s = self._lacking_since_s = now_s if self._lacking_since_s is None else self._lacking_since_s
        left_s = since_s + _PATIENCE_S - now_s
        if left_s > 0:
            return left_s
        self._say(Standing(Phase.READING))
        return _IDLE_S

    def _is_closer(self, key: Packet, at: datetime) -> bool:
        """Whether `key` is clearly nearer to `at` than what is on the screen."""
        if self._shown is None:
            return True
        begin, number = self._shown
        shown = next((reel.times[number] for reel in self._reels if reel.gop.begin == begin), begin)
        return abs(key.at - at) < _NEARER * abs(shown - at)

    def _show_alone(self, key: Packet) -> None:
        if self._shown == (key.at, 0):
            return
        frame = decoded_alone(key, self._scaler, self._clock.steady_s)
        if frame is not None:
            self._shown = (key.at, 0)
            self._delivery.frame(frame)

    def _reel(self, gop: Gop) -> Reel:
        """The reel of `gop`; it and the one used before it are kept."""
        reel = next((reel for reel in self._reels if reel.gop is gop), None)
        if reel is None:
            reel = Reel(gop, self._scaler, self._clock.steady_s)
            self._delivery.codec = gop.packets[0].codec.value
            self._delivery.gop_s = (gop.end - gop.begin).total_seconds()
        self._reels = [reel, *[other for other in self._reels if other is not reel][:1]]
        return reel

    def _reel_before(self) -> Reel | None:
        """The reel that comes next in backward play, when its group is read; it takes the place of the older one."""
        if not self._reels:
            return None
        known = self._groups.at(self._reels[0].gop.begin - timedelta(microseconds=1))
        if not isinstance(known, Gop):
            return None
        shown = self._reels[0]
        before = self._reel(known)
        self._reels = [shown, before]
        return before

    def _until(self, next_at: datetime | None, at: datetime, speed: float) -> float:
        """Seconds until the clock, running from `at`, reaches `next_at`."""
        if speed == 0.0 or next_at is None:
            return _IDLE_S
        return min(_IDLE_S, max(0.001, (next_at - at).total_seconds() / speed))

    def _say(self, standing: Standing) -> None:
        if standing != self._told and not self._delivery.is_over:
            self._told = standing
            self._on_standing(standing)
