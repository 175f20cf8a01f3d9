"""The base map as it is printed: fetched for a page at once, in the thread that draws the page."""

from PySide6.QtGui import QImage

from smartclient.domain.errors import SmartclientError
from smartclient.geometry.frames import Frame
from smartclient.geometry.viewport import Viewport
from smartclient.plans.base_maps.tiles import Credit, TileAddress, TileSource
from smartclient.ui.map.base_tiles import decoded
from smartclient.ui.map.layers.base_map import BaseMapLayer, wanted_tiles

_MOST_KEPT = 400


class PaperGround:
    """One source of tiles, called by one drawing thread at a time; `trouble` says why a page has bare ground, empty while it has none."""

    def __init__(self, source: TileSource, credit: Credit) -> None:
        self._source, self._credit = source, credit
        self._kept: dict[TileAddress, QImage | None] = {}
        self.trouble = ""

    @property
    def words(self) -> str:
        """Whose it is and when it was taken, as it is printed beside it."""
        return self._credit.words

    def layer(self, viewport: Viewport, frame: Frame) -> BaseMapLayer:
        """The tiles of a page; those that do not come are left out."""
        self.trouble = ""
        wanted = wanted_tiles(viewport, frame, self._source.deepest)
        if len(self._kept) + len(wanted) > _MOST_KEPT:
            self._kept.clear()
        for address in wanted:
            if address not in self._kept and not self.trouble:
                self._fetch(address)
        tiles = {address: image for address in wanted if (image := self._kept.get(address)) is not None}
        return BaseMapLayer(tiles, frame, self._source.deepest)

    def close(self) -> None:
        """Lets go of the source."""
        self._source.close()

    def _fetch(self, address: TileAddress) -> None:
        try:
            content = self._source.tile(address)
        except SmartclientError as trouble:
            self.trouble = str(trouble)
            return
        self._kept[address] = decoded(content) if content else None
