"""The land: woods, water and roads between the campuses, campus ground, lots, fields, and buildings as shapes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from smartclient.store.workspace import MapLayer
from smartclient.ui.map.chart import Chart, FloorChart, Road
from smartclient.ui.map.layers.layer import Breathe, View, in_metres
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import Patches, draw, polygon
from smartclient.ui.theme import Theme, Tone

_WILDS = {"residential": Tone.SETTLED, "park": Tone.GRASS, "wood": Tone.WOOD, "water": Tone.WATER}
_GROUNDS = {
    "vegetation": Tone.WOOD,
    "unenclosedarea": Tone.GRASS,
    "recreation": Tone.FIELD,
    "fieldofplay": Tone.FIELD,
    "terrace": Tone.PAVED,
    "parking": Tone.PAVED,
    "road": Tone.ROAD,
    "walkway": Tone.PATH,
}
_STRIPES_UP_TO_M_PER_PX = 0.55
_LEAST_PX = 1.5


class SceneryLayer:
    """Everything that is neither floor nor text."""

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Paints the land from the ground up."""
        chart, theme = view.chart, view.theme
        painter.fillRect(0, 0, view.viewport.width_px, view.viewport.height_px, theme.color(Tone.GROUND))
        breathe()
        if view.under is not None and MapLayer.BASE in view.layers:
            view.under.paint(painter, view, breathe)
            with in_metres(painter, view.viewport):
                _paint_edges(painter, view, breathe)
                _paint_footprints(painter, view, chart, breathe)
            return
        with in_metres(painter, view.viewport):
            for category, tone in _WILDS.items():
                _fill(painter, view, breathe, chart.wilds.get(category), theme.color(tone))
            _paint_campuses(painter, view, breathe)
            _paint_roads(painter, view, breathe)
            for level in chart.levels_within(view.viewport.bounds, view.levels):
                if chart.places.levels[level].outdoor:
                    _paint_grounds(painter, view, chart.floor(level), breathe)
            _paint_footprints(painter, view, chart, breathe)


def _fill(
    painter: QPainter, view: View, breathe: Breathe, patches: Patches | None, color: QColor, pen: QPen | None = None
) -> None:
    if patches is None:
        return
    painter.setPen(pen if pen is not None else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(color)
    for drawn in patches.within(view.viewport.bounds, _LEAST_PX * view.viewport.metres_per_px):
        draw(painter, drawn)
        breathe()


def _paint_campuses(painter: QPainter, view: View, breathe: Breathe) -> None:
    _fill(painter, view, breathe, view.chart.venue_areas, view.theme.color(Tone.CAMPUS), _campus_edge(view))


def _paint_edges(painter: QPainter, view: View, breathe: Breathe) -> None:
    """The campuses' borders on a base map, which shows their ground itself."""
    _fill(painter, view, breathe, view.chart.venue_areas, QColor(Qt.GlobalColor.transparent), _campus_edge(view))


def _campus_edge(view: View) -> QPen:
    edge = QPen(view.theme.color(Tone.CAMPUS_EDGE), 1.4 if view.scale is Scale.DISTRICT else 1.0)
    edge.setCosmetic(True)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return edge


def _paint_roads(painter: QPainter, view: View, breathe: Breathe) -> None:
    scale = view.viewport.metres_per_px
    seen = [road for road in view.chart.roads if _is_in_view(road, view)]
    for is_casing in (True, False):
        for road in seen:
            pen = _road_pen(road, scale, view.theme, is_casing)
            if pen is not None:
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(polygon(road.points))
        breathe()


def _is_in_view(road: Road, view: View) -> bool:
    west, south, east, north = view.viewport.bounds
    low, high = road.points.min(axis=0), road.points.max(axis=0)
    return bool(low[0] <= east and high[0] >= west and low[1] <= north and high[1] >= south)


def _road_pen(road: Road, scale: float, theme: Theme, is_casing: bool) -> QPen | None:
    """A road is never thinner than can be seen: major ones from afar, minor ones as they come near."""
    least_px = {"road.major": 2.6, "road.minor": 1.3 if scale < 14 else 0.9, "rail": 1.0}.get(road.category, 0.0)
    width_px = max(road.width_m / scale, least_px)
    if width_px < 0.6 or (is_casing and (width_px < 2.2 or road.category == "path")):
        return None
    tone = {"path": Tone.PATH, "rail": Tone.STALE}.get(road.category, Tone.ROAD)
    pen = QPen(theme.color(Tone.ROAD_EDGE if is_casing else tone), (width_px + (1.8 if is_casing else 0.0)) * scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _paint_grounds(painter: QPainter, view: View, floor: FloorChart, breathe: Breathe) -> None:
    theme = view.theme
    thin = QPen(theme.color(Tone.ROAD_EDGE), 1.0)
    thin.setCosmetic(True)
    known = [category for category in _GROUNDS if category in floor.grounds]
    for category in (*known, *(c for c in floor.grounds if c not in _GROUNDS)):
        is_edged = category in ("parking", "walkway", "terrace")
        tone = _GROUNDS.get(category, Tone.PAVED)
        _fill(painter, view, breathe, floor.grounds[category], theme.color(tone), thin if is_edged else None)
    if view.viewport.metres_per_px <= _STRIPES_UP_TO_M_PER_PX or view.scale is Scale.FLOOR:
        marks = QPen(theme.color(Tone.FIELD_LINE), 1.0)
        marks.setCosmetic(True)
        painter.setPen(marks)
        for index in floor.lines.indices_within(view.viewport.bounds, 3 * view.viewport.metres_per_px):
            painter.drawPolyline(polygon(floor.lines.ring(index)))
        breathe()
        for patches in floor.fixtures.values():
            _fill(painter, view, breathe, patches, theme.color(Tone.FIXTURE), marks)


def _paint_footprints(painter: QPainter, view: View, chart: Chart, breathe: Breathe) -> None:
    edge = QPen(view.theme.color(Tone.FOOTPRINT_EDGE), 1.0)
    edge.setCosmetic(True)
    edge.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    is_whole = view.scale <= Scale.CAMPUS
    color = view.theme.color(Tone.FOOTPRINT if is_whole else Tone.SERVICE)
    _fill(painter, view, breathe, chart.footprints, color, edge)
