"""The tool that marks rooms, zones, posts and routes: click or tap, or keys alone; drag moves the map as ever."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt

from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.incident_entries import Heat, Post, RoomStatus
from smartclient.store.routes import Standpoint
from smartclient.ui.incident_map.marking_draft import Draft, RouteKind, Rubber, Stroke
from smartclient.ui.map.tools.panning import Panning
from smartclient.ui.map.tools.tool import MapPoint, Surface

_K = Qt.Key
STROKE_KEYS: dict[Qt.Key, Stroke] = {
    _K.Key_C: RoomStatus.CLEARED,
    _K.Key_S: RoomStatus.SEARCHING,
    _K.Key_D: RoomStatus.DANGER,
    _K.Key_V: RoomStatus.CASUALTY,
    _K.Key_X: Rubber.UNMARK,
    _K.Key_H: Heat.HOT,
    _K.Key_W: Heat.WARM,
    _K.Key_O: Heat.COLD,
    _K.Key_P: Post.COMMAND,
    _K.Key_G: Post.STAGING,
    _K.Key_T: Post.TRIAGE,
    _K.Key_U: Post.REUNIFICATION,
    _K.Key_L: Post.LANDING,
    _K.Key_R: RouteKind.LINE,
    _K.Key_F: RouteKind.WALK,
}


class Writing(Enum):
    """Parts of the panel that want the keyboard."""

    TEAM = "team"
    NAME = "name"
    EXPOSURES = "exposures"


class MarkingTool(Panning):
    """Answers with the `draft`; `mark` is told where a click means a room or a post, `finish` that a drawing is whole."""

    def __init__(
        self,
        surface: Surface,
        draft: Draft,
        level_at: Callable[[float, float], LevelId | None],
        mark: Callable[[Standpoint], None],
        choose: Callable[[Stroke], None],
        gather: Callable[[Standpoint], None],
        finish: Callable[[], None],
        undo: Callable[[], None],
        leave: Callable[[], None],
        write: Callable[[Writing], None],
    ) -> None:
        """`write` gives the keyboard to a part of the panel."""
        super().__init__(surface)
        self._draft, self._level_at = draft, level_at
        self._mark, self._choose, self._gather, self._finish, self._leave = mark, choose, gather, finish, leave
        self._undo = undo
        self._acts: dict[Qt.Key, Callable[[], None]] = {
            _K.Key_Return: finish,
            _K.Key_Enter: finish,
            _K.Key_Backspace: lambda: None if draft.drop() else undo(),
            _K.Key_Escape: lambda: None if draft.drop(all_of_them=True) else leave(),
            _K.Key_Space: self._click_the_middle,
            _K.Key_M: lambda: write(Writing.TEAM),
            _K.Key_N: lambda: write(Writing.NAME),
            _K.Key_E: lambda: write(Writing.EXPOSURES),
        }

    def press(self, at: MapPoint) -> DeviceId | None:
        """Takes hold of the map, never of a device."""
        return super().press(at)

    def click(self, at: MapPoint) -> None:
        """Marks what is there, or sets a corner on the floor that is shown there."""
        point = Standpoint(*at, self._level_at(*at))
        if not self._draft.least_points:
            self._mark(point)
            return
        self._draft.add(point)
        if self._draft.stroke is RouteKind.WALK and len(self._draft.points) == self._draft.least_points:
            self._finish()

    def choose_point(self, at: MapPoint) -> None:
        """With Shift, takes a room to others."""
        self._gather(Standpoint(*at, self._level_at(*at)))

    def aim(self, at: MapPoint) -> None:
        """With Ctrl it is a click as any other."""
        self.click(at)

    def double_click(self, at: MapPoint, beside: bool) -> None:  # noqa: ARG002 (a tool's shape)
        """Ends a drawing; its first click was the last corner."""
        if self._draft.least_points:
            self._finish()

    def hover(self, at: MapPoint | None) -> None:
        """Names the place; a drawing leads to the pointer."""
        self._surface.point_at(None, at)
        self._draft.pointed = at
        self._draft.moved.emit(None)

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Its letters without modifiers, Ctrl Z, and Shift Space."""
        held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier:
            return key is _K.Key_Z
        if held == Qt.KeyboardModifier.ShiftModifier:
            return key is _K.Key_Space
        return not held and (key in STROKE_KEYS or key in self._acts)

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Does what the key means."""
        if not self.wants(key, modifiers):
            return False
        if key is _K.Key_Z:
            self._undo()
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.choose_point(self._middle)
        elif (stroke := STROKE_KEYS.get(key)) is not None:
            self._choose(stroke)
        else:
            self._acts[key]()
        return True

    @property
    def _middle(self) -> MapPoint:
        return self._surface.viewport.center_x, self._surface.viewport.center_y

    def _click_the_middle(self) -> None:
        self.click(self._middle)
