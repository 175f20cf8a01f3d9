"""A tool in the hand: it has the map's pointer, keys and cursor, until it is put down or another tool takes the pointer."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt

from smartclient.ui.map.layers.scene import LiveLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.tools.tool import Tool, ToolKeys


class KeyedTool(Tool, ToolKeys, Protocol):
    """A tool that wants keys, too."""


class HeldTool:
    """Lays what the tool draws over the map as `layer_name`; `let_go` hears whenever it is no longer held."""

    def __init__(self, site_map: MapView, tool: KeyedTool, layer_name: str, let_go: Callable[[], None]) -> None:
        self._map, self._tool, self._layer_name, self._let_go = site_map, tool, layer_name, let_go
        self.is_held = False
        site_map.tool_used.connect(self._another_is_used)

    def take(self, layer: LiveLayer) -> None:
        """Takes it into the hand; the map has the keyboard."""
        self.is_held = True
        self._map.use_tool(self._tool, self._tool)
        self._map.lay_over(self._layer_name, layer)
        self._map.canvas.setCursor(Qt.CursorShape.CrossCursor)
        self._map.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_down(self) -> None:
        """Gives the pointer back; harmless when it is not held."""
        if self.is_held:
            self._release()
            self._map.use_tool(None)

    def _another_is_used(self, tool: Tool | None) -> None:
        if self.is_held and tool is not self._tool:
            self._release()

    def _release(self) -> None:
        self.is_held = False
        self._map.canvas.unsetCursor()
        self._map.lay_over(self._layer_name, None)
        self._let_go()
