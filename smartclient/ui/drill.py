"""What a drill looks like everywhere: a violet dashed frame and the word DRILL, on the screen and on paper."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from smartclient.ui.theme import Theme, Tone

WORD = "DRILL"
_SIZE_PX = 11
_PAD_PX = 8
_DASH, _GAP = 4.0, 2.5
"""Lengths of dashes, in widths of the pen."""
_WORD_WIDTH, _WORD_HEIGHT = 4.6, 1.5
"""The room of the word, in heights of its letters."""

Corner = Qt.Corner


def paint_drill(
    painter: QPainter,
    box: QRectF,
    theme: Theme,
    *,
    corner: Corner = Corner.TopRightCorner,
    size_px: float = _SIZE_PX,
) -> QRectF:
    """Draws the frame along the inside of `box` and the word on a plate in that corner; the answer is where the plate is.

    `size_px` is the height of the letters in the painter's own units, which need not be pixels: frame and plate go with it.
    """
    paint_drill_frame(painter, box, theme, size_px)
    plate = _plate(box, corner, size_px)
    paint_drill_word(painter, plate, theme, size_px)
    return plate


def paint_drill_frame(painter: QPainter, box: QRectF, theme: Theme, size_px: float = _SIZE_PX) -> None:
    """The frame alone, where the word has a place of its own."""
    width = size_px / 5.5
    pen = QPen(theme.color(Tone.DRILL), width, c=Qt.PenCapStyle.FlatCap, j=Qt.PenJoinStyle.MiterJoin)
    pen.setDashPattern([_DASH, _GAP])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    painter.restore()


def paint_drill_word(painter: QPainter, plate: QRectF, theme: Theme, size_px: float = _SIZE_PX) -> None:
    """The word on its plate."""
    font = theme.font(0, bold=True)
    font.setPixelSize(max(1, round(size_px)))
    painter.save()
    painter.fillRect(plate, theme.color(Tone.DRILL))
    painter.setFont(font)
    painter.setPen(theme.color(Tone.ON_ACCENT))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, WORD)
    painter.restore()


def _plate(box: QRectF, corner: Corner, size_px: float) -> QRectF:
    width = min(_WORD_WIDTH * size_px, box.width())
    height = min(_WORD_HEIGHT * size_px, box.height())
    is_right = corner in (Corner.TopRightCorner, Corner.BottomRightCorner)
    is_low = corner in (Corner.BottomLeftCorner, Corner.BottomRightCorner)
    corner_at = QPointF(box.right() - width if is_right else box.left(), box.bottom() - height if is_low else box.top())
    return QRectF(corner_at.x(), corner_at.y(), width, height)


class DrillFrame(QWidget):
    """Lies over its parent, lets everything through to it, and is there while `show_drill` says so."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        *,
        corner: Corner = Corner.TopRightCorner,
        size_px: float = _SIZE_PX,
    ) -> None:
        super().__init__(parent)
        self._theme, self._corner, self._size_px = theme, corner, size_px
        self._framed = parent
        self.but = ""
        """What is inside the frame and is no drill, in words beside the word."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet("background: transparent")
        self.setAccessibleName("A drill")
        parent.installEventFilter(self)
        self.hide()

    def show_drill(self, is_drill: bool, but: str = "") -> None:
        """Frames the parent, or does not; `but` names what is inside and is no drill."""
        if but != self.but:
            self.but = but
            self.setAccessibleDescription(but)
            self.update()
        if is_drill:
            self._cover()
            self.raise_()
        self.setVisible(is_drill)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stays as large as what it frames."""
        if watched is self._framed and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._cover()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws the frame."""
        painter = QPainter(self)
        plate = paint_drill(painter, QRectF(self.rect()), self._theme, corner=self._corner, size_px=self._size_px)
        if self.but:
            self._paint_but(painter, plate)
        painter.end()

    def _paint_but(self, painter: QPainter, plate: QRectF) -> None:
        """On a plate of its own, in the colour of what is real."""
        width = self._theme.metrics(1, bold=True).horizontalAdvance(self.but) + 2 * _PAD_PX
        is_left = self._corner in (Corner.TopLeftCorner, Corner.BottomLeftCorner)
        beside = QRectF(plate.right() if is_left else plate.left() - width, plate.top(), width, plate.height())
        painter.fillRect(beside, self._theme.color(Tone.GROUND))
        painter.setPen(self._theme.color(Tone.ALARM_HIGH))
        painter.setFont(self._theme.font(1, bold=True))
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, self.but)

    def _cover(self) -> None:
        """A frame can lie on another parent than what it frames."""
        is_own = self.parentWidget() is self._framed
        self.setGeometry(self._framed.rect() if is_own else self._framed.geometry())
