"""The sounds of grants: a request is heard at once and again while it waits; broken glass rings until a person has seen it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from smartclient.ui.alarms.sounder import ring

ASKED, BROKEN = "grant-asked.wav", "break-glass.wav"
AGAIN_MS, BROKEN_MS = 15_000, 2_500


class GrantBell(QObject):
    """`play` is given the file; `is_silent` is asked before a request is heard. Broken glass cannot be muted."""

    def __init__(
        self,
        folder: Path,
        is_silent: Callable[[], bool],
        play: Callable[[Path], None] = ring,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder, self._is_silent, self._play = folder, is_silent, play
        self._asked: frozenset[str] = frozenset()
        self._again, self._broken = QTimer(self, interval=AGAIN_MS), QTimer(self, interval=BROKEN_MS)
        self._again.timeout.connect(self._ask)
        self._broken.timeout.connect(self._break)

    def follow(self, asked: Iterable[str], *, is_broken: bool) -> None:
        """Which requests wait for this person, and whether broken glass waits to be seen."""
        before, self._asked = self._asked, frozenset(asked)
        if self._asked - before:
            self._again.start()
            self._ask()
        elif not self._asked:
            self._again.stop()
        if is_broken and not self._broken.isActive():
            self._broken.start()
            self._break()
        elif not is_broken:
            self._broken.stop()

    def stop(self) -> None:
        """Nothing is heard any more."""
        self.follow((), is_broken=False)

    def _ask(self) -> None:
        if not self._is_silent() and not self._broken.isActive():
            self._play(self._folder / ASKED)

    def _break(self) -> None:
        self._play(self._folder / BROKEN)
