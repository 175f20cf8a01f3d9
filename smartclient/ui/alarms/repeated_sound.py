"""A sound that is heard at once and again and again, until it has done its work."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from smartclient.ui.alarms.sounder import ring


class RepeatedSound(QObject):
    """`play` is given the file; `is_silent` is asked each time."""

    def __init__(
        self,
        file: Path,
        every_ms: int,
        is_silent: Callable[[], bool],
        play: Callable[[Path], None] = ring,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._file, self._is_silent, self._play = file, is_silent, play
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self._ring)

    @property
    def is_ringing(self) -> bool:
        """Whether it is heard again after a while."""
        return self._timer.isActive()

    def follow(self, *, rings: bool, anew: bool = False) -> None:
        """Whether it has a reason to ring now; `anew` where there is one more."""
        if rings and (anew or not self.is_ringing):
            self._timer.start()
            self._ring()
        elif not rings:
            self._timer.stop()

    def _ring(self) -> None:
        if not self._is_silent():
            self._play(self._file)
