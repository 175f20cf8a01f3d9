"""The cameras of a round as rows: what was looked at, the picture of now, and that of the day before."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from smartclient.domain.ids import DeviceId
from smartclient.domain.rounds import Look, Round
from smartclient.ui.words import one_line

CARD = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture and when it was taken; `words` stand where there is none."""

    image: QImage | None = None
    at: datetime | None = None
    words: str = ""
    is_coming: bool = False
    """Whether it is still being asked for, which on paper is no longer so."""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that one camera's place on the wall shows. `before` is None while the day before is not compared."""

    look: Look
    now: Shot
    before: Shot | None = None


class RoundModel(QAbstractListModel):
    """One row a camera, in the order of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Card] = []

    def show(self, shown: Round | None) -> None:
        """A round, or the same one with another mark; pictures of its cameras stay."""
        looks = shown.looks if shown is not None else ()
        if [card.look.camera for card in self.cards] != [look.camera for look in looks]:
            self.beginResetModel()
            self.cards = [Card(look, Shot(words="Asking the camera …", is_coming=True)) for look in looks]
            self.endResetModel()
            return
        for row, look in enumerate(looks):
            if self.cards[row].look != look:
                self._put(row, replace(self.cards[row], look=look))

    def show_now(self, camera: DeviceId, shot: Shot) -> None:
        """The picture of now."""
        row = self.row_of(camera)
        if row is not None:
            self._put(row, replace(self.cards[row], now=shot))

    def show_before(self, camera: DeviceId, shot: Shot | None) -> None:
        """The picture of the day before, None to compare no longer."""
        row = self.row_of(camera)
        if row is not None:
            self._put(row, replace(self.cards[row], before=shot))

    def row_of(self, camera: DeviceId) -> int | None:
        """Where a camera stands."""
        return next((row for row, card in enumerate(self.cards) if card.look.camera == camera), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's)
        """How many cameras."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The card, and what a screen reader says of it."""
        if not index.isValid() or index.row() >= len(self.cards):
            return None
        card = self.cards[index.row()]
        if role == CARD:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            note = f", note: {card.look.note}" if card.look.note else ""
            return one_line(f"{card.look.name}, {'done' if card.look.is_done else 'not done'}{note}")
        return None

    def _put(self, row: int, card: Card) -> None:
        self.cards[row] = card
        at = self.index(row)
        self.dataChanged.emit(at, at)
