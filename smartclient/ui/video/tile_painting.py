"""Draws what may lie over a tile's picture besides its bands, and tiles without one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from smartclient.domain.events import Box
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.bands import Bands
from smartclient.ui.video.face import Face, Shown
from smartclient.ui.video.tile_edges import SMALL_PX, band_height, paint_frame
from smartclient.ui.words import one_line

_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


def paint_face(painter: QPainter, tile: QRectF, picture: QRectF, face: Face, bands: Bands, theme: Theme) -> None:
    """Draws everything that lies over the picture; `theme` is a dark one."""
    for box in face.boxes if face.shown is not Shown.NOTHING else ():
        _paint_box(painter, picture, tile, box, theme)
    bands.paint(painter, tile, face, theme)
    if face.trouble:
        _paint_trouble(painter, bands.room, face, theme)


def _paint_trouble(painter: QPainter, tile: QRectF, face: Face, theme: Theme) -> None:
    """The words in the middle, or their beginning where there is no room for all; below the picture while a still is shown."""
    step = 1 if tile.height() >= SMALL_PX else 0
    metrics = theme.metrics(step)
    band = band_height(tile)
    beside = 16 if tile.width() >= SMALL_PX else 3
    room = tile.adjusted(beside, band + 4, -beside, -8)
    words, text = face.trouble, metrics.boundingRect(room, int(_WRAPPED), face.trouble)
    if not room.contains(text):
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        text = metrics.boundingRect(room, int(_WRAPPED), words).intersected(room)
    plate = text.adjusted(-12, -8, 12, 8).intersected(tile.adjusted(4, band, -4, -4))
    if face.shown is not Shown.NOTHING:
        plate.moveBottom(tile.bottom() - 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Tone.GROUND, 0.86))
        painter.drawRoundedRect(plate, 4, 4)
    painter.setFont(theme.font(step))
    painter.setPen(theme.color(Tone.TEXT))
    painter.drawText(plate, int(_WRAPPED), words)


def _paint_box(painter: QPainter, picture: QRectF, tile: QRectF, box: Box, theme: Theme) -> None:
    """A detected object: its frame and, above it, what it is held for and how surely."""
    area = QRectF(
        picture.left() + box.left * picture.width(),
        picture.top() + box.top * picture.height(),
        (box.right - box.left) * picture.width(),
        (box.bottom - box.top) * picture.height(),
    ).intersected(picture.intersected(tile))
    if area.isEmpty():
        return
    color = theme.color(Tone.ALARM_HIGH)
    paint_frame(painter, area, color, 2)
    surely = "" if box.confidence is None else f" {box.confidence:.0%}"
    label = f"{one_line(box.label)}{surely}".strip()
    if label:
        font = theme.font(0, bold=True)
        width = theme.metrics(0, bold=True).horizontalAdvance(label) + 8
        plate = QRectF(area.left(), max(picture.top(), tile.top(), area.top() - 18), width, 18)
        painter.fillRect(plate, color)
        painter.setFont(font)
        painter.setPen(theme.color(Tone.GROUND))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, label)


def paint_empty(painter: QPainter, tile: QRectF, number: int, words: str, is_chosen: bool, theme: Theme) -> None:
    """A tile without a picture: its number, and what to press or why."""
    painter.fillRect(tile, theme.color(Tone.GROUND))
    paint_frame(painter, tile, theme.color(Tone.ACCENT if is_chosen else Tone.LINE), 2 if is_chosen else 1)
    room = tile.adjusted(12, 8, -12, -8)
    painter.setFont(theme.font(3 if tile.height() >= SMALL_PX else 2))
    painter.setPen(theme.color(Tone.TEXT_DIM))
    is_roomy = tile.height() >= SMALL_PX / 2 and tile.width() >= SMALL_PX
    upper = QRectF(room.left(), room.top(), room.width(), room.height() / 2) if is_roomy else room
    if number <= 64:
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(upper, bottom if is_roomy else Qt.AlignmentFlag.AlignCenter, str(number))
    if is_roomy:
        lower = QRectF(room.left(), room.center().y() + 4, room.width(), room.height() / 2 - 4)
        painter.setFont(theme.font(0))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), words)


MISSING_WORDS = "A camera that this server does not know; Delete frees the tile"
EMPTY_WORDS = "Double-click a camera on the map, or find one with Ctrl K"
