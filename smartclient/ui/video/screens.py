"""Walls on other screens: each with its own layout and tiles, remembered with its place."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Signal

from smartclient.runtime.settings import KeptScreen
from smartclient.store.saved_layouts import kept_wall, show_kept
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.wall_content import WallContent
from smartclient.ui.video.wall_window import WallWindow

MOST = 8


class Screens(QObject):
    """Opens and closes windows with walls of their own. `opened` tells of each, so that the window's keys work there too."""

    opened = Signal(WallWindow)

    def __init__(self, equipment: Equipment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._equipment = equipment
        self._windows: dict[WallContent, WallWindow] = {}

    @property
    def contents(self) -> list[WallContent]:
        """The walls that are open."""
        return list(self._windows)

    def open(self, kept: KeptScreen | None = None) -> None:
        """One more wall: empty and in use, or as it was left."""
        workspace = self._equipment.workspace
        if len(self._windows) >= MOST:
            self._equipment.say(f"There are {MOST} walls on other screens; close one first.")
            return
        tiles = workspace.add_wall()
        content = WallContent(self._equipment, tiles)
        content.header.show_screen()
        window = WallWindow(content, f"Video {len(workspace.walls)}")
        self._windows[content] = window
        content.header.torn.connect(window.close)
        content.header.another_asked.connect(lambda: self.open())
        window.closed.connect(lambda: self._close(content))
        window.activated.connect(lambda: workspace.use_wall(tiles))
        if kept is not None:
            window.go_to(kept.place)
            show_kept(kept.wall, tiles)
        else:
            workspace.use_wall(tiles)
        window.show()
        self.opened.emit(window)

    def restore(self, screens: Iterable[KeptScreen]) -> None:
        """Opens walls as they were left."""
        for kept in screens:
            self.open(kept)

    def leave(self, screen: str) -> Iterator[Callable[[], None]]:
        """Brings the walls on a screen of that name to the main one; how each goes back."""
        for content, window in self._windows.items():
            if window.screen_name == screen:
                place = window.place
                window.come_home()
                yield partial(self._go_back, content, place)

    def _go_back(self, content: WallContent, place: str) -> None:
        if content in self._windows:
            self._windows[content].go_to(place)

    def remember(self) -> list[KeptScreen]:
        """What is open, and where."""
        return [
            KeptScreen(wall=kept_wall(content.tiles), place=window.place) for content, window in self._windows.items()
        ]

    def stop(self) -> None:
        """Closes all of them; the watch is over."""
        for window in list(self._windows.values()):
            window.close()

    def _close(self, content: WallContent) -> None:
        window = self._windows.pop(content, None)
        if window is not None:
            content.board.close_players()
            self._equipment.workspace.remove_wall(content.tiles)
            window.deleteLater()
