"""Text on the plan: measured, placed and painted, straight or along a line."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from smartclient.geometry.labels import AROUND, Box, Label, Place
from smartclient.ui.map.shapes import Ring
from smartclient.ui.theme import Theme, Tone

_MOST_TURN_DEG = 24.0
_MOST_WIDTHS = 20_000
_SPREAD = 1.06


class Style:
    """A font in a colour that remembers how wide its texts are; made once for a theme."""

    def __init__(self, theme: Theme, step: int, tone: Tone, *, bold: bool = False, italic: bool = False) -> None:
        self.font = theme.font(step, bold=bold)
        self.font.setItalic(italic)
        self.color = theme.color(tone)
        self.metrics = QFontMetricsF(self.font)
        self.row_height = self.metrics.height() - 1
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """The width of a text in px."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) > _MOST_WIDTHS:
                self._widths.clear()
            known = self._widths[text] = self.metrics.horizontalAdvance(text)
        return known


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a text."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Text:
    """A few centred rows around (`x`, `y`) px; `chip` paints a plate under them."""

    rows: tuple[Row, ...]
    x: float
    y: float
    rank: float
    places: tuple[Place, ...] = field(default=AROUND)
    gap: float = 3.0
    chip: QColor | None = None
    shorter: "Text | None" = None
    """What is written where there is no room for this."""

    def size(self) -> tuple[float, float]:
        """Width and height in px."""
        width = max(row.style.width(row.text) for row in self.rows)
        height = sum(row.style.row_height for row in self.rows)
        return (width + 9, height + 2) if self.chip is not None else (width + 4, height)

    def label(self) -> Label:
        """The text as something to place."""
        width, height = self.size()
        return Label(self.x, self.y, width, height, self.rank, self.places, self.gap)


def paint_text(painter: QPainter, text: Text, box: Box) -> None:
    """Paints the rows centred in the box."""
    left, top, right, bottom = box
    if text.chip is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(text.chip)
        painter.drawRoundedRect(QRectF(left, top, right - left, bottom - top), 4, 4)
        top += 1
    for row in text.rows:
        height = row.style.row_height
        painter.setFont(row.style.font)
        painter.setPen(row.style.color)
        area = QRectF(round(left), round(top), right - left, height)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, row.text)
        top += height


@dataclass(frozen=True, slots=True)
class Curve:
    """A text along a line: a place and a turn in degrees for each letter, and the boxes it takes."""

    text: str
    spots: tuple[tuple[float, float, float], ...]
    boxes: tuple[Box, ...]


def along(text: str, line_px: Ring, style: Style) -> list[Curve]:
    """Where `text` may stand along a line in px, best first: the middles of stretches long enough and straight enough to read."""
    advances = [style.width(letter) * _SPREAD for letter in text]
    width, height = sum(advances), style.row_height
    steps = np.hypot(*np.diff(line_px, axis=0).T)
    lengths = np.concatenate(([0.0], np.cumsum(steps)))
    if width * 1.15 > lengths[-1] or not text:
        return []
    found = []
    for share in (0.5, 0.3, 0.7, 0.15, 0.85):
        start = lengths[-1] * share - width / 2
        if start >= 0 and start + width <= lengths[-1]:
            curve = _curve(text, advances, line_px, lengths, start, height)
            if curve is not None:
                found.append(curve)
    return found


def _curve(text: str, advances: list[float], line_px: Ring, lengths: Ring, start: float, height: float) -> Curve | None:
    ends = np.array([start, start + sum(advances)])
    x = np.interp(ends, lengths, line_px[:, 0])
    points = line_px if x[0] <= x[1] else line_px[::-1]
    total = float(lengths[-1])
    marks = lengths if x[0] <= x[1] else total - lengths[::-1]
    at = start if x[0] <= x[1] else total - start - sum(advances)
    spots: list[tuple[float, float, float]] = []
    for advance in advances:
        around = np.array([at, at + advance / 2, at + advance])
        xs, ys = np.interp(around, marks, points[:, 0]), np.interp(around, marks, points[:, 1])
        spots.append((float(xs[1]), float(ys[1]), math.degrees(math.atan2(ys[2] - ys[0], xs[2] - xs[0]))))
        at += advance
    turns = [(b[2] - a[2] + 180) % 360 - 180 for a, b in pairwise(spots)]
    if any(abs(turn) > _MOST_TURN_DEG for turn in turns) or abs(sum(turns)) > 2 * _MOST_TURN_DEG:
        return None
    half = height / 2
    return Curve(text, tuple(spots), tuple((x - half, y - half, x + half, y + half) for x, y, _ in spots))


def paint_curve(painter: QPainter, curve: Curve, style: Style) -> None:
    """Paints letter by letter."""
    painter.setFont(style.font)
    painter.setPen(style.color)
    rise = (style.metrics.ascent() - style.metrics.descent()) / 2
    for letter, (x, y, turn) in zip(curve.text, curve.spots, strict=True):
        painter.save()
        painter.translate(x, y)
        painter.rotate(turn)
        painter.drawText(QPointF(-style.width(letter) / 2, rise), letter)
        painter.restore()
