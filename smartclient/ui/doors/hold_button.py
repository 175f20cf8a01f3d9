"""A button that has to be held: what it does cannot be done by one slip of the hand."""

from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from smartclient.ui.theme import Theme, Tone

HOLD_MS = 1_500
_FRAME_MS = 33
_RING_PX = 18.0
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HoldButton(QPushButton):
    """Emits `held` after HOLD_MS with the mouse, Space or Enter down; a ring shows how far it is. Letting go earlier does nothing."""

    held = Signal()

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._since = QElapsedTimer()
        self._ticker = QTimer(self, interval=_FRAME_MS)
        self._ticker.timeout.connect(self._tick)
        self.setDefault(True)
        self.setMinimumHeight(40)
        self.pressed.connect(self._begin)
        self.released.connect(self._let_go)

    @property
    def share(self) -> float:
        """How far it has been held, 0…1."""
        return min(1.0, self._since.elapsed() / HOLD_MS) if self._ticker.isActive() else 0.0

    def event(self, event: QEvent) -> bool:
        """Keeps its keys from the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Space and Enter hold it; a held key repeats itself, which counts as one press."""
        if event.key() in _KEYS:
            if not event.isAutoRepeat() and self.isEnabled():
                self.setDown(True)
                self._begin()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Letting go."""
        if event.key() in _KEYS:
            if not event.isAutoRepeat():
                self.setDown(False)
                self._let_go()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Whoever looks elsewhere has let go."""
        self.setDown(False)
        self._let_go()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """What is disabled meanwhile is let go."""
        if event.type() is QEvent.Type.EnabledChange:
            self._let_go()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The button, and the ring at its left."""
        super().paintEvent(event)
        share = self.share
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color(Tone.ON_ACCENT if self.isEnabled() else Tone.STALE)
        box = QRectF(12, (self.height() - _RING_PX) / 2, _RING_PX, _RING_PX)
        color.setAlphaF(0.35)
        painter.setPen(QPen(color, 3))
        painter.drawEllipse(box)
        color.setAlphaF(1.0)
        painter.setPen(QPen(color, 3, c=Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, 90 * 16, -round(share * 360 * 16))
        painter.end()

    def _begin(self) -> None:
        self._since.start()
        self._ticker.start()
        self.update()

    def _let_go(self) -> None:
        self._ticker.stop()
        self.update()

    def _tick(self) -> None:
        self.update()
        if self._since.elapsed() >= HOLD_MS:
            self._ticker.stop()
            self.setDown(False)
            self.held.emit()
