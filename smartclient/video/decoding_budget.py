"""What all tiles together may decode: the smallest tiles on a main stream yield first, so that a wall never stands still."""

import os
from dataclasses import dataclass

_FULL = 0.7  # this part of all cores; the rest is for painting, the network and everybody else
_ROOM = 0.45  # below this part a tile may ask for more again: a main stream costs about as much as what is between


class DecodingBudget:
    """Counts what every tile decodes. Belongs to the loop's thread."""

    def __init__(self, cores: float | None = None) -> None:
        self._cores = cores or float(os.cpu_count() or 1)
        self._shares: list[Share] = []

    def share(self) -> "Share":
        """A new tile's share, which counts nothing yet."""
        self._shares.append(Share())
        return self._shares[-1]

    def leave(self, share: "Share") -> None:
        """Counts that share no longer; without effect on one that has left."""
        if share in self._shares:
            self._shares.remove(share)

    @property
    def load(self) -> float:
        """What all tiles take, in cores."""
        return sum(share.load for share in self._shares)

    @property
    def has_room(self) -> bool:
        """Whether a tile may ask for more."""
        return self.load < _ROOM * self._cores

    def is_first_to_yield(self, share: "Share") -> bool:
        """Whether too much is decoded and `share` is the smallest tile on a main stream."""
        if self.load <= _FULL * self._cores or not share.is_main:
            return False
        return all(share.tile_pixels <= other.tile_pixels for other in self._shares if other.is_main)


@dataclass(slots=True, eq=False)
class Share:
    """One tile's part of the budget: its `load` in cores, its size, and whether it plays the main stream."""

    load: float = 0.0
    tile_pixels: int = 0
    is_main: bool = False
