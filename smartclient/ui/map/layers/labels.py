"""Names on the plan: roads along their line, water, grounds, exterior door numbers, rooms. None covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import overload

from PySide6.QtGui import QPainter

from smartclient.geometry.labels import AROUND, BESIDE, Box, Label, overlap, place
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.chart import FloorChart, RoomText
from smartclient.ui.map.layers.layer import Breathe, View, Worded
from smartclient.ui.map.lettering import Curve, Row, Style, Text, along, paint_curve, paint_text
from smartclient.ui.map.scales import Scale
from smartclient.ui.theme import Theme, Tone

_ROAD_RANK, _DOOR_RANK, _AREA_RANK, _ROOM_RANK = 0.0, 1.0, 2.0, 3.0
_DOOR_NUMBERS_UP_TO = 0.5
_PIN_HALF_PX, _SIGN_HALF_PX = 12.0, 24.0
_BESIDE_PX = (_PIN_HALF_PX + 1, _SIGN_HALF_PX + 1)
"""How far from a pin's middle its room's number may stand, and from that of an alarm."""
_LEAST_TEXT_PX = 14.0


class Styles:
    """The plan's typefaces for one theme."""

    def __init__(self, theme: Theme) -> None:
        self.road = Style(theme, 0, Tone.TEXT_DIM)
        self.land = Style(theme, 0, Tone.TEXT_DIM, italic=True)
        self.water = Style(theme, 0, Tone.WATER_TEXT, italic=True)
        self.quiet = Style(theme, 0, Tone.TEXT_DIM)
        self.door = Style(theme, 0, Tone.TEXT, bold=True)
        self.number = Style(theme, 1, Tone.TEXT, bold=True)


_MADE: dict[str, Styles] = {}


def styles(theme: Theme) -> Styles:
    """Made once for each theme."""
    made = _MADE.get(theme.name)
    if made is None:
        made = _MADE[theme.name] = Styles(theme)
    return made


class LabelLayer:
    """All lettering that belongs to the plan."""

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Places by priority, then paints what found room."""
        if MapLayer.LABELS not in view.layers:
            return
        curves, placed = lettering(view, breathe)
        for curve in curves:
            paint_curve(painter, curve, styles(view.theme).road)
            breathe()
        for text, box in placed:
            paint_text(painter, text, box)
            breathe()


def lettering(view: View, breathe: Breathe) -> tuple[list[Curve], list[tuple[Text, Box]]]:
    """The road names along their lines, and the texts with their boxes in px; nothing overlaps anything."""
    curves, taken = _road_names(view)
    breathe()
    texts: list[Text] = []
    for text in _texts(view, breathe):
        texts.append(text)
        breathe()
    obstacles = [*_obstacles(view, breathe), *taken]
    placed: list[tuple[Text, Box]] = []
    while texts:
        boxes = place(_Labels(texts, breathe), chain(obstacles, (box for _, box in placed)))
        placed += [(texts[index], box) for index, box in boxes.items()]
        left = (text.shorter for index, text in enumerate(texts) if index not in boxes)
        texts = [shorter for shorter in left if shorter is not None]
    return curves, placed


class _Labels(Sequence[Label]):
    """The texts' labels; takes a breath whenever one is looked at, since thousands are in one go."""

    def __init__(self, texts: Sequence[Text], breathe: Breathe) -> None:
        self._breathe = breathe
        self._labels = list(self._made(texts))

    def _made(self, texts: Sequence[Text]) -> Iterator[Label]:
        for text in texts:
            self._breathe()
            yield text.label()

    def __len__(self) -> int:
        return len(self._labels)

    @overload
    def __getitem__(self, index: int) -> Label: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Label]: ...
    def __getitem__(self, index: int | slice) -> Label | Sequence[Label]:
        self._breathe()
        return self._labels[index]


def _obstacles(view: View, breathe: Breathe) -> Iterator[Box]:
    """Pins, signs of alarms, letters that other parts lay on the plan, and what lies over the screen's edges."""
    yield from view.covered
    for layer in view.laid:
        if isinstance(layer, Worded):
            for plate in layer.plates(view):
                yield (plate.left(), plate.top(), plate.right(), plate.bottom())
    for points, half in ((view.pins, _PIN_HALF_PX), (view.signs, _SIGN_HALF_PX)):
        pixels = view.viewport.points_to_screen(points)
        inside = ((pixels > -half) & (pixels < (view.viewport.width_px, view.viewport.height_px))).all(axis=1)
        for x, y in pixels[inside].tolist():
            breathe()
            yield (x - half, y - half, x + half, y + half)


