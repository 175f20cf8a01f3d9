"""What moves on the timeline: playheads, now with the future behind it, the marked span, the line under the pointer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPolygonF

from smartclient.store.span_selection import SpanSelection
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.timeline.axis import Axis
from smartclient.ui.video.timeline.picture import RULER_PX

HEAD_PX = 7.0
"""Half the width of a playhead's cap."""


@dataclass(frozen=True, slots=True)
class Head:
    """A playhead: `label` is the number of a tile with a clock of its own, empty for the clock of all."""

    at: datetime
    is_live: bool
    label: str = ""


def paint_future(painter: QPainter, axis: Axis, now: datetime, theme: Theme, height_px: float) -> None:
    """Nothing is recorded yet to the right of now."""
    x = axis.x(now)
    if x >= axis.width_px:
        return
    left = max(x, 0.0)
    room = QRectF(left, RULER_PX, axis.width_px - left, height_px - RULER_PX)
    painter.fillRect(room, theme.color(Tone.PANEL))
    painter.fillRect(room, QBrush(theme.color(Tone.LINE), Qt.BrushStyle.FDiagPattern))
    if x >= 0:
        painter.fillRect(QRectF(round(x), RULER_PX, 1, height_px - RULER_PX), theme.color(Tone.ACCENT))


def paint_selection(painter: QPainter, axis: Axis, selection: SpanSelection, theme: Theme, height_px: float) -> None:
    """The span between in and out; a mark whose fellow is missing is a bracket that points to where it would be."""
    accent = theme.color(Tone.ACCENT)
    if (span := selection.span) is not None and span.meets(axis.span):
        begin, end = max(axis.x(span.begin), 0.0), min(axis.x(span.end), axis.width_px)
        painter.fillRect(QRectF(begin, RULER_PX, end - begin, height_px - RULER_PX), theme.color(Tone.ACCENT, 0.18))
        painter.fillRect(QRectF(begin, RULER_PX, end - begin, 2), accent)
    for at, inward in ((selection.begin, 1), (selection.end, -1)):
        if at is not None and -8 <= (x := axis.x(at)) <= axis.width_px + 8:
            painter.fillRect(QRectF(round(x) - 1, 4, 2, height_px - 4), accent)
            for y in (4.0, height_px - 2):
                painter.fillRect(QRectF(round(x) - (0 if inward > 0 else 6), y, 6, 2), accent)


def paint_heads(painter: QPainter, axis: Axis, heads: Iterable[Head], theme: Theme, height_px: float) -> None:
    """The clock of all over those of single tiles; in the accent's colour while it is live."""
    for head in heads:
        x = axis.x(head.at)
        if not -HEAD_PX <= x <= axis.width_px + HEAD_PX:
            continue
        tone = theme.color(Tone.ACCENT if head.is_live else Tone.TEXT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if head.label:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(Tone.TEXT_DIM))
            painter.drawRoundedRect(QRectF(x - 7, 4, 14, 14), 3, 3)
            painter.setPen(theme.color(Tone.GROUND))
            painter.setFont(theme.font(0, bold=True))
            painter.drawText(QRectF(x - 7, 4, 14, 14), Qt.AlignmentFlag.AlignCenter, head.label)
            painter.fillRect(QRectF(x - 0.5, 18, 1, height_px - 18), theme.color(Tone.TEXT_DIM))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            cap = [(-HEAD_PX + 1, 2), (HEAD_PX - 1, 2), (HEAD_PX - 1, RULER_PX - 9), (0, RULER_PX - 1)]
            cap.append((-HEAD_PX + 1, RULER_PX - 9))
            painter.drawPolygon(QPolygonF([QPointF(x + right, y) for right, y in cap]))
            painter.fillRect(QRectF(x - 1, RULER_PX - 2, 2, height_px - RULER_PX + 2), tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_pointer(painter: QPainter, x: float, theme: Theme, height_px: float) -> None:
    """The time under the pointer."""
    painter.fillRect(QRectF(round(x), RULER_PX, 1, height_px - RULER_PX), theme.color(Tone.TEXT_DIM, 0.8))


def paint_focus(painter: QPainter, width_px: float, height_px: float, theme: Theme) -> None:
    """The keyboard is here."""
    painter.fillRect(QRectF(0, height_px - 2, width_px, 2), theme.color(Tone.ACCENT))
