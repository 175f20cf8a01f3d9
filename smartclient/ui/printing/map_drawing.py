"""The map of a page: the layers of the screen in the light palette, with the grid in the margins and the symbols of safety."""

import math
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from smartclient.domain.devices import SAFETY_KINDS, Device, DeviceKind, DeviceState
from smartclient.domain.ids import LevelId
from smartclient.domain.site import Opening
from smartclient.geometry.grid import Grid, column_name
from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.plans.printing.paper import scale_for
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.floor import FloorLayer
from smartclient.ui.map.layers.layer import PlanLayer, View
from smartclient.ui.map.layers.scenery import SceneryLayer
from smartclient.ui.map.looks import AMENITIES, look_of, tag
from smartclient.ui.map.pins import PinLook, paint_pin
from smartclient.ui.printing.edition import Edition, Sheet, SheetKind
from smartclient.ui.printing.ink import Ink, dots, rect
from smartclient.ui.printing.names import paint_names
from smartclient.ui.theme import Tone
from smartclient.ui.words import one_line

_LAYERS: Sequence[PlanLayer] = (SceneryLayer(), FloorLayer())
_SYMBOL, _CAMERA = 15, 10
_CAMPUS_MARGIN_M, _FLOOR_MARGIN_M = 36.0, 3.0
"""Around a campus its roads and neighbours are read, too."""
_CLOSE_LINES, _FAINT_LINES = 11.0, 24.0
"""Cells of the grid, in dots: from the first every one is drawn, from the second as strongly as can be."""
_OFF_WALL = 9.0
_CLOSE_NAMES, _BETWEEN_NAMES = 15.0, 6.0
_STEPS = (1, 2, 5, 10, 20, 50, 1000)


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol at a point of the map, metres; `words` say what it is in the legend."""

    look: PinLook
    words: str
    x: float
    y: float
    size: int = _SYMBOL


def bounds_of_sheet(edition: Edition, sheet: Sheet) -> Bounds:
    """What a page must show, metres."""
    if sheet.level_id is not None:
        west, south, east, north = sheet.part or edition.chart.level_bounds[sheet.level_id]
        margin = 0.0 if sheet.part else _FLOOR_MARGIN_M
    else:
        west, south, east, north = edition.chart.venues[sheet.venue_id].bounds
        margin = _CAMPUS_MARGIN_M
    return (west - margin, south - margin, east + margin, north + margin)


def scale_of_sheet(edition: Edition, sheet: Sheet) -> float:
    """The denominator of the round scale of a page."""
    west, south, east, north = bounds_of_sheet(edition, sheet)
    return scale_for(east - west, north - south, edition.paper.map)


def marks_of(edition: Edition, sheet: Sheet) -> list[Mark]:
    """The symbols on a page: of a floor all, of the campus those outdoors."""
    outdoors = {level.id for level in edition.places.site.levels if level.outdoor and level.venue_id == sheet.venue_id}
    levels = {sheet.level_id} if sheet.level_id is not None else outdoors
    return [*_cameras(edition, levels), *_amenities(edition, levels), *_safety(edition, levels)]


def paint_map(ink: Ink, edition: Edition, sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Paints the map into its frame, true north up, and the grid's letters and numbers around it."""
    view = _view(ink, edition, sheet, marks)
    area = rect(edition.paper.map)
    painter = ink.painter
    painter.save()
    painter.setClipRect(area)
    painter.translate(area.topLeft())
    for layer in _LAYERS:
        layer.paint(painter, view, lambda: None)
    grid = edition.places.grids.get(sheet.venue_id)
    if grid is not None:
        _paint_lines(ink, grid, view.viewport)
    for mark in marks:
        _paint_mark(ink, mark, view.viewport)
    paint_names(ink, view, sheet.level_id)
    if sheet.kind is SheetKind.CAMPUS:
        _paint_campus_names(ink, edition, sheet, view.viewport)
    painter.restore()
    _clear_margins(ink, edition, area)
    if edition.ground is not None:
        _paint_credit(ink, edition.ground.words, area)
    ink.frame(area)
    if grid is not None:
        _paint_names(ink, grid, view.viewport, area)


