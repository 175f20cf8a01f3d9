"""All that is listened to as one sound."""

import threading
from collections.abc import Collection
from typing import Protocol

import numpy as np

from smartclient.video.audio.samples import Samples


class Played(Protocol):
    """Something that is heard."""

    def take(self, count: int) -> Samples:
        """Its next samples."""
        ...


class Mixer:
    """Sums what is `played`; `pull` runs in the loudspeaker's thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._played: tuple[Played, ...] = ()
        self.is_hushed = False
        """Whether nothing sounds for a while; what comes meanwhile is not heard later."""

    def play(self, played: Collection[Played]) -> None:
        """These from now on."""
        with self._lock:
            self._played = tuple(played)

    def pull(self, count: int) -> Samples:
        """The next samples; too loud ones are cut."""
        with self._lock:
            played = self._played
        mixed = np.zeros(count, np.float32)
        for one in played:
            mixed += one.take(count)
        if self.is_hushed:
            mixed[:] = 0
        return np.clip(mixed, -1.0, 1.0)
