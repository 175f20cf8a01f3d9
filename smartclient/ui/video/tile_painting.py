"""Draws a tile: the picture with its proportions kept, and the words on dark bands so that they are read on any picture."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen, QPixmap, QPolygonF

from smartclient.domain.events import Box
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.face import Face, Shown, Time
from smartclient.ui.words import one_line

_EDGE = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_WIDE_PX = 320
_SMALL_PX = 180
"""Tiles lower than this have narrower bands and leave out what can be spared."""
_TINY_PX = 110
_BAND_PX, _BOTTOM_PX = 22, 24
_NARROW_SHARE = 0.45
"""Of a name that has less than this of its width only the end is shown."""


def band_height(tile: QRectF) -> float:
    """How high the band with the name is."""
    if tile.height() >= _SMALL_PX:
        return 28
    return _BAND_PX if tile.height() >= _TINY_PX and tile.width() >= _SMALL_PX else 16


def picture_area(tile: QRectF, width: float, height: float) -> QRectF:
    """The largest area with the picture's proportions, on whole pixels: centred, or lower where that frees it from the top band."""
    scale = min(tile.width() / width, tile.height() / height)
    size_x, size_y = round(width * scale), round(height * scale)
    left, slack = round(tile.center().x() - size_x / 2), tile.height() - size_y
    top = round(tile.top() + min(max(slack / 2, band_height(tile)), slack))
    return QRectF(left, top, size_x, size_y)


def paint_picture(
    painter: QPainter, tile: QRectF, image: QImage, part: QRectF, theme: Theme, *, is_dimmed: bool
) -> QRectF:
    """Draws that part of the image, greyed when it is not the present; the answer is where the whole image would lie."""
    area = picture_area(tile, part.width(), part.height())
    ratio = painter.device().devicePixelRatioF()
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


class Bands:
    """The bands of words of one tile, kept as pictures until a word changes: drawing text anew fifteen times a second costs too much."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._top, self._bottom = QPixmap(), QPixmap()

    def paint(self, painter: QPainter, tile: QRectF, room: QRectF, face: Face, theme: Theme) -> None:
        """Draws them along the edges of `room`, which is the tile without its frames."""
        ratio = painter.device().devicePixelRatioF()
        key = (
            (room.width(), room.height(), tile.height(), ratio, theme.name),
            (face.name, face.shown, face.kind, face.age, face.is_behind),
            (face.trouble, face.detail, face.alarm, face.time, face.notes, face.why_coarse),
        )
        if key != self._key:
            self._key = key
            self._top = _drawn(QRectF(0, 0, room.width(), band_height(tile)), ratio, _paint_top, face, theme)
            words = _bottom_words(tile, face)
            self._bottom = QPixmap()
            if words:
                self._bottom = _drawn(QRectF(0, 0, room.width(), _BOTTOM_PX), ratio, _paint_bottom, words, theme)
        painter.drawPixmap(room.topLeft(), self._top)
        if not self._bottom.isNull():
            painter.drawPixmap(QPointF(room.left(), room.bottom() - _BOTTOM_PX), self._bottom)


def _drawn(area: QRectF, ratio: float, paint: Callable[..., None], *given: object) -> QPixmap:
    picture = QPixmap((area.size() * ratio).toSize().expandedTo(QSize(1, 1)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, area, *given)
    painter.end()
    return picture


def _bottom_words(tile: QRectF, face: Face) -> str:
    """Small tiles keep to what a person has done to them; that a picture is coarse they show by a sign."""
    parts = (face.detail, *face.notes, face.why_coarse) if tile.height() >= _SMALL_PX else face.notes
    return "" if face.trouble else " · ".join(part for part in parts if part)


def paint_face(painter: QPainter, tile: QRectF, picture: QRectF, face: Face, bands: Bands, theme: Theme) -> None:
    """Draws everything that lies over the picture; `theme` is a dark one."""
    for box in face.boxes:
        _paint_box(painter, picture, tile, box, theme)
    room = tile
    if face.time is not Time.LIVE:
        room = paint_frame(painter, room, theme.color(Tone.MOTION), 2)
    if face.alarm is not None:
        room = paint_frame(painter, room, theme.alarm(face.alarm), 3)
    if face.is_chosen:
        room = paint_frame(painter, room, theme.color(Tone.ACCENT), 2)
    bands.paint(painter, tile, room, face, theme)
    if face.trouble:
        _paint_trouble(painter, room, face, theme)


def _band(painter: QPainter, area: QRectF, theme: Theme, *, is_top: bool) -> None:
    gradient = QLinearGradient(area.topLeft(), area.bottomLeft())
    strong, weak = theme.color(Tone.GROUND, 0.92), theme.color(Tone.GROUND, 0.8)
    gradient.setColorAt(0.0, strong if is_top else weak)
    gradient.setColorAt(1.0, weak if is_top else strong)
    painter.fillRect(area, gradient)


def _paint_top(painter: QPainter, band: QRectF, face: Face, theme: Theme) -> None:
    _band(painter, band, theme, is_top=True)
    is_tiny = band.height() < _BAND_PX
    inner = band.adjusted(_EDGE if not is_tiny else 4, 0, -_EDGE if not is_tiny else -4, 0)
    if face.alarm is not None:
        size = band.height() - 4
        sign = QRectF(inner.left() - 4, band.top() + 2, size, size)
        paint_sign(painter, theme, face.alarm, sign)
        inner.setLeft(sign.right() + 6)
    if face.kind and face.shown is not Shown.STILL:
        side = 8 if is_tiny else 10
        sign = QRectF(inner.left(), band.center().y() - side / 2, side, side)
        _paint_time_sign(painter, sign, face, theme)
        inner.setLeft(sign.right() + (4 if is_tiny else 7))
    right = _paint_age(painter, inner, face, theme)
    if face.why_coarse:
        sign = QRectF(right - 12, band.center().y() - 4, 9, 8)
        _paint_coarse_sign(painter, sign, theme)
        right = sign.left() - 4
    step = 0 if is_tiny else 1
    painter.setFont(theme.font(step, bold=True))
    painter.setPen(theme.color(Tone.TEXT))
    painter.drawText(inner, _LEFT, elided_name(face.name, right - inner.left() - (4 if is_tiny else 8), theme, step))


def _paint_time_sign(painter: QPainter, box: QRectF, face: Face, theme: Theme) -> None:
    """A disc for live, a triangle for recorded that runs, two bars for recorded that stands; hollow for what is no more."""
    is_present = face.shown is Shown.PICTURE
    color = theme.color(Tone.ACCENT if face.time is Time.LIVE else Tone.MOTION)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color if is_present else theme.color(Tone.STALE), 1.5))
    painter.setBrush(color if is_present else Qt.BrushStyle.NoBrush)
    if face.time is Time.LIVE:
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    elif face.time is Time.RECORDED:
        middle = QPointF(box.right(), box.center().y())
        painter.drawPolygon(QPolygonF([box.topLeft(), middle, box.bottomLeft()]))
    else:
        painter.drawRect(QRectF(box.left() + 1, box.top(), 2, box.height()))
        painter.drawRect(QRectF(box.right() - 4, box.top(), 2, box.height()))


def _paint_coarse_sign(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Three bars that go down: the picture is less than it could be; the words are in the details and, with room, below."""
    for number in range(3):
        height = box.height() * (3 - number) / 3
        bar = QRectF(box.left() + number * 3, box.bottom() - height, 2, height)
        painter.fillRect(bar, theme.color(Tone.ALARM_MEDIUM))