def _paint_credit(ink: Ink, words: str, area: QRectF) -> None:
    """Whose base map it is, at the lower right of the map: most licences ask for it."""
    metrics = ink.theme.metrics(0)
    shown = metrics.elidedText(one_line(words), Qt.TextElideMode.ElideRight, area.width() / 2)
    plate = QRectF(0, 0, metrics.horizontalAdvance(shown) + 8, metrics.height() + 2)
    plate.moveBottomRight(area.bottomRight())
    ink.painter.fillRect(plate, ink.theme.color(Tone.PANEL, 0.85))
    ink.text(plate.adjusted(4, 0, 0, 0), shown, tone=Tone.TEXT_DIM)


def _clear_margins(ink: Ink, edition: Edition, area: QRectF) -> None:
    """White around the map: viewers of SVG differ in what they know of clipping."""
    whole = QRectF(0, 0, dots(edition.paper.width), dots(edition.paper.height))
    for margin in (
        QRectF(0, 0, whole.width(), area.top()),
        QRectF(0, area.bottom(), whole.width(), whole.height() - area.bottom()),
        QRectF(0, area.top() - 1, area.left(), area.height() + 2),
        QRectF(area.right(), area.top() - 1, whole.width() - area.right(), area.height() + 2),
    ):
        ink.painter.fillRect(margin, Qt.GlobalColor.white)


def _view(ink: Ink, edition: Edition, sheet: Sheet, marks: Sequence[Mark]) -> View:
    west, south, east, north = bounds_of_sheet(edition, sheet)
    area = rect(edition.paper.map)
    metres_per_dot = scale_of_sheet(edition, sheet) / 1000 / dots(1.0)
    viewport = Viewport(
        (west + east) / 2, (south + north) / 2, metres_per_dot, round(area.width()), round(area.height())
    )
    levels = frozenset(level.id for level in edition.places.site.levels if level.outdoor)
    if sheet.level_id is not None:
        levels |= {sheet.level_id}
    pins = np.array([(mark.x, mark.y) for mark in marks]).reshape(-1, 2)
    under = edition.ground.layer(viewport, edition.places.frame) if edition.ground is not None else None
    return View(viewport, edition.chart, ink.theme, levels, frozenset(MapLayer), 1.0, pins, under=under)


def _devices(edition: Edition, levels: AbstractSet[LevelId | None]) -> Iterator[tuple[Device, float, float]]:
    for device in edition.places.site.devices:
        if device.placement is not None and device.placement.level_id in levels:
            yield device, *edition.places.frame.point_to_local(*device.placement.position)


def _cameras(edition: Edition, levels: AbstractSet[LevelId | None]) -> Iterator[Mark]:
    for device, x, y in _devices(edition, levels):
        if device.kind is DeviceKind.CAMERA:
            yield Mark(look_of(device, DeviceState(), is_stale=False), "Camera", x, y, _CAMERA)


def _safety(edition: Edition, levels: AbstractSet[LevelId | None]) -> Iterator[Mark]:
    for device, x, y in _devices(edition, levels):
        if device.kind in SAFETY_KINDS:
            look = look_of(device, DeviceState(), is_stale=False)
            yield Mark(look, look.symbol.value.capitalize(), x, y)


def _amenities(edition: Edition, levels: AbstractSet[LevelId | None]) -> Iterator[Mark]:
    for level in sorted(level for level in levels if level is not None):
        for found in edition.chart.floor(level).marks:
            symbol = AMENITIES.get(found.category)
            if symbol is not None:
                yield Mark(tag(symbol), symbol.value.capitalize(), found.x, found.y)


def _paint_mark(ink: Ink, mark: Mark, viewport: Viewport) -> None:
    ink.painter.save()
    ink.painter.translate(QPointF(*viewport.to_screen(mark.x, mark.y)))
    paint_pin(ink.painter, mark.look, mark.size, ink.theme)
    ink.painter.restore()


def _paint_campus_names(ink: Ink, edition: Edition, sheet: Sheet, viewport: Viewport) -> None:
    """Buildings by name, and their exterior doors by number."""
    frame = edition.places.frame
    for door in edition.exterior_doors(sheet.venue_id):
        (ax, ay), (bx, by) = frame.to_local(np.array([door.line[0], door.line[-1]])).tolist()
        x, y = viewport.to_screen((ax + bx) / 2, (ay + by) / 2)
        right, down = _outwards(edition, door, by - ay, bx - ax)
        _paint_chip(ink, door.name.removeprefix("Door "), x + right * _OFF_WALL, y + down * _OFF_WALL, 0)
    for building in edition.places.site.buildings:
        if building.venue_id == sheet.venue_id:
            spot = edition.chart.buildings[building.id]
            _paint_chip(ink, building.name, *viewport.to_screen(spot.x, spot.y), 1)


