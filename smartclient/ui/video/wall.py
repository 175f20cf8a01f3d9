"""The video wall: head and board, in the main window or in one of their own, with the keys of both."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme
from smartclient.ui.video.board import Board, Stills
from smartclient.ui.video.details import DetailsSheet
from smartclient.ui.video.tile_menu import TileVerbs, tile_menu
from smartclient.ui.video.wall_header import WallHeader
from smartclient.ui.video.wall_window import WallWindow
from smartclient.video.player import Player

_TICK_MS = 500
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Wall(QWidget):
    """The place of the wall in the main window; the wall itself can leave it for a second screen."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        new_player: Callable[[DeviceId], Player],
        stills: Stills,
        parent: QWidget | None = None,
    ) -> None:
        """`new_player` makes an idle player for a camera; the wall starts, pauses and stops it."""
        super().__init__(parent)
        self._workspace = workspace
        self._clock = clock
        self._window: WallWindow | None = None
        self._sheets: list[DetailsSheet] = []
        self.board = Board(store, workspace, theme, clock, new_player, stills)
        self.board.menu_asked.connect(self._show_menu)
        self.header = WallHeader(workspace, theme, clock)
        self.header.torn.connect(self.toggle_window)
        self._content = WallContent(workspace, self.board, self.header)
        self._away = _away_words(self.bring_back)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._content)
        self._layout.addWidget(self._away)
        self._away.hide()
        self.setAccessibleName("Video")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        ticker = QTimer(self, interval=_TICK_MS)
        ticker.timeout.connect(self.tick)
        ticker.start()

    def tick(self) -> None:
        """Counts on everything that grows older."""
        self.header.tick()
        self.board.tick()
        for sheet in self._sheets:
            sheet.tick()

    @property
    def is_torn_off(self) -> bool:
        """Whether the wall is in a window of its own."""
        return self._window is not None

    def toggle_window(self) -> None:
        """Tears the wall off, or brings it back."""
        if self._window is None:
            self.tear_off()
        else:
            self.bring_back()

    def tear_off(self) -> None:
        """Gives the wall a window of its own, which can go to a second screen."""
        if self._window is None:
            self._window = WallWindow(self._content)
            self._window.closed.connect(self.bring_back)
            self._content.show()
            self._window.show()
            self._away.show()
            self.header.show_place(is_torn_off=True)

    def bring_back(self) -> None:
        """Puts the wall back into the main window."""
        window, self._window = self._window, None
        if window is not None:
            self._away.hide()
            self._layout.addWidget(self._content)
            self._content.show()
            self.header.show_place(is_torn_off=False)
            window.hide()
            window.deleteLater()

    def stop(self) -> None:
        """Ends all pictures and closes the wall's own window; the watch is over."""
        self.board.close_players()
        self.bring_back()

    def menu(self, number: int) -> QMenu:
        """The menu of a tile."""
        tile, workspace = self.board.tiles[number], self._workspace
        verbs = TileVerbs(
            toggle_full=lambda: workspace.choose_tile(number, not workspace.is_tile_full),
            close=lambda: workspace.put_in_tile(number, None),
            want_quality=tile.want_quality,
            details=lambda: self.show_details(number),
        )
        is_empty = tile.player is None
        return tile_menu(self._content, verbs, tile.quality, is_empty=is_empty, is_full=workspace.is_tile_full)

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


class WallContent(QWidget):
    """Head and board together, and the keys that work while either has the keyboard, in whichever window they are."""

    def __init__(self, workspace: Workspace, board: Board, header: WallHeader) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._board = board
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(board, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """1–9 a tile, F or Enter all of the wall, Delete closes, arrows to the neighbour, Esc back to all tiles."""
        workspace, key = self._workspace, Qt.Key(event.key())
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            workspace.choose_tile(key - Qt.Key.Key_1)
        elif key in (Qt.Key.Key_F, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            workspace.choose_tile(workspace.tile, not workspace.is_tile_full)
        elif key == Qt.Key.Key_Escape and workspace.is_tile_full:
            workspace.choose_tile(workspace.tile, full=False)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            workspace.put_in_tile(workspace.tile, None)
        elif key in _STEPS:
            self._board.step(*_STEPS[key])
        else:
            super().keyPressEvent(event)


def _away_words(bring_back: Callable[[], None]) -> QWidget:
    """What stands in the main window while the wall is away."""
    away = QWidget()
    words = text_label("The video wall is in its own window", dim=True)
    words.setText("The video wall is in its own window.")
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    button = QPushButton("Bring it back")
    button.setAccessibleName("Bring the video wall back")
    button.clicked.connect(bring_back)
    layout = QVBoxLayout(away)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setSpacing(8)
    layout.addStretch(1)
    layout.addWidget(words)
    layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(1)
    return away
