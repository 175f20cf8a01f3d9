"""What a person can do with a tile beyond looking at it, the same by menu, by key in the wall and by the window's actions."""

from smartclient.domain.devices import CameraForm
from smartclient.domain.footage import Quality
from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp, Mount
from smartclient.store.wall_tiles import WallTiles
from smartclient.ui.video.board import Board
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.tile import Tile
from smartclient.ui.video.tools import PtzTool

CLOSER = 1.25
NO_CAMERA = "There is no camera in this tile."


class TileVerbs:
    """Of the tile that has its wall's keyboard."""

    def __init__(self, equipment: Equipment, wall: WallTiles, board: Board) -> None:
        self._equipment, self._wall, self._board = equipment, wall, board

    @property
    def tile(self) -> Tile:
        """The tile meant."""
        return self._board.tiles[self._wall.tile]

    @property
    def camera(self) -> DeviceId | None:
        """The camera in it."""
        return self.tile.camera

    @property
    def is_full(self) -> bool:
        """Whether it has all of the wall."""
        return self._wall.is_full

    def why_no_picture(self) -> str | None:
        """Why there is nothing to do."""
        return None if self.tile.player is not None else NO_CAMERA

    def toggle_full(self) -> None:
        """All of the wall, or back."""
        self._wall.choose(self._wall.tile, not self._wall.is_full)

    def close(self) -> None:
        """Empties the tile."""
        self._wall.put(self._wall.tile, None)

    def want_quality(self, quality: Quality | None) -> None:
        """One of the camera's streams, or by size."""
        self.tile.want_quality(quality)

    def snapshot(self) -> None:
        """Keeps the picture as a file."""
        self._equipment.snapshots.take(self.tile)

    def closer(self, factor: float) -> None:
        """Digital zoom, the view of a fisheye, or the camera's own zoom."""
        if (tool := self.tile.tool) is not None:
            tool.closer(factor)

    def turn(self, across: int, down: int) -> None:
        """Moves the visible part, the view, or the camera; `rest` ends it."""
        if (tool := self.tile.tool) is not None:
            tool.turn(across, down)

    def rest(self) -> None:
        """The key went up."""
        if (tool := self.tile.tool) is not None:
            tool.rest()

    def reset(self) -> None:
        """All of the picture again."""
        if (tool := self.tile.tool) is not None:
            tool.reset()

    def step_back(self) -> bool:
        """Esc: the topmost thing done to this tile ends; false when there was none."""
        tile = self.tile
        if tile.ptz is not None:
            tile.stop_ptz()
        elif tile.lens.zoom.is_in:
            self.reset()
        elif self._wall.is_full:
            self._wall.choose(self._wall.tile, full=False)
        else:
            return False
        return True

    @property
    def dewarp(self) -> Dewarp | None:
        """How the tile's fisheye picture is straightened."""
        return self._wall.content.dewarp

    def why_no_dewarp(self) -> str | None:
        """Why there is nothing to straighten; a camera whose lens nobody knows may have a fisheye."""
        device = self.tile.device
        if device is None:
            return NO_CAMERA
        is_other = device.view is not None and device.view.form is not CameraForm.FISHEYE
        return f"{device.name} has no fisheye lens." if is_other else None

    def toggle_dewarp(self) -> None:
        """Straightens the picture as from a ceiling, or shows it as it comes."""
        self.set_dewarp(Mount.CEILING if self.dewarp is None else None)

    def set_dewarp(self, mount: Mount | None) -> None:
        """Straightens it for that mount; None shows it as it comes."""
        self._wall.straighten(self._wall.tile, Dewarp.of(mount) if mount is not None else None)

    def why_no_ptz(self) -> str | None:
        """Why the camera cannot be turned here and now."""
        tile = self.tile
        if tile.player is None or tile.camera is None:
            return NO_CAMERA
        if tile.player.is_past:
            return "The past cannot be turned: go to live first (L)."
        return self._equipment.moving.why_not(tile.camera)

    def toggle_ptz(self) -> None:
        """Mouse and keys turn the camera, or the picture's are again."""
        tile, camera = self.tile, self.camera
        if tile.ptz is not None:
            tile.stop_ptz()
        elif camera is not None and self.why_no_ptz() is None:
            self._equipment.moving.presets(camera)
            tile.start_ptz(PtzTool(self._equipment.pilot, camera, tile))
            tile.setFocus()

    def steer(self, pan: float, tilt: float, zoom: float) -> None:
        """A stick is held so; all zero stops."""
        camera = self.camera
        if camera is not None and (not any((pan, tilt, zoom)) or self.why_no_ptz() is None):
            self._equipment.pilot.steer(camera, pan, tilt, zoom)

    def presets(self) -> list[tuple[str, str]]:
        """Ids and names of the camera's presets, as the server orders them."""
        camera = self.camera
        return list(self._equipment.moving.presets(camera).items()) if camera is not None else []

    def go_to_preset(self, number: int) -> None:
        """Turns the camera to its preset with that number, counted from 1."""
        presets, camera = self.presets(), self.camera
        if (reason := self.why_no_ptz()) is not None:
            self._equipment.say(reason)
        elif camera is not None and 1 <= number <= len(presets):
            self._equipment.pilot.go_to(camera, presets[number - 1][0])
        else:
            self._equipment.say(f"This camera has no preset {number}.")

    def why_no_sequence(self) -> str | None:
        """Why nothing takes turns."""
        return None if self._wall.content.is_sequence else "In this tile no cameras take turns."

    @property
    def is_paused(self) -> bool:
        """Whether its sequence stands."""
        return self._wall.content.is_paused

    def next_in_sequence(self) -> None:
        """The next camera, as soon as it has a picture."""
        self._board.turns.hurry(self._wall.tile)

    def previous_in_sequence(self) -> None:
        """The camera before."""
        self._wall.turn(self._wall.tile, -1)

    def pause_sequence(self) -> None:
        """Stops the sequence, or lets it go on."""
        self._wall.pause(self._wall.tile)

    def set_dwell(self, dwell_s: float) -> None:
        """How long each camera of the sequence is shown."""
        self._wall.dwell(self._wall.tile, dwell_s)

    def make_sequence(self) -> None:
        """All cameras of the wall take turns in this tile; the others become free."""
        cameras = [camera for camera in self._wall.tiles if camera is not None]
        if len(cameras) > 1:
            self._wall.gather(self._wall.tile)
        else:
            self._equipment.say("Open more cameras first: those on the wall will take turns in this tile.")