def _road_names(view: View) -> tuple[list[Curve], list[Box]]:
    """One name a road and picture, on the first stretch that is free, wide roads first."""
    viewport, style = view.viewport, styles(view.theme).road
    chosen: list[Curve] = []
    taken: list[Box] = []
    named: set[str] = set()
    for road in reversed(view.chart.roads):
        wanted = road.category == "road.major" or viewport.metres_per_px < 5
        if not road.name or not wanted or road.name in named:
            continue
        line = viewport.points_to_screen(road.points)
        for curve in along(road.name, line, style):
            is_inside = all(
                -40 < x < viewport.width_px + 40 and -40 < y < viewport.height_px + 40 for x, y, _ in curve.spots
            )
            if is_inside and not any(overlap(a, b) for a in curve.boxes for b in taken):
                chosen.append(curve)
                taken.extend(curve.boxes)
                named.add(road.name)
                break
    return chosen, taken


def _texts(view: View, breathe: Breathe) -> Iterator[Text]:
    yield from _wild_names(view)
    for level in view.chart.levels_within(view.viewport.bounds, view.levels):
        is_outdoor = view.chart.places.levels[level].outdoor
        if view.scale < (Scale.CAMPUS if is_outdoor else Scale.FLOOR):
            continue
        floor = view.chart.floor(level)
        if is_outdoor:
            yield from _ground_names(view, floor)
        else:
            yield from _door_numbers(view, floor)
            yield from _room_names(view, floor, breathe)
        breathe()


def _wild_names(view: View) -> Iterator[Text]:
    for category, spot in view.chart.wild_spots:
        look = styles(view.theme)
        row = Row(spot.name, look.water if category == "water" else look.land)
        x, y = view.viewport.to_screen(spot.x, spot.y)
        text = Text((row,), x, y, _AREA_RANK)
        if text.size()[0] < (spot.bounds[2] - spot.bounds[0]) / view.viewport.metres_per_px and _is_near(view, x, y):
            yield text


def _ground_names(view: View, floor: FloorChart) -> Iterator[Text]:
    style = styles(view.theme).quiet
    for room in floor.rooms:
        x, y = view.viewport.to_screen(room.x, room.y)
        text = Text((Row(room.name or room.number, style),), x, y, _AREA_RANK + 1 / (1 + room.width_m))
        width, height = _room_px(view, room)
        size = text.size()
        if _is_near(view, x, y) and size[0] < width and size[1] < height:
            yield text


def _door_numbers(view: View, floor: FloorChart) -> Iterator[Text]:
    if view.viewport.metres_per_px > _DOOR_NUMBERS_UP_TO:
        return
    style, chip = styles(view.theme).door, view.theme.color(Tone.RAISED, 0.92)
    for doorway in floor.doorways:
        if doorway.is_exterior and doorway.name:
            x, y = view.viewport.to_screen(*doorway.ends.mean(axis=0).tolist())
            if _is_near(view, x, y):
                number = doorway.name.removeprefix("Door ")
                far = Text((Row(number, style),), x, y, _DOOR_RANK, BESIDE, _BESIDE_PX[1], chip)
                yield replace(far, gap=14.0, shorter=far)


def _room_names(view: View, floor: FloorChart, breathe: Breathe) -> Iterator[Text]:
    for room in floor.rooms:
        breathe()
        x, y = view.viewport.to_screen(room.x, room.y)
        width, height = _room_px(view, room)
        if _is_near(view, x, y) and min(width, height) >= _LEAST_TEXT_PX:
            rank = _ROOM_RANK + 1 / (1 + room.width_m * room.height_m)
            text = _room_text(view, room, Text((), x, y, rank, AROUND), width, height)
            if text is not None:
                yield text


def _room_text(view: View, room: RoomText, at: Text, width: float, height: float) -> Text | None:
    """The most that fits, with all that is shorter; at last the shortest above or below what stands in the room's middle."""
    wordings = [replace(at, rows=rows) for rows in _room_rows(view, room)]
    if wordings and view.scale is Scale.ROOM:
        wordings += [replace(wordings[-1], gap=gap) for gap in _BESIDE_PX]
    found: Text | None = None
    for each in reversed(wordings):
        wide, high = each.size()
        needed = 2 * (high + each.gap) if each.gap in _BESIDE_PX else high
        if wide <= width - 4 and needed <= height - 2:
            found = replace(each, shorter=found)
    return found


def _room_rows(view: View, room: RoomText) -> Iterator[tuple[Row, ...]]:
    """What could be written, the most first."""
    look, is_close = styles(view.theme), view.scale is Scale.ROOM
    number = Row(room.number, look.number if is_close else look.quiet)
    name = Row(room.name, look.quiet)
    if room.number and room.name and is_close:
        yield (number, name)
        first, _, rest = room.name.partition(" ")
        if rest:
            yield (number, Row(first, look.quiet), Row(rest, look.quiet))
    if room.number:
        yield (number,)
    elif room.name:
        yield (name,)


def _room_px(view: View, room: RoomText) -> tuple[float, float]:
    return room.width_m / view.viewport.metres_per_px, room.height_m / view.viewport.metres_per_px


def _is_near(view: View, x: float, y: float) -> bool:
    return -80 < x < view.viewport.width_px + 80 and -40 < y < view.viewport.height_px + 40
