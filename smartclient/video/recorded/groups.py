"""The coded groups and gaps last read of one recording, within a bound; written by the reader, read by the showing thread."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from datetime import datetime

from smartclient.domain.footage import Gop, Packet
from smartclient.video.status import Gap

CODED_BYTES = 8_000_000
"""The bound for one tile's coded groups: half a minute of a main stream; the newest two stay however large they are."""
_LEAST_GROUPS = 2
_MOST_GAPS = 64
_MOST_KEYS = 32


class Groups:
    """Answers what stands at an instant, without asking the recorder again. All of it may be called from any thread."""

    def __init__(self, most_bytes: int = CODED_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._gops: OrderedDict[datetime, Gop] = OrderedDict()
        self._begins: list[datetime] = []
        self._bytes = 0
        self._gaps: list[Gap] = []
        self._keys: OrderedDict[datetime, Packet] = OrderedDict()

    def at(self, at: datetime) -> Gop | Gap | None:
        """The group or gap that holds `at`; None where nothing is known."""
        with self._lock:
            place = bisect_right(self._begins, at)
            if place:
                gop = self._gops[self._begins[place - 1]]
                if at < gop.end:
                    self._gops.move_to_end(gop.begin)
                    return gop
            return next((gap for gap in self._gaps if gap.holds(at)), None)

    def nearest_key(self, at: datetime, is_ahead_allowed: bool = True) -> Packet | None:
        """The known key frame closest to `at`; not after it unless `is_ahead_allowed`."""
        with self._lock:
            keys = [*self._keys.values(), *(gop.packets[0] for gop in self._gops.values())]
        allowed = (key for key in keys if is_ahead_allowed or key.at <= at)
        return min(allowed, key=lambda key: abs(key.at - at), default=None)

    def add(self, gop: Gop) -> None:
        """Keeps `gop`, instead of an earlier reading of it; forgets what was not asked for the longest."""
        with self._lock:
            self._drop(gop.begin)
            self._gops[gop.begin] = gop
            self._bytes += _size(gop)
            while self._bytes > self._most_bytes and len(self._gops) > _LEAST_GROUPS:
                self._drop(next(iter(self._gops)))
            self._begins = sorted(self._gops)
            self._gaps = [gap for gap in self._gaps if not gap.holds(gop.begin)]

    def add_key(self, key: Packet) -> None:
        """Keeps a key frame whose group is not read."""
        with self._lock:
            self._keys[key.at] = key
            if len(self._keys) > _MOST_KEYS:
                self._keys.popitem(last=False)

    def add_gap(self, gap: Gap) -> None:
        """Keeps the gap."""
        with self._lock:
            self._gaps = [*self._gaps[-_MOST_GAPS:], gap]

    def forget_gap(self, gap: Gap) -> None:
        """Asks again next time: at the past's growing end a gap may have been recorded meanwhile."""
        with self._lock:
            self._gaps = [each for each in self._gaps if each is not gap]

    def _drop(self, begin: datetime) -> None:
        gop = self._gops.pop(begin, None)
        if gop is not None:
            self._bytes -= _size(gop)


def _size(gop: Gop) -> int:
    return sum(len(packet.data) for packet in gop.packets)
