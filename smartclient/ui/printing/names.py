"""Names on a printed map: those of the land as on the screen, and a name for every room, upright or turned: nobody can come closer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from smartclient.domain.ids import LevelId
from smartclient.geometry.labels import Box, overlap
from smartclient.ui.map.chart import RoomText
from smartclient.ui.map.layers.labels import lettering, styles
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.lettering import paint_curve, paint_text
from smartclient.ui.printing.ink import Ink
from smartclient.ui.theme import Tone

_SPOTS = ((0.5, 0.5), (0.5, 0.3), (0.5, 0.7), (0.3, 0.5), (0.7, 0.5), (0.5, 0.1), (0.5, 0.9), (0.1, 0.5), (0.9, 0.5))
"""Where in what a room leaves free a name is tried, right and down."""
_LONG = 2.6
"""A room so many times longer than wide has its name along it."""
_MARK_HALF = 7.0
_PAD = 3.0


@dataclass(frozen=True, slots=True)
class _Wording:
    """Rows, the first bold where it is a number over a name."""

    rows: tuple[str, ...]
    is_number_first: bool
    width: float
    height: float


def paint_names(ink: Ink, view: View, level_id: LevelId | None) -> None:
    """Paints every name that finds room, those of `level_id` by a search of their own."""
    rooms = view.chart.floor(level_id).rooms if level_id is not None else ()
    spots = {view.viewport.to_screen(room.x, room.y) for room in rooms}
    curves, placed = lettering(view, lambda: None)
    for curve in curves:
        paint_curve(ink.painter, curve, styles(view.theme).road)
    others = [(text, box) for text, box in placed if (text.x, text.y) not in spots]
    for text, box in others:
        paint_text(ink.painter, text, box)
    taken = [box for _, box in others]
    pins = [(x - _MARK_HALF, y - _MARK_HALF, x + _MARK_HALF, y + _MARK_HALF) for x, y in _pixels(view)]
    for room in rooms:
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
        for wording, box, is_turned in options:
            if not any(overlap(box, other) for other in avoided):
                _paint(ink, wording, box, is_turned)
                return box
    return None


def _wordings(ink: Ink, room: RoomText) -> Iterator[_Wording]:
    """What could be written, the most telling first."""
    first, _, rest = room.name.partition(" ")
    rows: list[tuple[str, ...]] = [(room.number,), (room.name,)]
    if room.number and room.name:
        rows = [(room.number, room.name), *([(room.number, first, rest)] if rest else []), *rows]
    for each in rows:
        if all(each):
            is_number = each[0] == room.number
            widths = [
                ink.theme.metrics(0, bold=is_number and place == 0).horizontalAdvance(row)
                for place, row in enumerate(each)
            ]
            yield _Wording(each, is_number, max(widths) + _PAD, len(each) * _row_height(ink))


def _options(ink: Ink, view: View, room: RoomText) -> Iterator[tuple[_Wording, Box, bool]]:
    wide, high = (side / view.viewport.metres_per_px for side in (room.width_m, room.height_m))
    x, y = view.viewport.to_screen(room.x, room.y)
    turns = (True,) if high > _LONG * wide else (False,) if wide > _LONG * high else (False, True)
    for wording in _wordings(ink, room):
        for is_turned in turns:
            width, height = (wording.height, wording.width) if is_turned else (wording.width, wording.height)
            if width <= wide - _PAD and height <= high - _PAD:
                for right, down in _SPOTS:
                    cx, cy = x + (right - 0.5) * (wide - width), y + (down - 0.5) * (high - height)
                    yield wording, (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2), is_turned


def _paint(ink: Ink, wording: _Wording, box: Box, is_turned: bool) -> None:
    left, top, right, bottom = box
    painter = ink.painter
    painter.save()
    painter.translate((left + right) / 2, (top + bottom) / 2)
    if is_turned:
        painter.rotate(-90)
    line = -wording.height / 2
    for place, row in enumerate(wording.rows):
        is_number = wording.is_number_first and place == 0
        area = QRectF(-wording.width / 2 - 1, line, wording.width + 2, _row_height(ink))
        tone = Tone.TEXT if is_number else Tone.TEXT_DIM
        ink.text(area, row, bold=is_number, tone=tone, align=Qt.AlignmentFlag.AlignHCenter)
        line += _row_height(ink)
    painter.restore()


def _row_height(ink: Ink) -> float:
    return ink.theme.metrics(0).height() - 2
