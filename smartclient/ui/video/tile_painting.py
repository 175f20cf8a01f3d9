"""Draws a tile: the picture with its proportions kept, and the words on dark bands so that they are read on any picture."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from smartclient.domain.events import Box
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.face import Face, Shown
from smartclient.ui.words import one_line

_EDGE = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_WIDE_PX = 320
_SMALL_PX = 180
"""Tiles lower than this have narrower bands and leave out what can be spared."""


def band_height(tile: QRectF) -> float:
    """How high the band with the name is."""
    return 28 if tile.height() >= _SMALL_PX else 22


def picture_area(tile: QRectF, width: float, height: float) -> QRectF:
    """The largest area with the picture's proportions, on whole pixels: centred, or lower where that frees it from the top band."""
    scale = min(tile.width() / width, tile.height() / height)
    size_x, size_y = round(width * scale), round(height * scale)
    left, slack = round(tile.center().x() - size_x / 2), tile.height() - size_y
    top = round(tile.top() + min(max(slack / 2, band_height(tile)), slack))
    return QRectF(left, top, size_x, size_y)


def paint_picture(painter: QPainter, tile: QRectF, image: QImage, theme: Theme, *, is_dimmed: bool) -> QRectF:
    """Draws the picture, greyed when it is not the present; the answer is where it lies."""
    area = picture_area(tile, image.width(), image.height())
    ratio = painter.device().devicePixelRatioF()
    is_scaled = abs(area.width() * ratio - image.width()) >= 1
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_scaled)
    painter.drawImage(area, image)
    if is_dimmed:
        painter.fillRect(area, theme.color(Tone.GROUND, 0.55))
    return area


def paint_face(painter: QPainter, tile: QRectF, picture: QRectF, face: Face, theme: Theme) -> None:
    """Draws everything that lies over the picture; `theme` is a dark one."""
    for box in face.boxes:
        _paint_box(painter, picture, box, theme)
    room = tile
    if face.alarm is not None:
        room = _paint_frame(painter, room, theme.alarm(face.alarm), 3)
    if face.is_chosen:
        room = _paint_frame(painter, room, theme.color(Tone.ACCENT), 2)
    _paint_top(painter, room, face, theme)
    if face.detail and not face.trouble and tile.height() >= _SMALL_PX:
        _paint_bottom(painter, room, face.detail, theme)
    if face.trouble:
        _paint_trouble(painter, room, face, theme)


def _band(painter: QPainter, area: QRectF, theme: Theme, *, is_top: bool) -> None:
    gradient = QLinearGradient(area.topLeft(), area.bottomLeft())
    strong, weak = theme.color(Tone.GROUND, 0.86), theme.color(Tone.GROUND, 0.62)
    gradient.setColorAt(0.0, strong if is_top else weak)
    gradient.setColorAt(1.0, weak if is_top else strong)
    painter.fillRect(area, gradient)


def _paint_top(painter: QPainter, tile: QRectF, face: Face, theme: Theme) -> None:
    band = QRectF(tile.left(), tile.top(), tile.width(), band_height(tile))
    _band(painter, band, theme, is_top=True)
    inner = band.adjusted(_EDGE, 0, -_EDGE, 0)
    if face.alarm is not None:
        size = band.height() - 4
        sign = QRectF(inner.left() - 4, band.top() + 2, size, size)
        paint_sign(painter, theme, face.alarm, sign)
        inner.setLeft(sign.right() + 6)
    right = _paint_age(painter, inner, face, theme)
    painter.setFont(theme.font(1, bold=True))
    painter.setPen(theme.color(Tone.TEXT))
    room = right - inner.left() - 8
    painter.drawText(inner, _LEFT, elided_name(face.name, room, theme))


def elided_name(name: str, room: float, theme: Theme) -> str:
    """The name as it fits: its end tells neighbours apart (`… Hall B · north`), so the middle goes first."""
    return theme.metrics(1, bold=True).elidedText(one_line(name), Qt.TextElideMode.ElideMiddle, room)


