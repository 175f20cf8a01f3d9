"""The clocks of a card's tiles: the first half live, the second half what was before."""

from smartclient.runtime.clock import Clock
from smartclient.store.playback import Playback
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.wall_tiles import WallTiles


class CardPlaybacks(TilePlaybacks):
    """Tiles from number `live` on follow the clock of the past; a tile keeps its clock whatever it holds."""

    def __init__(self, clock: Clock, before: Playback) -> None:
        super().__init__(clock)
        self._before = before
        self.live = 1

    def of(self, wall: WallTiles, tile: int) -> Playback:
        """The clock that tile follows."""
        return self._before if tile >= self.live else super().of(wall, tile)
