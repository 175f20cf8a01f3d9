"""The line at the map's foot, beside the scale bar: where the pointer is, in every way that people say it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from smartclient.store.position import Position
from smartclient.ui.theme import Theme, Tone

HEIGHT_PX = 26
_PAD_PX, _STEP_PX = 10, 48
"""The plate grows in steps: whenever it changes its size the map below is painted."""


class Readout(QWidget):
    """An opaque plate, so that the map is not painted again when the pointer moves."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most_px = 0
        self._position: Position | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Position of the pointer")
        self.hide()

    def place(self, left_px: int, bottom_px: int, most_px: int) -> None:
        """Stands at the left, no wider than `most_px`."""
        self._most_px = most_px
        self.setGeometry(left_px, bottom_px - HEIGHT_PX, min(self.width(), most_px), HEIGHT_PX)
        self._fit()

    def show_position(self, position: Position | None) -> None:
        """Shows where the pointer is; None when it has left."""
        if position == self._position:
            return
        self._position = position
        self.setVisible(position is not None)
        self.setAccessibleDescription(self.text)
        if position is not None:
            self._fit()
            self.update()

    @property
    def text(self) -> str:
        """What stands there: degrees only where there is room for them."""
        if self._position is None:
            return ""
        whole = f"{self._position.line}   {self._position.degrees}"
        return whole if self._width_of(whole) <= self._most_px else self._position.line

    def _width_of(self, text: str) -> int:
        wanted = round(self._theme.metrics(0).horizontalAdvance(text)) + 2 * _PAD_PX
        return -(-wanted // _STEP_PX) * _STEP_PX

    def _fit(self) -> None:
        width = min(self._width_of(self.text), self._most_px)
        if width != self.width():
            self.resize(width, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """The plate and its words."""
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), theme.color(Tone.PANEL))
        painter.setPen(QPen(theme.color(Tone.LINE), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setFont(theme.font(0))
        box = QRect(_PAD_PX, 0, self.width() - 2 * _PAD_PX, self.height())
        if self._position is not None:
            line = self._position.line
            painter.setPen(theme.color(Tone.TEXT))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)
            rest = self.text.removeprefix(line)
            box.setLeft(box.left() + round(theme.metrics(0).horizontalAdvance(line)))
            painter.setPen(theme.color(Tone.TEXT_DIM))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, rest)
        painter.end()
