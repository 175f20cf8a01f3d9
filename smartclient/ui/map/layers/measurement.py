"""A measurement on the map: legs with their lengths and bearings, ways on foot with the floors they change to."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.domain.ids import LevelId
from smartclient.session.measuring import Leg, Measuring
from smartclient.store.routes import Route, Standpoint
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.lengths import bearing_words, short_length
from smartclient.ui.theme import Tone

_DOT_PX, _LINE_PX = 4.5, 2.4
_HIDDEN = 0.45
"""How strongly is drawn what lies on a floor that is not shown."""


class MeasurementLayer:
    """Asks the measurement and the pointer on every frame."""

    def __init__(self, measuring: Measuring, pointed: Callable[[], tuple[float, float] | None]) -> None:
        self._measuring, self._pointed = measuring, pointed

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints lines, then points, then words."""
        measuring = self._measuring
        legs = measuring.legs
        for leg in legs:
            if leg.route is not None:
                _paint_route(painter, scene, leg.route)
            else:
                _paint_line(painter, scene, leg, is_faint=measuring.is_on_foot)
        pointed = self._pointed()
        if measuring.points and pointed is not None:
            last = measuring.points[-1]
            _paint_line(painter, scene, Leg(last, Standpoint(*pointed, last.level)), is_faint=True)
        for point in measuring.points:
            _paint_point(painter, scene, point)
        for leg in legs:
            _paint_words(painter, scene, leg, is_on_foot=measuring.is_on_foot)


def _paint_line(painter: QPainter, scene: Scene, leg: Leg, *, is_faint: bool) -> None:
    line = QLineF(_pixel(scene, leg.start), _pixel(scene, leg.end))
    strength = _HIDDEN if is_faint else 1.0
    for width, tone in ((_LINE_PX + 2, Tone.GROUND), (_LINE_PX, Tone.ACCENT)):
        style = Qt.PenStyle.DashLine if is_faint and tone is Tone.ACCENT else Qt.PenStyle.SolidLine
        painter.setPen(QPen(scene.theme.color(tone, strength), width, style))
        painter.drawLine(line)


def _paint_route(painter: QPainter, scene: Scene, route: Route) -> None:
    """Strong on floors that are shown, broken on others; where the floor changes stands which one begins."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for level, points in _stretches(route):
        is_shown = _is_shown(scene, level)
        line = QPolygonF([QPointF(*scene.viewport.to_screen(*point)) for point in points])
        for width, tone in ((_LINE_PX + 2.5, Tone.GROUND), (_LINE_PX, Tone.ACCENT)):
            style = Qt.PenStyle.SolidLine if is_shown or tone is Tone.GROUND else Qt.PenStyle.DotLine
            pen = QPen(scene.theme.color(tone, 1.0 if is_shown else _HIDDEN), width, style)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(line)
    stretches = list(_stretches(route))
    for (_, before), (level, _) in pairwise(stretches):
        _paint_tag(painter, scene, QPointF(*scene.viewport.to_screen(*before[-1])), f"→ {_floor(scene, level)}")


def _paint_point(painter: QPainter, scene: Scene, point: Standpoint) -> None:
    is_shown = _is_shown(scene, point.level)
    painter.setPen(QPen(scene.theme.color(Tone.GROUND), 2))
    painter.setBrush(scene.theme.color(Tone.ACCENT, 1.0 if is_shown else _HIDDEN))
    painter.drawEllipse(_pixel(scene, point), _DOT_PX, _DOT_PX)


def _paint_words(painter: QPainter, scene: Scene, leg: Leg, *, is_on_foot: bool) -> None:
    if is_on_foot:
        words = "no way on foot" if leg.route is None and not leg.is_looked_for else ""
        words = short_length(leg.route.length_m) if leg.route is not None else words
        at = _pixel(scene, leg.end) + QPointF(0, 18)
    else:
        words = f"{short_length(leg.straight_m)} · {bearing_words(leg.bearing_deg)}"
        at = (_pixel(scene, leg.start) + _pixel(scene, leg.end)) / 2
    if words:
        _paint_tag(painter, scene, at, words)


def _paint_tag(painter: QPainter, scene: Scene, at: QPointF, words: str) -> None:
    width = scene.theme.metrics(0, True).horizontalAdvance(words) + 12
    box = QRectF(at.x() - width / 2, at.y() - 9, width, 18)
    painter.setPen(QPen(scene.theme.color(Tone.LINE), 1))
    painter.setBrush(scene.theme.color(Tone.RAISED, 0.95))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(scene.theme.color(Tone.TEXT))
    painter.setFont(scene.theme.font(0, bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _stretches(route: Route) -> Iterator[tuple[LevelId | None, list[tuple[float, float]]]]:
    """The points of a route by floor; a stretch begins where the one before ends."""
    stretch: list[tuple[float, float]] = []
    level = route.levels[0]
    for point, own in zip(route.points, route.levels, strict=True):
        stretch.append(point)
        if own != level:
            yield level, stretch
            stretch, level = [point], own
    yield level, stretch


def _floor(scene: Scene, level: LevelId | None) -> str:
    known = scene.chart.places.levels.get(level) if level else None
    return known.short_name if known is not None and not known.outdoor else "outdoors"


def _is_shown(scene: Scene, level: LevelId | None) -> bool:
    return level is None or level in scene.view.levels


def _pixel(scene: Scene, point: Standpoint) -> QPointF:
    return QPointF(*scene.viewport.to_screen(point.x, point.y))
