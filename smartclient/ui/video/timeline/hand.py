"""The hand on the timeline: mouse, wheel, pinch, fingers and keys as what they mean."""

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QTouchEvent, QWheelEvent

from smartclient.runtime.clock import Clock
from smartclient.store.moments import Moment
from smartclient.store.playback import Playback
from smartclient.store.span_selection import Mark
from smartclient.ui.video.timeline.axis import Axis
from smartclient.ui.video.timeline.picture import RULER_PX

ZOOM = 1.3
_NOTCH = 120.0
_KEY_PX = 24.0
_DRAG_PX = 4.0


class Surface(Protocol):
    """What a hand can do to the timeline."""

    axis: Axis

    @property
    def playback(self) -> Playback:
        """The clock that is led."""
        ...

    def show_axis(self, axis: Axis) -> None:
        """Shows another stretch of time."""
        ...

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Closer (over 1) or farther about `x`."""
        ...

    def moment_at(self, at: QPointF) -> Moment | None:
        """The mark there."""
        ...

    def mark_at(self, x: float) -> tuple[Mark, datetime] | None:
        """The in or out mark there, and its time."""
        ...

    def lead_mark(self, mark: Mark, at: datetime) -> None:
        """Moves a mark that is there."""
        ...

    def setCursor(self, shape: Qt.CursorShape, /) -> None:  # noqa: N802 (Qt's name)
        """How the pointer looks."""
        ...


class Scrubbing:
    """Leading the clock: it stands meanwhile and goes on as before where it is let go; live counts as running."""

    def __init__(self, playback: Playback, clock: Clock) -> None:
        self._playback = playback
        self._clock = clock
        self._speed = playback.speed
        self._at = playback.instant

    def to(self, at: datetime) -> None:
        """Leads the clock there; never beyond now."""
        self._at = at
        self._playback.run_from(at, 0.0)

    def end(self) -> None:
        """Lets go: beyond now it is live again."""
        if self._at >= self._clock.now():
            self._playback.go_live()
        elif self._speed != 0.0:
            self._playback.play(self._speed)


class Hand:
    """The scale is dragged to pan, the in and out marks to move them; a click or drag elsewhere leads the clock, a click on what
    happened leads it there.
    """

    def __init__(self, surface: Surface, clock: Clock) -> None:
        self._surface = surface
        self._clock = clock
        self._pressed: QPointF | None = None
        self._panned_from: Axis | None = None
        self._scrubbing: Scrubbing | None = None
        self._mark: Mark | None = None
        """The mark that is held; the clock is led along, so that the pictures show what it cuts."""
        self._is_dragging = False
        self._touched: tuple[float, float] | None = None
        """The middle of two fingers and how far they are apart, in pixels."""

    @property
    def is_busy(self) -> bool:
        """Whether a button holds something."""
        return self._pressed is not None

    def press(self, event: QMouseEvent) -> None:
        """Takes hold of the scale, or of the clock."""
        surface, at = self._surface, event.position()
        is_left = event.button() is Qt.MouseButton.LeftButton
        if self.is_busy or not (is_left or event.button() is Qt.MouseButton.MiddleButton):
            return
        self._pressed, self._is_dragging = at, False
        marked = surface.mark_at(at.x()) if is_left else None
        if marked is not None:
            self._mark = marked[0]
            self._scrubbing = Scrubbing(surface.playback, self._clock)
            self._scrubbing.to(marked[1])
        elif not is_left or at.y() < RULER_PX:
            self._panned_from = surface.axis
            surface.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            moment = surface.moment_at(at)
            self._scrubbing = Scrubbing(surface.playback, self._clock)
            self._scrubbing.to(moment.at if moment is not None else surface.axis.at(at.x()))

    def move(self, event: QMouseEvent) -> None:
        """Goes on with what was begun, or says what could be."""
        surface, at = self._surface, event.position()
        if self._pressed is None:
            surface.setCursor(self._cursor_at(at))
            return
        self._is_dragging = self._is_dragging or (at - self._pressed).manhattanLength() >= _DRAG_PX
        if not self._is_dragging:
            return
        if self._panned_from is not None:
            surface.show_axis(self._panned_from.panned(at.x() - self._pressed.x()))
        elif self._scrubbing is not None:
            led = surface.axis.at(min(max(at.x(), 0.0), surface.axis.width_px))
            if self._mark is not None:
                led = min(led, self._clock.now())
                surface.lead_mark(self._mark, led)
            self._scrubbing.to(led)

    def _cursor_at(self, at: QPointF) -> Qt.CursorShape:
        """How the pointer says what could be begun there."""
        if self._surface.mark_at(at.x()) is not None:
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.OpenHandCursor if at.y() < RULER_PX else Qt.CursorShape.ArrowCursor

    def release(self) -> None:
        """Lets go."""
        scrubbing = self._scrubbing
        self._pressed, self._panned_from, self._scrubbing, self._mark = None, None, None, None
        if scrubbing is not None:
            scrubbing.end()

    def wheel(self, event: QWheelEvent) -> None:
        """Up is closer; sideways, or with Shift, pans."""
        surface = self._surface
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        if abs(delta.x()) > abs(delta.y()) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            surface.show_axis(surface.axis.panned(delta.x() or delta.y()))
        else:
            surface.zoom(ZOOM ** (event.angleDelta().y() / _NOTCH), event.position().x())
        event.accept()

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """A trackpad's pinch; false when it was something else."""
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._surface.zoom(max(0.1, 1 + event.value()), event.position().x())
        return True

    def touch(self, event: QTouchEvent) -> bool:
        """Two fingers pan, pinch and spread; false for one, which is a mouse."""
        points = event.points()
        if len(points) < 2 or event.type() is QEvent.Type.TouchEnd:
            self._touched = None
            return False
        first, second = points[0].position().x(), points[1].position().x()
        middle, spread = (first + second) / 2, max(abs(first - second), 1.0)
        if self._touched is not None:
            axis = self._surface.axis.panned(middle - self._touched[0])
            self._surface.show_axis(axis.zoomed(spread / self._touched[1], middle))
        self._touched = (middle, spread)
        self.release()
        return True


_K = Qt.Key
_KEYS = {_K.Key_Left, _K.Key_Right, _K.Key_Plus, _K.Key_Equal, _K.Key_Minus, _K.Key_Space, _K.Key_End}


def is_ours(event: QKeyEvent) -> bool:
    """Whether a key means something on the timeline."""
    kept = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() in _KEYS and not event.modifiers() & ~kept


def act(surface: Surface, event: QKeyEvent) -> None:
    """Arrows lead the clock, + and - zoom, Space plays and pauses, End goes live."""
    playback, axis = surface.playback, surface.axis
    match event.key():
        case _K.Key_Left | _K.Key_Right:
            by_px = _KEY_PX if event.key() == _K.Key_Right else -_KEY_PX
            playback.go_to(axis.at(axis.x(playback.instant) + by_px))
        case _K.Key_Space:
            playback.play(1.0 if playback.speed == 0.0 else 0.0)
        case _K.Key_End:
            playback.go_live()
        case key:
            surface.zoom(1 / ZOOM if key == _K.Key_Minus else ZOOM)
