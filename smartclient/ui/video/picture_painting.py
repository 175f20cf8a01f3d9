"""Draws the picture of a tile, its proportions kept."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.tile_edges import band_height, beside

_SLACK_PX = 5
"""Pictures are decoded to even sizes that may be so much smaller than the tile."""


def picture_area(tile: QRectF, width: float, height: float) -> QRectF:
    """The largest area with the picture's proportions, on whole pixels: centred, or lower where that frees it from the top band.

    A picture that nearly fills it keeps its own size: not scaled it is painted many times faster.
    """
    scale = min(tile.width() / width, tile.height() / height)
    scale = 1.0 if scale >= 1.0 and width * (scale - 1) < _SLACK_PX else scale
    size_x, size_y = round(width * scale), round(height * scale)
    left, slack = round(tile.center().x() - size_x / 2), tile.height() - size_y
    top = round(tile.top() + min(max(slack / 2, band_height(tile)), slack))
    return QRectF(left, top, size_x, size_y)


def paint_picture(
    painter: QPainter, tile: QRectF, room: QRectF, image: QImage, part: QRectF, theme: Theme, *, is_dimmed: bool
) -> QRectF:
    """Draws that part of the image in the room, greyed when it is not the present, and fills what is left of the tile.

    The answer is where the whole image would lie.
    """
    ratio = painter.device().devicePixelRatioF()
    area = picture_area(room, part.width() / ratio, part.height() / ratio)
    for left_over in beside(tile, area):
        painter.fillRect(left_over, theme.color(Tone.GROUND))
    is_scaled = abs(area.width() * ratio - part.width()) >= 1
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_scaled)
    painter.drawImage(area, image, part)
    if is_dimmed:
        painter.fillRect(area, theme.color(Tone.GROUND, 0.55))
    across, down = area.width() / part.width(), area.height() / part.height()
    return QRectF(
        area.left() - part.left() * across,
        area.top() - part.top() * down,
        image.width() * across,
        image.height() * down,
    )


class Fit:
    """Where a tile's pictures lie while they come in one size and are shown whole: reckoned once, not for every frame."""

    def __init__(self) -> None:
        self._tile, self._size, self._ratio = QRectF(), QSize(), 1.0
        self._area = QRectF()
        self._left_over: tuple[QRectF, ...] = ()

    def paint(self, painter: QPainter, tile: QRectF, image: QImage, theme: Theme) -> None:
        """Draws all of the image, and fills what is left of the tile."""
        size, ratio = image.size(), painter.device().devicePixelRatioF()
        if tile != self._tile or size != self._size or ratio != self._ratio:
            self._tile, self._size, self._ratio = tile, size, ratio
            self._area = picture_area(tile, size.width() / ratio, size.height() / ratio)
            self._left_over = tuple(beside(tile, self._area))
        for left_over in self._left_over:
            painter.fillRect(left_over, theme.color(Tone.GROUND))
        is_scaled = abs(self._area.width() * ratio - size.width()) >= 1
        if is_scaled:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._area, image)
        if is_scaled:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
