"""What is in the marking tool's hand: corners and lines so far, rooms taken together, the middle of the map for the keyboard."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.domain.incident_entries import Heat
from smartclient.ui.incident_map.mark_looks import ZONES
from smartclient.ui.incident_map.marking_draft import Draft
from smartclient.ui.incident_map.unit_shapes import UnitShapes
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.theme import Tone

_CROSS_PX = 9.0


class DraftLayer:
    """Asks the draft on every frame."""

    def __init__(self, draft: Draft, shapes: UnitShapes) -> None:
        self._draft, self._shapes = draft, shapes

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints rooms, then lines, then the cross."""
        painter.save()
        self._paint_rooms(painter, scene)
        self._paint_lines(painter, scene)
        x, y = scene.viewport.width_px / 2, scene.viewport.height_px / 2
        painter.setPen(QPen(scene.theme.color(Tone.TEXT, 0.8), 1.2))
        painter.drawLines([QLineF(x - _CROSS_PX, y, x + _CROSS_PX, y), QLineF(x, y - _CROSS_PX, x, y + _CROSS_PX)])
        painter.restore()

    def _paint_rooms(self, painter: QPainter, scene: Scene) -> None:
        painter.setPen(QPen(scene.theme.color(Tone.ACCENT), 3))
        painter.setBrush(scene.theme.color(Tone.ACCENT, 0.18))
        for shape in self._shapes.of(self._draft.together).values():
            if shape.level in scene.view.levels:
                pixels = scene.viewport.points_to_screen(shape.rings[0]).tolist()
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in pixels]))

    def _paint_lines(self, painter: QPainter, scene: Scene) -> None:
        draft = self._draft
        if not draft.points:
            return
        color = scene.theme.color(ZONES[draft.stroke].tone if isinstance(draft.stroke, Heat) else Tone.ACCENT)
        points = [QPointF(*scene.viewport.to_screen(point.x, point.y)) for point in draft.points]
        led = [*points, QPointF(*scene.viewport.to_screen(*draft.pointed))] if draft.pointed is not None else points
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 2.4, Qt.PenStyle.DashLine))
        if isinstance(draft.stroke, Heat):
            painter.drawPolygon(QPolygonF(led))
        else:
            painter.drawPolyline(QPolygonF(led))
        painter.setPen(QPen(scene.theme.color(Tone.GROUND), 1.5))
        painter.setBrush(color)
        for at in points:
            painter.drawRect(QRectF(at.x() - 4, at.y() - 4, 8, 8))
