"""Drill frames over the tiles of a wall that show cameras of an exercise."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from smartclient.domain.ids import DeviceId
from smartclient.ui.drill import DrillFrame
from smartclient.ui.theme import Theme, dark
from smartclient.ui.video.board import Board


class DrillTiles:
    """Of one board. `refresh` when its tiles or the drills are others."""

    def __init__(self, board: Board, theme: Theme, cameras: Callable[[], frozenset[DeviceId]]) -> None:
        self._board, self._cameras = board, cameras
        self._theme = dark() if theme.name == "light" else theme
        self._frames: dict[QWidget, DrillFrame] = {}

    def refresh(self) -> None:
        """Frames what is a drill's, and nothing else."""
        cameras = self._cameras()
        for tile in self._board.tiles:
            is_drill = tile.camera is not None and tile.camera in cameras
            frame = self._frames.get(tile)
            if frame is None and is_drill:
                frame = self._frames[tile] = DrillFrame(tile, self._theme)
                frame.setParent(self._board)  # a board paints its tiles itself; a tile's own children stay unseen
            if frame is not None:
                frame.show_drill(is_drill and not tile.isHidden())
