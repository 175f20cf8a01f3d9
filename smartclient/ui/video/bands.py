"""The frames and bands of words over a tile's picture: dark, so that they are read on any picture."""

import math
import re
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPixmap, QPolygonF

from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.face import Face, Shown, Time
from smartclient.ui.video.tile_edges import BAND_PX, BOTTOM_PX, SMALL_PX, band_height, beside
from smartclient.ui.words import one_line

_EDGE = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WIDE_PX = 320
_DIGIT = re.compile(r"\d")
_NARROW_SHARE = 0.45
"""Of a name that has less than this of its width only the end is shown."""


class Bands:
    """Of one tile, kept as pictures until a word changes: drawing text anew for every frame costs more than the frame.

    The age, which counts on all the time, has a picture of its own, in a place as wide as any age of as many digits.
    """

    def __init__(self) -> None:
        self.room = QRectF()
        """What the frames leave of the tile."""
        self._face: Face | None = None
        self._tile = QRectF()
        self._key: tuple[object, ...] = ()
        self._frames: list[tuple[QRectF, QColor]] = []
        self._bands: list[tuple[QPointF, QPixmap]] = []
        self._age: list[tuple[QPointF, QPixmap]] = []

    def paint(self, painter: QPainter, tile: QRectF, face: Face, theme: Theme) -> None:
        """Draws them along the edges of the tile; `theme` is a dark one."""
        if face is not self._face or tile != self._tile:
            self._renew(tile, painter.device().devicePixelRatioF(), face, theme)
        for edge, color in self._frames:
            painter.fillRect(edge, color)
        for at, band in (*self._bands, *self._age):
            painter.drawPixmap(at, band)

    def _renew(self, tile: QRectF, ratio: float, face: Face, theme: Theme) -> None:
        self._face, self._tile = face, tile
        has_plate = face.is_behind and band_height(tile) < BAND_PX
        self._draw(tile, ratio, face if has_plate else replace(face, age=_DIGIT.sub("0", face.age)), theme)
        self._age = []
        if face.age and not has_plate:
            area = QRectF(0, 0, math.ceil(theme.metrics(0).horizontalAdvance(face.age)), band_height(tile))
            at = QPointF(self.room.right() - _inset(area) - area.width(), self.room.top())
            self._age.append((at, _drawn(area, ratio, _paint_age, face, theme)))

    def _draw(self, tile: QRectF, ratio: float, face: Face, theme: Theme) -> None:
        key = (
            (tile.x(), tile.y(), tile.width(), tile.height(), ratio, theme.name, face.is_chosen),
            (face.name, face.shown, face.kind, face.age, face.is_behind),
            (face.trouble, face.detail, face.alarm, face.time, face.notes, face.why_coarse),
        )
        if key == self._key:
            return
        self._key = key
        room, self._frames = _frames(tile, face, theme)
        self.room = room
        top = _drawn(QRectF(0, 0, room.width(), band_height(tile)), ratio, _paint_top, face, theme)
        self._bands = [(room.topLeft(), top)]
        if words := _bottom_words(tile, face):
            bottom = _drawn(QRectF(0, 0, room.width(), BOTTOM_PX), ratio, _paint_bottom, words, theme)
            self._bands.append((QPointF(room.left(), room.bottom() - BOTTOM_PX), bottom))


def _is_tiny(band: QRectF) -> bool:
    return band.height() < BAND_PX


def _inset(band: QRectF) -> int:
    """How far words keep from the band's ends."""
    return 4 if _is_tiny(band) else _EDGE


def _is_loud(face: Face) -> bool:
    """Whether the age is a trouble."""
    return face.is_behind or (face.shown is not Shown.PICTURE and face.time is Time.LIVE)


def _frames(tile: QRectF, face: Face, theme: Theme) -> tuple[QRectF, list[tuple[QRectF, QColor]]]:
    """The room that a tile's frames leave, and their edges with their colours, from outside to inside."""
    wanted = []
    if face.time is not Time.LIVE:
        wanted.append((theme.color(Tone.MOTION), 2))
    if face.alarm is not None:
        wanted.append((theme.alarm(face.alarm), 3))
    if face.is_chosen:
        wanted.append((theme.color(Tone.ACCENT), 2))
    room, edges = tile, []
    for color, width in wanted:
        inside = room.adjusted(width, width, -width, -width)
        edges += [(edge, color) for edge in beside(room, inside)]
        room = inside
    return room, edges


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
    parts = (face.detail, *face.notes, face.why_coarse) if tile.height() >= SMALL_PX else face.notes
    return "" if face.trouble else " · ".join(part for part in parts if part)


def _band(painter: QPainter, area: QRectF, theme: Theme, *, is_top: bool) -> None:
    gradient = QLinearGradient(area.topLeft(), area.bottomLeft())
    strong, weak = theme.color(Tone.GROUND, 0.92), theme.color(Tone.GROUND, 0.8)
    gradient.setColorAt(0.0, strong if is_top else weak)
    gradient.setColorAt(1.0, weak if is_top else strong)
    painter.fillRect(area, gradient)


def _paint_top(painter: QPainter, band: QRectF, face: Face, theme: Theme) -> None:
    _band(painter, band, theme, is_top=True)
    is_tiny, inset = _is_tiny(band), _inset(band)
    inner = band.adjusted(inset, 0, -inset, 0)
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
    right = _paint_kind(painter, inner, face, theme)
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


def _paint_age(painter: QPainter, area: QRectF, face: Face, theme: Theme) -> None:
    painter.setFont(theme.font(0))
    painter.setPen(theme.color(Tone.ALARM_MEDIUM if _is_loud(face) else Tone.TEXT))
    painter.drawText(area, _RIGHT, face.age)


def _paint_kind(painter: QPainter, inner: QRectF, face: Face, theme: Theme) -> float:
    """Draws the kind at the right, or an age on a plate, and leaves room for the age; the answer is where they begin."""
    right = inner.right()
    if face.is_behind and inner.height() < BAND_PX:
        return _paint_plate(painter, inner, face.age.removesuffix(" behind"), theme)
    least = SMALL_PX if face.time is Time.LIVE and face.shown is not Shown.OLD else _WIDE_PX
    if face.age:
        right -= theme.metrics(0).horizontalAdvance(face.age) + 8
    if face.kind and inner.width() >= least:
        painter.setFont(theme.font(0, bold=True))
        painter.setPen(theme.color(Tone.TEXT))
        painter.drawText(QRectF(inner.left(), inner.top(), right - inner.left(), inner.height()), _RIGHT, face.kind)
        right -= theme.metrics(0, bold=True).horizontalAdvance(face.kind) + 8
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
