"""The base map under the world of the import, so that control points can be set on what was photographed from above."""

from collections.abc import Callable

from PySide6.QtGui import QPainter

from smartclient.geometry.frames import Frame
from smartclient.geometry.viewport import Viewport
from smartclient.plans.base_maps.tiles import Credit, TileSource
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.map.base_tiles import BaseTiles
from smartclient.ui.map.layers.base_map import BaseMapLayer


class WorldTiles:
    """Follows what a canvas shows, whose drawing is in metres of `frame`; `stop` ends it."""

    def __init__(
        self, canvas: Canvas, source: TileSource, credit: Credit, frame: Frame, failed: Callable[[str], None]
    ) -> None:
        self._canvas, self.words = canvas, credit.words
        self._layer: BaseMapLayer | None = None
        self._tiles = BaseTiles(source, frame, self._take, failed)
        canvas.looked.connect(self._look)
        canvas.under = self.paint
        self._look()

    def stop(self) -> Callable[[], None]:
        """Asks for nothing more; the answer ends the threads and may be called in another one."""
        self._canvas.looked.disconnect(self._look)
        self._canvas.under = None
        return self._tiles.stop()

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Paints what is there, in pixels of the canvas."""
        if self._layer is not None:
            self._layer.paint_tiles(painter, viewport)

    def _look(self) -> None:
        viewport = self._canvas.viewport_in_drawing
        if viewport is not None:
            self._tiles.look(viewport)

    def _take(self, layer: BaseMapLayer) -> None:
        self._layer = layer
        self._canvas.update()
