"""Open alarms: the sign's shape behind the device, its number beside it, and a pulse while it is young."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.domain.alarms import AlarmState
from smartclient.domain.ids import DeviceId
from smartclient.ui.map.layers.scene import Alarmed, Scene
from smartclient.ui.map.pinboard import pin_size_px
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.signs import paint_sign, sign_outline
from smartclient.ui.theme import Tone

PULSE_S = 10.0
_SIGN_PX = 9.0


class AlarmBackLayer:
    """What lies under the pins: shapes and pulses of alarms on the shown floors."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints at the scales where devices have pins."""
        if scene.view.scale < Scale.FLOOR:
            return
        for device, alarmed in scene.alarmed.items():
            index = scene.board.index.get(device)
            if index is not None and scene.board.is_on(index, scene.view.levels):
                _paint_back(painter, scene, QPointF(*scene.pixel(index)), alarmed)


class AlarmSignLayer:
    """What lies over the pins: numbered signs; hollow with the floor's name where the alarm is on a floor not shown."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """At the district's scale the campuses bear the signs instead."""
        if scene.view.scale is Scale.DISTRICT:
            return
        offset = pin_size_px(scene.viewport.metres_per_px) * 0.62
        for device, alarmed in sorted(scene.alarmed.items(), key=lambda item: -item[1].worst.priority):
            index = scene.board.index.get(device)
            if index is None:
                continue
            at = QPointF(*scene.pixel(index))
            if scene.view.scale is Scale.CAMPUS:
                _paint_pulse(painter, scene, at, alarmed)
                paint_sign(painter, alarmed.worst.priority, at, 11, scene.theme, scene.is_stale)
            elif scene.board.is_on(index, scene.view.levels):
                spot = at + QPointF(offset, -offset)
                paint_sign(painter, alarmed.worst.priority, spot, _SIGN_PX, scene.theme, scene.is_stale)
            else:
                _paint_elsewhere(painter, scene, at, device, alarmed)


def _paint_back(painter: QPainter, scene: Scene, at: QPointF, alarmed: Alarmed) -> None:
    color = scene.theme.color(Tone.STALE) if scene.is_stale else scene.theme.alarm(alarmed.worst.priority)
    shape = sign_outline(alarmed.worst.priority, pin_size_px(scene.viewport.metres_per_px) * 0.95, at)
    fill = scene.theme.color(Tone.GROUND, 0.35)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPath(shape)
    color.setAlphaF(0.45)
    painter.setBrush(color)
    color.setAlphaF(1.0)
    painter.setPen(QPen(color, 2.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(shape)
    _paint_pulse(painter, scene, at, alarmed)


def _paint_pulse(painter: QPainter, scene: Scene, at: QPointF, alarmed: Alarmed) -> None:
    """A ring that grows and fades once a second for the first seconds; a still ring where motion is not wanted."""
    if scene.is_stale or alarmed.worst.state is not AlarmState.NEW or alarmed.known_s >= PULSE_S:
        return
    phase = 0.4 if scene.is_motion_reduced else alarmed.known_s % 1.0
    color = scene.theme.alarm(alarmed.worst.priority)
    color.setAlphaF((1 - phase) * 0.9)
    radius = 16 + 30 * math.sqrt(phase)
    painter.setPen(QPen(color, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius, radius)
    if not scene.is_motion_reduced:
        scene.ask_again()


def _paint_elsewhere(painter: QPainter, scene: Scene, at: QPointF, device: DeviceId, alarmed: Alarmed) -> None:
    index = scene.board.index[device]
    level_id = scene.board.levels[index]
    level = scene.chart.places.levels.get(level_id) if level_id else None
    if level is not None:
        font, name = scene.theme.font(0, bold=True), level.short_name
        width = scene.theme.metrics(0, bold=True).horizontalAdvance(name) + 20
        box = QRectF(at.x(), at.y() - 9, width, 18)
        painter.setPen(QPen(scene.theme.alarm(alarmed.worst.priority), 1.2))
        painter.setBrush(scene.theme.color(Tone.GROUND, 0.9))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(scene.theme.color(Tone.TEXT))
        painter.setFont(font)
        painter.drawText(box.adjusted(11, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, name)
    paint_sign(painter, alarmed.worst.priority, at, 11, scene.theme, scene.is_stale, is_hollow=True)
