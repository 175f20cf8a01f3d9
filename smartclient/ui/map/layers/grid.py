"""The campus grid: thin lines over the plan, letters and numbers that stay at the edges of the screen."""

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from smartclient.geometry.grid import Grid, column_name
from smartclient.geometry.labels import Box
from smartclient.geometry.viewport import Points
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.layer import restored
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.pin_sheet import Numbers, PinSheet
from smartclient.ui.theme import Theme, Tone

_LEAST_CELL_PX = 22.0
_ROOM_FOR_TEXT_PX = 30.0
_BAND_PX = 18
_TAG_PX = (26, 16)


class GridLayer:
    """The lines of every campus in view, where its cells are large enough to be told apart."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints the lines."""
        for grid in _seen(scene):
            _paint_lines(painter, scene, grid)


class GridNameLayer:
    """The bands with letters and numbers; each is drawn once and kept as a picture."""

    def __init__(self) -> None:
        self._tags: dict[tuple[str, float], PinSheet] = {}

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints them along the screen's edges."""
        for grid in _seen(scene):
            numbers, middles = _bands(scene, grid)
            self._sheet(scene).paint(painter, numbers, middles)

    def _sheet(self, scene: Scene) -> PinSheet:
        theme, ratio = scene.theme, scene.view.ratio
        sheet = self._tags.get((theme.name, ratio))
        if sheet is None:
            sheet = PinSheet(_TAG_PX[0] // 2, ratio, lambda painter, number: _paint_tag(painter, theme, _text(number)))
            self._tags[(theme.name, ratio)] = sheet
        return sheet


def bands(width_px: int, height_px: int) -> list[Box]:
    """Where letters and numbers stand on a screen of that size: along its upper and its left edge."""
    return [(0, 0, width_px, _TAG_PX[1] + 1), (0, 0, _TAG_PX[0] + 1, height_px)]


def _seen(scene: Scene) -> Iterator[Grid]:
    if not scene.shows(MapLayer.GRID):
        return
    west, south, east, north = scene.viewport.bounds
    for venue, grid in scene.chart.places.grids.items():
        left, low, right, high = scene.chart.venues[venue].bounds
        is_seen = left < east and right > west and low < north and high > south
        if is_seen and grid.cell_m / scene.viewport.metres_per_px >= _LEAST_CELL_PX:
            yield grid


def _paint_lines(painter: QPainter, scene: Scene, grid: Grid) -> None:
    """An upright grid is painted as rectangles, which Qt fills many times faster than it draws lines."""
    segments = grid.lines(scene.viewport.bounds)
    pixels = scene.viewport.points_to_screen(segments.reshape(-1, 2)).reshape(-1, 4)
    color = scene.theme.color(Tone.GRID, _strength(grid.cell_m / scene.viewport.metres_per_px))
    if grid.bearing_deg != 0:
        painter.setPen(QPen(color, 1))
        painter.drawLines([QLineF(*line) for line in pixels.tolist()])
        return
    whole = pixels.round().astype(int).tolist()
    _paint_upright(painter, [line for line in whole if line[0] == line[2]], color)
    for left, y, right, bottom in whole:
        if y == bottom:
            painter.fillRect(left, y, right - left, 1, color)


def _paint_upright(painter: QPainter, lines: list[list[int]], color: QColor) -> None:
    """Lines of one height, painted as a row of pixels that is repeated downwards: a rectangle one pixel wide waits for memory in
    every row.
    """
    if not lines:
        return
    left, right = min(line[0] for line in lines), max(line[0] for line in lines)
    top, bottom = lines[0][1], lines[0][3]
    row = QImage(right - left + 1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    row.fill(Qt.GlobalColor.transparent)
    within = QPainter(row)
    for x, *_ in lines:
        within.fillRect(x - left, 0, 1, 1, color)
    within.end()
    with restored(painter):
        painter.setBrushOrigin(left, top)
        painter.fillRect(left, top, row.width(), bottom - top, QBrush(row))


def _strength(cell_px: float) -> float:
    """Faint while the cells are small, or the grid would lie over the plan like a net."""
    return min(0.16 + 0.34 * (cell_px - _LEAST_CELL_PX) / 100, 0.5)


def _bands(scene: Scene, grid: Grid) -> tuple[Numbers, Points]:
    """The numbers of the names' pictures, and their middles in px. A turned grid has its letters along its own upper edge, where the
    screen's edge would mislead.
    """
    viewport = scene.viewport
    columns, rows = (np.array(cells, dtype=np.intp) for cells in grid.cells_within(viewport.bounds))
    step = 1 if grid.cell_m / viewport.metres_per_px >= _ROOM_FOR_TEXT_PX else 2
    columns, rows = columns[columns % step == 0], rows[rows % step == 0]
    above = viewport.points_to_screen(grid.corners(np.column_stack((columns + 0.5, np.zeros(len(columns))))))
    beside = viewport.points_to_screen(grid.corners(np.column_stack((np.zeros(len(rows)), rows + 0.5))))
    edge = 0.0 if grid.bearing_deg == 0 else -math.inf
    above[:, 1], beside[:, 0] = np.maximum(above[:, 1], edge), np.maximum(beside[:, 0], edge)
    is_below = beside[:, 1] > _BAND_PX
    width, height = _TAG_PX
    below_edge, beside_edge = np.array((0, 1 + height // 2)), np.array((1 + width // 2, (height - _BAND_PX) // 2))
    middles = np.concatenate((above.round() + below_edge, beside[is_below].round() + beside_edge))
    return np.concatenate((2 * columns, 2 * rows[is_below] + 1)), middles


def _text(number: int) -> str:
    """What stands on a tag: even numbers are those of columns, odd ones those of rows."""
    place, is_row = divmod(number, 2)
    return str(place + 1) if is_row else column_name(place)


def _paint_tag(painter: QPainter, theme: Theme, text: str) -> None:
    """Paints a tag around the painter's origin."""
    width, height = _TAG_PX
    box = QRectF(0, 0, width, height)
    painter.translate(-width / 2, -height / 2)
    painter.setFont(theme.font(0, bold=True))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(Tone.GROUND, 0.72))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(theme.color(Tone.TEXT_DIM))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
