"""Coverage on the plan: a tint that grows with the DORI class, and hatching where nobody sees anything."""

from collections.abc import Iterable, Mapping, Sequence

import shapely
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen
from shapely.geometry.base import BaseGeometry

from smartclient.domain.dori import Dori
from smartclient.domain.ids import LevelId
from smartclient.geometry.coverage import parts_of
from smartclient.session.floor_coverage import FloorCoverage
from smartclient.ui.map.layers.layer import Breathe, View, in_metres
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import polygon
from smartclient.ui.theme import Theme, Tone

TINTS = {Dori.DETECT: 0.16, Dori.OBSERVE: 0.18, Dori.RECOGNISE: 0.24, Dori.IDENTIFY: 0.34}
"""How strong each class is laid over those below it: four steps that can be told apart, darker or lighter, in both themes."""
_HATCH = 0.3
_SIMPLER_M = 0.03
_STROKE_POINTS = 200


class CoverageLayer:
    """The coverage of floors as it was when this was made; its paths are made when first drawn, in the drawing thread, some polygons
    each: a whole floor in one stroke would hold the window.
    """

    def __init__(self, floors: Mapping[LevelId, FloorCoverage]) -> None:
        self._floors = dict(floors)
        self._paths: dict[LevelId, tuple[Sequence[QPainterPath], ...]] = {}

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Paints the shown floors, from campus scale on."""
        if view.scale <= Scale.DISTRICT:
            return
        for level in view.chart.levels_within(view.viewport.bounds, view.levels):
            coverage = self._floors.get(level)
            if coverage is not None:
                breathe()
                self._paint_floor(painter, view, coverage, breathe)

    def _paint_floor(self, painter: QPainter, view: View, coverage: FloorCoverage, breathe: Breathe) -> None:
        unseen, *seen = self._paths_of(coverage, breathe)
        tints = [view.theme.color(Tone.COVERED, TINTS[dori]) for dori in Dori]
        west, south, east, north = view.viewport.bounds
        shown = QRectF(west, south, east - west, north - south)
        painter.setPen(Qt.PenStyle.NoPen)
        with in_metres(painter, view.viewport):
            for paths, brush in (*zip(seen, tints, strict=True), (unseen, hatch(view.theme))):
                painter.setBrush(brush)
                for path in paths:
                    if path.controlPointRect().intersects(shown):
                        painter.drawPath(path)
                        breathe()

    def _paths_of(self, coverage: FloorCoverage, breathe: Breathe) -> tuple[Sequence[QPainterPath], ...]:
        level = coverage.floor.level.id
        known = self._paths.get(level)
        if known is None:
            made = [_paths_of(coverage.unseen, breathe)]
            made += [_paths_of(shapely.intersection(area, coverage.floor.whole), breathe) for area in coverage.seen.all]
            known = self._paths[level] = tuple(made)
        return known


class LossLayer:
    """What nobody would see, or sees, without some cameras: outlined and hatched over everything, in the colour of a warning."""

    def __init__(self, areas: Iterable[tuple[LevelId, BaseGeometry]]) -> None:
        self._paths = [(level, path_of(shape)) for level, shape in areas]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is lost."""
        return all(path.isEmpty() for _level, path in self._paths)

    def paint_on(self, painter: QPainter, view: View) -> None:
        """Paints those of the shown floors."""
        if view.scale <= Scale.DISTRICT:
            return
        with in_metres(painter, view.viewport):
            for level, path in self._paths:
                if level in view.levels:
                    painter.setPen(_edge(view.theme))
                    painter.setBrush(lost_hatch(view.theme))
                    painter.drawPath(path)


def hatch(theme: Theme) -> QBrush:
    """What stands for *not seen*."""
    return QBrush(theme.color(Tone.TEXT_DIM, _HATCH), Qt.BrushStyle.BDiagPattern)


def lost_hatch(theme: Theme) -> QBrush:
    """What stands for *seen by nobody else than a camera that is gone, or would be*."""
    return QBrush(theme.color(Tone.ALARM_MEDIUM, 0.8), Qt.BrushStyle.FDiagPattern)


def path_of(shape: BaseGeometry) -> QPainterPath:
    """Polygons with holes as one path, metres, a little simpler than they are."""
    path = QPainterPath()
    for part in parts_of(shapely.simplify(shape, _SIMPLER_M)):
        _add(path, part)
    return path


def _paths_of(shape: BaseGeometry, breathe: Breathe) -> list[QPainterPath]:
    """The same as several paths of neighbours, each drawn in a short stroke; one for each polygon would take three times as long."""
    paths: list[QPainterPath] = []
    for part in sorted(parts_of(shapely.simplify(shape, _SIMPLER_M)), key=lambda part: part.bounds):
        breathe()
        if not paths or paths[-1].elementCount() > _STROKE_POINTS:
            paths.append(QPainterPath())
        _add(paths[-1], part)
    return paths


def _add(path: QPainterPath, part: shapely.Polygon) -> None:
    for ring in (part.exterior, *part.interiors):
        path.addPolygon(polygon(shapely.get_coordinates(ring)))
        path.closeSubpath()


def _edge(theme: Theme) -> QPen:
    pen = QPen(theme.color(Tone.ALARM_MEDIUM), 1.6)
    pen.setCosmetic(True)
    return pen
