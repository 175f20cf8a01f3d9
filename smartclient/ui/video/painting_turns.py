"""Tiles with something new are painted together, or over several turns of the loop where all at once would hold it."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

_PICTURE, _WORDS, _MOST = 1, 5, 20
"""What painting a tile costs with a new picture alone, with new words, which are drawn first, and what a turn may cost."""
_PATIENCE_MS = 60
"""A board that is not on the screen is not painted; the others wait no longer for it."""


class PaintingTurns(QObject):
    """The `board` paints its tiles where it is to be updated, and calls `go_on` after each painting."""

    def __init__(self, board: QWidget) -> None:
        super().__init__(board)
        self.board = board
        self._asked: dict[QWidget, int] = {}
        """What the tiles cost that will be painted in this turn."""
        self._waiting: dict[QWidget, int] = {}
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._take_some)

    def ask(self, tile: QWidget, *, has_new_words: bool) -> None:
        """Has a tile painted: with the others that ask now, or after them where they are many."""
        cost = max(_WORDS if has_new_words else _PICTURE, self._asked.get(tile, 0), self._waiting.get(tile, 0))
        if tile not in self._asked and sum(self._asked.values()) + cost > _MOST:
            self._waiting[tile] = cost
            if not self._next.isActive():
                self._next.start(_PATIENCE_MS)
        else:
            self._waiting.pop(tile, None)
            self._asked[tile] = cost
            self.board.update(tile.geometry())

    def go_on(self) -> None:
        """What was asked for is painted."""
        self._asked.clear()
        if self._waiting:
            self._next.start(0)

    def _take_some(self) -> None:
        """Those that wait longest."""
        self._asked.clear()
        while self._waiting and sum(self._asked.values()) < _MOST:
            tile = next(iter(self._waiting))
            self._asked[tile] = self._waiting.pop(tile)
            self.board.update(tile.geometry())
        if self._waiting:
            self._next.start(_PATIENCE_MS)
