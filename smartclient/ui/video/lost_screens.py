"""A screen that is unplugged takes no pictures along: its walls come to the main screen, and go back when it is there again."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen

Return = Callable[[], None]
"""Puts a wall back to where it was."""


class LostScreens(QObject):
    """`leave` brings home what stands on a screen of that name, and answers how each of it goes back."""

    def __init__(
        self, leave: Callable[[str], Iterable[Return]], say: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._leave, self._say = leave, say
        self._waiting: dict[str, list[Return]] = {}
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._removed)
            application.screenAdded.connect(self._added)

    def _removed(self, screen: QScreen) -> None:
        name = screen.name()
        returns = list(self._leave(name))
        if returns:
            self._waiting.setdefault(name, []).extend(returns)
            walls = "wall is" if len(returns) == 1 else "walls are"
            self._say(f"The screen {name} is gone; its video {walls} on this one until it is back.")

    def _added(self, screen: QScreen) -> None:
        """A turn later, when the window system has given it its place."""
        returns = self._waiting.pop(screen.name(), [])
        for go_back in returns:
            QTimer.singleShot(0, self, go_back)
        if returns:
            self._say(f"The screen {screen.name()} is there again.")
