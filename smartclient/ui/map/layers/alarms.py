"""Open alarms: the sign's shape behind the device, its number beside it, and a pulse while it is young."""

import math
from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.domain.alarms import AlarmState
from smartclient.ui.map.layers.scene import Alarmed, Scene
from smartclient.ui.map.pinboard import pin_size_px
from smartclient.ui.map.scales import Scale
from smartclient.ui.signs import around, paint_sign, sign_path
from smartclient.ui.theme import Tone

PULSE_S = 10.0
MOST_PULSES = 10
"""Where more than these are young, none pulses: in a flood nothing stands out by moving."""
_SIGN_PX, _LONE_SIGN_PX = 10.0, 12.0
_PULSE_FROM_PX, _PULSE_BY_PX = 16.0, 30.0
_REACH_PX = 60.0
"""A sign this far outside the screen shows nothing of itself."""


class AlarmBackLayer:
    """What lies under the pins: shapes and pulses of alarms on the shown floors."""

    def pieces(self, scene: Scene) -> list[QRect]:
        """Squares around the devices, as wide as a pulse grows where they pulse."""
        still_px, has_pulses = math.ceil(1.5 * pin_size_px(scene.viewport.metres_per_px)) + 2, _has_pulses(scene)
        found = []
        for _index, at, alarmed in self._on_floor(scene):
            reach = (
                math.ceil(_PULSE_FROM_PX + _PULSE_BY_PX) + 2 if has_pulses and _is_young(scene, alarmed) else still_px
            )
            middle = at.toPoint()
            found.append(QRect(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach))
        return found

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints at the scales where devices have pins."""
        has_pulses = _has_pulses(scene)
        for _index, at, alarmed in self._on_floor(scene):
            _paint_back(painter, scene, at, alarmed)
            if has_pulses:
                _paint_pulse(painter, scene, at, alarmed)

    def _on_floor(self, scene: Scene) -> Iterator[tuple[int, QPointF, Alarmed]]:
        if scene.view.scale >= Scale.FLOOR:
            yield from (seen for seen in _seen(scene) if scene.board.is_on(seen[0], scene.view.levels))


class AlarmSignLayer:
    """What lies over the pins: numbered signs; hollow with the floor's name where the alarm is on a floor not shown."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """At the district's scale the campuses bear the signs instead."""
        if scene.view.scale is Scale.DISTRICT:
            return
        has_pulses = _has_pulses(scene)
        offset = pin_size_px(scene.viewport.metres_per_px) * 0.62
        for index, at, alarmed in sorted(_seen(scene), key=lambda seen: -seen[2].worst.priority):
            if scene.view.scale is Scale.CAMPUS:
                if has_pulses:
                    _paint_pulse(painter, scene, at, alarmed)
                _paint_sign(painter, scene, at, _LONE_SIGN_PX, alarmed)
            elif scene.board.is_on(index, scene.view.levels):
                _paint_sign(painter, scene, at + QPointF(offset, -offset), _SIGN_PX, alarmed)
            else:
                _paint_elsewhere(painter, scene, at, index, alarmed)


def _seen(scene: Scene) -> Iterator[tuple[int, QPointF, Alarmed]]:
    """The alarmed devices that may be seen, and where they are on the screen."""
    far_x, far_y = scene.viewport.width_px + _REACH_PX, scene.viewport.height_px + _REACH_PX
    for device, alarmed in scene.alarmed.items():
        index = scene.board.index.get(device)
        if index is not None:
            x, y = scene.pixel(index)
            if -_REACH_PX < x < far_x and -_REACH_PX < y < far_y:
                yield index, QPointF(x, y), alarmed


def _paint_sign(
    painter: QPainter, scene: Scene, at: QPointF, radius: float, alarmed: Alarmed, is_elsewhere: bool = False
) -> None:
    paint_sign(
        painter,
        scene.theme,
        alarmed.worst.priority,
        around(at, radius),
        is_new=alarmed.worst.state is AlarmState.NEW,
        is_stale=scene.is_old(alarmed.worst.id),
        is_elsewhere=is_elsewhere,
        ground=scene.theme.color(Tone.GROUND),
    )


def _paint_back(painter: QPainter, scene: Scene, at: QPointF, alarmed: Alarmed) -> None:
    color = (
        scene.theme.color(Tone.STALE) if scene.is_old(alarmed.worst.id) else scene.theme.alarm(alarmed.worst.priority)
    )
    shape = sign_path(alarmed.worst.priority, around(at, pin_size_px(scene.viewport.metres_per_px)))
    fill = scene.theme.color(Tone.GROUND, 0.35)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPath(shape)
    color.setAlphaF(0.45)
    painter.setBrush(color)
    color.setAlphaF(1.0)
    painter.setPen(QPen(color, 2.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(shape)


def _paint_pulse(painter: QPainter, scene: Scene, at: QPointF, alarmed: Alarmed) -> None:
    """A ring that grows and fades once a second for the first seconds; a still ring where motion is not wanted."""
    known_s = scene.steady_s - alarmed.known_since_s
    if not _is_young(scene, alarmed):
        return
    phase = 0.4 if scene.is_motion_reduced else known_s % 1.0
    color = scene.theme.alarm(alarmed.worst.priority)
    color.setAlphaF((1 - phase) * 0.9)
    radius = _PULSE_FROM_PX + _PULSE_BY_PX * math.sqrt(phase)
    painter.setPen(QPen(color, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius, radius)
    if not scene.is_motion_reduced:
        scene.ask_again()


def _has_pulses(scene: Scene) -> bool:
    young = (alarmed for alarmed in scene.alarmed.values() if _is_young(scene, alarmed))
    return 0 < sum(1 for _alarmed in islice(young, MOST_PULSES + 1)) <= MOST_PULSES


def _is_young(scene: Scene, alarmed: Alarmed) -> bool:
    known_s = scene.steady_s - alarmed.known_since_s
    return alarmed.worst.state is AlarmState.NEW and known_s < PULSE_S and not scene.is_old(alarmed.worst.id)


def _paint_elsewhere(painter: QPainter, scene: Scene, at: QPointF, index: int, alarmed: Alarmed) -> None:
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
    _paint_sign(painter, scene, at, _LONE_SIGN_PX, alarmed, is_elsewhere=True)
