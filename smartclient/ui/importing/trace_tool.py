"""Drawing rooms and doors over a plan: clicks set corners, which snap; the first corner again, Enter or a double click closes."""

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF

from smartclient.geometry.next_corner import Snapped, nearest_on_edge
from smartclient.geometry.outline import Outline
from smartclient.plans.importing.drawing import Point
from smartclient.plans.importing.tracing import (
    CATEGORIES,
    DOUBLE_DOOR_M,
    USUAL_DOOR_M,
    TracedRoom,
    Tracing,
    door_on,
)
from smartclient.ui.importing.canvas import Canvas
from smartclient.ui.outline_painting import paint_outline
from smartclient.ui.theme import Tone

_REACH_PX, _EDGE_PX = 10.0, 16.0
_TONES = {"walkway": Tone.GRID, "stairs": Tone.ALARM_LOW, "elevator": Tone.ALARM_LOW, "restroom": Tone.MOTION}
_K = Qt.Key


class Hand(StrEnum):
    """What a click does."""

    ROOM = "room"
    DOOR = "door"
    SELECT = "select"


class TraceTool(QObject):
    """`closed` tells the index of a new room, `selected` of what was chosen, `said` why something was not done."""

    closed = Signal(int)
    selected = Signal()
    said = Signal(str)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.tracing = Tracing()
        self.metres_per_unit = 1.0
        self.hand = Hand.ROOM
        self.category = next(iter(CATEGORIES))
        self._outline = Outline()
        self.room: int | None = None
        """The selected room."""
        self.door: int | None = None
        """The selected door."""
        self._pointer: Snapped | None = None

    def take(self, tracing: Tracing, metres_per_unit: float) -> None:
        """Goes on with another plan."""
        self.tracing, self.metres_per_unit = tracing, metres_per_unit
        self.drop()
        self._select(None, None)

    @property
    def drawn(self) -> list[Point]:
        """The corners of the room in the making."""
        return self._outline.corners

    def drop(self) -> None:
        """Forgets the room that is being drawn."""
        self._outline.clear()
        self._canvas.update()

    def use(self, hand: Hand) -> None:
        """Clicks do that from now on."""
        self.hand = hand
        self.drop()

    def click(self, at: Point, *, is_shift: bool) -> None:
        """A corner, a door (with Shift a double one), or a choice."""
        if self.hand is Hand.ROOM:
            self._corner(at)
        elif self.hand is Hand.DOOR:
            self._place_door(at, DOUBLE_DOOR_M if is_shift else USUAL_DOOR_M)
        else:
            self._choose(at)

    def double_click(self, at: Point) -> None:  # noqa: ARG002 (all tools hear it)
        """Closes the room; the two clicks before have set its last corner."""
        if self.hand is Hand.ROOM and len(self.drawn) >= 3:
            self.close_room()

    def hover(self, at: Point | None) -> None:
        """Shows where the next corner would be."""
        self._pointer = None if at is None else self._snapped(at) if self.hand is Hand.ROOM else Snapped(at)
        self._canvas.update()

    def key(self, key: Qt.Key, *, is_control: bool) -> bool:
        """Enter closes, Backspace takes the last corner back, Esc drops the room, Delete removes what is selected."""
        if key in (_K.Key_Return, _K.Key_Enter) and self.drawn:
            self.close_room()
        elif key is _K.Key_Backspace and self.drawn:
            self._outline.take_back()
        elif key is _K.Key_Escape and self.drawn:
            self._outline.clear()
        elif key is _K.Key_Delete and (self.room is not None or self.door is not None):
            self.remove_selected()
        elif is_control and key in (_K.Key_Z, _K.Key_Y):
            self.undo() if key is _K.Key_Z else self.redo()
        else:
            return False
        self._canvas.update()
        return True

    def undo(self) -> None:
        """The last corner of a room in the making, else the last step."""
        if self.drawn:
            self._outline.take_back()
        else:
            self.tracing.undo()
            self._select(None, None)
        self._canvas.update()

    def redo(self) -> None:
        """The last step that was taken back."""
        self.tracing.redo()
        self._select(None, None)

    def close_room(self) -> None:
        """Ends the room at its first corner."""
        reason = self.tracing.add_room(TracedRoom(tuple(self._outline.ring), self.category))
        if reason:
            self.said.emit(reason)
            return
        self._outline.clear()
        index = len(self.tracing.traced.rooms) - 1
        self._select(index, None)
        self.closed.emit(index)

    def remove_selected(self) -> None:
        """Takes the selected room or door away."""
        if self.room is not None:
            self.tracing.remove_room(self.room)
        elif self.door is not None:
            self.tracing.remove_door(self.door)
        self._select(None, None)

    def describe(self, category: str, number: str, name: str) -> None:
        """What the selected room is."""
        if self.room is not None and self.room < len(self.tracing.traced.rooms):
            self.tracing.change_room(
                self.room, lambda room: replace(room, category=category, number=number.strip(), name=name.strip())
            )
            self._canvas.update()

    def name_door(self, name: str) -> None:
        """What stands on the selected door."""
        if self.door is not None and self.door < len(self.tracing.traced.doors):
            self.tracing.change_door(self.door, name.strip())
            self._canvas.update()

    def _corner(self, at: Point) -> None:
        if not self.drawn:
            self._select(None, None)
        if self._outline.add(self._snapped(at).point):
            self.close_room()
        self._canvas.update()

    def _snapped(self, at: Point) -> Snapped:
        reach = self._canvas.units(_REACH_PX)
        return self._outline.snapped(at, self.tracing.corners(), self.tracing.edges(), reach)

    def _place_door(self, at: Point, width_m: float) -> None:
        found = nearest_on_edge(at, self.tracing.edges(), self._canvas.units(_EDGE_PX))
        if found is None:
            self.said.emit("A door stands on the wall of a room: click nearer to one.")
            return
        self.tracing.add_door(door_on(found[1], found[0], width_m / self.metres_per_unit))
        self._select(None, len(self.tracing.traced.doors) - 1)

    def _choose(self, at: Point) -> None:
        door = self.tracing.door_at(at, self._canvas.units(_REACH_PX))
        self._select(None if door is not None else self.tracing.room_at(at), door)

    def _select(self, room: int | None, door: int | None) -> None:
        self.room, self.door = room, door
        self.selected.emit()
        self._canvas.update()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        """Rooms, doors, and the room in the making."""
        for index, room in enumerate(self.tracing.traced.rooms):
            self._paint_room(painter, canvas, room, is_chosen=index == self.room)
        for index, door in enumerate(self.tracing.traced.doors):
            line = (canvas.to_screen(door.start), canvas.to_screen(door.end))
            painter.setPen(QPen(canvas.theme.color(Tone.GROUND), 9.0))
            painter.drawLine(*line)
            painter.setPen(QPen(canvas.theme.color(Tone.ACCENT if index == self.door else Tone.ALARM_MEDIUM), 5.0))
            painter.drawLine(*line)
        self._paint_drawn(painter, canvas)

    def _paint_room(self, painter: QPainter, canvas: Canvas, room: TracedRoom, *, is_chosen: bool) -> None:
        theme = canvas.theme
        outline = QPolygonF([canvas.to_screen(corner) for corner in room.corners])
        tone = _TONES.get(room.category.split(".")[0], Tone.ACCENT)
        painter.setBrush(theme.color(tone, 0.42 if is_chosen else 0.22))
        painter.setPen(QPen(theme.color(Tone.ACCENT), 3.0 if is_chosen else 1.8))
        painter.drawPolygon(outline)
        words = "\n".join(part for part in (room.number, room.name or CATEGORIES.get(room.category, "")) if part)
        box = outline.boundingRect()
        painter.setFont(theme.font(0, bold=True))
        size = painter.fontMetrics().size(0, words)
        if size.width() + 8 > box.width() or size.height() + 6 > box.height():
            return
        plate = QRectF(0, 0, size.width() + 8, size.height() + 4)
        plate.moveCenter(box.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Tone.PANEL, 0.85))
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(theme.color(Tone.TEXT))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_drawn(self, painter: QPainter, canvas: Canvas) -> None:
        is_drawing = self._pointer is not None and self.hand is Hand.ROOM
        pointer = canvas.to_screen(self._pointer.point) if self._pointer is not None and is_drawing else None
        why = self._pointer.why if self._pointer is not None else ""
        paint_outline(painter, canvas.theme, [canvas.to_screen(corner) for corner in self.drawn], pointer, why)
