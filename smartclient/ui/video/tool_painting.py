"""Draws what belongs to looking and turning: the small map of a zoomed picture, and the way a camera is being moved."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.face import Shown
from smartclient.ui.video.lens import Lens
from smartclient.ui.video.picture import Picture
from smartclient.ui.video.zoom import Zoom

_INSET_SHARE, _INSET_LARGEST_PX, _INSET_SMALLEST_PX = 0.24, 200.0, 60.0
_EDGE, _BAND = 8.0, 24.0
_RING_PX = 18.0


def paint_lens(painter: QPainter, tile: QRectF, lens: Lens, picture: Picture, shown: Shown, theme: Theme) -> None:
    """Where one has come closer: all of the picture, small, at the lower right, with a frame round the part that is visible."""
    if lens.zoom.is_in and lens.dewarp is None:
        _paint_inset(painter, tile, picture.image(shown), lens.zoom, theme)


def _paint_inset(painter: QPainter, tile: QRectF, image: QImage, zoom: Zoom, theme: Theme) -> None:
    width = min(tile.width() * _INSET_SHARE, _INSET_LARGEST_PX)
    if image.isNull() or width < _INSET_SMALLEST_PX:
        return
    height = width * image.height() / image.width()
    inset = QRectF(tile.right() - _EDGE - width, tile.bottom() - _BAND - _EDGE - height, width, height)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(inset, image)
    left, top, across, down = zoom.part
    part = QRectF(inset.left() + left * width, inset.top() + top * height, across * width, down * height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for area, color, line in (
        (inset, theme.color(Tone.GROUND, 0.9), 1),
        (part, theme.color(Tone.GROUND), 3),
        (part, theme.color(Tone.ACCENT), 1),
    ):
        painter.setPen(QPen(color, line))
        painter.drawRect(area)


def paint_ptz(painter: QPainter, picture: QRectF, speed: tuple[float, float, float], theme: Theme) -> None:
    """A ring in the middle to drag from, and an arrow as long as the camera is fast."""
    middle = picture.center()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, line in ((theme.color(Tone.GROUND, 0.8), 4.0), (theme.color(Tone.TEXT), 1.5)):
        painter.setPen(QPen(color, line, c=Qt.PenCapStyle.RoundCap))
        painter.drawEllipse(middle, _RING_PX, _RING_PX)
        _paint_arrow(painter, middle, picture, speed)


def _paint_arrow(painter: QPainter, middle: QPointF, picture: QRectF, speed: tuple[float, float, float]) -> None:
    pan, tilt, zoom = speed
    if pan or tilt:
        reach = min(picture.width(), picture.height()) * 0.4
        way = QPointF(pan, -tilt)
        length = (pan * pan + tilt * tilt) ** 0.5
        ahead = way / length
        tip = middle + way * reach + ahead * _RING_PX
        painter.drawLine(middle + ahead * _RING_PX, tip)
        aside = QPointF(-ahead.y(), ahead.x()) * 5
        painter.drawPolyline(QPolygonF([tip - ahead * 8 + aside, tip, tip - ahead * 8 - aside]))
    if zoom:
        painter.drawLine(middle - QPointF(6, 0), middle + QPointF(6, 0))
        if zoom > 0:
            painter.drawLine(middle - QPointF(0, 6), middle + QPointF(0, 6))
