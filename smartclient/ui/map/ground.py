"""What tools, keys and buttons can do with the map: move it, pick from it, change floors."""

from collections.abc import Callable

from PySide6.QtCore import QPointF

from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import LevelId
from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.runtime.clock import Clock
from smartclient.store.workspace import MapLayer, Spot, Workspace
from smartclient.ui.map.canvas import Canvas
from smartclient.ui.map.hitting import hit
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.motion import Flight, Motion, Zoom
from smartclient.ui.map.scales import Scale, scale_of
from smartclient.ui.map.stage import Pointer, Stage
from smartclient.ui.map.tools.pan_select import open_video
from smartclient.ui.map.tools.tool import Hit, MapPoint
from smartclient.ui.map.upward import one_up

_HOME_MARGIN_PX = 96.0
_SAME_SCALE = 0.01
"""Scales so near to each other are taken as one, since a picture of the plan is good for its own scale alone."""
_GOAL_MARGIN_PX = 60.0
_GOAL_CLOSEST_M_PER_PX = 0.07
_DOOR_REACH_PX, _DOOR_REACH_M = 9.0, 0.8


class Ground:
    """One map's moves."""

    def __init__(
        self, canvas: Canvas, stage: Stage, workspace: Workspace, clock: Clock, is_motion_reduced: bool
    ) -> None:
        self._canvas, self._stage, self._workspace = canvas, stage, workspace
        self.motion = Motion(clock, self._move, is_motion_reduced, canvas)
        self.pointed: Callable[[MapPoint | None], None] = lambda _at: None
        """Told where the pointer is; None when it has left."""
        self.open_seers: Callable[[], None] = lambda: None
        """Opens the cameras that see what is selected."""

    @property
    def viewport(self) -> Viewport:
        """What is on the screen."""
        return self._canvas.viewport

    def scene(self) -> Scene:
        """The present as it would be painted now."""
        return self._stage.scene(self.viewport, self._canvas.devicePixelRatioF(), self._canvas.pointer, lambda: None)

    def show(self, viewport: Viewport) -> None:
        """Shows it at once; a movement under way ends."""
        self.motion.stop()
        self._move(viewport)

    def fly(self, viewport: Viewport) -> None:
        """Goes there, seen on the way."""
        self.motion.start(Flight(self.viewport, viewport))

    def fly_to(self, bounds: Bounds, *, at_once: bool = False) -> None:
        """Goes to bounds in degrees; `at_once` without a flight, and the plan of there is drawn without delay."""
        fitted = self.viewport.fitted(self._stage.chart.to_local_bounds(bounds), _GOAL_MARGIN_PX)
        goal = fitted.scaled(max(fitted.metres_per_px, _GOAL_CLOSEST_M_PER_PX))
        if at_once:
            scale = self.viewport.metres_per_px
            if abs(goal.metres_per_px / scale - 1) < _SAME_SCALE:
                goal = goal.scaled(scale)
            self.show(goal)
            self._canvas.leap()
        else:
            self.fly(goal)

    def pick(self, at: MapPoint) -> Hit | None:
        """The thing at or very near to a point."""
        return hit(self.scene(), at)

    def spot(self, at: MapPoint, *, is_point: bool = False) -> Spot | None:
        """The room, doorway or piece of floor at a point, or with `is_point` just that point; None from too far away."""
        if scale_of(self.viewport.metres_per_px) < Scale.FLOOR:
            return None
        level = self._stage.level_at(*at)
        if is_point:
            return Spot(self._stage.places.frame.point_to_world(*at), level)
        reach_m = min(_DOOR_REACH_PX * self.viewport.metres_per_px, _DOOR_REACH_M)
        return self._stage.spots.at(*at, level, reach_m, self._stage.levels)

    def select_middle(self) -> None:
        """Selects the place in the middle of the screen."""
        spot = self.spot((self.viewport.center_x, self.viewport.center_y))
        if spot is not None:
            self._workspace.select_spot(spot)

    def point_at(self, found: Hit | None, at: MapPoint | None) -> None:
        """Names the thing under the pointer, and tells where that is."""
        pointer, before = Pointer(found.device if found else None, at), self._canvas.pointer
        if pointer != before:
            self._canvas.pointer = pointer
            self.pointed(at)
            if pointer.device != before.device:
                self._canvas.update()

    def pan(self, right_px: float, down_px: float) -> None:
        """Moves the screen over the map."""
        self.motion.start(Flight(self.viewport, self.viewport.panned(-right_px, -down_px), 0.12))

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Comes closer (over 1) or goes away, about a pixel or the middle."""
        running = self.motion.course
        if isinstance(running, Zoom):
            factor *= self.viewport.metres_per_px / running.at(running.duration_s).metres_per_px
        middle = (self.viewport.width_px / 2, self.viewport.height_px / 2)
        self.motion.start(Zoom(self.viewport, (about.x(), about.y()) if about else middle, factor))

    def go_home(self) -> None:
        """Shows the whole district."""
        self.fly(self.home())

    def home(self) -> Viewport:
        """The viewport of the whole district."""
        return self.viewport.fitted(self._stage.chart.bounds, _HOME_MARGIN_PX)

    def go_up(self) -> None:
        """From a room to its building, campus, district."""
        self.fly(one_up(self.viewport, self._stage.chart))

    def change_floor(self, by: int) -> None:
        """The next floor up or down in the building in the middle."""
        building = self._workspace.building
        floors = self._stage.places.floors.get(building, ()) if building else ()
        shown = [place for place, level in enumerate(floors) if level.id in self._stage.levels]
        if building and shown:
            wanted = floors[min(max(shown[0] + by, 0), len(floors) - 1)]
            self._workspace.show_level(building, wanted.id)

    def choose_floor(self, level: LevelId) -> None:
        """That floor of its building."""
        known = self._stage.places.levels.get(level)
        for building in known.building_ids if known and not known.outdoor else ():
            self._workspace.show_level(building, level)

    def open_selected(self, beside: bool) -> None:
        """Shows the selected camera's picture; of a door, a sensor or a place the cameras that see it."""
        device = self._stage.store.devices.get(self._workspace.device) if self._workspace.device else None
        if device is not None and device.kind is DeviceKind.CAMERA:
            open_video(self._stage.store, self._workspace, device.id, beside)
        else:
            self.open_seers()

    def toggle_layer(self, layer: MapLayer) -> None:
        """Switches a layer on or off."""
        self._workspace.toggle_layer(layer)

    def cycle_views(self) -> None:
        """Fields of view, what cameras really see, neither."""
        self._workspace.cycle_views()

    def _move(self, viewport: Viewport) -> None:
        self._canvas.show_viewport(viewport)
        self._workspace.look(viewport)
        if not self.motion.is_moving:
            self._workspace.focus(self._stage.building_in_the_middle(viewport))