def _outwards(edition: Edition, door: Opening, along_y: float, along_x: float) -> tuple[float, float]:
    """Right and down on the page, away from the building that a door leads into; nothing where that is not known."""
    building, length = edition.places.building_of(door.level_id), math.hypot(along_x, along_y)
    if building is None or length == 0:
        return 0.0, 0.0
    right, up = along_y / length, -along_x / length
    x, y = edition.places.frame.point_to_local(*door.line[0])
    spot = edition.chart.buildings[building.id]
    is_inwards = (x - spot.x) * right + (y - spot.y) * up < 0
    return (-right, up) if is_inwards else (right, -up)


def _paint_chip(ink: Ink, words: str, x: float, y: float, step: int) -> None:
    if not words:
        return
    metrics = ink.theme.metrics(step, bold=True)
    width, height = metrics.horizontalAdvance(words) + 6, metrics.height()
    box = QRectF(x - width / 2, y - height / 2, width, height)
    ink.painter.setPen(QPen(ink.theme.color(Tone.LINE), 0.6))
    ink.painter.setBrush(ink.theme.color(Tone.PANEL, 0.9))
    ink.painter.drawRoundedRect(box, 3, 3)
    ink.text(box, words, step, bold=True, align=Qt.AlignmentFlag.AlignHCenter)


def _paint_lines(ink: Ink, grid: Grid, viewport: Viewport) -> None:
    """Every cell where cells are large enough, else every fifth."""
    cell = grid.cell_m / viewport.metres_per_px
    step = 1 if cell >= _CLOSE_LINES else 5
    columns, rows = grid.cells_within(viewport.bounds)
    ink.painter.setPen(QPen(ink.theme.color(Tone.GRID, 0.55 if cell * step >= _FAINT_LINES else 0.3), 0.6))
    lines = [(grid.corner(c, rows.start), grid.corner(c, rows.stop)) for c in _stepped(columns, step)]
    lines += [(grid.corner(columns.start, r), grid.corner(columns.stop, r)) for r in _stepped(rows, step)]
    ink.painter.drawLines([QLineF(*viewport.to_screen(*a), *viewport.to_screen(*b)) for a, b in lines])


def _stepped(cells: range, step: int) -> Iterator[int]:
    return (line for line in range(cells.start, cells.stop + 1) if line % step == 0)


def _paint_names(ink: Ink, grid: Grid, viewport: Viewport, area: QRectF) -> None:
    """Letters above and below, numbers left and right; where a turned grid's cells meet the frame."""
    cell = grid.cell_m / viewport.metres_per_px
    columns, rows = grid.cells_within(viewport.bounds)
    widest = ink.theme.metrics(0, bold=True).horizontalAdvance(column_name(max(columns, default=0))) + _BETWEEN_NAMES
    across = next(step for step in _STEPS if cell * step >= widest)
    step = next(step for step in _STEPS if cell * step >= _CLOSE_NAMES)
    middle_row, middle_column = (rows.start + rows.stop) / 2, (columns.start + columns.stop) / 2
    centre = Qt.AlignmentFlag.AlignHCenter
    for column in columns:
        x, _ = viewport.to_screen(*grid.corner(column + 0.5, middle_row))
        if column % across == 0 and 4 < x < area.width() - 4:
            for top in (area.top() - dots(4.6), area.bottom() + dots(0.4)):
                ink.text(QRectF(area.left() + x - 16, top, 32, dots(4.2)), column_name(column), bold=True, align=centre)
    for row in rows:
        _, y = viewport.to_screen(*grid.corner(middle_column, row + 0.5))
        if row % step == 0 and 4 < y < area.height() - 4:
            for left in (area.left() - dots(5.0), area.right() + dots(0.2)):
                ink.text(QRectF(left, area.top() + y - 8, dots(4.8), 16), str(row + 1), bold=True, align=centre)
