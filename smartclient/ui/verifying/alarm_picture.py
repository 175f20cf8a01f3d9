"""The picture that the server keeps with an alarm, with what the machine found in it; else the words why there is none."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from smartclient.domain.footage import Mask
from smartclient.store.layouts import PROPORTION
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme, dark
from smartclient.ui.video.bands import Bands
from smartclient.ui.video.face import Face
from smartclient.ui.video.picture_painting import paint_picture
from smartclient.ui.video.still_decoder import Still, decoded
from smartclient.ui.video.tile_painting import paint_face

_LARGEST_PX = QSize(1_920, 1_080)
_QUALITY = 85


class AlarmPicturePlate(QWidget):
    """Looks like a tile; as high as the picture, or as the words."""

    def __init__(self, theme: Theme, watermark: Watermark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._watermark = dark() if theme.name == "light" else theme, watermark
        self.words = text_label("Why the alarm has no picture", dim=True)
        self._picture = _Painted(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._picture)
        page.addWidget(self.words)
        self.say("")

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return not self._picture.isHidden()

    def say(self, words: str) -> None:
        """No picture, and why; nothing at all where it is empty."""
        self._picture.show_picture(QImage(), None)
        self._picture.hide()
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.setVisible(bool(words))
        self.setAccessibleName(words or "Picture of the alarm")

    def show_picture(self, image: QImage, face: Face) -> None:
        """Shows it; `face` says whose it is and when it was taken."""
        self.words.hide()
        self._picture.show_picture(image, face)
        self._picture.show()
        self.show()
        self.setAccessibleName(f"Picture of the alarm: {face.sentence}")

    def fit(self, width_px: int) -> None:
        """As high as a picture is in a column that wide."""
        self._picture.setFixedHeight(round(width_px / PROPORTION))

    def paint(self, widget: QWidget, image: QImage, face: Face, bands: Bands) -> None:
        """Paints the picture, who looks at it, and all that lies over it."""
        painter, tile = QPainter(widget), QRectF(widget.rect())
        whole = paint_picture(painter, tile, tile, image, QRectF(image.rect()), self._theme, is_dimmed=False)
        self._watermark.paint(painter, tile)
        paint_face(painter, tile, whole, face, bands, self._theme)
        painter.end()


def covered_jpeg(picture: Still, masks: tuple[Mask, ...]) -> bytes:
    """The picture as a JPEG of our own making, what privacy masks cover black; empty where it is none. For a thread."""
    image = decoded(picture, _LARGEST_PX, masks)
    if image is None:
        return b""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.image.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
    return bytes(data.data())


class _Painted(QWidget):
    def __init__(self, plate: AlarmPicturePlate) -> None:
        super().__init__(plate)
        self._plate = plate
        self._image, self._bands = QImage(), Bands()
        self._face: Face | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_picture(self, image: QImage, face: Face | None) -> None:
        self._image, self._face = image, face
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        if self._face is not None:
            self._plate.paint(self, self._image, self._face, self._bands)
