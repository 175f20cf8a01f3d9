"""The widget that paints the map: the picture of the plan below, the live layers above."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from smartclient.geometry.labels import Box
from smartclient.geometry.viewport import Viewport
from smartclient.ui.map.gestures import Gestures
from smartclient.ui.map.kept_picture import KeptPicture
from smartclient.ui.map.layers.alarms import AlarmBackLayer, AlarmSignLayer
from smartclient.ui.map.layers.cameras import CameraLayer
from smartclient.ui.map.layers.clusters import ClusterLayer, ClusterSignLayer
from smartclient.ui.map.layers.doors import DoorLayer, PendingLayer
from smartclient.ui.map.layers.grid import GridLayer, GridNameLayer
from smartclient.ui.map.layers.hover import HoverLayer
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.layers.names import NameLayer
from smartclient.ui.map.layers.ornaments import OrnamentLayer
from smartclient.ui.map.layers.safety import SafetyLayer
from smartclient.ui.map.layers.scene import BetweenLayer, LiveLayer, Scene
from smartclient.ui.map.layers.selection import SelectionLayer
from smartclient.ui.map.layers.sensors import SensorLayer
from smartclient.ui.map.layers.views import ViewsLayer
from smartclient.ui.map.picture import Picture, Pictures, with_margin
from smartclient.ui.map.stage import Pointer, Stage
from smartclient.ui.map.still_picture import StillPicture, paint_piece
from smartclient.ui.map.zoom_picture import ZoomPicture
from smartclient.ui.theme import Tone

_GRID = GridLayer()
_BETWEEN: Sequence[BetweenLayer] = (AlarmBackLayer(),)
_PINS: Sequence[LiveLayer] = (ClusterLayer(), SafetyLayer(), SensorLayer(), DoorLayer(), CameraLayer())
_OVER: Sequence[LiveLayer] = (
    ClusterSignLayer(),
    PendingLayer(),
    GridNameLayer(),
    NameLayer(),
    SelectionLayer(),
    AlarmSignLayer(),
)
_EDGES: Sequence[LiveLayer] = (HoverLayer(), OrnamentLayer())
_MOVING_FRAME_MS = 33
_ORDER_AFTER_MS = 40
"""While the scale keeps changing no picture would be ready before it is too old."""
_NEAR_EDGE = 0.11
"""Share of the screen's side by which its middle is off the picture's when the next picture is ordered."""
_LEAD_FRAMES, _MOST_LEAD = 12, 0.3
"""Frames that a picture takes to draw, and the share of both margins together that it may lie ahead."""
_MOST_PIECES = 6
"""With alarms on more pieces of the screen than these all of it is painted anew."""
_REST_MS, _SLICE_S = 40, 0.004
"""So long nothing was painted: then the map works ahead in slices."""


class Canvas(QWidget):
    """Paints; keeps the picture in step with the viewport; hands events to gestures."""

    painted = Signal()

    def __init__(self, stage: Stage, parent: QWidget | None = None, kept: KeptPicture | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.viewport = Viewport(0, 0, 1, max(self.width(), 1), max(self.height(), 1))
        self.pointer = Pointer()
        self.gestures: Gestures | None = None
        self.covered: Callable[[], Sequence[Box]] = tuple
        """Pieces of the screen, px, that something lies over, which names keep clear of."""
        self.laid_over: dict[str, LiveLayer] = {}
        """Live layers of other parts, by a name of their own; under the plates at the map's edges."""
        self.frames = 0
        """Frames painted so far."""
        self.frame_ms = 0.0
        """How long the last one took."""
        self._drift = (0.0, 0.0)
        self._wants_another = False
        self._pictures = Pictures(self, kept)
        self._pictures.ready.connect(self.update)
        self._views = ViewsLayer()
        """Of this map alone, as it keeps what it painted last, and with that all the map shows."""
        self._under: Sequence[LiveLayer] = (_GRID, self._views)
        self._still = StillPicture((*self._under, *_PINS))
        self._zoomed = ZoomPicture((*self._under, *_PINS))
        self._again = _single_shot(self, _MOVING_FRAME_MS, self.update)
        self._order_later = _single_shot(self, _ORDER_AFTER_MS, self.order_picture)
        self._prepare_later = _single_shot(self, _REST_MS, self._prepare)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def picture(self) -> Picture | None:
        """The newest picture of the plan."""
        return self._pictures.newest

    @property
    def is_crisp(self) -> bool:
        """Whether the picture shown is the one wanted, and none is being drawn."""
        return self._pictures.is_idle and not self._order_later.isActive() and self._is_good(self._pictures.newest)

    def show_viewport(self, viewport: Viewport) -> None:
        """Shows this piece of map from the next frame on."""
        if viewport == self.viewport:
            return
        self._pictures.hold()
        is_zoom = viewport.metres_per_px != self.viewport.metres_per_px
        self._drift = (0.0, 0.0) if is_zoom else self._moved(viewport)
        self.viewport = viewport
        if is_zoom:
            self._order_later.start()
        else:
            self.order_picture()
        self.update()

    def leap(self) -> None:
        """The viewport is at another place: its pins lie on bare ground until its plan is drawn, which begins at once."""
        self._pictures.leave(self._order(), self.viewport)
        self.order_picture()

    def order_picture(self) -> None:
        """Has the plan drawn for where the screen is now, unless that is so already."""
        self._order_later.stop()
        picture = self._pictures.newest
        if not self._is_good(picture) or (picture is not None and self._is_near_edge(picture)):
            self._pictures.order(self._order())

    def redraw(self) -> None:
        """What the plan layers draw is different: floors, layers, plans."""
        self._pictures.hold()
        self._pictures.order(self._order())
        self.update()

    def stop(self) -> None:
        """Lets the drawing thread end."""
        self._again.stop()
        self._order_later.stop()
        self._prepare_later.stop()
        self._pictures.stop()

    def _prepare(self) -> None:
        """Uses the time in which nothing moves."""
        picture = self._pictures.newest
        if picture is not None:
            self._still.hold(picture.view)
            if picture.is_to_scale(self.viewport):
                scene = self.stage.scene(self.viewport, self.devicePixelRatioF(), self.pointer, self._ask_again)
                self._still.prepare(picture, scene, self._views.key(scene))
            self._zoomed.hold(replace(picture.view, viewport=self.viewport))
        if not self.stage.prepare(_SLICE_S):
            self._prepare_later.start()

    def _moved(self, viewport: Viewport) -> tuple[float, float]:
        """How far the middle goes from here to there, in pixels right and up."""
        here, scale = self.viewport, viewport.metres_per_px
        return (viewport.center_x - here.center_x) / scale, (viewport.center_y - here.center_y) / scale

    def _order(self) -> View:
        """The screen and its margin; in a pan a little further on, where the screen will be when the picture is drawn."""
        wanted = with_margin(self.viewport)
        free = (wanted.width_px - self.viewport.width_px, wanted.height_px - self.viewport.height_px)
        right, up = (
            max(min(_LEAD_FRAMES * drift, _MOST_LEAD * room), -_MOST_LEAD * room)
            for drift, room in zip(self._drift, free, strict=True)
        )
        ahead = wanted.panned(-right, up)
        left, top = ahead.to_screen(self.viewport.bounds[0], self.viewport.bounds[3])
        covered = [(west + left, north + top, east + left, south + top) for west, north, east, south in self.covered()]
        return self.stage.view(ahead, self.devicePixelRatioF(), covered)

    def _is_good(self, picture: Picture | None) -> bool:
        """Whether the picture is of these plans, floors, layers and scale, and covers the screen."""
        return (
            picture is not None
            and picture.view.chart is self.stage.chart
            and picture.view.theme is self.stage.theme
            and picture.view.levels == self.stage.levels
            and picture.view.layers == self.stage.workspace.layers
            and picture.view.under is self.stage.under
            and picture.view.laid == tuple(self.stage.laid.values())
            and picture.view.ratio == self.devicePixelRatioF()
            and picture.view.viewport.metres_per_px == self.viewport.metres_per_px
            and picture.covers(self.viewport)
        )

    def _is_near_edge(self, picture: Picture) -> bool:
        """Whether half the margin is used up, on a side to which the screen does not move away from."""
        own, scale = picture.view.viewport, self.viewport.metres_per_px
        off = ((self.viewport.center_x - own.center_x) / scale, (self.viewport.center_y - own.center_y) / scale)
        sides = (self.viewport.width_px, self.viewport.height_px)
        return any(
            abs(away) > _NEAR_EDGE * side and away * drift >= 0
            for away, drift, side in zip(off, self._drift, sides, strict=True)
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """One frame."""
        started = time.perf_counter()
        with self._pictures.held():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)
            painter.end()
        self.frames += 1
        self.frame_ms = (time.perf_counter() - started) * 1e3
        if self._wants_another and not self._again.isActive():
            self._again.start()
        self._prepare_later.start()
        self.painted.emit()

    def _paint(self, painter: QPainter) -> None:
        self._wants_another = False
        scene = self.stage.scene(self.viewport, self.devicePixelRatioF(), self.pointer, self._ask_again)
        picture = self._pictures.newest
        pieces = [piece for layer in _BETWEEN for piece in layer.pieces(scene)]
        if picture is None or len(pieces) > _MOST_PIECES or not self._paint_kept(painter, picture, scene):
            self._paint_anew(painter, picture, scene)
        else:
            for piece in pieces:
                picture.paint_piece(painter, self.viewport, piece)
                paint_piece(painter, (*self._under, *_BETWEEN, *_PINS), piece, self.viewport, scene)
        for layer in (*_OVER, *self.laid_over.values(), *_EDGES):
            layer.paint(painter, scene)

    def _paint_kept(self, painter: QPainter, picture: Picture, scene: Scene) -> bool:
        """Copies what was painted before where it is still so, all but the layers between; else paints nothing."""
        if picture.is_to_scale(self.viewport):
            return self._still.paint(painter, picture, scene, self._views.key(scene))
        self._zoomed.paint(painter, picture, scene, self._views.key(scene))
        return True

    def _paint_anew(self, painter: QPainter, picture: Picture | None, scene: Scene) -> None:
        if picture is not None:
            picture.paint(painter, self.viewport)
        else:
            painter.fillRect(self.rect(), self.stage.theme.color(Tone.GROUND))
        for layer in (*self._under, *_BETWEEN, *_PINS):
            layer.paint(painter, scene)

    def _ask_again(self) -> None:
        self._wants_another = True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Same middle, same scale."""
        self.viewport = self.viewport.resized(self.width(), self.height())
        self._order_later.start()

    def event(self, event: QEvent) -> bool:
        """Pinches and touches, which have no event method of their own."""
        if self.gestures is not None:
            if isinstance(event, QNativeGestureEvent) and self.gestures.pinch(event):
                return True
            if isinstance(event, QTouchEvent) and self.gestures.touch(event):
                return True
        if event.type() is QEvent.Type.Leave and self.gestures is not None:
            self.gestures.leave()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """To the tool."""
        if self.gestures is not None:
            self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """To the tool."""
        if self.gestures is not None:
            self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """To the tool."""
        if self.gestures is not None:
            self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """To the tool."""
        if self.gestures is not None:
            self.gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Zoom, or pan on a trackpad."""
        if self.gestures is not None:
            self.gestures.wheel(event)


def _single_shot(owner: QWidget, after_ms: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(call)
    return timer
