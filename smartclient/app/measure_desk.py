"""The measuring tool once it is used: joins what is measured to the pointer, the map's layer and the plate."""

from PySide6.QtCore import Qt

from smartclient.session.measuring import Measuring
from smartclient.store.walking import Walkable
from smartclient.ui.bindings import bind
from smartclient.ui.map.layers.measurement import MeasurementLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.measure_plate import MeasurePlate
from smartclient.ui.map.tools.measure import Measure
from smartclient.ui.map.tools.tool import Tool

_LAYER = "measurement"


class MeasureDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, site_map: MapView, walkable: Walkable) -> None:
        self._map = site_map
        self.measuring = Measuring(walkable)
        self.tool = Measure(site_map.ground, self.measuring, site_map.stage.level_at, self.end)
        self.plate = MeasurePlate(site_map)
        self.is_open = False
        bind(self.plate, self.measuring.changed, lambda _nothing: self._show())
        site_map.tool_used.connect(self._make_room)

    def toggle(self, is_on_foot: bool) -> None:
        """Begins to measure, changes between straight and on foot, or ends what is just so."""
        if self.is_open and self.measuring.is_on_foot == is_on_foot:
            self.end()
            return
        self.measuring.go_on_foot(is_on_foot)
        if not self.is_open:
            self.measuring.clear()
            self.is_open = True
            self._map.use_tool(self.tool, self.tool)
            self._map.lay_over(_LAYER, MeasurementLayer(self.measuring, lambda: self.tool.pointed))
            self._map.canvas.setCursor(Qt.CursorShape.CrossCursor)
            self._map.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def end(self) -> None:
        """Gives the pointer back."""
        if self.is_open:
            self._close()
            self._map.use_tool(None)

    async def stop(self) -> None:
        """Lets go of ways that are being looked for."""
        await self.measuring.stop()

    def _make_room(self, tool: Tool | None) -> None:
        """Another tool has the pointer now."""
        if self.is_open and tool is not self.tool:
            self._close()

    def _close(self) -> None:
        self.is_open = False
        self._map.canvas.unsetCursor()
        self._map.lay_over(_LAYER, None)
        self.plate.hide()

    def _show(self) -> None:
        if self.is_open:
            self.plate.show_measuring(self.measuring)
            self._map.canvas.update()
