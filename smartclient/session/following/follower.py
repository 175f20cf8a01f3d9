"""Follows one subject on the wall: as the clock of the past, or now, goes on, tiles hand over to the cameras that see and will see it."""

from collections.abc import Callable, Sequence

from smartclient.domain.ids import DeviceId
from smartclient.runtime.signal import Signal
from smartclient.session.following.subject import Glimpse, Subject
from smartclient.store.changes import Later
from smartclient.store.playback import Playback
from smartclient.store.wall_tiles import WallTiles

EVERY_S = 0.2
"""A handover is never later than this; the clock may be set at any moment, so it is looked at and not waited for."""


class Follower:
    """Needs a loop through `later`. `changed` tells of another glimpse, or that it began or ended."""

    def __init__(self, playback: Playback, wall: Callable[[], WallTiles], later: Later) -> None:
        """`wall` is the wall in use when following begins."""
        self.changed: Signal[None] = Signal()
        self.subject: Subject | None = None
        self.glimpse = Glimpse()
        self._playback, self._wall_in_use, self._later = playback, wall, later
        self._wall: WallTiles | None = None
        self._turn = 0
        playback.changed.connect(lambda _nothing: self.look())

    def follow(self, subject: Subject) -> None:
        """Follows that one from now on, instead of another; on the wall in use, or the one that following began on."""
        if self.subject is None:
            self._wall = self._wall_in_use()
        self.subject, self.glimpse = subject, Glimpse()
        self._turn += 1
        self.look()
        self._look_later(self._turn)
        self.changed.emit(None)

    def stop(self) -> None:
        """Leaves tiles as they are."""
        if self.subject is not None:
            self.subject, self.glimpse, self._wall = None, Glimpse(), None
            self._turn += 1
            self.changed.emit(None)

    def look(self) -> None:
        """Looks where the subject is at the instant that is watched."""
        if self.subject is None or self._wall is None:
            return
        before, self.glimpse = self.glimpse, self.subject.at(self._playback.instant)
        if (before.now, before.next) != (self.glimpse.now, self.glimpse.next):
            seat(self._wall, self.glimpse.now, self.glimpse.next)
        if before != self.glimpse:
            self.changed.emit(None)

    def _look_later(self, turn: int) -> None:
        def again() -> None:
            if turn == self._turn:
                self.look()
                self._look_later(turn)

        self._later(EVERY_S, again)


def seat(wall: WallTiles, now: Sequence[DeviceId], following: Sequence[DeviceId]) -> None:
    """Gives half of the wall's tiles to the cameras of `now` and the rest to those that follow. The first has the keyboard.

    A camera that has a tile keeps it, so that pictures change only where they must; a camera that is not needed stays until its tile is.
    """
    count = len(wall.contents)
    first = now[: max(count // 2, 1)] if following else now
    wanted = list(dict.fromkeys((*first, *following, *now)))[:count]
    if not wanted:
        return
    tiles = wall.tiles
    free = [tile for tile, camera in enumerate(tiles) if camera not in wanted]
    free.sort(key=lambda tile: tiles[tile] is not None)
    for camera in wanted:
        if camera not in tiles and free:
            wall.put(free.pop(0), camera)
    place = wall.tiles.index(wanted[0])
    if wall.tile != place:
        wall.choose(place)
