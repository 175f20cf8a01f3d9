"""The chosen floors: rooms calm, corridors lighter, walls the strongest line; close by also doorways, stairs and furniture."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.domain.site import UnitKind
from smartclient.ui.map.chart import Doorway, FloorChart
from smartclient.ui.map.layers.layer import Breathe, View, in_metres
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import as_path, draw
from smartclient.ui.theme import Tone

_TONES = {
    UnitKind.GROUNDS: Tone.ROOM,
    UnitKind.CORRIDOR: Tone.CORRIDOR,
    UnitKind.ROOM: Tone.ROOM,
    UnitKind.RESTROOM: Tone.RESTROOM,
    UnitKind.SERVICE: Tone.SERVICE,
    UnitKind.STAIRS: Tone.STAIRS,
    UnitKind.LIFT: Tone.STAIRS,
}
_TREAD_M, _LEAST_TREAD_PX = 0.3, 3.0
_BREATHE_EVERY = 8
_WALL_LEAST_PX = 1.1
_SWING_DEG = 90


class FloorLayer:
    """Rooms, walls, doorways and fixtures of the shown indoor levels."""

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Paints nothing at the scales where buildings are shapes."""
        if view.scale < Scale.FLOOR:
            return
        with in_metres(painter, view.viewport):
            for level in view.chart.levels_within(view.viewport.bounds, view.levels):
                if not view.chart.places.levels[level].outdoor:
                    _paint_floor(painter, view, view.chart.floor(level), breathe)


def _paint_floor(painter: QPainter, view: View, floor: FloorChart, breathe: Breathe) -> None:
    theme = view.theme
    wall = QPen(theme.color(Tone.WALL), 1.0)
    wall.setCosmetic(True)
    wall.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(Qt.PenStyle.NoPen if floor.has_walls else wall)
    painter.setBrush(theme.color(Tone.CORRIDOR))
    draw(painter, floor.outline.get(0))
    for kind, tone in _TONES.items():
        painter.setBrush(theme.color(tone))
        _paint_units(painter, view, floor, kind, breathe)
    _paint_steps(painter, view, floor)
    if view.scale is Scale.ROOM:
        _paint_fixtures(painter, view, floor, breathe)
    if floor.has_walls:
        _paint_walls(painter, view, floor, breathe)
    if view.scale is Scale.ROOM:
        _paint_doorways(painter, view, floor)


def _paint_units(painter: QPainter, view: View, floor: FloorChart, kind: UnitKind, breathe: Breathe) -> None:
    patches = floor.units.get(kind)
    if patches is None:
        return
    for count, drawn in enumerate(patches.within(view.viewport.bounds)):
        draw(painter, drawn)
        if count % _BREATHE_EVERY == 0:
            breathe()


def _paint_walls(painter: QPainter, view: View, floor: FloorChart, breathe: Breathe) -> None:
    """Walls thinner than a pixel would fade, so from afar they get an outline of their own colour."""
    scale = view.viewport.metres_per_px
    for kind, tone, thickness_m in ((UnitKind.WINDOW, Tone.GLASS, 0.2), (UnitKind.WALL, Tone.WALL, 0.15)):
        color = view.theme.color(tone)
        pen = QPen(color, max(_WALL_LEAST_PX - thickness_m / scale, 0.0))
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen if pen.widthF() > 0.1 else Qt.PenStyle.NoPen)
        painter.setBrush(color)
        _paint_units(painter, view, floor, kind, breathe)


def _paint_steps(painter: QPainter, view: View, floor: FloorChart) -> None:
    scale = view.viewport.metres_per_px
    pen = QPen(view.theme.color(Tone.WALL, 0.32), 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for kind in (UnitKind.STAIRS, UnitKind.LIFT):
        patches = floor.units.get(kind)
        if patches is not None:
            for index in patches.indices_within(view.viewport.bounds, 8 * scale):
                west, south, east, north = patches.boxes[index].tolist()
                box = QRectF(west, south, east - west, north - south)
                painter.save()
                painter.setClipPath(as_path(patches.get(index)), Qt.ClipOperation.IntersectClip)
                painter.drawLines(_treads(box, scale) if kind is UnitKind.STAIRS else _cross(box))
                painter.restore()


def _treads(box: QRectF, scale: float) -> list[QLineF]:
    step = max(_TREAD_M, _LEAST_TREAD_PX * scale)
    if box.width() > box.height():
        count = int(box.width() / step)
        return [
            QLineF(box.left() + i * step, box.top(), box.left() + i * step, box.bottom()) for i in range(1, count + 1)
        ]
    count = int(box.height() / step)
    return [QLineF(box.left(), box.top() + i * step, box.right(), box.top() + i * step) for i in range(1, count + 1)]


def _cross(box: QRectF) -> list[QLineF]:
    return [QLineF(box.topLeft(), box.bottomRight()), QLineF(box.bottomLeft(), box.topRight())]


def _paint_fixtures(painter: QPainter, view: View, floor: FloorChart, breathe: Breathe) -> None:
    pen = QPen(view.theme.color(Tone.FIXTURE_EDGE), 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(view.theme.color(Tone.FIXTURE))
    for patches in floor.fixtures.values():
        for count, drawn in enumerate(patches.within(view.viewport.bounds, 2 * view.viewport.metres_per_px)):
            draw(painter, drawn)
            if count % _BREATHE_EVERY == 0:
                breathe()
    for drawn in floor.lines.within(view.viewport.bounds):
        if isinstance(drawn, QPolygonF):
            painter.drawPolyline(drawn)
    breathe()


def _paint_doorways(painter: QPainter, view: View, floor: FloorChart) -> None:
    west, south, east, north = view.viewport.bounds
    swing = QPen(view.theme.color(Tone.WALL, 0.55), 1.0)
    swing.setCosmetic(True)
    painter.setPen(swing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for doorway in floor.doorways:
        x, y = doorway.ends[0]
        if west <= x <= east and south <= y <= north:
            _paint_swing(painter, doorway)


def _paint_swing(painter: QPainter, doorway: Doorway) -> None:
    """The leaf standing open and the quarter circle it sweeps; wide doorways have two leaves."""
    first, last = (QPointF(float(x), float(y)) for x, y in doorway.ends)
    line = QLineF(first, last)
    if not 0.4 < line.length() < 5.0:
        return
    middle = line.pointAt(0.5)
    for hinge, end in ((first, middle), (last, middle)) if line.length() > 1.4 else ((first, last),):
        leaf = QLineF(hinge, end)
        turn = _SWING_DEG if hinge is first else -_SWING_DEG
        angle, radius = leaf.angle(), leaf.length()
        opened = QLineF.fromPolar(radius, angle + turn).translated(hinge)
        painter.drawLine(opened)
        around = QRectF(hinge.x() - radius, hinge.y() - radius, 2 * radius, 2 * radius)
        painter.drawArc(around, round(angle * 16), round(turn * 16))
