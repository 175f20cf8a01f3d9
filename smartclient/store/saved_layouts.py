"""Layouts saved under a name with their cameras, and the form in which walls are kept in the settings."""

from collections.abc import Mapping

from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp, Mount
from smartclient.runtime.settings import KeptDewarp, KeptTile, KeptWall
from smartclient.runtime.signal import Signal
from smartclient.store.layouts import LAYOUTS
from smartclient.store.wall_tiles import DWELL_S, Content, WallTiles

LONGEST_NAME = 60


class SavedLayouts:
    """By name, in the order of the alphabet. `changed` tells after each change, so that somebody writes them down."""

    def __init__(self, kept: Mapping[str, KeptWall]) -> None:
        self.changed: Signal[None] = Signal()
        self._walls = dict(kept)

    @property
    def names(self) -> list[str]:
        """All names."""
        return sorted(self._walls, key=str.casefold)

    @property
    def kept(self) -> dict[str, KeptWall]:
        """All of them as settings keep them."""
        return dict(self._walls)

    def save(self, name: str, wall: WallTiles) -> str:
        """Keeps what a wall shows under that name, in place of what had it before; the answer is the name as it is kept."""
        fit = _fit(name)
        if fit:
            self._walls[fit] = kept_wall(wall)
            self.changed.emit(None)
        return fit

    def open(self, name: str, wall: WallTiles) -> None:
        """Shows a saved layout on a wall; without effect for a name that is gone."""
        if name in self._walls:
            show_kept(self._walls[name], wall)

    def rename(self, name: str, to: str) -> str:
        """Gives it another name; the answer is the name it has then."""
        fit = _fit(to)
        if not fit or name not in self._walls:
            return name
        self._walls[fit] = self._walls.pop(name)
        self.changed.emit(None)
        return fit

    def delete(self, name: str) -> None:
        """Forgets it."""
        if self._walls.pop(name, None) is not None:
            self.changed.emit(None)


def _fit(name: str) -> str:
    """The name on one line, without blanks at its ends, not too long for a menu."""
    return " ".join(name.split())[:LONGEST_NAME].strip()


def kept_wall(wall: WallTiles) -> KeptWall:
    """What a wall shows, for the settings."""
    return KeptWall(layout=wall.layout.name, tiles=[_kept_tile(content) for content in wall.contents])


def show_kept(kept: KeptWall, wall: WallTiles) -> None:
    """Shows what was kept; a layout nobody knows becomes the usual one."""
    wall.load(LAYOUTS.get(kept.layout, LAYOUTS["4"]), [_content(tile) for tile in kept.tiles])


def _kept_tile(content: Content) -> KeptTile:
    straight = kept_dewarp(content.dewarp) if content.dewarp is not None else None
    return KeptTile(cameras=list(content.cameras), dwell_s=content.dwell_s, dewarp=straight)


def _content(tile: KeptTile) -> Content:
    cameras = tuple(DeviceId(camera) for camera in dict.fromkeys(tile.cameras))
    view = dewarp_of(tile.dewarp) if tile.dewarp is not None else None
    return Content(cameras, tile.dwell_s if tile.dwell_s > 0 else DWELL_S, dewarp=view)


def kept_dewarp(view: Dewarp) -> KeptDewarp:
    """How a fisheye picture is straightened, for the settings."""
    return KeptDewarp(
        mount=view.mount.value, pan_deg=view.pan_deg, tilt_deg=view.tilt_deg, width_deg=view.field_of_view_deg
    )


def dewarp_of(kept: KeptDewarp) -> Dewarp:
    """What was kept, within what a lens can see."""
    mount = Mount.WALL if kept.mount == Mount.WALL.value else Mount.CEILING
    return Dewarp(mount, kept.pan_deg, kept.tilt_deg, kept.width_deg).turned(0, 0).zoomed(1)
