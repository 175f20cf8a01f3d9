"""Keeping up with a live stream: when more than a group of pictures waits, skip to the next key frame."""

_DEFAULT_GOP_S = 1.0
_SHORTEST_GOP_S = 0.3
_DRIFT_PER_S = 0.001  # a camera's clock may be this much slower than ours without counting as delay
_HOPELESS_S = 3.0  # skipping that has not helped after this time: the stream itself is late, not we


class Backlog:
    """Decides packet by packet, from stream time and steady time alone, whether it is worth decoding."""

    def __init__(self) -> None:
        self.gop_s: float | None = None
        """Stream time between the last two key frames."""
        self._key_s: float | None = None
        self._least_lag_s: float | None = None
        self._now_s = 0.0
        self._late_since_s: float | None = None
        self._is_broken = False

    def admits(self, is_key: bool, media_s: float, now_s: float) -> bool:
        """Whether to decode the packet of stream time `media_s` that was read at steady time `now_s`; both in seconds."""
        if is_key:
            self._note_key(media_s)
            self._is_broken = False
        gop_s = max(self.gop_s or _DEFAULT_GOP_S, _SHORTEST_GOP_S)
        if self._behind_s(now_s - media_s, now_s) > gop_s:
            self._late_since_s = now_s if self._late_since_s is None else self._late_since_s
            self._is_broken = not is_key
        elif not self._is_broken:
            self._late_since_s = None
        if self._late_since_s is not None and now_s - self._late_since_s > max(_HOPELESS_S, 2 * gop_s):
            self._least_lag_s, self._late_since_s, self._is_broken = now_s - media_s, None, False
        return not self._is_broken

    def _note_key(self, media_s: float) -> None:
        if self._key_s is not None and media_s > self._key_s:
            self.gop_s = media_s - self._key_s
        self._key_s = media_s

    def _behind_s(self, lag_s: float, now_s: float) -> float:
        """How much later this packet is than the most punctual one, clock drift allowed for."""
        if self._least_lag_s is None:
            self._least_lag_s = lag_s
        else:
            self._least_lag_s = min(lag_s, self._least_lag_s + _DRIFT_PER_S * max(0.0, now_s - self._now_s))
        self._now_s = now_s
        return lag_s - self._least_lag_s
