"""Keeping up with a live stream: hurry while that helps, else skip to the next key frame."""

from enum import StrEnum

_DEFAULT_GOP_S = 1.0
_ON_TIME_S = 0.1  # later than this, pictures are decoded without being shown, which takes half the time or less
_LATE_S = 0.3
_HURRY_S = 1.0  # a burst after a stall is decoded in this time, or not at all
_SHOWN_EVERY_S = 0.1  # while hurrying somebody still wants to see that it moves
_BUSY_S = (
    1.0  # a queue that was not empty for this long hides a delay that no lag tells: what is always late looks punctual
)
_DRIFT_PER_S = 0.001  # a camera's clock may be this much slower than ours without counting as delay
_HOPELESS_S = 3.0  # skipping that has not helped after this time: the stream itself is late, not we


class Worth(StrEnum):
    """What a coded picture is worth."""

    SHOW = "decode and show it"
    DECODE = "decode it, since others build on it, but show a later one"
    SKIP = "leave it out"


class Backlog:
    """Decides packet by packet, from stream time and steady time alone, so that no picture is shown 300 ms later than it could be."""

    def __init__(self) -> None:
        self.gop_s: float | None = None
        """Stream time between the last two key frames."""
        self.behind_s = 0.0
        """How much later the last packet was read than the most punctual one of this stream."""
        self._key_s: float | None = None
        self._least_lag_s: float | None = None
        self._now_s = 0.0
        self._waited_s: float | None = None
        self._shown_s = 0.0
        self._hurry_since_s: float | None = None
        self._least_behind_s = 0.0
        self._late_since_s: float | None = None
        self._late_by_s = 0.0
        self._is_broken = False

    def worth(self, is_key: bool, media_s: float, now_s: float, has_waited: bool = False) -> Worth:
        """What to do with the packet of stream time `media_s` that was read at steady time `now_s`; both in seconds.

        `has_waited` when there was none to be read before it came.
        """
        if has_waited or self._waited_s is None:
            self._waited_s = now_s
        if is_key:
            self._note_key(media_s)
        self.behind_s = self._measure(now_s - media_s, now_s)
        self._note_lateness(now_s, media_s)
        if is_key and self.behind_s <= _LATE_S:
            self._is_broken = False
        if not self._is_broken and self._hurries_in_vain(now_s):
            self._is_broken, self._hurry_since_s = not is_key, None
        is_due = self._is_on_time(now_s) or now_s - self._shown_s >= _SHOWN_EVERY_S
        if self._is_broken and not (is_key and is_due):
            return Worth.SKIP
        if not is_due:
            return Worth.DECODE
        self._shown_s = now_s
        return Worth.SHOW

    def _is_busy(self, now_s: float) -> bool:
        return self._waited_s is not None and now_s - self._waited_s > _BUSY_S

    def _is_on_time(self, now_s: float) -> bool:
        return self.behind_s <= _ON_TIME_S and not self._is_busy(now_s)

    def _hurries_in_vain(self, now_s: float) -> bool:
        """Whether decoding without showing does not catch up: behind grows in spite of it, or it takes too long."""
        if self._is_on_time(now_s):
            self._hurry_since_s = None
            return False
        if self._hurry_since_s is None:
            # late because it came late, or because we were busy since it came
            self._hurry_since_s, self._least_behind_s = now_s, self.behind_s if self._waited_s == now_s else 0.0
        self._least_behind_s = min(self._least_behind_s, self.behind_s)
        has_fallen_back = self.behind_s > _LATE_S >= self._least_behind_s
        is_late = self.behind_s > _LATE_S or self._is_busy(now_s)
        return has_fallen_back or (is_late and now_s - self._hurry_since_s > _HURRY_S)

    def _note_lateness(self, now_s: float, media_s: float) -> None:
        """A stream that stays late whatever is skipped is taken as it is from then on."""
        if self.behind_s <= _LATE_S:
            self._late_since_s = None
            return
        if self._late_since_s is None or self.behind_s < self._late_by_s - _LATE_S:
            self._late_since_s, self._late_by_s = now_s, self.behind_s
        if now_s - self._late_since_s > max(_HOPELESS_S, 2 * (self.gop_s or _DEFAULT_GOP_S)):
            self._least_lag_s, self._late_since_s, self._hurry_since_s = now_s - media_s, None, None
            self.behind_s, self._is_broken = 0.0, False

    def _note_key(self, media_s: float) -> None:
        if self._key_s is not None and media_s > self._key_s:
            self.gop_s = media_s - self._key_s
        self._key_s = media_s

    def _measure(self, lag_s: float, now_s: float) -> float:
        """How much later this packet is than the most punctual one, clock drift allowed for."""
        if self._least_lag_s is None:
            self._least_lag_s = lag_s
        else:
            self._least_lag_s = min(lag_s, self._least_lag_s + _DRIFT_PER_S * max(0.0, now_s - self._now_s))
        self._now_s = now_s
        return lag_s - self._least_lag_s
