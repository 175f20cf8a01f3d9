"""What is marked of an incident, in the plan's picture: zones, routes, rooms with pattern and letter, and the rooms that are next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from smartclient.domain.ids import UnitId
from smartclient.domain.incident_entries import Heat, RoomMarked, RouteDrawn, ZoneDrawn
from smartclient.domain.incidents import Incident, Mark
from smartclient.domain.site import Line
from smartclient.session.incident_marking import LONGEST_NAME
from smartclient.ui.incident_map.mark_looks import ROOMS, ZONE_PENS, ZONES, paint_pattern
from smartclient.ui.incident_map.unit_shapes import UnitShape
from smartclient.ui.map.layers.layer import Breathe, View
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import Ring
from smartclient.ui.theme import Tone
from smartclient.ui.words import one_line

_BADGE_PX, _PAD_PX = 17.0, 4.0
_LEAST_ROOM_PX, _LEAST_FRONTIER_PX = 15.0, 6.0
_ARROW_EVERY_PX = 70.0
_BREATHE_EVERY = 12
_LEAST_RING, _LEAST_LINE = 4, 2
_FARTHEST_M = 50_000.0


@dataclass(frozen=True, slots=True)
class MarkedRoom:
    """A marked room where the plan has it."""

    shape: UnitShape
    mark: Mark[RoomMarked]


class MarksLayer:
    """The marks as they were when this was made; drawn in the drawing thread."""

    def __init__(self, incident: Incident, shapes: Mapping[UnitId, UnitShape], next_rooms: Iterable[UnitId]) -> None:
        """`shapes` has the rooms that are marked and those that are next, as far as they are on the plan."""
        self._rooms = [MarkedRoom(shapes[unit], mark) for unit, mark in incident.rooms.items() if unit in shapes]
        self._next = [shapes[unit] for unit in next_rooms if unit in shapes]
        self._zones = [mark.body for mark in incident.zones.values()]
        self._routes = [mark.body for mark in incident.routes.values()]

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Zones and routes at every scale, rooms from where floors are drawn."""
        painter.save()
        try:
            self._paint(painter, view, breathe)
        finally:
            painter.restore()

    def _paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        zones = self._drawn_zones(view)
        for zone, ring in sorted(zones, key=lambda each: tuple(Heat).index(each[0].heat), reverse=True):
            _paint_zone(painter, view, zone.heat, ring)
        if view.scale >= Scale.FLOOR:
            self._paint_rooms(painter, view, breathe)
        for route in self._routes:
            points = _drawn(view, route.line, _LEAST_LINE)
            if points is not None:
                _paint_route(painter, view, route, points)
        for zone, ring in zones:
            _paint_zone_name(painter, view, zone.heat, ring)

    def _drawn_zones(self, view: View) -> list[tuple[ZoneDrawn, Ring]]:
        shown = (zone for zone in self._zones if zone.level is None or zone.level in view.levels)
        return [(zone, ring) for zone in shown if (ring := _drawn(view, zone.ring, _LEAST_RING)) is not None]

    def plates(self, view: View) -> list[QRectF]:
        """Where letters and words of marks stand, which names on paper keep clear of."""
        rooms = [room for room in self._rooms if room.shape.level in view.levels and _is_seen(view, room.shape)]
        badges = [badge for room in rooms if (badge := _badge(view, room)) is not None]
        named = [_zone_plate(view, zone.heat, ring)[0] for zone, ring in self._drawn_zones(view)]
        return [*(letter.united(said) for letter, said, _words in badges), *named]

    def _paint_rooms(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Fills first, then the broken lines of what is next, then letters, so that none hides another."""
        rooms = [room for room in self._rooms if room.shape.level in view.levels and _is_seen(view, room.shape)]
        for count, room in enumerate(rooms):
            if count % _BREATHE_EVERY == 0:
                breathe()
            _paint_room(painter, view, room)
        breathe()
        for shape in self._next:
            if shape.level in view.levels and _is_seen(view, shape):
                _paint_next(painter, view, shape)
        breathe()
        for room in rooms:
            _paint_badge(painter, view, room)


def _is_seen(view: View, shape: UnitShape) -> bool:
    west, south, east, north = view.viewport.bounds
    left, low, right, high = shape.bounds
    return left <= east and right >= west and low <= north and high >= south


def _pixels(view: View, ring: Ring) -> QPolygonF:
    return _polygon(view.viewport.points_to_screen(ring))


def _polygon(pixels: Ring) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in pixels.tolist()])


def _path(view: View, shape: UnitShape) -> QPainterPath:
    path = QPainterPath()
    for ring in shape.rings:
        path.addPolygon(_pixels(view, ring))
        path.closeSubpath()
    return path


def _box(view: View, shape: UnitShape) -> QRectF:
    west, south, east, north = shape.bounds
    (left, top), (right, bottom) = view.viewport.to_screen(west, north), view.viewport.to_screen(east, south)
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def _paint_room(painter: QPainter, view: View, room: MarkedRoom) -> None:
    status = room.mark.body.status
    look, path = ROOMS[status], _path(view, room.shape)
    screen = QRectF(0, 0, view.viewport.width_px, view.viewport.height_px)
    painter.fillPath(path, view.theme.color(look.tone, look.alpha))
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    origin = QPointF(*view.viewport.to_screen(0.0, 0.0))
    seen = _box(view, room.shape).intersected(screen)
    paint_pattern(painter, view.theme, status, seen, origin, view.viewport.metres_per_px)
    painter.setPen(QPen(view.theme.color(look.tone), 5.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def _paint_next(painter: QPainter, view: View, shape: UnitShape) -> None:
    """Not cleared, and beside what is: a broken line inside its walls."""
    box = _box(view, shape)
    if min(box.width(), box.height()) < _LEAST_FRONTIER_PX:
        return
    path = _path(view, shape)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    pen = QPen(view.theme.color(Tone.TEXT), 5.0, c=Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([2.2, 1.6])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def _paint_badge(painter: QPainter, view: View, room: MarkedRoom) -> None:
    badge = _badge(view, room)
    if badge is None:
        return
    (letter, beside, said), theme, look = badge, view.theme, ROOMS[room.mark.body.status]
    if said:
        painter.fillRect(beside, theme.color(Tone.GROUND, 0.85))
        painter.setPen(theme.color(Tone.TEXT))
        painter.setFont(theme.font(0))
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, said)
    painter.fillRect(letter, theme.color(look.tone))
    painter.setPen(theme.color(Tone.GROUND))
    painter.setFont(theme.font(0, bold=True))
    painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, look.letter)


def _badge(view: View, room: MarkedRoom) -> tuple[QRectF, QRectF, str] | None:
    """The letter's place; close by also who said so and when, and its place. In the upper left corner; none in a room too small."""
    box = _box(view, room.shape)
    if min(box.width(), box.height()) < _LEAST_ROOM_PX:
        return None
    theme, mark = view.theme, room.mark
    said = " ".join(part for part in (one_line(mark.body.team)[:LONGEST_NAME], f"{mark.at.astimezone():%H:%M}") if part)
    width = theme.metrics(0).horizontalAdvance(said) + 2 * _PAD_PX
    is_wide = view.scale is Scale.ROOM and _BADGE_PX + width <= box.width() - 2 * _PAD_PX
    at = _badge_at(view, room.shape, box)
    letter = QRectF(at.x(), at.y(), _BADGE_PX, _BADGE_PX)
    return (letter, letter.adjusted(_BADGE_PX, 0, width, 0), said) if is_wide else (letter, letter, "")


def _badge_at(view: View, shape: UnitShape, box: QRectF) -> QPointF:
    """Just inside the corner; in the middle of a small room."""
    if min(box.width(), box.height()) < 2 * _BADGE_PX:
        return box.center() - QPointF(_BADGE_PX, _BADGE_PX) / 2
    x, y = view.viewport.to_screen(*shape.corner)
    east, north = shape.inward
    away = 0.72 * _BADGE_PX + 2 * _PAD_PX
    return QPointF(x + away * east - _BADGE_PX / 2, y - away * north - _BADGE_PX / 2)


def _drawn(view: View, line: Line, least: int) -> Ring | None:
    """A drawing in pixels; None for what another console says and nobody can draw: too few points, or far outside the district."""
    if len(line) < least:
        return None
    points = view.chart.to_local(line)
    is_near = bool(np.isfinite(points).all()) and float(np.abs(points).max()) < _FARTHEST_M
    return view.viewport.points_to_screen(points) if is_near else None


def _paint_zone(painter: QPainter, view: View, heat: Heat, ring: Ring) -> None:
    """A tint, and a line of its own kind."""
    look = ZONES[heat]
    painter.setPen(QPen(view.theme.color(look.tone), 3.0, ZONE_PENS[heat], j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(view.theme.color(look.tone, look.alpha))
    painter.drawPolygon(_polygon(ring))


def _paint_zone_name(painter: QPainter, view: View, heat: Heat, ring: Ring) -> None:
    plate, words = _zone_plate(view, heat, ring)
    painter.fillRect(plate, view.theme.color(ZONES[heat].tone))
    painter.setPen(view.theme.color(Tone.GROUND))
    painter.setFont(view.theme.font(0, bold=True))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def _zone_plate(view: View, heat: Heat, ring: Ring) -> tuple[QRectF, str]:
    """On the middle of its upper edge; from afar its letter alone."""
    look = ZONES[heat]
    x, y = min(((ring[:-1] + ring[1:]) / 2).tolist(), key=lambda middle: float(middle[1]))
    words = look.word.upper() if view.scale >= Scale.FLOOR else look.letter
    width = view.theme.metrics(0, True).horizontalAdvance(words) + 12
    return QRectF(x - width / 2, y - 9, width, 18), words


def _paint_route(painter: QPainter, view: View, route: RouteDrawn, points: Ring) -> None:
    """A line with arrows the way it leads; faint and dotted where its floor is not shown."""
    is_shown = route.level is None or route.level in view.levels
    line = _polygon(points)
    for width, tone in ((7.0, Tone.GROUND), (4.0, Tone.ACCENT)):
        style = Qt.PenStyle.SolidLine if is_shown or tone is Tone.GROUND else Qt.PenStyle.DotLine
        strength = (0.8 if tone is Tone.GROUND else 1.0) * (1.0 if is_shown else 0.4)
        painter.setPen(
            QPen(view.theme.color(tone, strength), width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawPolyline(line)
    if is_shown:
        _paint_arrows(painter, view, points)
        if route.name:
            _paint_name(painter, view, line.at(0), one_line(route.name)[:LONGEST_NAME])


def _paint_arrows(painter: QPainter, view: View, points: Ring) -> None:
    painter.setPen(QPen(view.theme.color(Tone.ACCENT), 3.0, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    last = len(points) - 2
    for place, (start, end) in enumerate(pairwise(points)):
        step = end - start
        length = float(np.hypot(*step))
        if length < 1 or (length < _ARROW_EVERY_PX and place != last):
            continue
        x, y = (step / length).tolist()
        tip = QPointF(*(end if place == last else (start + end) / 2).tolist())
        for turn in (1, -1):
            back = QPointF(-9 * x + turn * 6 * y, -9 * y - turn * 6 * x)
            painter.drawLine(QLineF(tip, tip + back))


def _paint_name(painter: QPainter, view: View, at: QPointF, name: str) -> None:
    width = view.theme.metrics(0, True).horizontalAdvance(name) + 12
    plate = QRectF(at.x() - width / 2, at.y() - 24, width, 18)
    painter.fillRect(plate, view.theme.color(Tone.GROUND, 0.85))
    painter.setPen(view.theme.color(Tone.TEXT))
    painter.setFont(view.theme.font(0, bold=True))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)
