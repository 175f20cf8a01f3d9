"""A page as it will be printed, as large as there is room."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from smartclient.ui.theme import Theme, Tone

_EDGE_PX = 16.0


class PagePreview(QWidget):
    """Paints the newest picture of a page; a word while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self.setAccessibleName("The page")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A page that can be judged."""
        return QSize(840, 640)

    def show_page(self, image: QImage | None) -> None:
        """Shows a page; None while it is being drawn."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """The page on the ground of the window."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(Tone.GROUND))
        if self._image is None or self._image.isNull():
            painter.setPen(self._theme.color(Tone.TEXT_DIM))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Drawing the page …")
            return
        free = QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        size = self._image.size().toSizeF().scaled(free.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(
            free.center().x() - size.width() / 2, free.center().y() - size.height() / 2, size.width(), size.height()
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        painter.setPen(QPen(self._theme.color(Tone.LINE), 1))
        painter.drawRect(place)
