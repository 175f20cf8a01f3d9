"""Which clock each tile of the walls follows: all of them one, or some a clock of their own."""

from collections.abc import Callable
from datetime import timedelta

from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.playback import Playback
from smartclient.store.wall_tiles import WallTiles

Seat = tuple[WallTiles, int]
"""A tile: its wall, and its place there counted from 0."""


class TilePlaybacks:
    """The one clock, and those of tiles set loose from it. `changed` tells the tile that follows another clock now.

    A clock of its own belongs to what the tile holds: with another camera in it, the tile follows the one clock again.
    """

    def __init__(self, clock: Clock) -> None:
        self.changed: Signal[Seat] = Signal()
        self._clock = clock
        self.one = Playback(clock)
        self._loose: dict[Seat, Playback] = {}
        self._leaving: dict[Seat, Callable[[], None]] = {}
        self._unwatch: dict[Seat, Callable[[], None]] = {}
        self._behind: dict[Seat, timedelta] = {}

    def of(self, wall: WallTiles, tile: int) -> Playback:
        """The clock that tile follows."""
        return self._loose.get((wall, tile), self.one)

    @property
    def loose(self) -> dict[Seat, Playback]:
        """The clocks of their own."""
        return dict(self._loose)

    def is_loose(self, wall: WallTiles, tile: int) -> bool:
        """Whether that tile has a clock of its own."""
        return (wall, tile) in self._loose

    def behind(self, wall: WallTiles, tile: int) -> timedelta | None:
        """By how much that tile is kept behind the others; None where it is not kept in step."""
        return self._behind.get((wall, tile))

    def loosen(self, wall: WallTiles, tile: int) -> None:
        """Gives a tile its own clock, which goes on from where the others are; without effect on one that has its own."""
        if not self.is_loose(wall, tile):
            self._set_loose((wall, tile))
            self.changed.emit((wall, tile))

    def keep_behind(self, wall: WallTiles, tile: int, by: timedelta) -> None:
        """Gives a tile a clock that does what the one of the others does, `by` earlier."""
        seat = (wall, tile)
        self._forget(seat)
        playback = self._set_loose(seat)

        def follow(_nothing: None = None) -> None:
            playback.run_from(self.one.instant - by, self.one.speed)

        follow()
        self._behind[seat] = by
        self._leaving[seat] = self.one.changed.connect(follow)
        self.changed.emit(seat)

    def join(self, wall: WallTiles, tile: int) -> None:
        """Lets a tile follow the one clock again."""
        if self._forget((wall, tile)):
            self.changed.emit((wall, tile))

    def _set_loose(self, seat: Seat) -> Playback:
        playback = Playback(self._clock)
        if not self.one.is_live:
            playback.run_from(self.one.instant, self.one.speed)
        wall, tile = seat
        held = wall.contents[tile].cameras

        def look(_nothing: None) -> None:
            if tile >= len(wall.contents) or wall.contents[tile].cameras != held:
                self.join(wall, tile)

        self._loose[seat] = playback
        self._unwatch[seat] = wall.changed.connect(look)
        return playback

    def _forget(self, seat: Seat) -> bool:
        self._behind.pop(seat, None)
        for leaving in (self._leaving, self._unwatch):
            if (leave := leaving.pop(seat, None)) is not None:
                leave()
        return self._loose.pop(seat, None) is not None
