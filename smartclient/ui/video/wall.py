"""The place of the video wall in the main window; the wall itself can leave it for a second screen."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from smartclient.ui.dialogs import text_label
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.lost_screens import LostScreens
from smartclient.ui.video.screens import Screens
from smartclient.ui.video.wall_content import WallContent
from smartclient.ui.video.wall_window import WallWindow


class Wall(QWidget):
    """Holds the main wall, or the words that it is elsewhere."""

    def __init__(self, equipment: Equipment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._equipment = equipment
        self._window: WallWindow | None = None
        self.screens = Screens(equipment, self)
        self.content = WallContent(equipment, equipment.workspace.walls[0])
        self.board, self.header = self.content.board, self.content.header
        self.header.torn.connect(self.toggle_window)
        self.header.another_asked.connect(lambda: self.screens.open())
        self._away = _away_words(self.bring_back)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.content)
        self._layout.addWidget(self._away)
        self._away.hide()
        self._lost_screens = LostScreens(self._leave, equipment.say, self)
        self.setAccessibleName("Video")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @property
    def in_use(self) -> WallContent:
        """The wall that was chosen last, here or on another screen."""
        wall = self._equipment.workspace.wall
        return next((one for one in self.screens.contents if one.tiles is wall), self.content)

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

    @property
    def place(self) -> str:
        """Where its own window is; empty while it has none."""
        return self._window.place if self._window is not None else ""

    def tear_off(self, place: str = "") -> None:
        """Gives the wall a window of its own, which can go to a second screen, or back to where it was."""
        if self._window is None:
            self._window = WallWindow(self.content)
            if place:
                self._window.go_to(place)
            self._window.closed.connect(self.bring_back)
            self._window.activated.connect(lambda: self._equipment.workspace.use_wall(self.content.tiles))
            self.content.show()
            self._window.show()
            self.screens.opened.emit(self._window)
            self._away.show()
            self.header.show_place(is_torn_off=True)

    def bring_back(self) -> None:
        """Puts the wall back into the main window."""
        window, self._window = self._window, None
        if window is not None:
            self._away.hide()
            self._layout.addWidget(self.content)
            self.content.show()
            self.header.show_place(is_torn_off=False)
            window.hide()
            window.deleteLater()

    def _leave(self, screen: str) -> Iterator[Callable[[], None]]:
        yield from self.screens.leave(screen)
        if self._window is not None and self._window.screen_name == screen:
            place = self.place
            self.bring_back()
            yield partial(self.tear_off, place)

    def stop(self) -> None:
        """Ends all pictures and closes the walls' own windows; the watch is over."""
        self.screens.stop()
        self.board.close_players()
        self.bring_back()


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
