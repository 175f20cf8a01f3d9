"""The tool that measures: click from point to point, on any floor; drag moves the map as ever."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from smartclient.domain.ids import LevelId
from smartclient.session.measuring import Measuring
from smartclient.store.routes import Standpoint
from smartclient.ui.map.tools.panning import Panning
from smartclient.ui.map.tools.tool import MapPoint, Surface


class Measure(Panning):
    """Backspace takes a point back, W goes on foot or straight, L takes lifts or stairs, Space measures to the map's middle, Esc ends."""

    def __init__(
        self,
        surface: Surface,
        measuring: Measuring,
        level_at: Callable[[float, float], LevelId | None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(surface)
        self._measuring, self._level_at = measuring, level_at
        self.pointed: MapPoint | None = None
        """Where the pointer is."""
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Escape: leave,
            Qt.Key.Key_Backspace: measuring.take_back,
            Qt.Key.Key_W: lambda: measuring.go_on_foot(not measuring.is_on_foot),
            Qt.Key.Key_L: lambda: measuring.use_lifts(not measuring.with_lifts),
            Qt.Key.Key_Space: self._add_the_middle,
        }

    def click(self, at: MapPoint) -> None:
        """One more point, on the floor that is shown there."""
        self._measuring.add(Standpoint(*at, self._level_at(*at)))

    def double_click(self, at: MapPoint, beside: bool) -> None:
        """Its first click was the point."""

    def hover(self, at: MapPoint | None) -> None:
        """Reads out the place; the next leg leads to the pointer."""
        self._surface.point_at(None, at)
        if at != self.pointed:
            self.pointed = at
            if self._measuring.points:
                self._measuring.changed.emit(None)

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Its keys, without modifiers."""
        return key in self._keys and not modifiers & ~Qt.KeyboardModifier.KeypadModifier

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Does what the key means."""
        if not self.wants(key, modifiers):
            return False
        self._keys[key]()
        return True

    def _add_the_middle(self) -> None:
        viewport = self._surface.viewport
        self.click((viewport.center_x, viewport.center_y))
