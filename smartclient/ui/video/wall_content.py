"""One whole wall: head, board and what lies below it, with the keys that work while any of them has the keyboard."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from smartclient.store.wall_tiles import WallTiles
from smartclient.ui.video.board import Board
from smartclient.ui.video.details import DetailsSheet
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.tile_menu import TileVerbs, tile_menu
from smartclient.ui.video.wall_header import WallHeader

_TICK_MS = 500
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class WallContent(QWidget):
    """Made once for each wall; it can be moved from window to window."""

    def __init__(self, equipment: Equipment, tiles: WallTiles) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tiles = tiles
        self._clock = equipment.clock
        self._sheets: list[DetailsSheet] = []
        self.board = Board(equipment, tiles)
        self.board.menu_asked.connect(self._show_menu)
        self.header = WallHeader(tiles, equipment.theme, equipment.clock)
        self._page = QVBoxLayout(self)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._page.addWidget(self.header)
        self._page.addWidget(self.board, 1)
        ticker = QTimer(self, interval=_TICK_MS)
        ticker.timeout.connect(self.tick)
        ticker.start()

    def put_below(self, widget: QWidget) -> None:
        """Places something, such as a timeline, below the board; it goes wherever the wall goes."""
        self._page.addWidget(widget)

    def tick(self) -> None:
        """Counts on everything that grows older."""
        self.header.tick()
        self.board.tick()
        for sheet in self._sheets:
            sheet.tick()

    def menu(self, number: int) -> QMenu:
        """The menu of a tile."""
        tile, tiles = self.board.tiles[number], self._tiles
        verbs = TileVerbs(
            toggle_full=lambda: tiles.choose(number, not tiles.is_full),
            close=lambda: tiles.put(number, None),
            want_quality=tile.want_quality,
            details=lambda: self.show_details(number),
        )
        return tile_menu(self, verbs, tile.quality, is_empty=tile.player is None, is_full=tiles.is_full)

    def _show_menu(self, number: int, at: QPoint) -> None:
        self.menu(number).popup(at)

    def show_details(self, number: int) -> None:
        """Opens the sheet of facts about a tile's picture."""
        tile = self.board.tiles[number]
        if tile.device is None or tile.player is None:
            return
        sheet = DetailsSheet(tile.device, tile.player, self._clock, self)
        self._sheets.append(sheet)
        sheet.finished.connect(lambda _result: self._sheets.remove(sheet))
        sheet.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """1–9 a tile, F or Enter all of the wall, Delete closes, arrows to the neighbour, Esc back to all tiles."""
        tiles, key = self._tiles, Qt.Key(event.key())
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            tiles.choose(key - Qt.Key.Key_1)
        elif key in (Qt.Key.Key_F, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            tiles.choose(tiles.tile, not tiles.is_full)
        elif key == Qt.Key.Key_Escape and tiles.is_full:
            tiles.choose(tiles.tile, full=False)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            tiles.put(tiles.tile, None)
        elif key in _STEPS:
            self.board.step(*_STEPS[key])
        else:
            super().keyPressEvent(event)
