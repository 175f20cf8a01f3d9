"""Text on the plan: measured, placed and painted, straight or along a line."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from smartclient.geometry.labels import AROUND, Box, Label, Place
from smartclient.ui.map.shapes import Ring

_MOST_TURN_DEG = 24.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a text."""

    text: str
    font: QFont
    color: QColor


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

    def size(self) -> tuple[float, float]:
        """Width and height in px."""
        metrics = [QFontMetricsF(row.font) for row in self.rows]
        width = max(m.horizontalAdvance(row.text) for m, row in zip(metrics, self.rows, strict=True))
        height = sum(m.height() - 1 for m in metrics)
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
        height = QFontMetricsF(row.font).height() - 1
        painter.setFont(row.font)
        painter.setPen(row.color)
        area = QRectF(round(left), round(top), right - left, height)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, row.text)
        top += height


@dataclass(frozen=True, slots=True)
class Curve:
    """A text along a line: a place and a turn in degrees for each letter, and the boxes it takes."""

    text: str
    spots: tuple[tuple[float, float, float], ...]
    boxes: tuple[Box, ...]


def along(text: str, line_px: Ring, font: QFont) -> list[Curve]:
    """Where `text` may stand along a line in px, best first: the middles of stretches long enough and straight enough to read."""
    metrics = QFontMetricsF(font)
    advances = [metrics.horizontalAdvance(letter) * 1.06 for letter in text]
    width, height = sum(advances), metrics.height()
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


def paint_curve(painter: QPainter, curve: Curve, font: QFont, color: QColor) -> None:
    """Paints letter by letter."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(color)
    rise = (metrics.ascent() - metrics.descent()) / 2
    for letter, (x, y, turn) in zip(curve.text, curve.spots, strict=True):
        painter.save()
        painter.translate(x, y)
        painter.rotate(turn)
        painter.drawText(QPointF(-metrics.horizontalAdvance(letter) / 2, rise), letter)
        painter.restore()
