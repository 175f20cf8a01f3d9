"""What an operator was looking at last, in a form that survives the program: floor, viewport, layers, tiles with their clocks, incident."""

from collections.abc import Container, Mapping
from datetime import datetime

import msgspec

from smartclient.domain.ids import BuildingId, LevelId
from smartclient.geometry.frames import Frame
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.settings import KeptScreen, KeptWall
from smartclient.store.playback import SPEEDS, Playback
from smartclient.store.saved_layouts import kept_wall
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.wall_tiles import WallTiles
from smartclient.store.workspace import MapLayer, Workspace


class KeptClock(msgspec.Struct, frozen=True, kw_only=True):
    """An instant of the past and how fast it runs; `behind_s` where it is kept in step with the others, so many seconds earlier."""

    at: datetime
    speed: float = 0.0
    behind_s: float | None = None


class KeptTiles(msgspec.Struct, frozen=True, kw_only=True):
    """A wall, the tile that had the keyboard, and the tiles with clocks of their own by their place."""

    wall: KeptWall = KeptWall()
    tile: int = 0
    is_full: bool = False
    clocks: dict[int, KeptClock] = {}
    place: str = ""
    """Where its window was, as Qt encodes it; of the main wall only where it was torn off."""


class LastView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything by its id, so that what a plan or a server no longer has is passed over."""

    frame: tuple[float, float] = (0.0, 0.0)
    """The centre of the map's metres, longitude and latitude."""
    middle: tuple[float, float] | None = None
    """The middle of the map, metres; None showed the whole district."""
    metres_per_px: float = 1.0
    building: str = ""
    levels: dict[str, str] = {}
    layers: list[str] | None = None
    device: str = ""
    walls: list[KeptTiles] = []
    clock: KeptClock | None = None
    """The clock of all tiles without one of their own; None was live."""
    incident: str = ""
    is_muted: bool = False

    @property
    def screens(self) -> list[KeptScreen]:
        """The walls on other screens, as settings keep them."""
        return [KeptScreen(wall=each.wall, place=each.place) for each in self.walls[1:]]


def last_view(
    workspace: Workspace,
    playbacks: TilePlaybacks,
    frame: Frame,
    home: Viewport,
    places: Mapping[WallTiles, str],
    incident: str,
) -> LastView:
    """What is looked at now. `home` is the viewport of the whole district, `places` where walls' own windows are."""
    viewport = workspace.viewport
    is_home = viewport is None or viewport == home
    return LastView(
        frame=(frame.lon, frame.lat),
        middle=None if viewport is None or is_home else (viewport.center_x, viewport.center_y),
        metres_per_px=viewport.metres_per_px if viewport is not None else 1.0,
        building=workspace.building or "",
        levels={str(building): str(level) for building, level in workspace.levels.items()},
        layers=sorted(workspace.layers),
        device=workspace.device or "",
        walls=[_kept_tiles(wall, playbacks, places.get(wall, "")) for wall in workspace.walls],
        clock=None if playbacks.one.is_live else _kept_clock(playbacks.one),
        incident=incident,
        is_muted=workspace.is_muted,
    )


def show_on_map(view: LastView, workspace: Workspace, frame: Frame, buildings: Container[str]) -> None:
    """Gives a fresh workspace what the map shows of a last view, before there is a map; all of the plan where its building is gone."""
    workspace.levels.update({BuildingId(building): LevelId(level) for building, level in view.levels.items()})
    if view.building in buildings:
        workspace.building = BuildingId(view.building)
    workspace.layers = layers_of(view, workspace.layers)
    if not view.building or view.building in buildings:
        workspace.viewport = viewport_of(view, frame)
    workspace.is_muted = view.is_muted


def viewport_of(view: LastView, frame: Frame) -> Viewport | None:
    """In the metres of `frame`, on a screen of one pixel; None is the whole district."""
    if view.middle is None:
        return None
    middle = view.middle
    if view.frame != (frame.lon, frame.lat):  # the plan was changed since
        middle = frame.point_to_local(*Frame(*view.frame).point_to_world(*middle))
    return Viewport(0, 0, 1, 1, 1).centered(*middle).scaled(view.metres_per_px)


def layers_of(view: LastView, usual: frozenset[MapLayer]) -> frozenset[MapLayer]:
    """The layers that were on; the `usual` ones where the view says nothing of them."""
    return usual if view.layers is None else frozenset(layer for layer in MapLayer if layer in view.layers)


def run_again(kept: KeptClock, playback: Playback) -> None:
    """Lets a clock go on from where it was."""
    playback.run_from(kept.at, kept.speed if abs(kept.speed) in (0.0, *SPEEDS) else 0.0)


def _kept_tiles(wall: WallTiles, playbacks: TilePlaybacks, place: str) -> KeptTiles:
    clocks: dict[int, KeptClock] = {}
    for (seat_wall, tile), playback in playbacks.loose.items():
        if seat_wall is wall and not playback.is_live:
            behind = playbacks.behind(wall, tile)
            clocks[tile] = _kept_clock(playback, behind.total_seconds() if behind is not None else None)
    return KeptTiles(wall=kept_wall(wall), tile=wall.tile, is_full=wall.is_full, clocks=clocks, place=place)


def _kept_clock(playback: Playback, behind_s: float | None = None) -> KeptClock:
    return KeptClock(at=playback.instant, speed=playback.speed, behind_s=behind_s)
