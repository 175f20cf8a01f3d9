"""Coverage on the plan: a tint that grows with the DORI class, and hatching where nobody sees anything."""

from collections.abc import Iterable, Mapping

import shapely
from PySide6.QtCore import Qt
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


class CoverageLayer:
    """The coverage of floors as it was when this was made; paths are made when first drawn, in the drawing thread."""

    def __init__(self, floors: Mapping[LevelId, FloorCoverage]) -> None:
        self._floors = dict(floors)
        self._paths: dict[LevelId, tuple[QPainterPath, ...]] = {}

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Paints the shown floors, from campus scale on."""
        if view.scale <= Scale.DISTRICT:
            return
        for level in view.levels:
            coverage = self._floors.get(level)
            if coverage is not None:
                breathe()
                self._paint_floor(painter, view, coverage)

    def _paint_floor(self, painter: QPainter, view: View, coverage: FloorCoverage) -> None:
        unseen, *seen = self._paths_of(coverage)
        painter.setPen(Qt.PenStyle.NoPen)
        with in_metres(painter, view.viewport):
            for dori, path in zip(Dori, seen, strict=True):
                painter.setBrush(view.theme.color(Tone.COVERED, TINTS[dori]))
                painter.drawPath(path)
            painter.setBrush(hatch(view.theme))
            painter.drawPath(unseen)

    def _paths_of(self, coverage: FloorCoverage) -> tuple[QPainterPath, ...]:
        level = coverage.floor.level.id
        known = self._paths.get(level)
        if known is None:
            inside = [shapely.intersection(area, coverage.floor.whole) for area in coverage.seen.all]
            known = self._paths[level] = tuple(path_of(shape) for shape in (coverage.unseen, *inside))
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
        for ring in (part.exterior, *part.interiors):
            path.addPolygon(polygon(shapely.get_coordinates(ring)))
            path.closeSubpath()
    return path


def _edge(theme: Theme) -> QPen:
    pen = QPen(theme.color(Tone.ALARM_MEDIUM), 1.6)
    pen.setCosmetic(True)
    return pen
