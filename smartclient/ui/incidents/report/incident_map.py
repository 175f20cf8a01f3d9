"""A floor in the report: the plan in the light palette with rooms, zones, routes and posts of the incident, and where its alarms were."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from smartclient.domain.alarms import Priority
from smartclient.domain.ids import LevelId
from smartclient.domain.incident_entries import AlarmEntered
from smartclient.domain.incidents import Incident
from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.store.workspace import MapLayer
from smartclient.ui.incident_map.mark_looks import POSTS, ROOMS
from smartclient.ui.incident_map.marks_layer import MarksLayer
from smartclient.ui.incident_map.unit_shapes import UnitShapes
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.floor import FloorLayer
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.layers.scenery import SceneryLayer
from smartclient.ui.printing.ink import Ink, dots
from smartclient.ui.printing.names import paint_names
from smartclient.ui.signs import around, paint_sign
from smartclient.ui.theme import Tone

_MARGIN_M = 4.0
_HEIGHT_MM = 120.0
_LEGEND_MM = 6.0
_POST = 16.0
_LAYERS = (SceneryLayer(), FloorLayer())

AlarmAt = tuple[AlarmEntered, float, float]
"""An alarm and where it was, metres."""


@dataclass(frozen=True)
class FloorMap:
    """One floor; `alarms` are those on it."""

    chart: Chart
    incident: Incident
    level: LevelId
    bounds: Bounds
    alarms: Sequence[AlarmAt]
    leads: bool = False

    def height(self, ink: Ink, width: float) -> float:  # noqa: ARG002  the same at every width
        """The map and its legend."""
        return dots(_HEIGHT_MM + _LEGEND_MM + 2)

    def paint(self, ink: Ink, box: QRectF) -> None:
        """Paints the map, true north up, and what its signs mean."""
        area = QRectF(box.left(), box.top(), box.width(), dots(_HEIGHT_MM))
        view = self._view(ink, area)
        shapes = UnitShapes(self.chart.places).of(self.incident.rooms)
        marks = MarksLayer(self.incident, shapes, ())
        painter = ink.painter
        painter.save()
        painter.setClipRect(area)
        painter.translate(area.topLeft())
        for layer in (*_LAYERS, marks):
            layer.paint(painter, view, lambda: None)
        paint_names(ink, view, self.level, [*marks.plates(view), *self._post_plates(view).values()])
        self._paint_posts(ink, view)
        for alarm, x, y in self.alarms:
            at = QPointF(*view.viewport.to_screen(x, y))
            paint_sign(painter, ink.theme, Priority(alarm.priority), around(at, 9), ground=ink.theme.color(Tone.PANEL))
        painter.restore()
        ink.frame(area)
        ink.arrow(area.right() - 16, area.top() + 20, 12)
        self._paint_legend(ink, QRectF(box.left(), area.bottom() + 2, box.width(), dots(_LEGEND_MM)))

    def _view(self, ink: Ink, area: QRectF) -> View:
        west, south, east, north = self.bounds
        wide, high = east - west + 2 * _MARGIN_M, north - south + 2 * _MARGIN_M
        scale = max(wide / area.width(), high / area.height())
        viewport = Viewport((west + east) / 2, (south + north) / 2, scale, round(area.width()), round(area.height()))
        outdoors = frozenset(level.id for level in self.chart.places.site.levels if level.outdoor)
        pins = np.array([(x, y) for _, x, y in self.alarms]).reshape(-1, 2)
        return View(viewport, self.chart, ink.theme, outdoors | {self.level}, frozenset(MapLayer), 1.0, pins)

    def _paint_posts(self, ink: Ink, view: View) -> None:
        for key, plate in self._post_plates(view).items():
            post = self.incident.posts[key].body
            ink.painter.setPen(QPen(ink.theme.color(Tone.PANEL), 1.5))
            ink.painter.setBrush(ink.theme.color(Tone.ACCENT))
            ink.painter.drawRect(plate)
            ink.text(
                plate, POSTS[post.post].letter, bold=True, tone=Tone.ON_ACCENT, align=Qt.AlignmentFlag.AlignHCenter
            )

    def _post_plates(self, view: View) -> dict[str, QRectF]:
        plates = {}
        for key, mark in self.incident.posts.items():
            post = mark.body
            if post.level in (None, self.level):
                x, y = view.viewport.to_screen(*self.chart.places.frame.point_to_local(*post.position))
                plates[key] = QRectF(x - _POST / 2, y - _POST / 2, _POST + 4, _POST)
        return plates

    def _paint_legend(self, ink: Ink, line: QRectF) -> None:
        rooms = {mark.body.status for mark in self.incident.rooms.values() if mark.body.level == self.level}
        words = [f"{ROOMS[status].letter} {ROOMS[status].word.lower()}" for status in ROOMS if status in rooms]
        posts = {mark.body.post for mark in self.incident.posts.values() if mark.body.level in (None, self.level)}
        words += [f"{POSTS[post].letter} {POSTS[post].word.lower()}" for post in POSTS if post in posts]
        words += ["numbered sign: alarm of that priority"] if self.alarms else []
        ink.text(line, "   ".join(words), tone=Tone.TEXT_DIM)
