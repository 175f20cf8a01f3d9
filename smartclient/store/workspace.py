"""The workspace: what this operator is looking at. Map, alarm list and video wall know it and do not know each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, LevelId, OpeningId, UnitId
from smartclient.geometry.fisheye import Dewarp
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.signal import Signal
from smartclient.store.layouts import Layout
from smartclient.store.wall_tiles import WallTiles


class Aspect(StrEnum):
    """What part of the workspace changed."""

    SELECTION = "selection"
    LEVELS = "levels"
    FOCUS = "focus"
    VIEWPORT = "viewport"
    GOAL = "goal"
    LAYERS = "layers"
    TILES = "tiles"
    SOUND = "sound"


class MapLayer(StrEnum):
    """The kinds of drawing a person can switch on and off."""

    CAMERAS = "cameras"
    VIEWS = "fields of view"
    SIGHT = "visible areas"
    DOORS = "doors"
    SENSORS = "sensors"
    SAFETY = "safety"
    GRID = "grid"
    LABELS = "labels"
    BASE = "base map"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the plan: a room (`unit`), a doorway (`opening`) or bare floor, at `position`, WGS 84; on no level it is outdoors."""

    position: tuple[float, float]
    level: LevelId | None = None
    unit: UnitId | None = None
    opening: OpeningId | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A place to fly to: bounds in degrees (west, south, east, north). `serial` makes two flights to one place differ."""

    bounds: tuple[float, float, float, float]
    serial: int
    at_once: bool = False
    """Whether nothing is to be seen of the way."""


class Workspace:
    """Plain fields behind a few verbs; each verb tells which aspect changed."""

    def __init__(self) -> None:
        self.changed: Signal[Aspect] = Signal()
        self.device: DeviceId | None = None
        self.alarm: AlarmId | None = None
        self.spot: Spot | None = None
        """The selected room, doorway or piece of floor, while no device and no alarm is."""
        self.levels: dict[BuildingId, LevelId] = {}
        """The chosen floor of each building; a building not in here shows its ground floor."""
        self.building: BuildingId | None = None
        """The building in the middle of the map: PgUp, PgDn and the floor rail are its."""
        self.viewport: Viewport | None = None
        self.goal: Goal | None = None
        self.layers: frozenset[MapLayer] = frozenset(MapLayer) - {MapLayer.VIEWS, MapLayer.SIGHT}
        self.dewarps: dict[DeviceId, Dewarp] = {}
        """How each fisheye camera was straightened last."""
        self.walls: tuple[WallTiles, ...] = ()
        """The main window's wall first, then those on other screens."""
        self.wall = self.add_wall()
        """The wall in use: cameras open there."""
        self.is_muted = False

    def select(self, device: DeviceId | None, alarm: AlarmId | None = None) -> None:
        """Selects a device, an alarm with its device, or nothing."""
        self._select(device, alarm, None)

    def select_spot(self, spot: Spot) -> None:
        """Selects a place; no device then."""
        self._select(None, None, spot)

    def _select(self, device: DeviceId | None, alarm: AlarmId | None, spot: Spot | None) -> None:
        if (device, alarm, spot) != (self.device, self.alarm, self.spot):
            self.device, self.alarm, self.spot = device, alarm, spot
            self.changed.emit(Aspect.SELECTION)

    def show_level(self, building: BuildingId, level: LevelId) -> None:
        """Chooses the floor shown in a building."""
        if self.levels.get(building) != level:
            self.levels[building] = level
            self.changed.emit(Aspect.LEVELS)

    def focus(self, building: BuildingId | None) -> None:
        """The map's middle lies in another building now."""
        if building != self.building:
            self.building = building
            self.changed.emit(Aspect.FOCUS)

    def look(self, viewport: Viewport) -> None:
        """The map shows this now."""
        if viewport != self.viewport:
            self.viewport = viewport
            self.changed.emit(Aspect.VIEWPORT)

    def fly_to(self, bounds: tuple[float, float, float, float], *, at_once: bool = False) -> None:
        """Asks the map to go there, seen on the way or `at_once`."""
        self.goal = Goal(bounds, self.goal.serial + 1 if self.goal else 1, at_once)
        self.changed.emit(Aspect.GOAL)

    def toggle_layer(self, layer: MapLayer) -> None:
        """Switches a layer on or off."""
        self.layers = self.layers ^ {layer}
        self.changed.emit(Aspect.LAYERS)

    def cycle_views(self) -> None:
        """Fields of view, then what cameras really see, then neither."""
        both = {MapLayer.VIEWS, MapLayer.SIGHT}
        following = (
            {MapLayer.SIGHT} if MapLayer.VIEWS in self.layers else set() if self.layers & both else {MapLayer.VIEWS}
        )
        self.layers = self.layers - both | following
        self.changed.emit(Aspect.LAYERS)

    @property
    def layout(self) -> Layout:
        """How the wall in use is divided."""
        return self.wall.layout

    @property
    def tiles(self) -> tuple[DeviceId | None, ...]:
        """The cameras on the wall in use, tile by tile."""
        return self.wall.tiles

    @property
    def tile(self) -> int:
        """The tile of the wall in use that has the keyboard."""
        return self.wall.tile

    @property
    def is_tile_full(self) -> bool:
        """Whether that tile has all of its wall."""
        return self.wall.is_full

    def add_wall(self, layout: Layout | None = None) -> WallTiles:
        """One more wall, for one more screen."""
        wall = WallTiles(layout, self.dewarps)
        wall.changed.connect(lambda _nothing: self.changed.emit(Aspect.TILES))
        self.walls = (*self.walls, wall)
        return wall

    def remove_wall(self, wall: WallTiles) -> None:
        """Takes a wall away; the first one stays."""
        self.walls = tuple(one for one in self.walls if one is not wall or one is self.walls[0])
        self.use_wall(self.wall if self.wall in self.walls else self.walls[0])
        self.changed.emit(Aspect.TILES)

    def use_wall(self, wall: WallTiles) -> None:
        """Cameras open there from now on."""
        if wall is not self.wall and wall in self.walls:
            self.wall = wall
            self.changed.emit(Aspect.TILES)

    def set_layout(self, layout: Layout) -> None:
        """Divides the wall in use."""
        self.wall.set_layout(layout)

    def open_cameras(self, cameras: Iterable[DeviceId]) -> None:
        """Fills the wall in use with these cameras."""
        self.wall.open_cameras(cameras)

    def open_camera(self, camera: DeviceId, beside: bool = False) -> None:
        """Shows a camera on the wall in use; `beside` asks for a tile more."""
        self.wall.open_camera(camera, beside)

    def put_in_tile(self, tile: int, camera: DeviceId | None) -> None:
        """Shows `camera` in that tile of the wall in use, or empties it."""
        self.wall.put(tile, camera)

    def choose_tile(self, tile: int, full: bool | None = None) -> None:
        """Gives a tile of the wall in use the keyboard, and all of the wall when `full`."""
        self.wall.choose(tile, full)

    def mute(self, is_muted: bool) -> None:
        """Switches the alarm sounds off or on."""
        if is_muted != self.is_muted:
            self.is_muted = is_muted
            self.changed.emit(Aspect.SOUND)
