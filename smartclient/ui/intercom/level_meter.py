"""How loud something is, as a row of bars: lengths tell it, and the last ones are of another colour."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from smartclient.ui.theme import Theme, Tone

BARS = 12
_LOUD = 10
_GAP = 2.0


def paint_level(painter: QPainter, area: QRectF, level: float, theme: Theme, *, is_dim: bool = False) -> None:
    """Bars from left to right, as many lit as the level (0 to 1) says; `is_dim` where nothing of it sounds."""
    width = (area.width() - (BARS - 1) * _GAP) / BARS
    lit = round(level * BARS)
    for number in range(BARS):
        tone = Tone.ALARM_MEDIUM if number >= _LOUD else Tone.ACCENT
        color = theme.color(Tone.STALE if is_dim else tone) if number < lit else theme.color(Tone.LINE)
        painter.fillRect(QRectF(area.left() + number * (width + _GAP), area.top(), width, area.height()), color)


class LevelMeter(QWidget):
    """Shows the last level it was told."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._level, self._is_dim = theme, 0.0, False
        self.setAccessibleName(name)
        self.setFixedHeight(8)

    def show_level(self, level: float, *, is_dim: bool = False) -> None:
        """0 to 1."""
        if (level, is_dim) != (self._level, self._is_dim):
            self._level, self._is_dim = level, is_dim
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Wide enough to be read."""
        return QSize(120, 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws the bars."""
        painter = QPainter(self)
        paint_level(painter, QRectF(self.rect()), self._level, self._theme, is_dim=self._is_dim)
        painter.end()
