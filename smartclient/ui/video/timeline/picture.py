"""The resting part of the timeline as a picture: scale, bars and marks, painted anew only when one of them changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from smartclient.domain.alarms import Priority
from smartclient.store.moments import Moment, MomentKind
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.video.timeline.axis import Axis
from smartclient.ui.video.timeline.glyphs import SIZE_PX, color, paint_glyph
from smartclient.ui.video.timeline.rows import Row, Runs, bars, common, unknown_bars
from smartclient.ui.video.timeline.ticks import Tick, date_words, ticks

RULER_PX = 22.0
LANE_PX = 18.0
BARS_TOP_PX = RULER_PX + LANE_PX
_EDGE_PX = 4.0
_GAP_PX = 2.0
_MOST_ROW_PX = 10.0
_LEAST_APART_PX = 5.0
"""Marks of one shape closer than this are drawn once, and within one pixel are one."""
_FAR = 1e9


@dataclass(frozen=True, slots=True)
class Content:
    """All that the picture shows but the axis: chosen camera's row first; an empty `rows` says why in `words`."""

    rows: tuple[Row, ...] = ()
    union: Row | None = None
    """The last bar, which stands for more cameras than are drawn singly; None where there is but one."""
    moments: tuple[Moment, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What was painted, and where the marks lie, for the pointer."""

    pixmap: QPixmap
    hits: tuple[tuple[QRectF, Moment], ...]

    def moment_at(self, at: QPointF) -> Moment | None:
        """The mark under the pointer; of several, the one painted last."""
        return next((moment for area, moment in reversed(self.hits) if area.contains(at)), None)


def row_areas(count: int, has_union: bool, height_px: float) -> list[tuple[float, float]]:
    """Top and height of each row, thin and in the middle of the room; the first is twice as high as the others, the union's last."""
    parts = count + has_union
    if parts == 0:
        return []
    room = max(height_px - BARS_TOP_PX - _EDGE_PX - _GAP_PX * (parts - 1), parts)
    part = min(room / (parts + 1), _MOST_ROW_PX)
    sizes = [float(max(1, round(2 * part if number == 0 else part))) for number in range(parts)]
    areas, top = [], BARS_TOP_PX + max(0.0, (room - sum(sizes)) // 2)
    for size in sizes:
        areas.append((top, size))
        top += size + _GAP_PX
    return areas


def paint(axis: Axis, content: Content, theme: Theme, zone: tzinfo | None, height_px: int, ratio: float) -> Picture:
    """Paints it `axis.width_px` × `height_px` points large; `ratio` is how many pixels a point has."""
    pixmap = QPixmap(max(1, round(axis.width_px * ratio)), max(1, round(height_px * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.color(Tone.PANEL))
    painter = QPainter(pixmap)
    lines = list(ticks(axis, zone))
    _paint_rows(painter, axis, content, theme, height_px)
    _paint_lines(painter, axis, lines, theme, height_px)
    _paint_scale(painter, axis, lines, theme, zone)
    hits = _paint_moments(painter, axis, content.moments, theme)
    painter.end()
    return Picture(pixmap, hits)


def _paint_rows(painter: QPainter, axis: Axis, content: Content, theme: Theme, height_px: int) -> None:
    areas = row_areas(len(content.rows), content.union is not None, height_px)
    if not areas:
        room = QRectF(0, BARS_TOP_PX, axis.width_px, height_px - BARS_TOP_PX - _EDGE_PX)
        painter.fillRect(room, theme.color(Tone.GROUND))
        painter.setFont(theme.font(0))
        painter.setPen(theme.color(Tone.TEXT_DIM))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, content.words)
        return
    for row, area in zip(content.rows, areas, strict=False):
        _paint_bars(
            painter, axis, theme, area, (bars(row.recorded, axis), bars(row.motion, axis), unknown_bars(row, axis))
        )
    if content.union is not None:
        _paint_bars(painter, axis, theme, areas[-1], common(content.union, axis))


def _paint_bars(
    painter: QPainter, axis: Axis, theme: Theme, area: tuple[float, float], runs: tuple[Runs, Runs, Runs]
) -> None:
    """A gap is the ground; recorded time a bar along the foot, motion one of full height; what is not known is hatched."""
    (top, height), (recorded, motion, unknown) = area, runs
    painter.fillRect(QRectF(0, top, axis.width_px, height), theme.color(Tone.GROUND))
    low = max(1.0, round(height * 0.6))
    _fill(painter, recorded, top + height - low, low, QBrush(theme.color(Tone.RECORDED)))
    _fill(painter, motion, top, height, QBrush(theme.color(Tone.MOTION)))
    _fill(painter, unknown, top, height, hatch(theme.color(Tone.STALE, 0.55)))


def hatch(tone: QColor) -> QBrush:
    """The pattern of what is not known."""
    return QBrush(tone, Qt.BrushStyle.BDiagPattern)


def _fill(painter: QPainter, runs: Runs, top: float, height: float, brush: QBrush) -> None:
    for begin, end in runs.tolist():
        painter.fillRect(QRectF(begin, top, end - begin, height), brush)


def _paint_lines(painter: QPainter, axis: Axis, lines: Sequence[Tick], theme: Theme, height_px: int) -> None:
    for tick in lines:
        if tick.label:
            x = round(axis.x(tick.at))
            strength = 0.7 if tick.day else 0.16
            painter.fillRect(
                QRectF(x, RULER_PX, 1, height_px - RULER_PX - _EDGE_PX), theme.color(Tone.TEXT_DIM, strength * 0.6)
            )


def _paint_scale(painter: QPainter, axis: Axis, lines: Sequence[Tick], theme: Theme, zone: tzinfo | None) -> None:
    """Words right of their lines; the date of the left edge stays there until the next one pushes it out."""
    words = date_words(axis.at(0), zone)
    font, metrics = theme.font(0, bold=True), theme.metrics(0, bold=True)
    next_day = min((axis.x(tick.at) for tick in lines if tick.day and axis.x(tick.at) > 0), default=axis.width_px)
    right = min(metrics.horizontalAdvance(words) + 16, next_day - 4)
    for tick in lines:
        x = round(axis.x(tick.at))
        size = 8 if tick.label else 4
        painter.fillRect(QRectF(x, RULER_PX - size, 1, size), theme.color(Tone.TEXT_DIM, 0.8 if tick.label else 0.45))
        if tick.label and (x >= right or (tick.day and x > 0)):
            painter.setFont(font if tick.day else theme.font(0))
            painter.setPen(theme.color(Tone.TEXT if tick.day else Tone.TEXT_DIM))
            painter.drawText(QPointF(x + 5, RULER_PX - 8), tick.label)
    painter.setFont(font)
    painter.setPen(theme.color(Tone.TEXT))
    painter.drawText(QPointF(right - metrics.horizontalAdvance(words) - 8, RULER_PX - 8), words)
    painter.fillRect(QRectF(0, RULER_PX - 1, axis.width_px, 1), theme.color(Tone.LINE))


def _paint_moments(
    painter: QPainter, axis: Axis, moments: Sequence[Moment], theme: Theme
) -> tuple[tuple[QRectF, Moment], ...]:
    middle = RULER_PX + LANE_PX / 2 - 1
    hits: list[tuple[QRectF, Moment]] = []
    last: dict[tuple[MomentKind, Priority | None, bool], float] = {}
    for moment in moments:
        x = axis.x(moment.at)
        if moment.span is not None:
            _paint_span(painter, axis, moment, theme)
        if not -SIZE_PX <= x <= axis.width_px + SIZE_PX:
            continue
        alike = (moment.kind, moment.priority, moment.is_open)
        apart = x - last.get(alike, -_FAR)
        if apart < 1.0 and moment.kind is not MomentKind.ALARM:
            continue
        is_hidden = apart < _LEAST_APART_PX
        if not is_hidden:
            last[alike] = x
            paint_glyph(painter, theme, moment, QPointF(x, middle))
        hits.append((QRectF(x - SIZE_PX / 2, RULER_PX, SIZE_PX, LANE_PX), moment))
    return tuple(hits)


def _paint_span(painter: QPainter, axis: Axis, moment: Moment, theme: Theme) -> None:
    """The length of a mark, along the foot of the lane: an export's is dashed."""
    if moment.span is None or not moment.span.meets(axis.span):
        return
    begin, end = max(axis.x(moment.span.begin), -2.0), min(axis.x(moment.span.end), axis.width_px + 2)
    style = Qt.PenStyle.DashLine if moment.kind is MomentKind.EXPORT else Qt.PenStyle.SolidLine
    painter.setPen(QPen(color(moment.kind, theme), 2, style, Qt.PenCapStyle.FlatCap))
    foot = RULER_PX + LANE_PX - 1
    painter.drawLine(QPointF(begin, foot), QPointF(max(end, begin + 2), foot))
