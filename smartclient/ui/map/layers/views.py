"""What cameras see: of the selected one always, of all others when the layer is on."""

import time

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF, QRadialGradient

from smartclient.domain.ids import LevelId
from smartclient.geometry.sight import visible_ring
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.device_looks import DeviceLooks
from smartclient.ui.map.layers.layer import in_metres
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import Ring, polygon
from smartclient.ui.map.sight import wall_segments
from smartclient.ui.theme import Tone

_LEAST_PX = 8.0
_NOTHING: Ring = np.empty((0, 4))
_WORK_S = 0.004
"""What is not yet known is worked out over several frames, so that switching the layer on stops nothing."""


class ViewsLayer:
    """Visible areas of the cameras on the shown floors; worked out once for each camera."""

    def __init__(self) -> None:
        self._looks: DeviceLooks | None = None
        self._segments: dict[LevelId, Ring] = {}
        self._areas: dict[int, QPolygonF] = {}

    def is_empty(self, scene: Scene) -> bool:
        """Whether there is nothing to paint."""
        return scene.view.scale < Scale.FLOOR or (scene.selected is None and not scene.shows(MapLayer.VIEWS))

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints the quiet ones first, the selected one last."""
        if scene.view.scale < Scale.FLOOR:
            return
        if scene.looks is not self._looks:
            self._looks = scene.looks
            self._segments.clear()
            self._areas.clear()
        selected = scene.board.index.get(scene.selected) if scene.selected else None
        if scene.shows(MapLayer.VIEWS):
            self._paint_all(painter, scene, selected)
        if selected is not None and scene.board.is_on(selected, scene.view.levels):
            self._paint_selected(painter, scene, selected)

    def _paint_all(self, painter: QPainter, scene: Scene, selected: int | None) -> None:
        cameras = scene.arrangement.singles.get(MapLayer.CAMERAS)
        found = scene.board.in_view(cameras, scene.viewport)[0].tolist() if cameras is not None else []
        self._make_some(scene, found)
        color = scene.theme.color(Tone.STALE if scene.is_stale else Tone.ACCENT, 0.11)
        edge = QPen(scene.theme.color(Tone.STALE if scene.is_stale else Tone.ACCENT, 0.3), 0)
        with in_metres(painter, scene.viewport):
            painter.setBrush(color)
            painter.setPen(edge)
            for index in found:
                if index != selected and index in self._areas:
                    painter.drawPolygon(self._areas[index])

    def _make_some(self, scene: Scene, wanted: list[int]) -> None:
        """Makes what is not yet known before anything is drawn, or drawing the known would leave no time for the rest."""
        until = time.perf_counter() + _WORK_S
        for index in wanted:
            if index not in self._areas:
                if time.perf_counter() > until:
                    scene.ask_again()
                    return
                self._area(scene, index)

    def _paint_selected(self, painter: QPainter, scene: Scene, index: int) -> None:
        view = scene.store.devices[scene.board.ids[index]].view
        if view is None or view.range_m / scene.viewport.metres_per_px < _LEAST_PX:
            return
        color = scene.theme.color(Tone.ACCENT)
        x, y = scene.board.points[index].tolist()
        with in_metres(painter, scene.viewport):
            painter.setBrush(_fading(color, QPointF(x, y), view.range_m))
            pen = QPen(scene.theme.color(Tone.ACCENT, 0.7), 1.2, j=Qt.PenJoinStyle.RoundJoin)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPolygon(self._area(scene, index))

    def _area(self, scene: Scene, index: int) -> QPolygonF:
        area = self._areas.get(index)
        if area is None:
            area = self._areas[index] = self._made(scene, index)
        return area

    def _made(self, scene: Scene, index: int) -> QPolygonF:
        view, level = scene.store.devices[scene.board.ids[index]].view, scene.board.levels[index]
        if view is None:
            return QPolygonF()
        x, y = scene.board.points[index].tolist()
        segments = self._walls(scene.chart, level) if level in scene.chart.places.levels and level else _NOTHING
        return polygon(visible_ring(x, y, view, segments))

    def _walls(self, chart: Chart, level: LevelId) -> Ring:
        known = self._segments.get(level)
        if known is None:
            known = self._segments[level] = wall_segments(chart, level)
        return known


def _fading(color: QColor, middle: QPointF, radius: float) -> QBrush:
    gradient = QRadialGradient(middle, radius)
    for at, alpha in ((0.0, 0.4), (0.6, 0.24), (1.0, 0.08)):
        color.setAlphaF(alpha)
        gradient.setColorAt(at, color)
    return QBrush(gradient)
