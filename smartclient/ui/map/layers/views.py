"""What the selected camera sees: as far as its view reaches, or, as soon as it is worked out, cut off where walls and doors are."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF, QRadialGradient

from smartclient.domain.devices import View
from smartclient.geometry.visibility import visible_ring
from smartclient.ui.map.layers.layer import in_metres
from smartclient.ui.map.layers.scene import Areas, Scene
from smartclient.ui.map.pinboard import Pinboard
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import Ring, polygon
from smartclient.ui.theme import Tone

_LEAST_PX = 8.0
_NO_WALLS: Ring = np.empty((0, 4))


def wedge(x: float, y: float, view: View) -> QPolygonF:
    """A field of view over open ground, metres."""
    return polygon(visible_ring(x, y, view, _NO_WALLS))


class ViewsLayer:
    """The selected camera's, strong; those of all others are in the plan's picture (`sights.py`)."""

    def __init__(self) -> None:
        self._of: tuple[Pinboard, Areas | None] | None = None
        self._known: tuple[int, int, QPolygonF] | None = None

    def key(self, scene: Scene) -> object:
        """What decides how it looks, beside the viewport; None where there is nothing to paint."""
        index = self._selected(scene)
        return None if index is None else (index, self._shape(scene, index))

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints it from floor scale on, where its floor is shown."""
        index = self._selected(scene)
        view = scene.store.devices[scene.board.ids[index]].view if index is not None else None
        if index is None or view is None or view.range_m / scene.viewport.metres_per_px < _LEAST_PX:
            return
        color = scene.theme.color(Tone.ACCENT)
        x, y = scene.board.points[index].tolist()
        with in_metres(painter, scene.viewport):
            painter.setBrush(_fading(color, QPointF(x, y), view.range_m))
            pen = QPen(scene.theme.color(Tone.ACCENT, 0.7), 1.2, j=Qt.PenJoinStyle.RoundJoin)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPolygon(self._shape(scene, index))

    def _selected(self, scene: Scene) -> int | None:
        if scene.view.scale < Scale.FLOOR or scene.selected is None:
            return None
        index = scene.board.index.get(scene.selected)
        if index is None or scene.store.devices[scene.selected].view is None:
            return None
        return index if scene.board.is_on(index, scene.view.levels) else None

    def _shape(self, scene: Scene, index: int) -> QPolygonF:
        """What is really seen, asked for again when it may be another; what was seen before is drawn until it is known."""
        if self._of is None or self._of[0] is not scene.board or self._of[1] is not scene.areas:
            self._of, self._known = (scene.board, scene.areas), None
        known, areas = self._known if self._known and self._known[0] == index else None, scene.areas
        if areas is not None and (known is None or known[1] != areas.revision):
            ring = areas.area(scene.board.ids[index])
            if ring is not None:
                known = self._known = (index, areas.revision, polygon(ring))
        if known is not None:
            return known[2]
        view = scene.store.devices[scene.board.ids[index]].view
        x, y = scene.board.points[index].tolist()
        return wedge(x, y, view) if view is not None else QPolygonF()


def _fading(color: QColor, middle: QPointF, radius: float) -> QBrush:
    gradient = QRadialGradient(middle, radius)
    for at, alpha in ((0.0, 0.4), (0.6, 0.24), (1.0, 0.08)):
        color.setAlphaF(alpha)
        gradient.setColorAt(at, color)
    return QBrush(gradient)
