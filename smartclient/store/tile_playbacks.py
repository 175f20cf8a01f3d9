"""Which clock each tile of the wall follows: all of them one, or some a clock of their own."""

from collections.abc import Callable
from datetime import timedelta

from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.playback import Playback


class TilePlaybacks:
    """The wall's clock and those of tiles set loose from it, by the tile's place counted from 0.

    `changed` tells the place of a tile that follows another clock now.
    """

    def __init__(self, clock: Clock) -> None:
        self.changed: Signal[int] = Signal()
        self._clock = clock
        self.wall = Playback(clock)
        self._loose: dict[int, Playback] = {}
        self._leaving: dict[int, Callable[[], None]] = {}
        self._behind: dict[int, timedelta] = {}

    def of(self, tile: int) -> Playback:
        """The clock that tile follows."""
        return self._loose.get(tile, self.wall)

    @property
    def loose(self) -> dict[int, Playback]:
        """The clocks of their own, by tile."""
        return dict(self._loose)

    def is_loose(self, tile: int) -> bool:
        """Whether that tile has a clock of its own."""
        return tile in self._loose

    def behind(self, tile: int) -> timedelta | None:
        """By how much that tile is kept behind the wall; None where it is not kept in step."""
        return self._behind.get(tile)

    def loosen(self, tile: int) -> None:
        """Gives a tile its own clock, which goes on from where the wall is; without effect on one that has its own."""
        if tile not in self._loose:
            self._set_loose(tile)
            self.changed.emit(tile)

    def keep_behind(self, tile: int, by: timedelta) -> None:
        """Gives a tile a clock that does what the wall's does, `by` earlier."""
        self._forget(tile)
        playback = self._set_loose(tile)

        def follow(_nothing: None = None) -> None:
            playback.run_from(self.wall.instant - by, self.wall.speed)

        follow()
        self._behind[tile] = by
        self._leaving[tile] = self.wall.changed.connect(follow)
        self.changed.emit(tile)

    def join(self, tile: int) -> None:
        """Lets a tile follow the wall again."""
        if self._forget(tile):
            self.changed.emit(tile)

    def _set_loose(self, tile: int) -> Playback:
        playback = Playback(self._clock)
        if not self.wall.is_live:
            playback.run_from(self.wall.instant, self.wall.speed)
        self._loose[tile] = playback
        return playback

    def _forget(self, tile: int) -> bool:
        self._behind.pop(tile, None)
        if (leave := self._leaving.pop(tile, None)) is not None:
            leave()
        return self._loose.pop(tile, None) is not None
