"""Sound between the network, which delivers when it likes, and the loudspeaker, which asks evenly; the delay stays bounded."""

import threading

import numpy as np

from smartclient.video.audio.samples import RATE_HZ, Samples

WANTED = round(0.08 * RATE_HZ)
"""So much lies ready before anything is played, samples."""
MOST = round(0.3 * RATE_HZ)
"""More is never kept: the oldest is left out, so that what is heard is the present."""


class JitterBuffer:
    """Puts sound in its place by its stamp: lost packets are silence, late ones are left out, doubled ones are heard once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept = np.zeros(MOST, np.float32)
        self._begin: int | None = None
        """The stamp of the next sample to be played; None while nothing is awaited."""
        self._end = 0
        self._is_playing = False

    @property
    def waiting(self) -> int:
        """How many samples lie between what is played now and the newest: the delay that this adds."""
        with self._lock:
            return self._ahead()

    def put(self, stamp: int, samples: Samples) -> None:
        """Sound whose first sample is number `stamp` of its stream; `stamp` does not wrap."""
        samples = samples[-MOST:]
        with self._lock:
            end = stamp + len(samples)
            if self._begin is None or abs(stamp - self._begin) > 4 * MOST:
                self._start(stamp)
            if end - self._begin_now() > MOST:
                self._pass_over(end - WANTED)
            first = max(stamp, self._begin_now())
            if first < end:
                place = first - self._begin_now()
                self._kept[place : place + end - first] = samples[first - stamp :]
                self._end = max(self._end, end)

    def take(self, count: int) -> Samples:
        """The next samples to be played; silence where there are none, and until enough lies ready again."""
        taken = np.zeros(count, np.float32)
        with self._lock:
            if self._begin is None or not (self._is_playing or self._ahead() >= WANTED):
                return taken
            ready = min(count, self._ahead())
            taken[:ready] = self._kept[:ready]
            self._pass_over(self._begin + ready)
            self._is_playing = ready == count
        return taken

    def _start(self, stamp: int) -> None:
        self._begin = self._end = stamp
        self._kept[:] = 0
        self._is_playing = False

    def _pass_over(self, begin: int) -> None:
        """Forgets what is before `begin`."""
        gone = min(MOST, begin - self._begin_now())
        self._kept[: MOST - gone] = self._kept[gone:]
        self._kept[MOST - gone :] = 0
        self._begin = begin
        self._end = max(self._end, begin)

    def _begin_now(self) -> int:
        return self._begin if self._begin is not None else 0

    def _ahead(self) -> int:
        return self._end - self._begin_now()
