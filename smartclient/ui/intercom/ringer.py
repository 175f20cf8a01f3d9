"""The sound of an intercom: again and again while somebody rings, in a voice of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from smartclient.ui.alarms.sounder import ring

SOUND = "intercom-call.wav"
EVERY_MS = 4_000


class Ringer(QObject):
    """`play` is given the file; `is_silent` is asked each time."""

    def __init__(
        self,
        folder: Path,
        is_silent: Callable[[], bool],
        play: Callable[[Path], None] = ring,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._file, self._is_silent, self._play = folder / SOUND, is_silent, play
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._ring)

    def follow(self, *, rings: bool) -> None:
        """Somebody rings now, or nobody."""
        if rings and not self._timer.isActive():
            self._timer.start()
            self._ring()
        elif not rings:
            self._timer.stop()

    def _ring(self) -> None:
        if not self._is_silent():
            self._play(self._file)
