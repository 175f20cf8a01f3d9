"""The map as one widget: canvas, floor rail and buttons, joined to the store and the workspace."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from smartclient.domain.ids import BuildingId, DeviceId, LevelId, VenueId
from smartclient.geometry import frames
from smartclient.geometry.labels import Box
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.clock import Clock
from smartclient.store.changes import Changes
from smartclient.store.places import Places, Tally
from smartclient.store.position import position_at
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import title_of_spot
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.device_drag import DeviceDrag
from smartclient.ui.map import keys
from smartclient.ui.map.canvas import Canvas
from smartclient.ui.map.floor_rail import FloorRail
from smartclient.ui.map.gestures import Gestures
from smartclient.ui.map.ground import Ground
from smartclient.ui.map.kept_picture import KeptPicture
from smartclient.ui.map.layers import grid, ornaments
from smartclient.ui.map.layers.layer import PlanLayer
from smartclient.ui.map.layers.scene import LiveLayer
from smartclient.ui.map.map_buttons import MapButtons
from smartclient.ui.map.motion import Flight
from smartclient.ui.map.nearness import next_after, ordered
from smartclient.ui.map.readout import Readout
from smartclient.ui.map.sights import Sights
from smartclient.ui.map.stage import Stage
from smartclient.ui.map.tools.pan_select import PanSelect
from smartclient.ui.map.tools.tool import MapPoint, Tool, ToolKeys
from smartclient.ui.map.wording import describe
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.session.visible_areas import VisibleAreas

_EDGE_PX = 12
_BELOW_NORTH_PX = 64
_BESIDE_BAR_PX = 156


class MapView(QWidget):
    """Shows the workspace's goal, floors, layers and selection; writes its viewport, focused building, floors and selection.

    `aimed` carries a Spot that cameras are to be turned to.
    """

    tool_used = Signal(object)
    """The tool that has the pointer now; None is the everyday one. Who had it before makes room."""

    aimed = Signal(object)

    pointed_at = Signal(object)
    """Where the pointer is, in metres; None once it has left."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        places: Places | None = None,
        is_motion_reduced: bool = False,
        parent: QWidget | None = None,
        kept: KeptPicture | None = None,
    ) -> None:
        """`places` is shared with other views where there is one; `is_motion_reduced` stops flights, pulses and turning rings.
        `kept` holds the first picture from one watch to the next.
        """
        super().__init__(parent)
        self._store, self._workspace = store, workspace
        self.stage = Stage(store, workspace, theme, clock, places or Places(store.site), is_motion_reduced)
        self.canvas = Canvas(self.stage, self, kept)
        self.ground = Ground(self.canvas, self.stage, workspace, clock, is_motion_reduced)
        self._everyday = PanSelect(self.ground, store, workspace, self.aimed.emit)
        self._keys: ToolKeys | None = None
        self._gestures = Gestures(self.ground, self._everyday, self.ground.motion, clock, self._carry)
        self.canvas.gestures = self._gestures
        self.rail = FloorRail(theme, self.ground.choose_floor, self)
        self.buttons = MapButtons(theme, workspace.toggle_layer, self.ground.zoom, self.ground.go_home, self)
        self.canvas.covered = self._covered
        self.readout = Readout(theme, self)
        self.ground.pointed = self._read_out
        self._sights = Sights(store, workspace, self.stage, lambda layer: self.lay("sights", layer), self)
        self._is_placed = workspace.viewport is not None
        if workspace.viewport is not None:
            self.canvas.viewport = workspace.viewport
        self._aging = QTimer(self)
        self._aging.setInterval(1000)
        self._aging.timeout.connect(self.canvas.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Map")
        bind(self, store.changed, self._take)
        bind(self, workspace.changed, self._look_again)
        self.buttons.show_layers(workspace.layers)
        self._take_connection()

    def stop(self) -> None:
        """Ends movements and the drawing thread; the map can be deleted then."""
        self.ground.motion.stop()
        self._aging.stop()
        self.canvas.stop()

    def lay(self, name: str, layer: PlanLayer | None) -> None:
        """Draws `layer` over the floors and under the names, in the plan's picture, in place of what had that name; None takes it
        away. It is drawn in a thread and must not change: a different one is another object.
        """
        self.stage.laid.pop(name, None)
        if layer is not None:
            self.stage.laid[name] = layer
        self.canvas.redraw()

    def lay_under(self, layer: PlanLayer | None) -> None:
        """Draws `layer` in place of the land between the campuses, in the plan's picture; None brings the land back."""
        self.stage.under = layer
        self.canvas.redraw()

    def lay_over(self, name: str, layer: LiveLayer | None) -> None:
        """Draws `layer` over pins and names on every frame, in place of what had that name; None takes it away."""
        self.canvas.laid_over.pop(name, None)
        if layer is not None:
            self.canvas.laid_over[name] = layer
        self.canvas.update()

    def show_notes(self, notes: Mapping[BuildingId | VenueId, str], counts: Mapping[LevelId, str]) -> None:
        """Writes a line below the names of buildings and campuses, and a few letters on the buttons of floors."""
        self.stage.notes = notes
        self.rail.show_counts(counts)
        self._show_floors()
        self.canvas.update()

    def show_areas(self, areas: "VisibleAreas") -> None:
        """Draws what cameras really see, where a person asks for it and close by."""
        self.stage.areas = areas
        bind(self, areas.changed, lambda _nothing: self._look_at_areas())
        self._sights.order()

    def _look_at_areas(self) -> None:
        self._sights.order()
        self.canvas.update()

    def use_tool(self, tool: Tool | None, keys: ToolKeys | None = None) -> None:
        """Gives the pointer to a tool (None: the everyday one), and to `keys` those it wants before the map and the window have them."""
        self._gestures.use(tool or self._everyday)
        self.tool_used.emit(tool)
        self._keys = keys

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Fills itself with the canvas; the first time shows the whole district or what was shown last. A flight goes on."""
        before, course = self.canvas.viewport, self.ground.motion.course
        stays_home = not self._is_placed or before == self.ground.home()
        self.canvas.resize(self.size())
        self.buttons.move(
            self.width() - self.buttons.width() - _EDGE_PX, self.height() - self.buttons.height() - _EDGE_PX
        )
        self.readout.place(_BESIDE_BAR_PX, self.height() - _EDGE_PX, self.buttons.x() - _BESIDE_BAR_PX - _EDGE_PX)
        self._place_rail()
        self._is_placed = True
        self.canvas.viewport = before.resized(self.width(), self.height())
        if isinstance(course, Flight):
            self.ground.fly(course.goal.resized(self.width(), self.height()))
        else:
            self.ground.show(self.ground.home() if stays_home else self.canvas.viewport)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """The drawing thread must not outlive the widget."""
        self.stop()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """A key that the tool wants is no shortcut of the window meanwhile."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._keys is not None
            and self._keys.wants(Qt.Key(event.key()), event.modifiers())
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """The map's keys; others go on to the window."""
        is_wanted = self._keys is not None and self._keys.take(Qt.Key(event.key()), event.modifiers())
        if not is_wanted and not keys.act(self.ground, event.key(), event.modifiers()):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802, A002 (Qt's name)
        """Tab walks through what is on the map, nearest first; past the last thing it leaves."""
        step = 1 if next else -1
        device = next_after(ordered(self.ground.scene()), self._workspace.device, step)
        if device is None:
            return super().focusNextPrevChild(next)
        self._workspace.select(device)
        return True

    def _carry(self, device: DeviceId) -> DeviceDrag:
        return DeviceDrag(self.canvas, [device], self._store.devices[device].name, self.stage.theme)

    def _read_out(self, at: MapPoint | None) -> None:
        self.pointed_at.emit(at)
        position = None
        if at is not None and frames.is_loaded():
            position = position_at(self.stage.places, *at, self.stage.level_at(*at))
        self.readout.show_position(position)

    def _take(self, changes: Changes) -> None:
        self.stage.take(changes)
        if changes.everything:
            self.canvas.redraw()
        if changes.connection or changes.everything:
            self._take_connection()
        if changes.everything or changes.alarms or changes.connection:
            self._show_floors()
        if changes.devices or changes.alarms or changes.connection or changes.everything:
            self._describe()
            self.canvas.update()

    def _take_connection(self) -> None:
        if self._store.connection.is_live:
            self._aging.stop()
        else:
            self._aging.start()

    def _look_again(self, aspect: Aspect) -> None:
        if aspect is Aspect.GOAL and self._workspace.goal is not None:
            self.ground.fly_to(self._workspace.goal.bounds, at_once=self._workspace.goal.at_once)
        elif aspect is Aspect.LEVELS:
            self.stage.choose_levels()
            self._show_floors()
            self.canvas.redraw()
        elif aspect is Aspect.LAYERS:
            self.buttons.show_layers(self._workspace.layers)
            self.canvas.redraw()
        elif aspect is Aspect.FOCUS:
            self._show_floors()
        elif aspect is Aspect.SELECTION:
            self._select_floor()
            self._describe()
            self.canvas.update()

    def _select_floor(self) -> None:
        """What is selected is shown: its floor comes up."""
        if self._workspace.spot is not None and self._workspace.spot.level is not None:
            self.ground.choose_floor(self._workspace.spot.level)
        device = self._store.devices.get(self._workspace.device) if self._workspace.device else None
        if device and device.placement and device.placement.level_id:
            self.ground.choose_floor(device.placement.level_id)

    def _show_floors(self) -> None:
        building_id = self._workspace.building
        building = self.stage.places.buildings.get(building_id) if building_id else None
        floors = self.stage.places.floors.get(building.id, ()) if building else ()
        chosen = next((level.id for level in floors if level.id in self.stage.levels), None)
        title = self.stage.places.title_of(building) if building else ""
        tallies: dict[LevelId, Tally] = {level.id: self.stage.roll_up.levels.get(level.id, Tally()) for level in floors}
        is_stale = building_id is not None and not self._store.is_live(building_id)
        self.rail.show_floors(title, floors, chosen, tallies, is_stale=is_stale)
        self._place_rail()

    def _covered(self) -> list[Box]:
        size = (self.canvas.width(), self.canvas.height())
        shown = [each.geometry() for each in (self.rail, self.buttons) if not each.isHidden()]
        beside = [(each.left(), each.top(), each.right() + 1, each.bottom() + 1) for each in shown]
        return [*grid.bands(*size), *ornaments.corners(*size), *beside]

    def _place_rail(self) -> None:
        free = (self.height() - self.rail.height()) // 2
        top = max(_BELOW_NORTH_PX, min(free, self.buttons.y() - self.rail.height() - _EDGE_PX))
        self.rail.move(self.width() - self.rail.width() - _EDGE_PX, top)

    def _describe(self) -> None:
        """Tells screen readers what is selected, in words."""
        device = self._store.devices.get(self._workspace.device) if self._workspace.device else None
        if device is None:
            spot = self._workspace.spot
            where = self.stage.places.at(spot.position, spot.level).words if spot is not None else ""
            title = title_of_spot(self.stage.places, spot) if spot is not None else "Nothing selected"
            self.setAccessibleDescription(". ".join(part for part in (title, where) if part))
            return
        state = describe(device, self._store.state(device.id), self.stage.clock.now())
        where = self.stage.places.of_device(device).words
        self.setAccessibleDescription(". ".join(part for part in (device.name, state, where) if part))

    @property
    def viewport(self) -> Viewport:
        """What is on the screen."""
        return self.canvas.viewport
