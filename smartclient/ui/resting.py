"""In a flood each part of the window looks again in a turn of the loop of its own, and rests between."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Resting(QObject):
    """Calls `look` at once where there is little to look at; else in a turn of its own, then after a rest, however often it is asked."""

    def __init__(self, look: Callable[[], None], rest_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._rest_ms, self._has_news = look, rest_ms, False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._rested)

    def ask(self, *, is_much: bool) -> None:
        """Something is new; `is_much` is whether looking takes long."""
        self._has_news = is_much
        if not is_much:
            self._timer.stop()
            self._look()
        elif not self._timer.isActive():
            self._timer.start(0)

    def _rested(self) -> None:
        if self._has_news:
            self._has_news = False
            self._look()
            self._timer.start(self._rest_ms)
