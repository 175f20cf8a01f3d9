"""Drill frames over the tiles of all walls that show cameras of an exercise."""

from collections.abc import Callable, Iterable
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, QTimer

from smartclient.domain.ids import DeviceId
from smartclient.ui.drill import DrillFrame
from smartclient.ui.theme import Theme, dark
from smartclient.ui.video.board import Board
from smartclient.ui.video.tile import Tile

_AGAIN_MS = 300
"""A wall fills over several turns of the loop."""


class DrillTiles(QObject):
    """`boards` are those on any screen, `cameras` those of the drills that are open now."""

    def __init__(
        self,
        boards: Callable[[], Iterable[Board]],
        cameras: Callable[[], frozenset[DeviceId]],
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._boards, self._cameras = boards, cameras
        self._theme = dark() if theme.name == "light" else theme
        self._frames: WeakKeyDictionary[Tile, DrillFrame] = WeakKeyDictionary()
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self.follow)

    def follow(self) -> None:
        """Frames what is a drill's, and nothing else; looks again while there are drills."""
        cameras = self._cameras()
        for board in self._boards():
            for tile in board.tiles:
                self._frame(board, tile, cameras)
        if cameras:
            self._again.start()
        else:
            self._again.stop()

    def _frame(self, board: Board, tile: Tile, cameras: frozenset[DeviceId]) -> None:
        is_drill = tile.camera is not None and tile.camera in cameras and not tile.isHidden()
        frame = self._frames.get(tile)
        if frame is None and is_drill:
            frame = self._frames[tile] = DrillFrame(tile, self._theme, corner=Qt.Corner.BottomRightCorner)
            frame.setParent(board)  # a board paints its tiles itself; a tile's own children stay unseen
        if frame is not None and frame.isHidden() is is_drill:
            frame.show_drill(is_drill)
