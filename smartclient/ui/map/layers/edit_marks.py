"""Edit mode on the map: its frame and name, the chosen thing, its handles, and what is in the hand."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from smartclient.domain.devices import Device, View
from smartclient.domain.edits import Thing
from smartclient.domain.ids import LevelId
from smartclient.domain.site import Amenity, GridSpec, LonLat, Opening, Unit
from smartclient.geometry.visibility import visible_ring
from smartclient.session.editing import Editing
from smartclient.ui.map.layers.layer import in_metres
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.shapes import polygon
from smartclient.ui.map.sight import wall_segments
from smartclient.ui.map.tools.edit_draft import Draft
from smartclient.ui.map.tools.edit_handles import Grip, Handle, grid_in_metres, handles_of
from smartclient.ui.theme import Tone

_FRAME_PX, _PLATE_PX = 3, 26
_HANDLE_PX, _SIDE_PX = 5.5, 3.0
_WORDS_OFF_PX = 18
_LEAST_CELL_PX = 6.0


class EditMarks:
    """Reads what is edited and what the tool holds; `status` says on the plate what is not saved."""

    def __init__(self, editing: Editing, draft: Draft, status: Callable[[], str]) -> None:
        self._editing, self._draft, self._status = editing, draft, status

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints marks, then the frame over all."""
        painter.save()
        chosen = self._editing.chosen_thing()
        drafted = self._draft.thing
        if chosen is not None:
            self._paint_chosen(painter, scene, chosen)
        if drafted is not None:
            self._paint_draft(painter, scene, drafted)
        if self._draft.grip is None and chosen is not None:
            for handle in handles_of(chosen, scene.chart.frame, scene.viewport.metres_per_px):
                _paint_handle(painter, scene, handle, is_hot=handle.grip is self._draft.hovered)
        elif drafted is not None:
            for handle in handles_of(drafted, scene.chart.frame, scene.viewport.metres_per_px):
                _paint_handle(painter, scene, handle, is_hot=handle.grip is self._draft.grip)
        self._paint_frame(painter, scene)
        painter.restore()

    def _paint_chosen(self, painter: QPainter, scene: Scene, thing: Thing) -> None:
        accent = scene.theme.color(Tone.ACCENT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2.2))
        if isinstance(thing, Unit):
            if thing.level_id in scene.view.levels:
                painter.setBrush(scene.theme.color(Tone.ACCENT, 0.12))
                for ring in thing.area:
                    painter.drawPolygon(_on_screen(scene, ring))
        elif isinstance(thing, Opening):
            painter.setPen(QPen(accent, 5, c=Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(_on_screen(scene, thing.line))
        elif isinstance(thing, Amenity):
            painter.drawEllipse(QPointF(*scene.position_px(thing.position)), 14, 14)
        elif isinstance(thing, GridSpec) and self._draft.thing is None:
            _paint_grid(painter, scene, thing, accent)

    def _paint_draft(self, painter: QPainter, scene: Scene, thing: Thing) -> None:
        accent = scene.theme.color(Tone.ACCENT)
        at = self._hand(scene, thing)
        if at is None:
            return
        painter.setPen(QPen(accent, 2.2, Qt.PenStyle.DashLine))
        painter.setBrush(scene.theme.color(Tone.ACCENT, 0.12))
        if isinstance(thing, GridSpec):
            _paint_grid(painter, scene, thing, accent)
        elif isinstance(thing, Unit):
            painter.drawPolygon(_on_screen(scene, thing.area[0]))
        elif isinstance(thing, Opening):
            painter.drawPolyline(_on_screen(scene, thing.line))
        elif isinstance(thing, Device) and thing.placement is not None and thing.view is not None:
            _paint_view(painter, scene, thing.view, thing.placement.position, thing.placement.level_id)
        painter.setPen(QPen(accent, 2.2))
        painter.setBrush(scene.theme.color(Tone.ACCENT, 0.35))
        if not isinstance(thing, Unit | Opening):
            painter.drawEllipse(QPointF(*at), 10, 10)
        if self._draft.snap is not None and self._draft.snap.to:
            _paint_snap(painter, scene, (self._draft.snap.x, self._draft.snap.y))
        if self._draft.words:
            _paint_plate(painter, scene, QPointF(at[0] + _WORDS_OFF_PX, at[1] - _WORDS_OFF_PX), self._draft.words)

    def _hand(self, scene: Scene, thing: Thing) -> tuple[float, float] | None:
        """Where the words belong, on the screen."""
        match thing:
            case GridSpec():
                return scene.position_px(thing.origin)
            case Amenity():
                return scene.position_px(thing.position)
            case Device() if thing.placement is not None:
                return scene.position_px(thing.placement.position)
            case Unit() | Opening() if self._draft.snap is not None:
                return scene.viewport.to_screen(self._draft.snap.x, self._draft.snap.y)
        return None

    def _paint_frame(self, painter: QPainter, scene: Scene) -> None:
        width, height = scene.viewport.width_px, scene.viewport.height_px
        color = scene.theme.color(Tone.ACCENT)
        inset = _FRAME_PX / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, _FRAME_PX, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(QRectF(inset, inset, width - _FRAME_PX, height - _FRAME_PX))
        status = self._status()
        bold, plain = scene.theme.metrics(1, bold=True), scene.theme.metrics(1)
        first, rest = bold.horizontalAdvance("EDITING"), plain.horizontalAdvance(status)
        plate = QRectF((width - first - rest - 40) / 2, 0, first + rest + 40, _PLATE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRect(plate)
        painter.setPen(scene.theme.color(Tone.ON_ACCENT))
        painter.setFont(scene.theme.font(1, bold=True))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(plate.adjusted(14, 0, 0, 0), middle, "EDITING")
        painter.setFont(scene.theme.font(1))
        painter.drawText(plate.adjusted(14 + first + 12, 0, 0, 0), middle, status)


def _paint_view(painter: QPainter, scene: Scene, view: View, position: LonLat, level: LevelId | None) -> None:
    x, y = scene.chart.frame.point_to_local(*position)
    walls = wall_segments(scene.chart, level) if level in scene.chart.places.levels and level else np.empty((0, 4))
    pen = QPen(scene.theme.color(Tone.ACCENT, 0.8), 1.4, Qt.PenStyle.DashLine)
    pen.setCosmetic(True)
    with in_metres(painter, scene.viewport):
        painter.setPen(pen)
        painter.setBrush(scene.theme.color(Tone.ACCENT, 0.2))
        painter.drawPolygon(polygon(visible_ring(x, y, view, walls)))


def _paint_grid(painter: QPainter, scene: Scene, spec: GridSpec, color: QColor) -> None:
    grid = grid_in_metres(spec, scene.chart.frame)
    corners = [grid.corner(*at) for at in ((0, 0), (spec.columns, 0), (spec.columns, spec.rows), (0, spec.rows))]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 2, Qt.PenStyle.DashLine))
    painter.drawPolygon(QPolygonF([QPointF(*scene.viewport.to_screen(*corner)) for corner in corners]))
    if spec.cell_m / scene.viewport.metres_per_px < _LEAST_CELL_PX:
        return
    pixels = scene.viewport.points_to_screen(grid.lines(scene.viewport.bounds).reshape(-1, 2)).reshape(-1, 4)
    faint = QColor(color)
    faint.setAlphaF(0.45)
    painter.setPen(QPen(faint, 1))
    painter.drawLines([QLineF(*line) for line in pixels.tolist()])


def _paint_handle(painter: QPainter, scene: Scene, handle: Handle, *, is_hot: bool) -> None:
    """Round handles turn and widen, square ones stretch; the one to move by is a ring round the thing."""
    at = QPointF(*scene.viewport.to_screen(handle.x, handle.y))
    size = (_SIDE_PX if handle.grip is Grip.SIDE else _HANDLE_PX) + (1.5 if is_hot else 0)
    accent, ground = scene.theme.color(Tone.ACCENT), scene.theme.color(Tone.GROUND)
    if handle.grip is Grip.MOVE:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2.6 if is_hot else 1.6, Qt.PenStyle.DotLine))
        painter.drawEllipse(at, 17, 17)
        return
    painter.setPen(QPen(accent if is_hot else ground, 2))
    painter.setBrush(ground if is_hot else accent)
    if handle.grip in (Grip.TURN, Grip.WIDEN):
        painter.drawEllipse(at, size, size)
    else:
        painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))


def _paint_snap(painter: QPainter, scene: Scene, point: tuple[float, float]) -> None:
    x, y = scene.viewport.to_screen(*point)
    painter.setPen(QPen(scene.theme.color(Tone.TEXT), 1.4))
    painter.drawLines(
        [
            QLineF(x - 14, y, x - 4, y),
            QLineF(x + 4, y, x + 14, y),
            QLineF(x, y - 14, x, y - 4),
            QLineF(x, y + 4, x, y + 14),
        ]
    )


def _paint_plate(painter: QPainter, scene: Scene, at: QPointF, words: str) -> None:
    width = scene.theme.metrics(1).horizontalAdvance(words)
    plate = QRectF(at.x(), at.y() - 22, width + 16, 22)
    painter.setPen(QPen(scene.theme.color(Tone.ACCENT), 1))
    painter.setBrush(scene.theme.color(Tone.PANEL))
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(scene.theme.color(Tone.TEXT))
    painter.setFont(scene.theme.font(1))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def _on_screen(scene: Scene, line: tuple[LonLat, ...]) -> QPolygonF:
    points = scene.chart.frame.to_local(np.array(line))
    return QPolygonF([QPointF(x, y) for x, y in scene.viewport.points_to_screen(points).tolist()])
