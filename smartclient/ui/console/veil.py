"""An opaque veil over a window of a locked console; what may be seen on is left out of it, what lies below is painted over."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from smartclient.ui.theme import Theme, Tone

_FOLLOW_MS = 100
_MOVES = frozenset(
    {
        QEvent.Type.Resize,
        QEvent.Type.LayoutRequest,
        QEvent.Type.ChildAdded,
        QEvent.Type.ChildPolished,
        QEvent.Type.WindowStateChange,
    }
)


class Veil(QWidget):
    """Covers `window` but for what `open_to` names. It is painted over all others: what comes up below stays unseen."""

    fitted = Signal()
    """The window or what is seen on has another place."""

    def __init__(self, window: QWidget, theme: Theme, open_to: Callable[[], Iterable[QWidget]] = tuple) -> None:
        super().__init__(window)
        self._window, self._theme, self._open_to = window, theme, open_to
        self._holes: list[QRect] = []
        self._kept = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("The console is locked")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        window.installEventFilter(self)
        self._timer = QTimer(self, interval=_FOLLOW_MS)
        self._timer.timeout.connect(self._fit)
        self._timer.start()
        self._fit(is_new=True)
        self.show()
        self.raise_()

    @property
    def covered(self) -> QRegion:
        """What is veiled, in the window's own pixels."""
        region = QRegion(self.rect())
        for hole in self._holes:
            region -= QRegion(hole)
        return region + self._kept

    def keep(self, place: QRect) -> None:
        """Veils this place though something that may be seen lies there: the panel that unlocks stands on it."""
        if place != self._kept:
            self._kept = place
            self.setMask(self.covered)
            self.update()

    def lift(self) -> None:
        """Takes it away."""
        self._timer.stop()
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Follows the window, and stays over what is new in it."""
        if event.type() in _MOVES:
            self._fit()
            self.raise_()
        return super().eventFilter(watched, event)

    def _fit(self, *, is_new: bool = False) -> None:
        holes = [self._place(widget) for widget in self._open_to() if widget.isVisible()]
        if is_new or holes != self._holes or self.geometry() != self._window.rect():
            self._holes = holes
            self.setGeometry(self._window.rect())
            self.setMask(self.covered)
            self.update()
            self.fitted.emit()

    def _place(self, widget: QWidget) -> QRect:
        """Where it is to be seen, cut to what its parents show of it."""
        place = QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())
        parent = widget.parentWidget()
        while parent is not None and parent is not self._window:
            place &= QRect(parent.mapTo(self._window, QPoint(0, 0)), parent.size())
            parent = parent.parentWidget()
        return place

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """One colour and nothing of what is below."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color(Tone.GROUND))
        painter.end()
