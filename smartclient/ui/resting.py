"""In a flood each part of the window looks again in a turn of the loop of its own, and rests between."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Resting(QObject):
    """Calls `look` at once where all was calm, or there is little to look at; else after a rest, however often it is asked meanwhile."""

    def __init__(self, look: Callable[[], None], rest_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._has_news = look, False
        self._timer = QTimer(self, singleShot=True, interval=rest_ms)
        self._timer.timeout.connect(self._rested)

    def ask(self, *, is_much: bool) -> None:
        """Something is new; `is_much` is whether looking takes long."""
        if is_much and self._timer.isActive():
            self._has_news = True
            return
        self._has_news = False
        self._look()
        if is_much:
            self._timer.start()
        else:
            self._timer.stop()

    def _rested(self) -> None:
        if self._has_news:
            self._has_news = False
            self._look()
            self._timer.start()
