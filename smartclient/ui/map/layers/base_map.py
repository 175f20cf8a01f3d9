"""The ground as it was photographed or mapped by others, under the plans."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from smartclient.geometry.frames import Frame
from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.plans.base_maps.tiles import LonLatBounds, TileAddress, tiles_within, zoom_for
from smartclient.ui.map.layers.layer import Breathe, View, restored
from smartclient.ui.theme import Tone

_VEIL = {"dark": 0.45, "night": 0.72, "paper": 0.4}
"""How much of the ground's colour lies over a picture taken by day, so that pins, walls and print stay the clearest."""
_SEAM_PX = 0.6
MOST_TILES = 240


@dataclass(frozen=True, eq=False, slots=True)
class BaseMapLayer:
    """The tiles that are there; where one is missing the part of a coarser one stands in, and bare ground where there is none."""

    tiles: Mapping[TileAddress, QImage]
    frame: Frame
    deepest: int

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Paints the tiles of the view's scale, then the veil."""
        self.paint_tiles(painter, view.viewport, breathe)
        veil = view.theme.color(Tone.GROUND, _VEIL.get(view.theme.name, 0.0))
        painter.fillRect(0, 0, view.viewport.width_px, view.viewport.height_px, veil)
        breathe()

    def paint_tiles(self, painter: QPainter, viewport: Viewport, breathe: Breathe = lambda: None) -> None:
        """Paints the tiles of a viewport's scale."""
        with restored(painter):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for address in wanted_tiles(viewport, self.frame, self.deepest):
                self._paint_tile(painter, viewport, address)
                breathe()

    def _paint_tile(self, painter: QPainter, viewport: Viewport, address: TileAddress) -> None:
        image, held = self.tiles.get(address), address
        while image is None and held.zoom > 0:
            held = held.parent
            image = self.tiles.get(held)
        if image is None:
            return
        parts = 2 ** (address.zoom - held.zoom)
        width, height = image.width() / parts, image.height() / parts
        piece = QRectF(address.column % parts * width, address.row % parts * height, width, height)
        painter.setTransform(self._placed(viewport, address, width, height), combine=False)
        seam = _SEAM_PX * width / 256
        painter.drawImage(QRectF(0, 0, width + seam, height + seam), image, piece)

    def _placed(self, viewport: Viewport, address: TileAddress, width: float, height: float) -> QTransform:
        """From the tile's pixels to the screen's. Over one tile Web Mercator and local metres differ by a turn and a scale only."""
        (x, y), right, below = (
            viewport.to_screen(*self.frame.point_to_local(*address.corner(across, down)))
            for across, down in ((0, 0), (1, 0), (0, 1))
        )
        return QTransform(
            (right[0] - x) / width, (right[1] - y) / width, (below[0] - x) / height, (below[1] - y) / height, x, y
        )


def wanted_tiles(viewport: Viewport, frame: Frame, deepest: int) -> list[TileAddress]:
    """The tiles for a viewport at its scale; coarser ones where they would be too many."""
    bounds = _lonlat(viewport.bounds, frame)
    zoom = zoom_for(viewport.metres_per_px, (bounds[1] + bounds[3]) / 2, deepest)
    found = list(tiles_within(bounds, zoom))
    while len(found) > MOST_TILES and zoom > 0:
        zoom -= 1
        found = list(tiles_within(bounds, zoom))
    return found


def _lonlat(bounds: Bounds, frame: Frame) -> LonLatBounds:
    west, south, east, north = bounds
    corners = [frame.point_to_world(x, y) for x, y in ((west, south), (east, south), (east, north), (west, north))]
    lons, lats = zip(*corners, strict=True)
    return min(lons), min(lats), max(lons), max(lats)
