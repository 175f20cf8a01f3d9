"""The timeline below the tiles: what was recorded and what happened, and the clock that is led over it."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.store.moments import Moment
from smartclient.store.past import Past
from smartclient.store.playback import Playback
from smartclient.store.site_store import SiteStore
from smartclient.store.span_selection import Mark
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme
from smartclient.ui.video.timeline.axis import Axis, to_s
from smartclient.ui.video.timeline.contents import Contents
from smartclient.ui.video.timeline.hand import Hand, act, is_ours
from smartclient.ui.video.timeline.overlay import (
    HEAD_PX,
    Head,
    paint_focus,
    paint_future,
    paint_heads,
    paint_pointer,
    paint_selection,
)
from smartclient.ui.video.timeline.picture import Content, Picture, paint, row_areas
from smartclient.ui.video.timeline.rows import Row
from smartclient.ui.words import time_of_day

HEIGHT_PX = 84
_FIRST_S = 3_600.0
_FASTEST_MS, _SLOWEST_MS = 16, 1_000
_GRIP_PX = 5.0
"""So near to an in or out mark, the hand takes hold of it."""
_NEAR_EDGE, _LIVE_PLACE = 0.04, 0.85
_MANY, _GATHER_MS = 9, 300
"""With more cameras on show it takes some ms to paint anew, and their recordings become known one by one: together, a little later."""


class Timeline(QWidget):
    """Wheel and pinch zoom, the scale is dragged to pan, elsewhere click and drag lead the clock of the chosen tile."""

    looked = Signal()
    """Another stretch of time or other cameras are on show: `cameras`, `span` and `axis` tell which."""
    hovered = Signal(object)
    """The pointer is at this QPointF, or None: it left."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        past: Past,
        theme: Theme,
        clock: Clock,
        zone: tzinfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._past, self._theme, self._clock, self._zone = workspace, past, theme, clock, zone
        self.axis = Axis(to_s(clock.now()) - _FIRST_S * _LIVE_PLACE, _FIRST_S / 1_000, 1_000.0)
        self.contents = Contents(store, workspace, past)
        self._picture: Picture | None = None
        self._drawn: tuple[float, ...] = ()
        """Where what moves was drawn last."""
        self._pointer: QPointF | None = None
        self._hand = Hand(self, clock)
        self.is_following = True
        """Whether the stretch on show goes along with the clock; a person who pans away is left alone."""
        self._beat = QTimer(self)
        self._beat.timeout.connect(self.tick)
        self._gathering = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._gathering.timeout.connect(self._gather)
        self._set_up()
        bind(self, past.playbacks.one.changed, lambda _nothing: self._on_clock())
        bind(self, past.playbacks.changed, lambda _seat: self._on_clock())
        bind(self, past.selection.changed, lambda _nothing: self.update())
        bind(self, workspace.changed, self._on_workspace)
        self.destroyed.connect(self.contents.changed.connect(lambda _nothing: self._on_contents()))
        self.destroyed.connect(self.contents.close)

    def _set_up(self) -> None:
        self.setAccessibleName("Timeline")
        self.setFixedHeight(HEIGHT_PX)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as there is room."""
        return QSize(600, HEIGHT_PX)

    @property
    def playback(self) -> Playback:
        """The clock of the chosen tile."""
        return self._past.playbacks.of(self._workspace.wall, self._workspace.tile)

    @property
    def cameras(self) -> tuple[DeviceId, ...]:
        """Whose time is on show, the chosen one first."""
        return self.contents.cameras

    def heads(self) -> list[Head]:
        """The clocks on show: those of single tiles first, so that the one of all lies over them."""
        wall, playbacks = self._workspace.wall, self._past.playbacks
        own = [
            Head(playback.instant, playback.is_live, str(tile + 1))
            for (its_wall, tile), playback in playbacks.loose.items()
            if its_wall is wall
        ]
        return [*own, Head(playbacks.one.instant, playbacks.one.is_live)]

    def row_at(self, y: float) -> Row | None:
        """The row of one camera at that height."""
        content = self.contents.content
        areas = row_areas(len(content.rows), content.union is not None, self.height())
        found = (row for row, (top, size) in zip(content.rows, areas, strict=False) if top - 1 <= y < top + size + 1)
        return next(found, None)

    def name_of(self, camera: DeviceId) -> str:
        """A camera's name, on one line."""
        return self.contents.name_of(camera)

    def is_to_come(self, at: datetime) -> bool:
        """Whether `at` is later than now."""
        return at > self._clock.now()

    def moment_at(self, at: QPointF) -> Moment | None:
        """The mark under the pointer."""
        return self._picture.moment_at(at) if self._picture is not None else None

    def mark_at(self, x: float) -> tuple[Mark, datetime] | None:
        """The in or out mark at that distance from the left edge, and its time; the nearer one where both are."""
        selection = self._past.selection
        marks = [(m, at) for m, at in ((Mark.IN, selection.begin), (Mark.OUT, selection.end)) if at is not None]
        nearest = min(marks, key=lambda one: abs(self.axis.x(one[1]) - x), default=None)
        return nearest if nearest is not None and abs(self.axis.x(nearest[1]) - x) <= _GRIP_PX else None

    def lead_mark(self, mark: Mark, at: datetime) -> None:
        """Moves the in or out mark."""
        self._past.selection.lead(mark, at)

    def show_axis(self, axis: Axis) -> None:
        """Shows another stretch of time; the clock is followed as long as its head is on show."""
        if axis != self.axis:
            self.axis = axis
            self.is_following = axis.shows(self.playback.instant)
            self._forget()
            self._pace()
            self.looked.emit()

    def show_span(self, span: Span) -> None:
        """Shows all of `span`."""
        self.show_axis(self.axis.fitted(span))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Closer (over 1) or farther about `x`; about the playhead where it is None."""
        head_x = self.axis.x(self.playback.instant)
        about = x if x is not None else head_x if 0 <= head_x <= self.axis.width_px else self.axis.width_px / 2
        self.show_axis(self.axis.zoomed(factor, about))

    def reveal(self) -> None:
        """Brings the playhead back on show and follows it."""
        self.is_following = True
        self._follow()
        self.update()

    def tick(self) -> None:
        """Moves on what moves, and repaints only that."""
        self._follow()
        places = self._places()
        for x in {*places, *self._drawn} if places != self._drawn else ():
            self.update(QRect(round(x - HEAD_PX) - 2, 0, round(2 * HEAD_PX) + 4, self.height()))
        now_x, was_x = places[0], self._drawn[0] if self._drawn else places[0]
        if abs(now_x - was_x) > 2 * HEAD_PX:
            self.update()
        self._drawn = places

    def _places(self) -> tuple[float, ...]:
        """Where what moves is, now first, in steps of half a pixel."""
        ats = (self._clock.now(), *(head.at for head in self.heads()))
        return tuple(round(2 * self.axis.x(at)) / 2 for at in ats)

    def _follow(self) -> None:
        """Turns the page when the playhead nears its edge."""
        playback, axis = self.playback, self.axis
        if not self.is_following or self._hand.is_busy:
            return
        at = playback.instant
        share = axis.x(at) / axis.width_px
        if _NEAR_EDGE <= share <= 1 - _NEAR_EDGE:
            return
        place = _LIVE_PLACE if playback.is_live or playback.speed < 0 else 1 - _LIVE_PLACE
        if not playback.is_live and playback.speed == 0.0:
            place = 0.5
        self.show_axis(axis.placed(at, place))

    def _pace(self) -> None:
        """As often as something moves by half a pixel, but no more than the screen shows."""
        if not self.isVisible():
            self._beat.stop()
            return
        playbacks = self._past.playbacks
        clocks = (playbacks.one, *playbacks.loose.values())
        fastest = max(1.0, *(abs(clock.speed) for clock in clocks))
        interval = round(500 * self.axis.s_per_px / fastest)
        self._beat.start(min(max(interval, _FASTEST_MS), _SLOWEST_MS))

    def _on_clock(self) -> None:
        playback = self.playback
        if not self._hand.is_busy:
            self.is_following = True
        self.setAccessibleDescription(
            "Live" if playback.is_live else f"At {time_of_day(playback.instant, self._clock.now())}"
        )
        self._pace()
        self.tick()

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.TILES:
            self.update()
            self.looked.emit()

    def _on_contents(self) -> None:
        if len(self.contents.cameras) <= _MANY:
            self._forget()
        elif not self._gathering.isActive():
            self._gathering.start()

    def _gather(self) -> None:
        """Moments, rows and picture in a turn of the loop each: together, and painted with the tiles, they would hold it."""
        pieces = self._pieces()

        def go_on() -> None:
            if next(pieces, None) is not None:
                QTimer.singleShot(0, self, go_on)

        go_on()

    def _pieces(self) -> Iterator[object]:
        yield self.contents.moments
        yield self.contents.content
        self._picture = self._drawn_of(self.contents.content)
        self.update()

    def _drawn_of(self, content: Content) -> Picture:
        return paint(self.axis, content, self._theme, self._zone, self.height(), self.devicePixelRatioF())

    def _forget(self) -> None:
        """The resting part is to be painted anew."""
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the resting part from its picture, and over it what moves."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.pixmap.devicePixelRatio() != ratio:
            self._picture = self._drawn_of(self.contents.content)
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, self._picture.pixmap)
        height = float(self.height())
        paint_future(painter, self.axis, self._clock.now(), self._theme, height)
        paint_selection(painter, self.axis, self._past.selection, self._theme, height)
        if self._pointer is not None:
            paint_pointer(painter, self._pointer.x(), self._theme, height)
        paint_heads(painter, self.axis, self.heads(), self._theme, height)
        if self.hasFocus():
            paint_focus(painter, self.axis.width_px, height, self._theme)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Takes hold of the scale, or of the clock."""
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Pans, leads the clock, or looks around."""
        self._hand.move(event)
        self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        """Lets go."""
        self._hand.release()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002, N802
        """The pointer went elsewhere."""
        self._point(None)

    def _point(self, at: QPointF | None) -> None:
        for point in (self._pointer, at):
            if point is not None:
                self.update(QRect(round(point.x()) - 2, 0, 5, self.height()))
        self._pointer = at
        self.hovered.emit(at)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Up is closer; sideways, or with Shift, pans."""
        self._hand.wheel(event)

    def event(self, event: QEvent) -> bool:
        """A trackpad's pinch zooms; keys that mean something here mean nothing else while the keyboard is here."""
        if isinstance(event, QNativeGestureEvent):
            return self._hand.pinch(event) or super().event(event)
        if isinstance(event, QTouchEvent):
            return self._hand.touch(event) or super().event(event)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows lead the clock, + and - zoom, Space plays and pauses, End goes live."""
        if not is_ours(event):
            super().keyPressEvent(event)
            return
        act(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802
        """The scale stays, now stays at its distance from the right edge."""
        self.show_axis(self.axis.widened(float(max(1, self.width()))))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: ARG002, N802
        """On screen: go along."""
        self._pace()
        self.tick()
        self.looked.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: ARG002, N802
        """Not on screen: rest."""
        self._beat.stop()
        self._point(None)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Shows that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()
