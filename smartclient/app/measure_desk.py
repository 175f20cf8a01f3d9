"""The measuring tool once it is used: joins what is measured to the pointer, the map's layer and the plate."""

from smartclient.session.measuring import Measuring
from smartclient.store.walking import Walkable
from smartclient.ui.bindings import bind
from smartclient.ui.map.held_tool import HeldTool
from smartclient.ui.map.layers.measurement import MeasurementLayer
from smartclient.ui.map.map_view import MapView
from smartclient.ui.map.measure_plate import MeasurePlate
from smartclient.ui.map.tools.measure import Measure

_LAYER = "measurement"


class MeasureDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, site_map: MapView, walkable: Walkable) -> None:
        self._map = site_map
        self.measuring = Measuring(walkable)
        self.tool = Measure(site_map.ground, self.measuring, site_map.stage.level_at, self.end)
        self.plate = MeasurePlate(site_map)
        self._held = HeldTool(site_map, self.tool, _LAYER, self.plate.hide)
        bind(self.plate, self.measuring.changed, lambda _nothing: self._show())

    @property
    def is_open(self) -> bool:
        """Whether something is measured."""
        return self._held.is_held

    def toggle(self, is_on_foot: bool) -> None:
        """Begins to measure, changes between straight and on foot, or ends what is just so."""
        if self.is_open and self.measuring.is_on_foot == is_on_foot:
            self.end()
            return
        self.measuring.go_on_foot(is_on_foot)
        if not self.is_open:
            self.measuring.clear()
            self._held.take(MeasurementLayer(self.measuring, lambda: self.tool.pointed))
        self._show()

    def end(self) -> None:
        """Gives the pointer back."""
        self._held.put_down()

    async def stop(self) -> None:
        """Lets go of ways that are being looked for."""
        await self.measuring.stop()

    def _show(self) -> None:
        if self.is_open:
            self.plate.show_measuring(self.measuring)
            self._map.canvas.update()
