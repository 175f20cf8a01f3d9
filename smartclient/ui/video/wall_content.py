"""One whole wall: head, board and what lies below it, with the keys that work while any of them has the keyboard."""

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from smartclient.store.wall_tiles import WallTiles
from smartclient.ui.video.board import Board
from smartclient.ui.video.details import DetailsSheet
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.tile_menu import presets_menu, tile_menu
from smartclient.ui.video.tile_verbs import CLOSER, TileVerbs
from smartclient.ui.video.wall_header import WallHeader

_TICK_MS = 500
_K = Qt.Key
_STEPS = {_K.Key_Left: (-1, 0), _K.Key_Right: (1, 0), _K.Key_Up: (0, -1), _K.Key_Down: (0, 1)}
_CLOSER = {_K.Key_Plus: CLOSER, _K.Key_Equal: CLOSER, _K.Key_Minus: 1 / CLOSER}
_OWN = {*_STEPS, *_CLOSER, _K.Key_0, _K.Key_Escape}
"""Keys that mean something else in a tile than in the window."""


class WallContent(QWidget):
    """Made once for each wall; it can be moved from window to window."""

    def __init__(self, equipment: Equipment, tiles: WallTiles) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tiles = tiles
        self._clock = equipment.clock
        self._sheets: list[DetailsSheet] = []
        self.board = Board(equipment, tiles)
        self.board.menu_asked.connect(self._show_menu)
        self.verbs = TileVerbs(equipment, tiles, self.board)
        self.header = WallHeader(equipment, tiles)
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

    def show_board_alone(self, is_alone: bool) -> None:
        """Hides what is above and below the tiles, or shows it again."""
        for number in range(self._page.count()):
            part = self._page.itemAt(number)
            widget = part.widget() if part is not None else None
            if widget is not None and widget is not self.board:
                widget.setHidden(is_alone)

    def tick(self) -> None:
        """Counts on everything that grows older."""
        self.header.tick()
        self.board.tick()
        for sheet in self._sheets:
            sheet.tick()

    def menu(self, number: int) -> QMenu:
        """The menu of a tile, which has the keyboard from then on."""
        if number != self.tiles.tile:
            self.tiles.choose(number)
        return tile_menu(self, self.verbs, lambda: self.show_details(number))

    def show_presets(self) -> None:
        """Opens the menu of the camera's presets over its tile."""
        menu = presets_menu(self, self.verbs)
        menu.aboutToHide.connect(menu.deleteLater)
        tile = self.verbs.tile
        menu.popup(tile.mapToGlobal(tile.rect().center()))

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

    def event(self, event: QEvent) -> bool:
        """A tile's own keys go to the tile, whatever else they mean in this window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        if not self.verbs.tile.hasFocus() or event.modifiers() & _WITH_OTHERS:
            return False
        key = Qt.Key(event.key())
        return key in _OWN or (self.verbs.tile.ptz is not None and _K.Key_1 <= key <= _K.Key_9)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """1–9 a tile or preset, F or Enter full, Delete closes, arrows a neighbour, with Shift the view, + − 0 zoom, Esc back."""
        tiles, key = self.tiles, Qt.Key(event.key())
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if _K.Key_1 <= key <= _K.Key_9:
            self._take_digit(key - _K.Key_1)
        elif key in (_K.Key_F, _K.Key_Return, _K.Key_Enter):
            self.verbs.toggle_full()
        elif key == _K.Key_Escape and self.verbs.step_back():
            event.accept()
        elif key in (_K.Key_Delete, _K.Key_Backspace):
            tiles.put(tiles.tile, None)
        elif key in _STEPS:
            (self.verbs.turn if is_shifted else self.board.step)(*_STEPS[key])
        elif key in _CLOSER:
            self.verbs.closer(_CLOSER[key])
        elif key == _K.Key_0:
            self.verbs.reset()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """What a held key moved stands."""
        if not event.isAutoRepeat() and Qt.Key(event.key()) in {*_STEPS, _K.Key_Shift}:
            self.verbs.rest()
        super().keyReleaseEvent(event)

    def _take_digit(self, digit: int) -> None:
        if self.verbs.tile.ptz is not None:
            self.verbs.go_to_preset(digit + 1)
        else:
            self.tiles.choose(digit)


_WITH_OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
