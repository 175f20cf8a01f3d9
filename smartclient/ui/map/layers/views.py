"""What cameras see: of the selected one always, of all others when a layer is on; as wedges, or cut off where walls and doors are."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF, QRadialGradient

from smartclient.domain.devices import View
from smartclient.geometry.visibility import visible_ring
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.layer import in_metres
from smartclient.ui.map.layers.scene import Areas, Scene
from smartclient.ui.map.pinboard import Pinboard
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import Ring, polygon
from smartclient.ui.theme import Tone

_LEAST_PX = 8.0
_NO_WALLS: Ring = np.empty((0, 4))


class ViewsLayer:
    """Fields of view as wedges, or as what is really seen; close by always the latter, as soon as it is worked out."""

    def __init__(self) -> None:
        self._of: tuple[Pinboard, Areas | None] | None = None
        self._wedges: dict[int, tuple[View | None, QPolygonF]] = {}
        self._areas: dict[int, tuple[int, QPolygonF]] = {}

    def is_empty(self, scene: Scene) -> bool:
        """Whether there is nothing to paint."""
        is_asked = scene.shows(MapLayer.VIEWS) or scene.shows(MapLayer.SIGHT)
        return scene.view.scale < Scale.FLOOR or (scene.selected is None and not is_asked)

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints the quiet ones first, the selected one last."""
        if self.is_empty(scene):
            return
        if self._of is None or self._of[0] is not scene.board or self._of[1] is not scene.areas:
            self._of = (scene.board, scene.areas)
            self._wedges.clear()
            self._areas.clear()
        selected = scene.board.index.get(scene.selected) if scene.selected else None
        if scene.shows(MapLayer.VIEWS) or scene.shows(MapLayer.SIGHT):
            self._paint_all(painter, scene, selected)
        if selected is not None and scene.board.is_on(selected, scene.view.levels):
            self._paint_selected(painter, scene, selected)

    def _paint_all(self, painter: QPainter, scene: Scene, selected: int | None) -> None:
        cameras = scene.arrangement.singles.get(MapLayer.CAMERAS)
        found = scene.board.in_view(cameras, scene.viewport)[0].tolist() if cameras is not None else []
        is_exact = scene.shows(MapLayer.SIGHT) or scene.view.scale >= Scale.ROOM
        tone = Tone.STALE if scene.is_stale else Tone.ACCENT
        with in_metres(painter, scene.viewport):
            painter.setBrush(scene.theme.color(tone, 0.11))
            painter.setPen(QPen(scene.theme.color(tone, 0.3), 0))
            for index in found:
                if index != selected:
                    painter.drawPolygon(self._shape(scene, index, is_exact))

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
            painter.drawPolygon(self._shape(scene, index, is_exact=True))

    def _shape(self, scene: Scene, index: int, is_exact: bool) -> QPolygonF:
        area = self._area(scene, index) if is_exact and scene.areas is not None else None
        return area or self._wedge(scene, index)

    def _area(self, scene: Scene, index: int) -> QPolygonF | None:
        """What is really seen, asked for again when it may be another; what was seen before is drawn until it is known."""
        device, areas = scene.store.devices[scene.board.ids[index]], scene.areas
        if areas is None or device.view is None:
            return None
        revision, known = self._areas.get(index, (-1, None))
        if revision != areas.revision:
            ring = areas.area(device.id)
            if ring is None:
                return known
            known = polygon(ring)
            self._areas[index] = (areas.revision, known)
        return known

    def _wedge(self, scene: Scene, index: int) -> QPolygonF:
        view = scene.store.devices[scene.board.ids[index]].view
        known = self._wedges.get(index)
        if known is None or known[0] != view:
            x, y = scene.board.points[index].tolist()
            wedge = polygon(visible_ring(x, y, view, _NO_WALLS)) if view is not None else QPolygonF()
            known = self._wedges[index] = (view, wedge)
        return known[1]


def _fading(color: QColor, middle: QPointF, radius: float) -> QBrush:
    gradient = QRadialGradient(middle, radius)
    for at, alpha in ((0.0, 0.4), (0.6, 0.24), (1.0, 0.08)):
        color.setAlphaF(alpha)
        gradient.setColorAt(at, color)
    return QBrush(gradient)
