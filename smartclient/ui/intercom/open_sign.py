"""The sign that this machine's microphone is open: red, with words and a level, over everything else in the window."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from smartclient.ui.intercom.level_meter import paint_level
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line

OPEN, OPENING = "MICROPHONE OPEN", "Opening the way …"
_HEIGHT = 34


class OpenSign(QWidget):
    """At the top of its parent, in the middle; it takes no click and no key."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words, self._place, self._level, self._is_open = "", "", 0.0, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def show_voice(self, *, is_open: bool, place: str, level: float) -> None:
        """Whether the microphone is open already, to whom, and how loud the voice is, 0 to 1."""
        words = OPEN if is_open else OPENING
        if (words, place) != (self._words, self._place):
            self._words, self._place, self._is_open = words, place, is_open
            self.setAccessibleName(f"{words}: {one_line(place)}")
            self._stand()
        self._level = level
        self.update()
        if self.isHidden():
            self.show()
            self.raise_()

    def end(self) -> None:
        """The microphone is closed."""
        self._words = ""
        self.hide()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as the words."""
        words = self._theme.metrics(2, bold=True).horizontalAdvance(self._words)
        place = self._theme.metrics(1).horizontalAdvance(one_line(self._place))
        return QSize(round(words + place) + 200, _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stays in the middle."""
        if event.type() is QEvent.Type.Resize:
            self._stand()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draws itself."""
        theme, box = self._theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Tone.ALARM_HIGH if self._is_open else Tone.RAISED))
        painter.drawRoundedRect(box, 4, 4)
        ink = theme.color(Tone.ON_ACCENT if self._is_open else Tone.TEXT)
        painter.setPen(ink)
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(14, box.center().y() - 5, 10, 10))
        left = 34.0
        for words, step, is_bold in ((self._words, 2, True), (one_line(self._place), 1, False)):
            painter.setFont(theme.font(step, bold=is_bold))
            painter.drawText(QRectF(left, 0, box.width() - left, box.height()), Qt.AlignmentFlag.AlignVCenter, words)
            left += theme.metrics(step, bold=is_bold).horizontalAdvance(words) + 12
        meter = QRectF(box.right() - 128, box.center().y() - 7, 116, 14)
        painter.fillRect(meter, theme.color(Tone.GROUND, 0.85))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        paint_level(painter, meter.adjusted(4, 3, -4, -3), self._level, theme)
        painter.end()

    def _stand(self) -> None:
        parent, size = self.parentWidget(), self.sizeHint()
        if parent is not None:
            width = min(size.width(), parent.width())
            self.setGeometry((parent.width() - width) // 2, 6, width, size.height())
