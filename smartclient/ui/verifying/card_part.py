"""A part of the card: keys that mean something else in the window are the card's while a part of it has the keyboard."""

from enum import Enum

from PySide6.QtCore import Qt

from smartclient.domain.alarms import Verdict
from smartclient.ui.own_keys import OwnKeys


class CardKey(Enum):
    """What a person can do on the card with one key."""

    REAL = Verdict.REAL
    FALSE = Verdict.FALSE
    DRILL = Verdict.DRILL
    COPY = "copy"
    NEXT = "next"
    TURN = "turn"
    PICTURE = "next picture"
    KEEP = "keep picture"
    CLOSE = "close"


KEYS = {
    Qt.Key.Key_R: CardKey.REAL,
    Qt.Key.Key_F: CardKey.FALSE,
    Qt.Key.Key_D: CardKey.DRILL,
    Qt.Key.Key_C: CardKey.COPY,
    Qt.Key.Key_N: CardKey.NEXT,
    Qt.Key.Key_T: CardKey.TURN,
    Qt.Key.Key_P: CardKey.PICTURE,
    Qt.Key.Key_S: CardKey.KEEP,
    Qt.Key.Key_Escape: CardKey.CLOSE,
}
LETTERS = {key: chr(int(code)) for code, key in KEYS.items() if code != Qt.Key.Key_Escape}


class CardPart(OwnKeys):
    """`pressed` carries the CardKey."""

    meanings = KEYS
