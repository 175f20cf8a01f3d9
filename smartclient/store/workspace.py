"""The workspace: what this operator is looking at. Map, alarm list and video wall know it and do not know each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, LevelId
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.signal import Signal

LAYOUTS = (1, 4, 9, 16)


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
    DOORS = "doors"
    SENSORS = "sensors"
    SAFETY = "safety"
    GRID = "grid"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Goal:
    """A place to fly to: bounds in degrees (west, south, east, north). `serial` makes two flights to one place differ."""

    bounds: tuple[float, float, float, float]
    serial: int


class Workspace:
    """Plain fields behind a few verbs; each verb tells which aspect changed."""

    def __init__(self) -> None:
        self.changed: Signal[Aspect] = Signal()
        self.device: DeviceId | None = None
        self.alarm: AlarmId | None = None
        self.levels: dict[BuildingId, LevelId] = {}
        """The chosen floor of each building; a building not in here shows its ground floor."""
        self.building: BuildingId | None = None
        """The building in the middle of the map: PgUp, PgDn and the floor rail are its."""
        self.viewport: Viewport | None = None
        self.goal: Goal | None = None
        self.layers: frozenset[MapLayer] = frozenset(MapLayer) - {MapLayer.VIEWS}
        self.layout: int = 4
        self.tiles: tuple[DeviceId | None, ...] = (None,) * 4
        self.tile: int = 0
        """The tile that has the keyboard."""
        self.is_tile_full = False
        self.is_muted = False

    def select(self, device: DeviceId | None, alarm: AlarmId | None = None) -> None:
        """Selects a device, an alarm with its device, or nothing."""
        if (device, alarm) != (self.device, self.alarm):
            self.device, self.alarm = device, alarm
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

    def fly_to(self, bounds: tuple[float, float, float, float]) -> None:
        """Asks the map to go there."""
        self.goal = Goal(bounds, self.goal.serial + 1 if self.goal else 1)
        self.changed.emit(Aspect.GOAL)

    def toggle_layer(self, layer: MapLayer) -> None:
        """Switches a layer on or off."""
        self.layers = self.layers ^ {layer}
        self.changed.emit(Aspect.LAYERS)

    def set_layout(self, count: int) -> None:
        """Shows `count` tiles; pictures in tiles that go are closed, the rest stay."""
        if count not in LAYOUTS:
            raise ValueError(f"a wall has {LAYOUTS} tiles, not {count}")
        kept = [camera for camera in self.tiles if camera is not None][:count]
        same = list(self.tiles[:count]) if len(self.tiles) <= count else kept
        self.layout = count
        self.tiles = tuple(same + [None] * (count - len(same)))
        self.tile = min(self.tile, count - 1)
        self.is_tile_full = False
        self.changed.emit(Aspect.TILES)

    def open_cameras(self, cameras: Iterable[DeviceId]) -> None:
        """Fills the wall from the first tile with these cameras; more than it has tiles makes it larger, up to sixteen."""
        wanted = tuple(dict.fromkeys(cameras))[: LAYOUTS[-1]]
        if len(wanted) > self.layout:
            self.layout = next(layout for layout in LAYOUTS if layout >= len(wanted))
        self.tiles = wanted + (None,) * (self.layout - len(wanted))
        self.tile, self.is_tile_full = 0, False
        self.changed.emit(Aspect.TILES)

    def open_camera(self, camera: DeviceId, beside: bool = False) -> None:
        """Shows a camera: in the tile it already has, else a free one, else (or without `beside`) the current one."""
        if camera in self.tiles:
            self.choose_tile(self.tiles.index(camera))
            return
        free = self.tiles.index(None) if None in self.tiles else None
        place = free if free is not None and (beside or self.tiles[self.tile] is not None) else self.tile
        if beside and free is None and self.layout < LAYOUTS[-1]:
            place = self.layout
            self.set_layout(LAYOUTS[LAYOUTS.index(self.layout) + 1])
        self.put_in_tile(place, camera)

    def put_in_tile(self, tile: int, camera: DeviceId | None) -> None:
        """Shows `camera` in that tile, or empties it."""
        self.tiles = (*self.tiles[:tile], camera, *self.tiles[tile + 1 :])
        self.tile = tile
        self.changed.emit(Aspect.TILES)

    def choose_tile(self, tile: int, full: bool | None = None) -> None:
        """Gives a tile the keyboard, and all of the wall when `full`."""
        self.tile = max(0, min(tile, self.layout - 1))
        if full is not None:
            self.is_tile_full = full
        self.changed.emit(Aspect.TILES)

    def mute(self, is_muted: bool) -> None:
        """Switches the alarm sounds off or on."""
        if is_muted != self.is_muted:
            self.is_muted = is_muted
            self.changed.emit(Aspect.SOUND)
