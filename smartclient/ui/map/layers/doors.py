"""Door pins by state, and the turning ring round a door whose command is on its way."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.store.pending import PendingState
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.scene import Scene, paint_pins
from smartclient.ui.map.pinboard import pin_size_px
from smartclient.ui.theme import Tone

_TURN_S = 1.2
_ARC_DEG = 100


class DoorLayer:
    """The doors that stand alone at this scale."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints their pins."""
        indices = scene.arrangement.singles.get(MapLayer.DOORS)
        if indices is not None:
            paint_pins(painter, scene, indices)


class PendingLayer:
    """The marks of commands round the doors they are about."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints a turning ring while the server is asked, a dotted one when it refused or did not answer."""
        waiting = [(door, pending) for door in scene.store.commandable if (pending := scene.store.pending(door))]
        indices = scene.arrangement.singles.get(MapLayer.DOORS)
        shown = set(indices.tolist()) if waiting and indices is not None else ()
        radius = pin_size_px(scene.viewport.metres_per_px) * 0.5 + 5
        for door, pending in waiting:
            index = scene.board.index.get(door)
            if index is not None and index in shown:
                _paint_mark(painter, scene, QPointF(*scene.pixel(index)), radius, pending.state)


def _paint_mark(painter: QPainter, scene: Scene, at: QPointF, radius: float, state: PendingState) -> None:
    box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is PendingState.WAITING:
        turn = 0.0 if scene.is_motion_reduced else scene.steady_s % _TURN_S / _TURN_S * 360
        painter.setPen(QPen(scene.theme.color(Tone.ACCENT), 2.4, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, round(-turn * 16), _ARC_DEG * 16)
        painter.drawArc(box, round((180 - turn) * 16), _ARC_DEG * 16)
        if not scene.is_motion_reduced:
            scene.ask_again()
        return
    painter.setPen(QPen(scene.theme.color(Tone.STALE), 2, Qt.PenStyle.DotLine))
    painter.drawEllipse(box)
    painter.setPen(scene.theme.color(Tone.TEXT))
    painter.setFont(scene.theme.font(0, bold=True))
    mark = "?" if state is PendingState.UNKNOWN else "✕"
    painter.drawText(QPointF(at.x() + radius - 1, at.y() - radius + 5), mark)
