"""The plan around a stop, drawn in a thread, with the stop itself marked."""

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smartclient.geometry.viewport import Viewport
from smartclient.plans.walk_stops import Stop
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.picture import Pictures
from smartclient.ui.theme import Theme, Tone

_ACROSS_M, _GROUNDS_ACROSS_M = 48.0, 160.0
_RING_PX = 17.0


class StopMap(QWidget):
    """Shows one stop; `stop_drawing` before the widget goes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chart: Chart | None = None
        self._stop: Stop | None = None
        self._viewport = Viewport(0, 0, 1, 1, 1)
        self._pictures = Pictures(self)
        self._pictures.ready.connect(self.update)
        self.setAccessibleName("The plan around the stop")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 200)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Half a tablet."""
        return QSize(560, 560)

    def show_stop(self, chart: Chart, stop: Stop) -> None:
        """Shows the plan around a stop."""
        self._chart, self._stop = chart, stop
        self._order()

    def stop_drawing(self) -> None:
        """Lets the drawing thread end."""
        self._pictures.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Another piece of plan fits."""
        self._order()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """The picture, and the mark above it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = self._pictures.newest
        if picture is None or self._chart is None or self._stop is None:
            painter.fillRect(self.rect(), self._theme.color(Tone.GROUND))
            return
        picture.paint(painter, self._viewport)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        outline = self._outline(self._chart, self._stop)
        for color, width in ((self._theme.color(Tone.GROUND), 6.0), (self._theme.color(Tone.ACCENT), 3.0)):
            painter.setPen(QPen(color, width, j=Qt.PenJoinStyle.RoundJoin))
            if outline is not None:
                painter.drawPolygon(outline)
            else:
                spot = self._chart.frame.point_to_local(*self._stop.position)
                painter.drawEllipse(QPointF(*self._viewport.to_screen(*spot)), _RING_PX, _RING_PX)

    def _outline(self, chart: Chart, stop: Stop) -> QPolygonF | None:
        """The room itself; a door or a thing is a point and has none."""
        unit = next((each for each in chart.places.units_on(stop.level_id) if each.id == stop.feature), None)
        if unit is None:
            return None
        pixels = self._viewport.points_to_screen(chart.frame.to_local(np.array(unit.area[0])))
        return QPolygonF([QPointF(x, y) for x, y in pixels.tolist()])

    def _order(self) -> None:
        if self._chart is None or self._stop is None or self.width() < 2:
            return
        across = _GROUNDS_ACROSS_M if self._stop.is_outdoors else _ACROSS_M
        x, y = self._chart.frame.point_to_local(*self._stop.position)
        self._viewport = Viewport(x, y, across / min(self.width(), self.height()), self.width(), self.height())
        levels = frozenset(level.id for level in self._chart.places.site.levels if level.outdoor)
        view = View(
            self._viewport,
            self._chart,
            self._theme,
            levels | {self._stop.level_id},
            frozenset(MapLayer),
            self.devicePixelRatioF(),
        )
        self._pictures.order(view)
        self.update()
