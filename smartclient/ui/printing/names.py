"""Names on a printed map: those of the land as on the screen, and a name for every room, upright or turned: nobody can come closer."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
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
_LEAST_SPREAD = 0.3
_MARK_HALF = 7.0
_PAD = 1.5
_SMALL = 0.78
"""A number that fits nowhere else is written so much smaller, at 5.4 points."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """Rows, the first bold where it is a number over a name."""

    rows: tuple[str, ...]
    is_number_first: bool
    width: float
    height: float
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class _Room:
    """A room in dots, measured along the walls of its building, which stand `turn` (radians, clockwise on the page) from upright."""

    text: RoomText
    x: float
    y: float
    wide: float
    high: float
    turn: float

    def at(self, right: float, down: float) -> tuple[float, float]:
        """So far from its middle, along its walls."""
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return self.x + right * cos - down * sin, self.y + right * sin + down * cos

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """The upright box around a text of that size, written along its walls."""
        cos, sin = abs(math.cos(self.turn)), abs(math.sin(self.turn))
        wide, high = (width * cos + height * sin) / 2, (width * sin + height * cos) / 2
        return (x - wide, y - high, x + wide, y + high)


def paint_names(ink: Ink, view: View, level_id: LevelId | None, plates: Sequence[QRectF] = ()) -> None:
    """Paints every name that finds room, those of `level_id` by a search of their own, none over `plates`."""
    rooms = view.chart.floor(level_id).rooms if level_id is not None else ()
    spots = {view.viewport.to_screen(room.x, room.y) for room in rooms}
    curves, placed = lettering(view, lambda: None)
    for curve in curves:
        paint_curve(ink.painter, curve, styles(view.theme).road)
    others = [(text, box) for text, box in placed if (text.x, text.y) not in spots]
    kept = [(plate.left(), plate.top(), plate.right(), plate.bottom()) for plate in plates]
    others = [(text, box) for text, box in others if not any(overlap(box, plate) for plate in kept)]
    for text, box in others:
        paint_text(ink.painter, text, box)
    taken = [*kept, *(box for _, box in others)]
    pins = [(x - _MARK_HALF, y - _MARK_HALF, x + _MARK_HALF, y + _MARK_HALF) for x, y in _pixels(view)]
    turn = _turn_of(view, level_id) if level_id is not None else 0.0
    for room in rooms:
        found = _paint_where_free(ink, _measured(view, room, turn), taken, pins)
        if found is not None:
            taken.append(found)


def _pixels(view: View) -> list[list[float]]:
    found: list[list[float]] = view.viewport.points_to_screen(view.pins).tolist()
    return found


def _turn_of(view: View, level_id: LevelId) -> float:
    """How far a floor's longest wall stands from the nearer of upright and level, in radians clockwise on the page."""
    steps = np.diff(view.chart.level_rings[level_id][0], axis=0)
    east, north = steps[int(np.argmax(np.hypot(*steps.T)))]
    return -((math.atan2(north, east) + math.pi / 4) % (math.pi / 2) - math.pi / 4)


def _measured(view: View, room: RoomText, turn: float) -> _Room:
    """The sides of a rectangle are found from the upright box around it; near 45° nothing can be said, and the box counts."""
    x, y = view.viewport.to_screen(room.x, room.y)
    across, down = (side / view.viewport.metres_per_px for side in (room.width_m, room.height_m))
    cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
    spread = cos * cos - sin * sin
    if spread < _LEAST_SPREAD:
        return _Room(room, x, y, across, down, 0.0)
    wide, high = (across * cos - down * sin) / spread, (down * cos - across * sin) / spread
    if min(wide, high) <= 0:
        return _Room(room, x, y, across, down, 0.0)
    return _Room(room, x, y, wide, high, turn)


def _paint_where_free(ink: Ink, room: _Room, taken: Sequence[Box], pins: Sequence[Box]) -> Box | None:
    """First clear of names and symbols, then over symbols: a number that covers half a camera is better than no number."""
    options = list(_options(ink, room))
    for avoided in ([*taken, *pins], taken):
        for wording, spot, is_turned in options:
            width, height = (wording.height, wording.width) if is_turned else (wording.width, wording.height)
            box = room.box(*spot, width, height)
            if not any(overlap(box, other) for other in avoided):
                _paint(ink, wording, spot, room.turn - (math.pi / 2 if is_turned else 0.0))
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
            yield _worded(ink, each, is_number_first=each[0] == room.number)
    if room.number:
        whole = _worded(ink, (room.number,), is_number_first=True)
        yield replace(whole, width=whole.width * _SMALL, height=whole.height * _SMALL, size=_SMALL)


def _worded(ink: Ink, rows: tuple[str, ...], *, is_number_first: bool) -> _Wording:
    widths = [
        ink.theme.metrics(0, bold=is_number_first and place == 0).horizontalAdvance(row)
        for place, row in enumerate(rows)
    ]
    return _Wording(rows, is_number_first, max(widths) + _PAD, len(rows) * _row_height(ink))


def _options(ink: Ink, room: _Room) -> Iterator[tuple[_Wording, tuple[float, float], bool]]:
    wide, high = room.wide, room.high
    turns = (True,) if high > _LONG * wide else (False,) if wide > _LONG * high else (False, True)
    for wording in _wordings(ink, room.text):
        for is_turned in turns:
            width, height = (wording.height, wording.width) if is_turned else (wording.width, wording.height)
            if width <= wide - _PAD and height <= high - _PAD:
                for right, down in _SPOTS:
                    yield wording, room.at((right - 0.5) * (wide - width), (down - 0.5) * (high - height)), is_turned


def _paint(ink: Ink, wording: _Wording, spot: tuple[float, float], turn: float) -> None:
    painter = ink.painter
    painter.save()
    painter.translate(*spot)
    painter.rotate(math.degrees(turn))
    painter.scale(wording.size, wording.size)
    width, line = wording.width / wording.size, -wording.height / wording.size / 2
    for place, row in enumerate(wording.rows):
        is_number = wording.is_number_first and place == 0
        area = QRectF(-width / 2 - 1, line, width + 2, _row_height(ink))
        tone = Tone.TEXT if is_number else Tone.TEXT_DIM
        ink.text(area, row, bold=is_number, tone=tone, align=Qt.AlignmentFlag.AlignHCenter)
        line += _row_height(ink)
    painter.restore()


def _row_height(ink: Ink) -> float:
    return ink.theme.metrics(0).height() - 2
