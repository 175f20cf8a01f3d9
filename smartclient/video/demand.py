"""What a tile asks for: the stream that its size deserves, less what this machine and the network do not bear."""

from smartclient.domain.footage import Quality
from smartclient.video.decoding_budget import DecodingBudget, Share
from smartclient.video.engine import Stats
from smartclient.video.quality import USUAL_SUB_WIDTH, wanted
from smartclient.video.restraint import Level, Restraint, Second


class Demand:
    """One tile's. `size` is width and height in device pixels, `sub_width` what the small stream was seen to have."""

    def __init__(self, budget: DecodingBudget) -> None:
        self.size = (USUAL_SUB_WIDTH, 360)
        self.sub_width = USUAL_SUB_WIDTH
        self._budget = budget
        self._share: Share | None = None
        self._restraint = Restraint()
        self._skipped = 0

    def quality(self, current: Quality | None) -> Quality:
        """Which stream to play, when `current` plays."""
        return Quality.SUB if self._restraint.level > Level.FULL else self._deserved(current)

    @property
    def keys_only(self) -> bool:
        """Whether only key frames are to be decoded."""
        return self._restraint.level is Level.KEYS

    def why(self, current: Quality | None) -> str:
        """Why it asks for less than the size deserves, as one sentence; empty when it does not."""
        is_less = self.keys_only or self._deserved(current) is Quality.MAIN
        return self._restraint.why if is_less else ""

    def look(self, playing: Quality, stats: Stats, now_s: float) -> bool:
        """Takes in what the last second of decoding showed; true when it asks for something else now."""
        share = self._share = self._share or self._budget.share()
        share.load, share.is_main = stats.load or 0.0, playing is Quality.MAIN
        share.tile_pixels = self.size[0] * self.size[1]
        skipped, self._skipped = max(0, stats.skipped - self._skipped), stats.skipped
        second = Second(
            skipped=skipped,
            behind_s=stats.behind_s,
            waiting=stats.waiting,
            is_over_budget=self._budget.is_first_to_yield(share),
            has_room=self._budget.has_room,
            deserves_main=self._deserved(playing) is Quality.MAIN,
        )
        return self._restraint.note(second, now_s)

    def begin(self) -> None:
        """Another stream is on the screen: counts begin anew."""
        self._skipped = 0

    def close(self) -> None:
        """Nothing is decoded any more; what is borne later will show then."""
        if self._share is not None:
            self._budget.leave(self._share)
        self._share = None
        self._restraint = Restraint()

    def _deserved(self, current: Quality | None) -> Quality:
        return wanted(current, self.size[0], self.sub_width)
