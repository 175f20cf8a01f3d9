"""The campus grid on the screen: lines as strong everywhere, a tag in the middle of each column and row."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from smartclient.geometry.viewport import Viewport
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.grid import GridLayer, GridNameLayer
from smartclient.ui.map.layers.scene import LiveLayer
from smartclient.ui.map.map_view import MapView

WIDE, HIGH = 260, 200
CELL_PX = 40
CORNER = Viewport(-100 + WIDE * 0.125, 60 - HIGH * 0.125, 0.25, WIDE, HIGH)
"""The grid's upper left corner, whose cells are of ten metres, is that of the screen."""


def painted(view: MapView, layer: LiveLayer, viewport: Viewport) -> NDArray[np.uint8]:
    """On black; shape (HIGH, WIDE, 4)."""
    view.stage.workspace.layers |= {MapLayer.GRID}
    image = QImage(viewport.width_px, viewport.height_px, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    layer.paint(painter, view.stage.scene(viewport, 1.0, view.canvas.pointer, lambda: None))
    painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8)
    return pixels.reshape(viewport.height_px, viewport.width_px, 4)[..., :3].copy()


@pytest.mark.parametrize("down_px", [0, -7, 11])
def test_lines_are_one_pixel_and_as_strong_from_end_to_end(view: MapView, down_px: int) -> None:
    pixels = painted(view, GridLayer(), CORNER.panned(0, down_px))
    first = max(down_px, 0)
    between = np.array([y for y in range(first + 1, HIGH) if (y - down_px) % CELL_PX])
    upright = np.flatnonzero(pixels[between[0]].any(axis=1))
    assert upright.tolist() == list(range(0, WIDE, CELL_PX))
    assert (pixels[between] == pixels[between[0]]).all()
    level = np.flatnonzero(pixels[:, CELL_PX // 2].any(axis=1))
    assert level.tolist() == [y for y in range(first, HIGH) if (y - down_px) % CELL_PX == 0]


def test_each_column_and_row_has_its_tag_on_the_edge(view: MapView) -> None:
    pixels = painted(view, GridNameLayer(), CORNER)
    written = pixels.max(axis=2) > 0
    columns, rows = written[1:17, 30:], written[20:, 1:27]
    for number in range(1, 6):
        middle = number * CELL_PX + CELL_PX // 2
        assert columns[:, middle - 30 - 13 : middle - 30 + 13].any(), number
        assert not columns[:, middle - 30 + 14 : middle - 30 + 26].any(), number
    for number in range(1, 5):
        middle = number * CELL_PX + CELL_PX // 2
        assert rows[middle - 20 - 8 : middle - 20 + 8].any(), number
        assert not rows[middle - 20 + 9 : middle - 20 + 31].any(), number
    assert not (pixels[1:17, 47:73] == pixels[1:17, 87:113]).all(), "B is not C"
