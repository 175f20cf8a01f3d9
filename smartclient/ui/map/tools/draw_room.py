"""The tool that draws a room: click its corners, which snap; the first corner again, Enter or a double click closes it."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from smartclient.domain.ids import LevelId
from smartclient.geometry.next_corner import Snapped
from smartclient.geometry.outline import Outline
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.tools.edit_drafting import REACH_PX, is_snapping
from smartclient.ui.map.tools.edit_picking import LevelAt
from smartclient.ui.map.tools.edit_targets import CORNER, WALL, EditTargets
from smartclient.ui.map.tools.panning import Panning
from smartclient.ui.map.tools.tool import MapPoint, Surface
from smartclient.ui.outline_painting import paint_outline

_K = Qt.Key


class DrawRoom(Panning):
    """`closed` gets the corners and the floor of the first one; `leave` is called when the person is done. It is its own layer."""

    def __init__(
        self,
        surface: Surface,
        targets: EditTargets,
        level_at: LevelAt,
        closed: Callable[[tuple[MapPoint, ...], LevelId | None], None],
        leave: Callable[[], None],
        redraw: Callable[[], None],
    ) -> None:
        super().__init__(surface)
        self._targets, self._level_at = targets, level_at
        self._closed, self._leave, self._redraw = closed, leave, redraw
        self.outline = Outline()
        self._pointer: Snapped | None = None

    def click(self, at: MapPoint) -> None:
        """One corner more."""
        if self.outline.add(self._snapped(at).point):
            self.close()
        self._redraw()

    def double_click(self, at: MapPoint, beside: bool) -> None:  # noqa: ARG002 (the tool's shape)
        """Its first click was the last corner."""
        self.close()

    def hover(self, at: MapPoint | None) -> None:
        """Shows where the next corner would be."""
        self._surface.point_at(None, at)
        self._pointer = self._snapped(at) if at is not None else None
        self._redraw()

    def close(self) -> None:
        """Ends the room at its first corner."""
        ring = tuple(self.outline.ring)
        self.outline.clear()
        if len(ring) >= 3:
            self._closed(ring, self._level_at(*ring[0]))
        self._redraw()

    def wants(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Enter, Backspace, Esc, Space."""
        return key in self._keys and not modifiers & ~Qt.KeyboardModifier.KeypadModifier

    def take(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Enter closes, Backspace takes a corner back, Space sets one in the middle of the map, Esc drops the room, then leaves."""
        if not self.wants(key, modifiers):
            return False
        self._keys[key]()
        self._redraw()
        return True

    @property
    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        viewport = self._surface.viewport
        return {
            _K.Key_Return: self.close,
            _K.Key_Enter: self.close,
            _K.Key_Backspace: self.outline.take_back,
            _K.Key_Space: lambda: self.click((viewport.center_x, viewport.center_y)),
            _K.Key_Escape: self.outline.clear if self.outline.corners else self._leave,
        }

    def _snapped(self, at: MapPoint) -> Snapped:
        if not is_snapping():
            return Snapped(at)
        targets = self._targets.at(at, with_grid=False)
        corners, lines = dict(targets.points)[CORNER], [segments for word, segments in targets.lines if word == WALL]
        reach = REACH_PX * self._surface.viewport.metres_per_px
        return self.outline.snapped(at, corners, np.vstack((np.empty((0, 4)), *lines)), reach)

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """The outline so far."""
        points = [QPointF(*scene.viewport.to_screen(*corner)) for corner in self.outline.corners]
        pointer = self._pointer
        at = QPointF(*scene.viewport.to_screen(*pointer.point)) if pointer is not None else None
        paint_outline(painter, scene.theme, points, at, pointer.why if pointer is not None else "")
