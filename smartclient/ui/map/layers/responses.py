"""What buildings are under: their ground tinted and edged in the action's colour, with its sign and word on it."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.domain.ids import BuildingId, VenueId
from smartclient.domain.response import ResponseStatus
from smartclient.geometry.viewport import Points
from smartclient.store.places import Places, to_local_rings
from smartclient.ui.drill import paint_drill
from smartclient.ui.map.layers.ornaments import plates_bottom_px
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.scales import Scale
from smartclient.ui.response_signs import TONES, most_urgent, paint_response, response_word, response_words
from smartclient.ui.theme import Tone

_SIGN_PX, _HEIGHT_PX, _PAD_PX = 20.0, 28.0, 5.0
_BANNER_TOP_PX = 40.0
_DRILL_PX = 16.0
"""How far a drill's frame stands off the plate."""


class ResponsesLayer:
    """Painted over pins and names on every frame; buildings with nothing in force are left alone."""

    def __init__(self, places: Places, focused: Callable[[], BuildingId | None]) -> None:
        """`focused` is the building in the middle of the map: close by, its action stands on a banner at the top."""
        self._places, self._focused = places, focused
        self._rings: dict[BuildingId, list[Points]] = {}

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints every building that is under an action."""
        in_force = [each for each in scene.store.responses.values() if each.action is not None]
        known = [each for each in in_force if each.building in scene.chart.buildings]
        for status in known:
            self._paint_ground(painter, scene, status.building, status)
        if scene.view.scale in (Scale.DISTRICT, Scale.CAMPUS):
            for status in self._told(known, scene.view.scale):
                west, south, east, north = scene.chart.buildings[status.building].bounds
                _paint_plate(painter, scene, status, scene.viewport.to_screen((west + east) / 2, (south + north) / 2))
        elif (near := next((each for each in known if each.building == self._focused()), None)) is not None:
            self._paint_banner(painter, scene, near)

    def _paint_banner(self, painter: QPainter, scene: Scene, status: ResponseStatus) -> None:
        """What the building on the screen is under, when nothing of its outline need be in sight."""
        if status.action is None:
            return
        theme = scene.theme
        told = response_words(status, scene.now, with_age=False)
        words = f"{self._places.title_of(self._places.buildings[status.building])}: {told}"
        width = _SIGN_PX + 3 * _PAD_PX + theme.metrics(1, bold=True).horizontalAdvance(words) + _PAD_PX
        top = max(_BANNER_TOP_PX, plates_bottom_px(scene) + _PAD_PX)
        box = QRectF((scene.viewport.width_px - width) / 2, top, width, _HEIGHT_PX)
        tone = Tone.STALE if scene.is_old(status.building) else TONES[status.action]
        painter.setPen(QPen(theme.color(tone), 1.6))
        painter.setBrush(theme.color(Tone.PANEL, 0.94))
        painter.drawRoundedRect(box, 4, 4)
        sign = QRectF(box.left() + _PAD_PX, box.center().y() - _SIGN_PX / 2, _SIGN_PX, _SIGN_PX)
        paint_response(painter, theme, status.action, sign, is_stale=scene.is_old(status.building))
        painter.setPen(theme.color(tone))
        painter.setFont(theme.font(1, bold=True))
        text = box.adjusted(_SIGN_PX + 2 * _PAD_PX, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if status.is_drill:
            paint_drill(painter, box.adjusted(-_DRILL_PX, -_DRILL_PX, _DRILL_PX, _DRILL_PX), theme)

    def _told(self, known: list[ResponseStatus], scale: Scale) -> list[ResponseStatus]:
        """From afar one a campus, the most urgent: a drill's frame would lie round a real action next to it."""
        if scale is not Scale.DISTRICT:
            return known
        by_campus: dict[VenueId, list[ResponseStatus]] = {}
        for status in known:
            by_campus.setdefault(self._places.buildings[status.building].venue_id, []).append(status)
        return [first for found in by_campus.values() if (first := most_urgent(found)) is not None]

    def _paint_ground(self, painter: QPainter, scene: Scene, building: BuildingId, status: ResponseStatus) -> None:
        if status.action is None:
            return
        tone = Tone.STALE if scene.is_old(status.building) else TONES[status.action]
        edge = QPen(scene.theme.color(Tone.DRILL if status.is_drill else tone), 2.5)
        if status.is_drill:
            edge.setDashPattern([4.0, 2.5])
        painter.setPen(edge)
        is_far = scene.view.scale in (Scale.DISTRICT, Scale.CAMPUS)
        painter.setBrush(scene.theme.color(tone, 0.28) if is_far else Qt.BrushStyle.NoBrush)
        for ring in self._outlines(building):
            pixels = scene.viewport.points_to_screen(ring)
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in pixels.tolist()]))

    def _outlines(self, building: BuildingId) -> list[Points]:
        """The outer rings of its footprints in local metres."""
        known = self._rings.get(building)
        if known is None:
            plan = self._places.buildings.get(building)
            local = to_local_rings(self._places.frame, plan.footprints) if plan is not None else []
            known = self._rings[building] = [np.asarray(rings[0]) for rings in local if rings]
        return known


def _paint_plate(painter: QPainter, scene: Scene, status: ResponseStatus, at: tuple[float, float]) -> None:
    """Sign and word; from afar the sign alone, since a campus has many buildings."""
    if status.action is None:
        return
    theme, word = scene.theme, response_word(status)
    is_near = scene.view.scale is Scale.CAMPUS
    width = _SIGN_PX + 2 * _PAD_PX
    if is_near:
        width += theme.metrics(1, bold=True).horizontalAdvance(word) + _PAD_PX
    box = QRectF(at[0] - width / 2, at[1] - _HEIGHT_PX / 2, width, _HEIGHT_PX)
    tone = Tone.STALE if scene.is_old(status.building) else TONES[status.action]
    if is_near:
        painter.setPen(QPen(theme.color(tone), 1.6))
        painter.setBrush(theme.color(Tone.PANEL, 0.94))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color(tone))
        painter.setFont(theme.font(1, bold=True))
        text = box.adjusted(_SIGN_PX + 2 * _PAD_PX, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
    sign = QRectF(box.left() + _PAD_PX, box.center().y() - _SIGN_PX / 2, _SIGN_PX, _SIGN_PX)
    paint_response(painter, theme, status.action, sign, is_stale=scene.is_old(status.building))
    if status.is_drill:
        paint_drill(painter, box.adjusted(-_DRILL_PX, -_DRILL_PX, _DRILL_PX, _DRILL_PX), theme)
