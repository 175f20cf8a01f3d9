"""Names on a printed map: those of the screen, and a second search for every room that went without one, upright or turned."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt

from smartclient.domain.ids import LevelId
from smartclient.geometry.labels import Box, overlap
from smartclient.ui.map.chart import RoomText
from smartclient.ui.map.layers.labels import lettering, styles
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.lettering import paint_curve, paint_text
from smartclient.ui.printing.ink import Ink
from smartclient.ui.theme import Tone

_SHARES = (0.5, 0.32, 0.68, 0.2, 0.8)
"""Where along the longer side of a room a name is tried."""
_MARK_HALF = 7.0
_PAD = 2.0


def paint_names(ink: Ink, view: View, level_id: LevelId | None) -> None:
    """Paints every name that finds room; on paper nobody comes closer, so each room of the sheet's floor gets one if it can."""
    curves, placed = lettering(view, lambda: None)
    for curve in curves:
        paint_curve(ink.painter, curve, styles(view.theme).road)
    for text, box in placed:
        paint_text(ink.painter, text, box)
    if level_id is None:
        return
    taken = [box for _, box in placed]
    named = {(text.x, text.y) for text, _ in placed}
    pins = [(x - _MARK_HALF, y - _MARK_HALF, x + _MARK_HALF, y + _MARK_HALF) for x, y in _pixels(view)]
    for room in view.chart.floor(level_id).rooms:
        if view.viewport.to_screen(room.x, room.y) not in named:
            found = _paint_where_free(ink, view, room, taken, pins)
            if found is not None:
                taken.append(found)


def _pixels(view: View) -> list[list[float]]:
    found: list[list[float]] = view.viewport.points_to_screen(view.pins).tolist()
    return found


def _paint_where_free(ink: Ink, view: View, room: RoomText, taken: Sequence[Box], pins: Sequence[Box]) -> Box | None:
    """First clear of names and symbols, then over symbols: a number that covers half a camera is better than no number."""
    options = list(_options(ink, view, room))
    for avoided in ([*taken, *pins], taken):
        for words, box, is_turned in options:
            if not any(overlap(box, other) for other in avoided):
                _paint(ink, words, box, is_turned)
                return box
    return None


def _options(ink: Ink, view: View, room: RoomText) -> Iterator[tuple[str, Box, bool]]:
    """What could be written where, the most telling first."""
    metrics = ink.theme.metrics(0)
    high = metrics.height() - 1
    wide_room, high_room = (side / view.viewport.metres_per_px for side in (room.width_m, room.height_m))
    x, y = view.viewport.to_screen(room.x, room.y)
    for words in dict.fromkeys((f"{room.number} {room.name}".strip(), room.number, room.name)):
        long = metrics.horizontalAdvance(words) + _PAD
        for is_turned in (False, True):
            width, height = (high, long) if is_turned else (long, high)
            if words and width <= wide_room - _PAD and height <= high_room - _PAD:
                for share in _SHARES:
                    cx = x + (share - 0.5) * (wide_room - width) if wide_room >= high_room else x
                    cy = y + (share - 0.5) * (high_room - height) if wide_room < high_room else y
                    yield words, (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2), is_turned


def _paint(ink: Ink, words: str, box: Box, is_turned: bool) -> None:
    left, top, right, bottom = box
    painter = ink.painter
    painter.save()
    painter.translate((left + right) / 2, (top + bottom) / 2)
    width, height = right - left, bottom - top
    if is_turned:
        painter.rotate(-90)
        width, height = height, width
    area = QRectF(-width / 2 - 1, -height / 2, width + 2, height)
    ink.text(area, words, tone=Tone.TEXT_DIM, align=Qt.AlignmentFlag.AlignHCenter)
    painter.restore()
