"""The selected place: its outline, and numbers on the cameras that see it best."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.domain.ids import DeviceId, LevelId
from smartclient.geometry.viewport import Points
from smartclient.store.places import Places, to_local_rings
from smartclient.store.workspace import Spot
from smartclient.ui.map.layers.layer import in_metres
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.pinboard import pin_size_px
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import Shape, draw, shape
from smartclient.ui.theme import Tone

_CROSS_PX, _DOOR_PX, _BADGE_PX = 9.0, 7.0, 8.0


class SpotLayer:
    """A ring in the accent colour round a room, across a doorway, or a cross on a point; badges 1 to 4 on the best cameras' pins."""

    def __init__(self, spot: Callable[[], Spot | None], best: Callable[[], Sequence[DeviceId]]) -> None:
        self._spot, self._best = spot, best
        self._room: tuple[Places, Spot, Shape | None] | None = None

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints where the place is on a shown floor."""
        if scene.view.scale < Scale.FLOOR:
            return
        spot = self._spot()
        if spot is not None and spot.level in scene.view.levels:
            self._paint_spot(painter, scene, spot)
        for number, camera in enumerate(self._best(), 1):
            index = scene.board.index.get(camera)
            if index is not None and scene.board.is_on(index, scene.view.levels):
                _paint_badge(painter, scene, scene.pixel(index), str(number))

    def _paint_spot(self, painter: QPainter, scene: Scene, spot: Spot) -> None:
        area = self._area(scene.chart.places, spot)
        pen = QPen(scene.theme.color(Tone.ACCENT), 2.0, j=Qt.PenJoinStyle.RoundJoin)
        pen.setCosmetic(True)
        if area is not None:
            with in_metres(painter, scene.viewport):
                painter.setPen(pen)
                painter.setBrush(scene.theme.color(Tone.ACCENT, 0.12))
                draw(painter, area)
            return
        at = QPointF(*scene.position_px(spot.position))
        ends = self._ends(scene, spot)
        for width, tone in ((4.5, Tone.GROUND), (2.0, Tone.ACCENT)):
            pen = QPen(scene.theme.color(tone), width, c=Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if ends is not None:
                painter.drawPolygon(_around(ends))
            else:
                painter.drawEllipse(at, _CROSS_PX * 0.55, _CROSS_PX * 0.55)
                for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    painter.drawLine(at + QPointF(x, y) * _CROSS_PX * 0.55, at + QPointF(x, y) * _CROSS_PX)

    def _area(self, places: Places, spot: Spot) -> Shape | None:
        """The room in metres, worked out once."""
        if self._room is None or self._room[0] is not places or self._room[1] != spot:
            self._room = (places, spot, _room(places, spot))
        return self._room[2]

    def _ends(self, scene: Scene, spot: Spot) -> Points | None:
        """Where the selected doorway is on the screen."""
        openings = scene.chart.places.openings_on(spot.level) if spot.level is not None else ()
        found = next((opening for opening in openings if opening.id == spot.opening), None)
        return None if found is None else np.array([scene.position_px(found.line[i]) for i in (0, -1)])


def _room(places: Places, spot: Spot) -> Shape | None:
    level: LevelId | None = spot.level
    unit = next((u for u in places.units_on(level) if u.id == spot.unit), None) if level is not None else None
    return shape(to_local_rings(places.frame, [unit.area])[0]) if unit is not None else None


def _around(ends: Points) -> QPolygonF:
    """A box round a line on the screen."""
    along = ends[1] - ends[0]
    aside = np.array((-along[1], along[0])) * (_DOOR_PX / max(float(np.hypot(*along)), 1.0))
    return QPolygonF([QPointF(*p) for p in (ends[0] + aside, ends[1] + aside, ends[1] - aside, ends[0] - aside)])


def _paint_badge(painter: QPainter, scene: Scene, at: tuple[float, float], text: str) -> None:
    away = pin_size_px(scene.viewport.metres_per_px) * 0.42 + 2
    middle = QPointF(at[0] - away, at[1] - away)
    painter.setPen(QPen(scene.theme.color(Tone.PIN_EDGE), 1.4))
    painter.setBrush(scene.theme.color(Tone.ACCENT))
    painter.drawEllipse(middle, _BADGE_PX, _BADGE_PX)
    painter.setPen(scene.theme.color(Tone.ON_ACCENT))
    painter.setFont(scene.theme.font(0, bold=True))
    box = QRectF(middle.x() - _BADGE_PX, middle.y() - _BADGE_PX, 2 * _BADGE_PX, 2 * _BADGE_PX)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
