"""How far apart a camera's recorded pictures are, learnt from those that were read: what is much further apart has a gap between."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_high

from smartclient.domain.footage import Codec, Packet

USUAL_INTERVAL = timedelta(milliseconds=200)
LEAST_GAP = timedelta(seconds=1)
GAP_INTERVALS = 4
"""Pictures further apart than this many times their usual distance, and than the least gap, have a gap between them."""
SLOWEST = timedelta(seconds=60)
"""No recording is slower; further apart is a gap, whatever comes next."""


class PicturePace:
    """`interval` is the usual distance of two pictures, `length` how many the last group had (0 for JPEG, and until one is read)."""

    def __init__(self) -> None:
        self.interval = USUAL_INTERVAL
        self.length = 0
        self._lone: tuple[datetime, timedelta] | None = None

    def is_gap(self, distance: timedelta) -> bool:
        """Whether two pictures so far apart have a gap between them, unless the later one builds on the earlier."""
        return distance > max(LEAST_GAP, GAP_INTERVALS * self.interval)

    def is_followed(self, packets: Sequence[Packet], following: datetime) -> bool:
        """Whether no gap lies between a group's pictures and the next group's."""
        if len(packets) > 1:
            self.learn(packets, None, is_followed=False)
        return not self.is_gap(following - packets[-1].at)

    def learn(self, packets: Sequence[Packet], following: datetime | None, *, is_followed: bool) -> None:
        """A group's pictures, and when the picture behind them was taken, without a gap between them when it `is_followed`."""
        times = [packet.at for packet in packets]
        self.length = 0 if packets[0].codec is Codec.JPEG else len(packets)
        known = [*times, following] if following is not None and is_followed else times
        if len(known) > 1:
            self.interval = median_high(later - earlier for earlier, later in pairwise(known))
        elif following is not None:
            self._suspect(times[0], following - times[0])

    def _suspect(self, at: datetime, distance: timedelta) -> None:
        """Lone pictures at equal distances are a slow recording, not one gap after the other."""
        if self._lone is not None and self._lone[0] != at:
            is_equal = abs(distance - self._lone[1]) <= distance / 4
            self.interval = distance if is_equal and distance <= SLOWEST / 4 else self.interval
        self._lone = at, distance
