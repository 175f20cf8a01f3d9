"""The plan as a picture, drawn in a thread from a frozen order, so that panning is copying pixels."""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from smartclient.geometry.viewport import Viewport
from smartclient.ui.map.kept_picture import KeptPicture
from smartclient.ui.map.layers.floor import FloorLayer
from smartclient.ui.map.layers.labels import LabelLayer
from smartclient.ui.map.layers.layer import Cancelled, PlanLayer, View
from smartclient.ui.map.layers.scenery import SceneryLayer
from smartclient.ui.theme import Tone

log = logging.getLogger(__name__)

MARGIN = 0.22
"""How much more than the screen is drawn on every side."""
_WORK_S, _REST_S = 0.0004, 0.00005
_URGENT_WORK_S = 0.004
"""While nothing near what is wanted is on the screen, the window's other work waits rather than the plan."""
_LONGEST_FRAME_S = 0.1

LAYERS: Sequence[PlanLayer] = (SceneryLayer(), FloorLayer())
NAMES: Sequence[PlanLayer] = (LabelLayer(),)
"""Over all that is laid on the plan."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn order."""

    image: QImage
    view: View

    def covers(self, viewport: Viewport) -> bool:
        """Whether all of `viewport` is in the picture."""
        return _covers(self.view, viewport)

    def is_to_scale(self, viewport: Viewport) -> bool:
        """Whether a pixel of the picture is one of the screen."""
        return abs(self.view.viewport.metres_per_px / viewport.metres_per_px - 1) < 1e-9

    def place(self, viewport: Viewport) -> QRect:
        """Where the picture lies on the screen when it is to scale, on whole pixels."""
        own = self.view.viewport
        x, y = viewport.to_screen(own.bounds[0], own.bounds[3])
        return QRect(round(x), round(y), own.width_px, own.height_px)

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Copies what `viewport` shows: pixel for pixel at the picture's own scale, enlarged or reduced at another. Where the
        picture does not reach is bare ground.
        """
        place = QRectF(self.place(viewport)) if self.is_to_scale(viewport) else self._stretched(viewport)
        inner = QRect(QPoint(math.ceil(place.left()), math.ceil(place.top())), place.size().toSize() - QSize(1, 1))
        for bare in around(QRect(0, 0, viewport.width_px, viewport.height_px), inner):
            painter.fillRect(bare, self.view.theme.color(Tone.GROUND))
        painter.drawImage(place, self.image)

    def paint_piece(self, painter: QPainter, viewport: Viewport, piece: QRect) -> None:
        """Copies a piece of what `viewport` shows, in its pixels."""
        painter.save()
        painter.setClipRect(piece)
        self.paint(painter, viewport)
        painter.restore()

    def _stretched(self, viewport: Viewport) -> QRectF:
        own = self.view.viewport
        x, y = viewport.to_screen(own.bounds[0], own.bounds[3])
        grown = own.metres_per_px / viewport.metres_per_px
        return QRectF(x, y, own.width_px * grown, own.height_px * grown)


def around(whole: QRect, inner: QRect) -> list[QRect]:
    """The pieces of `whole`, at most four, that `inner` leaves over."""
    cut = whole.intersected(inner)
    if cut.isEmpty():
        return [] if whole.isEmpty() else [whole]
    left, right = cut.left() - whole.left(), whole.right() - cut.right()
    above, below = cut.top() - whole.top(), whole.bottom() - cut.bottom()
    pieces = (
        QRect(whole.left(), whole.top(), whole.width(), above),
        QRect(whole.left(), cut.bottom() + 1, whole.width(), below),
        QRect(whole.left(), cut.top(), left, cut.height()),
        QRect(cut.right() + 1, cut.top(), right, cut.height()),
    )
    return [piece for piece in pieces if not piece.isEmpty()]


def with_margin(viewport: Viewport) -> Viewport:
    """The viewport grown by the margin, same middle and scale."""
    wide, high = (2 * round(side * MARGIN) for side in (viewport.width_px, viewport.height_px))
    return viewport.resized(viewport.width_px + wide, viewport.height_px + high)


def blank_image(view: View) -> QImage:
    """An image for a picture of `view`; what is in it is undefined."""
    return QImage(_size_px(view), QImage.Format.Format_RGB32)


def held_image(view: View, before: QImage) -> QImage:
    """`before`, where it has the size for a picture of `view`, else a black one: new memory takes as long to get as to fill."""
    if before.size() == _size_px(view):
        image = before
    else:
        image = blank_image(view)
        image.fill(0)
    image.setDevicePixelRatio(view.ratio)
    return image


def _size_px(view: View) -> QSize:
    return QSize(round(view.viewport.width_px * view.ratio), round(view.viewport.height_px * view.ratio))


def draw_picture(view: View, image: QImage, breathe: Callable[[], None] = lambda: None) -> Picture:
    """Draws all plan layers onto an image of the view's size; raises Cancelled when `breathe` does."""
    image.setDevicePixelRatio(view.ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        for layer in (*LAYERS, *view.laid, *NAMES):
            layer.paint(painter, view, breathe)
            breathe()
    finally:
        painter.end()
    return Picture(image, view)


class _Job:
    """Draws one order in the drawing thread; `cancel` may be called from any thread."""

    def __init__(
        self,
        view: View,
        image: QImage,
        kept: KeptPicture | None,
        rests: threading.Event,
        done: Callable[["_Job", Picture | None], None],
        work_s: float,
    ) -> None:
        """It rests after each `work_s`, and until the window `rests`."""
        self.view, self.image = view, image
        self._work_s = work_s
        self._kept = kept
        self._window_rests = rests
        self._done = done
        self.was_kept = False
        self._is_cancelled = False
        self._until = 0.0

    def cancel(self) -> None:
        self._is_cancelled = True

    def run(self) -> None:
        self._until = time.perf_counter() + self._work_s
        picture: Picture | None = None
        try:
            picture = self._loaded() or draw_picture(self.view, self.image, self._breathe)
        except Cancelled:
            log.debug("a picture of the plan is not wanted any more")
        except Exception:
            log.exception("the plan could not be drawn")
        self._done(self, picture)

    def _loaded(self) -> Picture | None:
        if self._kept is None or not self._kept.load(self.view, self.image):
            return None
        self.image.setDevicePixelRatio(self.view.ratio)
        self.was_kept = True
        return Picture(self.image, self.view)

    def _breathe(self) -> None:
        """Waits while the window paints, and sleeps a moment now and then: Python would let the window's thread wait for 5 ms."""
        if self._is_cancelled:
            raise Cancelled
        rests = self._window_rests
        if not rests.wait(_LONGEST_FRAME_S):
            rests.set()
        if time.perf_counter() > self._until:
            time.sleep(_REST_S)
            self._until = time.perf_counter() + self._work_s


class Pictures(QObject):
    """Keeps the newest picture and has at most one drawn at a time; the newest order waits, older ones are forgotten."""

    ready = Signal()
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None, kept: KeptPicture | None = None) -> None:
        """The first picture comes from `kept` where it is there, and is kept otherwise."""
        super().__init__(parent)
        self._kept = kept
        self.newest: Picture | None = None
        self._spare: QImage | None = None
        self._running: _Job | None = None
        self._waiting: View | None = None
        self._is_stopped = False
        # A thread of Python's, not of Qt's pool: those lose Python's thread-local data between jobs, on which pyproj crashes.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="plan")
        self._window_rests = threading.Event()
        self._window_rests.set()
        self._no_frame = threading.Event()
        """Not set while the window paints one: what is urgent waits for that only."""
        self._no_frame.set()
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being drawn."""
        return self._running is None

    def hold(self) -> None:
        """The drawing thread waits until the window has painted its next frame, or for a tenth of a second."""
        self._window_rests.clear()

    @contextmanager
    def held(self) -> Iterator[None]:
        """The drawing thread waits while the window paints a frame."""
        self.hold()
        self._no_frame.clear()
        try:
            yield
        finally:
            self._no_frame.set()
            self._window_rests.set()

    def order(self, view: View) -> None:
        """Wants `view` drawn. A running job goes on unless its content is another or it is far from what is wanted."""
        if self._is_stopped:
            return
        if self._running is None:
            self._start(view)
            return
        if self._running.view == view:
            self._waiting = None
            return
        self._waiting = view
        if not _is_useful(self._running.view, view):
            self._running.cancel()

    def leave(self, view: View, screen: Viewport) -> None:
        """Lets go of the newest picture where it has nothing to do with `view`: enlarged many times it would be a field of blocks.

        What is being drawn goes on only where the `screen` will show it as it is.
        """
        running = self._running
        is_of_use = running is not None and _is_useful(running.view, view) and _covers(running.view, screen)
        if running is not None and not is_of_use:
            running.cancel()
            self._window_rests.set()
        if self.newest is not None and not _is_useful(self.newest.view, view):
            self.newest = None

    def stop(self) -> None:
        """Cancels the running job and waits for its thread; call before the widget goes."""
        self._is_stopped, self._waiting = True, None
        if self._running is not None:
            self._running.cancel()
        self._thread.shutdown()

    def _start(self, view: View) -> None:
        image, spare = blank_image(view), self._spare
        if spare is not None and spare.size() == image.size():
            # Its memory is there already; the system hands out new megabytes page by page while they are first drawn on.
            image, self._spare = spare, None
        is_urgent = self.newest is None or not _is_useful(self.newest.view, view)
        work_s = _URGENT_WORK_S if is_urgent else _WORK_S
        rests = self._no_frame if is_urgent else self._window_rests
        self._running = _Job(view, image, self._kept, rests, self._finished.emit, work_s)
        self._thread.submit(self._running.run)

    @Slot(object, object)
    def _take(self, job: _Job, picture: Picture | None) -> None:
        if job is not self._running:
            return
        self._running = None
        waiting, self._waiting = self._waiting, None
        if picture is None:
            self._spare = job.image
        else:
            self._spare = self.newest.image if self.newest is not None else None
            self.newest = picture
            if self._kept is not None and not job.was_kept and not self._is_stopped:
                self._thread.submit(self._kept.keep, picture.view, picture.image)
            self._kept = None
            self.ready.emit()
        if waiting is not None and self._running is None:
            self._start(waiting)


def _covers(view: View, screen: Viewport) -> bool:
    west, south, east, north = screen.bounds
    left, low, right, high = view.viewport.bounds
    return left <= west and right >= east and low <= south and high >= north


def _is_useful(running: View, wanted: View) -> bool:
    if replace(running, viewport=wanted.viewport) != wanted:
        return False
    grown = running.viewport.metres_per_px / wanted.viewport.metres_per_px
    west, south, east, north = wanted.viewport.bounds
    left, low, right, high = running.viewport.bounds
    return 0.5 < grown < 2 and left < east and right > west and low < north and high > south