def elided_name(name: str, room: float, theme: Theme, step: int = 1) -> str:
    """The name as it fits: its end tells neighbours apart (`… Hall B · north`), so the middle goes first, then the beginning."""
    metrics, line = theme.metrics(step, bold=True), one_line(name)
    is_narrow = room < _NARROW_SHARE * metrics.horizontalAdvance(line)
    return metrics.elidedText(line, Qt.TextElideMode.ElideLeft if is_narrow else Qt.TextElideMode.ElideMiddle, room)


def _paint_age(painter: QPainter, inner: QRectF, face: Face, theme: Theme) -> float:
    """Draws kind and age at the right; the answer is where they begin."""
    right = inner.right()
    is_loud = face.is_behind or (face.shown is not Shown.PICTURE and face.time is Time.LIVE)
    if face.is_behind and inner.height() < _BAND_PX:
        return _paint_plate(painter, inner, face.age.removesuffix(" behind"), theme)
    least = _SMALL_PX if face.time is Time.LIVE and face.shown is not Shown.OLD else _WIDE_PX
    for text, tone in ((face.age, Tone.ALARM_MEDIUM if is_loud else Tone.TEXT), (face.kind, Tone.TEXT)):
        if not text or (text is face.kind and inner.width() < least):
            continue
        painter.setFont(theme.font(0, bold=text is face.kind))
        painter.setPen(theme.color(tone))
        painter.drawText(QRectF(inner.left(), inner.top(), right - inner.left(), inner.height()), _RIGHT, text)
        right -= theme.metrics(0, bold=text is face.kind).horizontalAdvance(text) + 8
    return right


def _paint_plate(painter: QPainter, inner: QRectF, text: str, theme: Theme) -> float:
    """An age on a plate of its own: in a tiny tile that stands for the word `behind`; the answer is where it begins."""
    width = theme.metrics(0, bold=True).horizontalAdvance(text) + 6
    plate = QRectF(inner.right() - width, inner.top() + 1, width, inner.height() - 2)
    painter.fillRect(plate, theme.color(Tone.ALARM_MEDIUM))
    painter.setFont(theme.font(0, bold=True))
    painter.setPen(theme.color(Tone.GROUND))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
    return plate.left() - 4


def _paint_bottom(painter: QPainter, band: QRectF, words: str, theme: Theme) -> None:
    _band(painter, band, theme, is_top=False)
    painter.setFont(theme.font(0))
    painter.setPen(theme.color(Tone.TEXT_DIM))
    room = band.adjusted(_EDGE, 0, -_EDGE, 0)
    painter.drawText(room, _LEFT, theme.metrics(0).elidedText(words, Qt.TextElideMode.ElideRight, room.width()))


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


def paint_frame(painter: QPainter, area: QRectF, color: QColor, width: int) -> QRectF:
    """Draws a frame along the inside of an area; the answer is the room it leaves."""
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    half = width / 2
    painter.drawRect(area.adjusted(half, half, -half, -half))
    return area.adjusted(width, width, -width, -width)


def paint_empty(painter: QPainter, tile: QRectF, number: int, words: str, is_chosen: bool, theme: Theme) -> None:
    """A tile without a picture: its number, and what to press or why."""
    painter.fillRect(tile, theme.color(Tone.GROUND))
    paint_frame(painter, tile, theme.color(Tone.ACCENT if is_chosen else Tone.LINE), 2 if is_chosen else 1)
    room = tile.adjusted(12, 8, -12, -8)
    painter.setFont(theme.font(3 if tile.height() >= _SMALL_PX else 2))
    painter.setPen(theme.color(Tone.TEXT_DIM))
    is_roomy = tile.height() >= _SMALL_PX / 2 and tile.width() >= _SMALL_PX
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