def _paint_age(painter: QPainter, inner: QRectF, face: Face, theme: Theme) -> float:
    """Draws kind and age at the right; the answer is where they begin."""
    right = inner.right()
    is_loud = face.is_behind or face.shown is not Shown.PICTURE
    least = _WIDE_PX if face.shown is Shown.OLD else _SMALL_PX
    for text, tone in ((face.age, Tone.ALARM_MEDIUM if is_loud else Tone.TEXT), (face.kind, Tone.TEXT)):
        if not text or (text is face.kind and inner.width() < least):
            continue
        painter.setFont(theme.font(0, bold=text is face.kind))
        painter.setPen(theme.color(tone))
        painter.drawText(QRectF(inner.left(), inner.top(), right - inner.left(), inner.height()), _RIGHT, text)
        right -= theme.metrics(0, bold=text is face.kind).horizontalAdvance(text) + 8
    return right


def _paint_bottom(painter: QPainter, tile: QRectF, detail: str, theme: Theme) -> None:
    band = QRectF(tile.left(), tile.bottom() - 24, tile.width(), 24)
    _band(painter, band, theme, is_top=False)
    painter.setFont(theme.font(0))
    painter.setPen(theme.color(Tone.TEXT_DIM))
    painter.drawText(band.adjusted(_EDGE, 0, -_EDGE, 0), _LEFT, detail)


def _paint_trouble(painter: QPainter, tile: QRectF, face: Face, theme: Theme) -> None:
    """The words in the middle; below the picture when a still can be looked at meanwhile."""
    step = 1 if tile.height() >= _SMALL_PX else 0
    metrics = theme.metrics(step)
    band = band_height(tile)
    room = tile.adjusted(16, band + 4, -16, -8)
    text = metrics.boundingRect(room, int(_WRAPPED), face.trouble).intersected(room)
    plate = text.adjusted(-12, -8, 12, 8).intersected(tile.adjusted(4, band, -4, -4))
    if face.shown is not Shown.NOTHING:
        plate.moveBottom(tile.bottom() - 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Tone.GROUND, 0.86))
        painter.drawRoundedRect(plate, 4, 4)
    painter.setFont(theme.font(step))
    painter.setPen(theme.color(Tone.TEXT))
    painter.drawText(plate, int(_WRAPPED), face.trouble)


def _paint_box(painter: QPainter, picture: QRectF, box: Box, theme: Theme) -> None:
    """A detected object: its frame and, above it, what it is held for and how surely."""
    area = QRectF(
        picture.left() + box.left * picture.width(),
        picture.top() + box.top * picture.height(),
        (box.right - box.left) * picture.width(),
        (box.bottom - box.top) * picture.height(),
    ).intersected(picture)
    color = theme.color(Tone.ALARM_HIGH)
    _paint_frame(painter, area, color, 2)
    surely = "" if box.confidence is None else f" {box.confidence:.0%}"
    label = f"{one_line(box.label)}{surely}".strip()
    if label:
        font = theme.font(0, bold=True)
        width = theme.metrics(0, bold=True).horizontalAdvance(label) + 8
        plate = QRectF(area.left(), max(picture.top(), area.top() - 18), width, 18)
        painter.fillRect(plate, color)
        painter.setFont(font)
        painter.setPen(theme.color(Tone.GROUND))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, label)


def _paint_frame(painter: QPainter, area: QRectF, color: QColor, width: int) -> QRectF:
    """Draws a frame along the inside of an area; the answer is the room it leaves."""
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    half = width / 2
    painter.drawRect(area.adjusted(half, half, -half, -half))
    return area.adjusted(width, width, -width, -width)


def paint_empty(painter: QPainter, tile: QRectF, number: int, is_chosen: bool, theme: Theme) -> None:
    """A tile without a camera: its number and what to press."""
    painter.fillRect(tile, theme.color(Tone.GROUND))
    _paint_frame(painter, tile, theme.color(Tone.ACCENT if is_chosen else Tone.LINE), 2 if is_chosen else 1)
    room = tile.adjusted(12, 8, -12, -8)
    painter.setFont(theme.font(3 if tile.height() >= _SMALL_PX else 2))
    painter.setPen(theme.color(Tone.TEXT_DIM))
    is_roomy = tile.height() >= _SMALL_PX / 2 and tile.width() >= _SMALL_PX
    upper = QRectF(room.left(), room.top(), room.width(), room.height() / 2) if is_roomy else room
    if number <= 9:
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(upper, bottom if is_roomy else Qt.AlignmentFlag.AlignCenter, str(number))
    if is_roomy:
        lower = QRectF(room.left(), room.center().y() + 4, room.width(), room.height() / 2 - 4)
        painter.setFont(theme.font(0))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), EMPTY_WORDS)


EMPTY_WORDS = "Double-click a camera on the map, or find one with Ctrl K"
