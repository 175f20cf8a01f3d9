"""The tool that draws a path: click where the subject walks, floor by floor; drag moves the map as ever."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from smartclient.domain.ids import LevelId
from smartclient.session.following.sketch import PathSketch
from smartclient.store.routes import Standpoint
from smartclient.ui.map.tools.panning import Panning
from smartclient.ui.map.tools.tool import MapPoint, Surface


class PathTool(Panning):
    """Enter or a double click ends the path, Backspace takes a point back, Esc leaves; Space sets a point at the middle of the map."""

    def __init__(
        self,
        surface: Surface,
        sketch: PathSketch,
        level_at: Callable[[float, float], LevelId | None],
        done: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(surface)
        self._sketch, self._level_at = sketch, level_at
        self._done, self._leave = done, leave
        self.pointed: MapPoint | None = None
        """Where the pointer is."""

    def click(self, at: MapPoint) -> None:
        """One more point of the path, on the floor on show there."""
        self._sketch.add(Standpoint(*at, self._level_at(*at)))

    def double_click(self, at: MapPoint, beside: bool) -> None:  # noqa: ARG002 (a tool's shape)
        """The last point was set by the first of the two clicks."""
        self._done()

    def hover(self, at: MapPoint | None) -> None:
        """Names the place, and the path leads to the pointer."""
        self.pointed = at
        self._surface.point_at(None, at)

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Its four keys, without modifiers."""
        return key in self._keys and not modifiers & ~Qt.KeyboardModifier.KeypadModifier

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Does what the key means."""
        if not self.wants(key, modifiers):
            return False
        self._keys[key]()
        return True

    @property
    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        keys = Qt.Key
        return {
            keys.Key_Return: self._done,
            keys.Key_Enter: self._done,
            keys.Key_Escape: self._leave,
            keys.Key_Backspace: self._sketch.remove_last,
            keys.Key_Space: self._set_in_the_middle,
        }

    def _set_in_the_middle(self) -> None:
        viewport = self._surface.viewport
        self.click((viewport.center_x, viewport.center_y))


class EscapeKey:
    """Esc, while something is followed."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Esc alone."""
        return key is Qt.Key.Key_Escape and not modifiers

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Leaves."""
        if not self.wants(key, modifiers):
            return False
        self._leave()
        return True
