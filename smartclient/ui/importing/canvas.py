"""A drawing to look at, to click and to draw on: wheel and + − zoom, dragging and arrows move, 0 shows all of it."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.plans.importing.drawing import Point
from smartclient.ui.importing.backdrop import Backdrop
from smartclient.ui.importing.line_art import LineArt, Strokes
from smartclient.ui.theme import Theme, Tone

_STEP, _NOTCH = 1.25, 120.0
_CLICK_PX, _PAN_PX = 4.0, 60.0
_MARGIN_PX = 32.0
_K = Qt.Key
_ARROWS = {_K.Key_Left: (1, 0), _K.Key_Right: (-1, 0), _K.Key_Up: (0, 1), _K.Key_Down: (0, -1)}


class CanvasTool(Protocol):
    """One way to use the pointer on a canvas; points are in drawing units."""

    def click(self, at: Point, *, is_shift: bool) -> None:
        """The button went down and up at one place."""
        ...

    def double_click(self, at: Point) -> None:
        """Twice."""
        ...

    def hover(self, at: Point | None) -> None:
        """The pointer is here, or has left."""
        ...

    def key(self, key: Qt.Key, *, is_control: bool) -> bool:
        """Whether it was for the tool."""
        ...

    def paint(self, painter: QPainter, canvas: "Canvas") -> None:
        """Draws on the drawing, in pixels."""
        ...


class Canvas(QWidget):
    """Shows a backdrop and what the tool paints over it; `looked` tells when something else is in view."""

    looked = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._backdrop: Backdrop | None = None
        self._strokes: tuple[Strokes, ...] = ()
        self._viewport = Viewport(0, 0, 1, 1, 1)
        self._is_whole = True
        self._art = LineArt(self)
        self._art.ready.connect(self.update)
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self.tool: CanvasTool | None = None
        self.under: Callable[[QPainter, Viewport], None] | None = None
        """What is painted first, for the viewport in drawing units."""
        self.hint = ""
        """What stands in the middle while there is nothing to show."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room to work."""
        return QSize(640, 520)

    @property
    def theme(self) -> Theme:
        """The colours."""
        return self._theme

    @property
    def backdrop(self) -> Backdrop | None:
        """What is shown."""
        return self._backdrop

    @property
    def viewport_in_drawing(self) -> Viewport | None:
        """What is in view, in drawing units; None while there is nothing to show, or where these are not as long across as up."""
        backdrop, own = self._backdrop, self._viewport
        if backdrop is None or backdrop.scale[0] != backdrop.scale[1]:
            return None
        middle = backdrop.to_drawing((own.center_x, own.center_y))
        return Viewport(*middle, own.metres_per_px / backdrop.scale[1], own.width_px, own.height_px)

    def show_backdrop(
        self, backdrop: Backdrop | None, colors: Mapping[str, tuple[QColor, float]] | None = None
    ) -> None:
        """Shows a drawing; the layers in `colors` by colour and strength, others are not drawn; without it all alike."""
        is_new = self._backdrop is None or backdrop is None or self._backdrop.bounds != backdrop.bounds
        self._backdrop = backdrop
        self._strokes = ()
        if backdrop is not None:
            plain = (self._theme.color(Tone.TEXT_DIM), 1.0)
            shown = colors if colors is not None else dict.fromkeys(backdrop.segments, plain)
            self._strokes = tuple(
                Strokes(backdrop.segments[name], *look) for name, look in shown.items() if name in backdrop.segments
            )
        if is_new:
            self.show_all()
        self._look()

    def show_all(self) -> None:
        """The whole drawing."""
        self._is_whole = True
        if self._backdrop is not None:
            west, south, east, north = self._backdrop.bounds
            low, high = self._backdrop.to_canvas((west, south)), self._backdrop.to_canvas((east, north))
            self._viewport = self._viewport.fitted((*low, *high), _MARGIN_PX)
        self._look()

    def show_bounds(self, bounds: Bounds) -> None:
        """A piece of the drawing with what is around it."""
        if self._backdrop is None:
            return
        west, south, east, north = bounds
        (west, south), (east, north) = self._backdrop.to_canvas((west, south)), self._backdrop.to_canvas((east, north))
        wide, high = east - west, north - south
        self._go(self._viewport.fitted((west - wide, south - high, east + wide, north + high), _MARGIN_PX))

    def to_screen(self, at: Point) -> QPointF:
        """Where a point of the drawing is."""
        return QPointF(*self._viewport.to_screen(*(self._backdrop.to_canvas(at) if self._backdrop else at)))

    def to_drawing(self, at: QPointF) -> Point:
        """Which point of the drawing is there."""
        on_canvas = self._viewport.to_map(at.x(), at.y())
        return self._backdrop.to_drawing(on_canvas) if self._backdrop else on_canvas

    def units(self, pixels: float) -> float:
        """So many pixels in drawing units."""
        return pixels * self._viewport.metres_per_px / (self._backdrop.scale[1] if self._backdrop else 1.0)

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Closer (over 1) or farther."""
        middle = about or QPointF(self.width() / 2, self.height() / 2)
        self._go(self._viewport.zoomed_about((middle.x(), middle.y()), factor))

    def stop(self) -> None:
        """Ends the drawing thread; the widget can be deleted then."""
        self._art.stop()

    def _go(self, viewport: Viewport) -> None:
        self._is_whole = False
        self._viewport = viewport
        self._look()

    def _look(self) -> None:
        if self._strokes and self._viewport.width_px > 1:
            self._art.order(self._strokes, self._viewport)
        self.update()
        self.looked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Ground, picture, lines, and what the tool draws."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(Tone.GROUND))
        if self._backdrop is None:
            painter.setPen(self._theme.color(Tone.TEXT_DIM))
            painter.drawText(
                self.rect().adjusted(32, 32, -32, -32),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.hint,
            )
            return
        viewport = self.viewport_in_drawing
        if self.under is not None and viewport is not None:
            self.under(painter, viewport)
        self._backdrop.paint_scan(painter, self._viewport)
        art = self._art.newest
        if art is not None and self._strokes and art.strokes is self._strokes:
            x, y = self._viewport.to_screen(art.viewport.bounds[0], art.viewport.bounds[3])
            grown = art.viewport.metres_per_px / self._viewport.metres_per_px
            painter.drawImage(QRectF(x, y, art.image.width() * grown, art.image.height() * grown), art.image)
        if self.tool is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.tool.paint(painter, self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Keeps all in view while all was."""
        self._viewport = self._viewport.resized(self.width(), self.height())
        if self._is_whole:
            self.show_all()
        else:
            self._look()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Zooms about the pointer."""
        self.zoom(_STEP ** (event.angleDelta().y() / _NOTCH), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A click or a drag begins."""
        self._pressed, self._dragged = event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Dragging moves the drawing."""
        at = event.position()
        if self._pressed is None:
            if self.tool is not None:
                self.tool.hover(self.to_drawing(at))
            return
        if self._dragged is None and (at - self._pressed).manhattanLength() > _CLICK_PX:
            self._dragged = self._pressed
        if self._dragged is not None:
            self._go(self._viewport.panned(at.x() - self._dragged.x(), at.y() - self._dragged.y()))
            self._dragged = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A click, unless it was a drag."""
        was_click = self._pressed is not None and self._dragged is None and event.button() is Qt.MouseButton.LeftButton
        self._pressed = self._dragged = None
        if was_click and self.tool is not None and self._backdrop is not None:
            is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.tool.click(self.to_drawing(event.position()), is_shift=is_shift)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """For the tool."""
        if self.tool is not None and event.button() is Qt.MouseButton.LeftButton:
            self.tool.double_click(self.to_drawing(event.position()))

    def leaveEvent(self, event: object) -> None:  # noqa: N802, ARG002 (Qt's name)
        """The pointer went elsewhere."""
        if self.tool is not None:
            self.tool.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """The tool's keys first, then those that move the drawing."""
        key = Qt.Key(event.key())
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.tool is not None and self.tool.key(key, is_control=is_control):
            return
        if key in _ARROWS:
            right, down = _ARROWS[key]
            self._go(self._viewport.panned(right * _PAN_PX, down * _PAN_PX))
        elif key in (_K.Key_Plus, _K.Key_Equal):
            self.zoom(_STEP)
        elif key is _K.Key_Minus:
            self.zoom(1 / _STEP)
        elif key is _K.Key_0:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """The drawing thread must not outlive the widget."""
        self.stop()
        event.accept()
