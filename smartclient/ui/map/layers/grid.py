"""The campus grid: thin lines over the plan, letters and numbers that stay at the edges of the screen."""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from smartclient.geometry.grid import Grid, column_name
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Theme, Tone

_LEAST_CELL_PX = 22.0
_ROOM_FOR_TEXT_PX = 30.0
_BAND_PX = 18
_TAG_PX = (26, 16)
_MOST_TAGS = 2_000
_STRIP_PX = 32


class GridLayer:
    """The lines of every campus in view, where its cells are large enough to be told apart."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints the lines."""
        for grid in _seen(scene):
            _paint_lines(painter, scene, grid)


class GridNameLayer:
    """The bands with letters and numbers; each is drawn once and kept as a picture."""

    def __init__(self) -> None:
        self._tags: dict[tuple[str, float, str], QImage] = {}

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints them along the screen's edges."""
        for grid in _seen(scene):
            for left, top, text in _bands(scene, grid):
                painter.drawImage(left, top, self._tag(scene, text))

    def _tag(self, scene: Scene, text: str) -> QImage:
        ratio = scene.view.ratio
        key = (scene.theme.name, ratio, text)
        tag = self._tags.get(key)
        if tag is None:
            if len(self._tags) > _MOST_TAGS:
                self._tags.clear()
            tag = self._tags[key] = _drawn_tag(scene.theme, ratio, text)
        return tag


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
    """An upright grid is painted as pictures and rectangles, which Qt fills many times faster than it draws lines."""
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
    """Lines of one height, painted a strip of all of them at a time: a rectangle one pixel wide waits for memory in every row."""
    if not lines:
        return
    left, right = min(line[0] for line in lines), max(line[0] for line in lines)
    top, bottom = lines[0][1], lines[0][3]
    strip = QImage(right - left + 1, _STRIP_PX, QImage.Format.Format_ARGB32_Premultiplied)
    strip.fill(Qt.GlobalColor.transparent)
    within = QPainter(strip)
    for x, *_ in lines:
        within.fillRect(x - left, 0, 1, _STRIP_PX, color)
    within.end()
    for y in range(top, bottom, _STRIP_PX):
        painter.drawImage(left, y, strip, 0, 0, -1, min(_STRIP_PX, bottom - y))


def _strength(cell_px: float) -> float:
    """Faint while the cells are small, or the grid would lie over the plan like a net."""
    return min(0.16 + 0.34 * (cell_px - _LEAST_CELL_PX) / 100, 0.5)


def _bands(scene: Scene, grid: Grid) -> Iterator[tuple[int, int, str]]:
    """Left and top px of each name. A turned grid has its letters along its own upper edge, where the screen's edge would mislead."""
    viewport = scene.viewport
    columns, rows = grid.cells_within(viewport.bounds)
    cell_px = grid.cell_m / viewport.metres_per_px
    step = 1 if cell_px >= _ROOM_FOR_TEXT_PX else 2
    for column in columns if step == 1 else [c for c in columns if c % step == 0]:
        x, y = viewport.to_screen(*grid.corner(column + 0.5, 0))
        y = max(y, 0.0) if grid.bearing_deg == 0 else y
        yield round(x) - _TAG_PX[0] // 2, round(y) + 1, column_name(column)
    for row in rows if step == 1 else [r for r in rows if r % step == 0]:
        x, y = viewport.to_screen(*grid.corner(0, row + 0.5))
        x = max(x, 0.0) if grid.bearing_deg == 0 else x
        if y > _BAND_PX:
            yield round(x) + 1, round(y) - _BAND_PX // 2, str(row + 1)


def _drawn_tag(theme: Theme, ratio: float, text: str) -> QImage:
    width, height = _TAG_PX
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter, box = QPainter(image), QRectF(0, 0, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(0, bold=True))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(Tone.GROUND, 0.72))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(theme.color(Tone.TEXT_DIM))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return image
