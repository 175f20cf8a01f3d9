"""Pictures of one playback session put together to groups, with what lies between them told apart: the next picture or a gap."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import median_high

from smartclient.domain.footage import Gop, Packet

LEAST_GAP = timedelta(seconds=1)
GAP_INTERVALS = 4
"""Pictures further apart than this many times their usual distance, and than the least gap, have a gap between them."""
USUAL_INTERVAL = timedelta(milliseconds=200)
MOST_PICTURES = 6_000


class Groups:
    """`take` gives the session's next picture, None when it has fallen silent; what it raises is raised."""

    def __init__(self, take: Callable[[], Packet | None]) -> None:
        self._take = take
        self._held: Packet | None = None
        self._interval = USUAL_INTERVAL
        self.is_silent = False
        """Whether the session has fallen silent: its last group may have been cut short."""

    def next(self) -> Gop | None:
        """The next group; None when no more come."""
        key, self._held = self._held, None
        while key is None or not key.is_key:
            key = self._take()
            if key is None:
                self.is_silent = True
                return None
        packets = [key]
        while (packet := self._take()) is not None and not packet.is_key and len(packets) < MOST_PICTURES:
            if packet.at > packets[-1].at:
                packets.append(packet)
        self._interval = _interval(packets, self._interval)
        if packet is None:
            self.is_silent = True
            return self._cut(packets)
        self._held = packet
        distance = packet.at - packets[-1].at
        if timedelta(0) < distance <= max(LEAST_GAP, GAP_INTERVALS * self._interval):
            return Gop(tuple(packets), packet.at)
        return self._cut(packets)

    def _cut(self, packets: list[Packet]) -> Gop:
        return Gop(tuple(packets), packets[-1].at + self._interval, is_followed=False)


def _interval(packets: Sequence[Packet], before: timedelta) -> timedelta:
    steps = [later.at - earlier.at for earlier, later in pairwise(packets)]
    return median_high(steps) if steps else before
