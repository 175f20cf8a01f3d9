"""Mouse, wheel, trackpad and touch as what they mean: the tool hears map points, the view moves."""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QMouseEvent, QNativeGestureEvent, QTouchEvent, QWheelEvent

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.ui.device_drag import DeviceDrag
from smartclient.ui.map.motion import Glide, Motion
from smartclient.ui.map.tools.tool import MapPoint, PointingTool, Surface, Tool

_NOTCH = 120.0
_NOTCH_FACTOR = 1.25
_CLICK_PX = 4.0
_SPEED_OVER_S = 0.08


class Gestures:
    """Translates Qt's events for one tool."""

    def __init__(
        self, surface: Surface, tool: Tool, motion: Motion, clock: Clock, carry: Callable[[DeviceId], DeviceDrag]
    ) -> None:
        """`carry` begins to carry a device off the map."""
        self._surface, self._tool, self._motion, self._clock = surface, tool, motion, clock
        self._carry = carry
        self._held: DeviceId | None = None
        self._carried: DeviceDrag | None = None
        self._pressed: QPointF | None = None
        self._seen_at_press = surface.viewport
        self._is_dragging = False
        self._trail: deque[tuple[float, QPointF]] = deque(maxlen=16)
        self._touches: tuple[QPointF, float] | None = None

    def use(self, tool: Tool) -> None:
        """The pointer works this tool from now on."""
        self._tool.hover(None)
        self._tool = tool
        self._pressed, self._held = None, None

    def press(self, event: QMouseEvent) -> None:
        """Left and middle button take hold of the map; whatever moved stops."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._motion.stop()
            self._pressed, self._is_dragging = event.position(), False
            self._seen_at_press = self._surface.viewport
            self._trail.clear()
            self._held = self._tool.press(self._map_point(event.position()))

    def move(self, event: QMouseEvent) -> None:
        """Dragging, or looking around."""
        if self._pressed is None:
            self._tool.hover(self._map_point(event.position()))
            return
        if not self._is_dragging:
            self._is_dragging = (event.position() - self._pressed).manhattanLength() > _CLICK_PX
        if self._is_dragging and self._held is not None:
            self._carried = self._carried or self._carry(self._held)
            self._carried.move_to(event.globalPosition().toPoint())
        elif self._is_dragging:
            self._trail.append((self._clock.steady_s(), event.position()))
            self._tool.drag(self._map_point(event.position()))

    def release(self, event: QMouseEvent) -> None:
        """A click, or the end of a drag that may glide on."""
        if self._pressed is None:
            return
        self._pressed = None
        carried, self._carried = self._carried, None
        if carried is not None:
            carried.drop(event.globalPosition().toPoint())
            return
        self._tool.release()
        if not self._is_dragging:
            if event.button() is Qt.MouseButton.LeftButton:
                self._click(self._map_point(event.position()), event.modifiers())
            return
        if self._surface.viewport == self._seen_at_press:
            return
        glide = Glide(self._surface.viewport, self._speed())
        if glide.is_worth_it:
            self._motion.start(glide)

    def _click(self, at: MapPoint, held: Qt.KeyboardModifier) -> None:
        if isinstance(self._tool, PointingTool) and held & Qt.KeyboardModifier.ControlModifier:
            self._tool.aim(at)
        elif isinstance(self._tool, PointingTool) and held & Qt.KeyboardModifier.ShiftModifier:
            self._tool.choose_point(at)
        else:
            self._tool.click(at)

    def double_click(self, event: QMouseEvent) -> None:
        """Opens what is there; with Shift beside what is open."""
        if event.button() is Qt.MouseButton.LeftButton:
            beside = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tool.double_click(self._map_point(event.position()), beside)

    def leave(self) -> None:
        """The pointer went elsewhere."""
        self._tool.hover(None)

    def wheel(self, event: QWheelEvent) -> None:
        """A trackpad's two fingers pan, a wheel zooms; with Ctrl both zoom."""
        is_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_trackpad = event.phase() is not Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
        if is_trackpad and not is_zoom:
            self._motion.stop()
            delta = event.pixelDelta()
            self._surface.show(self._surface.viewport.panned(delta.x(), delta.y()))
        else:
            self._surface.zoom(_NOTCH_FACTOR ** (event.angleDelta().y() / _NOTCH), event.position())

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """A trackpad's pinch; true when it was one."""
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._motion.stop()
        about = event.position()
        self._surface.show(self._surface.viewport.zoomed_about((about.x(), about.y()), 1 + event.value()))
        return True

    def touch(self, event: QTouchEvent) -> bool:
        """Two fingers move, pinch and spread the map; true when there were two. One finger is a mouse."""
        points = event.points()
        if len(points) < 2 or event.type() is QEvent.Type.TouchEnd:
            self._touches = None
            return False
        middle, spread = _two(points)
        if self._touches is not None:
            before, was = self._touches
            moved = middle - before
            viewport = self._surface.viewport.panned(moved.x(), moved.y())
            self._surface.show(viewport.zoomed_about((middle.x(), middle.y()), spread / max(was, 1.0)))
        self._touches = (middle, spread)
        self._pressed = None
        return True

    def _speed(self) -> tuple[float, float]:
        now = self._clock.steady_s()
        recent = [(at, point) for at, point in self._trail if now - at < _SPEED_OVER_S]
        if len(recent) < 2 or recent[-1][0] <= recent[0][0]:
            return (0.0, 0.0)
        moved, took_s = recent[-1][1] - recent[0][1], recent[-1][0] - recent[0][0]
        return (moved.x() / took_s, moved.y() / took_s)

    def _map_point(self, position: QPointF) -> tuple[float, float]:
        return self._surface.viewport.to_map(position.x(), position.y())


def _two(points: Sequence[QEventPoint]) -> tuple[QPointF, float]:
    first, second = points[0].position(), points[1].position()
    apart = first - second
    return (first + second) / 2, (apart.x() ** 2 + apart.y() ** 2) ** 0.5
