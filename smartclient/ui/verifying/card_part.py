"""A part of the card: keys that mean something else in the window are the card's while a part of it has the keyboard."""

from enum import Enum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from smartclient.domain.alarms import Verdict


class CardKey(Enum):
    """What a person can do on the card with one key."""

    REAL = Verdict.REAL
    FALSE = Verdict.FALSE
    DRILL = Verdict.DRILL
    COPY = "copy"
    NEXT = "next"
    TURN = "turn"
    CLOSE = "close"


KEYS = {
    Qt.Key.Key_R: CardKey.REAL,
    Qt.Key.Key_F: CardKey.FALSE,
    Qt.Key.Key_D: CardKey.DRILL,
    Qt.Key.Key_C: CardKey.COPY,
    Qt.Key.Key_N: CardKey.NEXT,
    Qt.Key.Key_T: CardKey.TURN,
    Qt.Key.Key_Escape: CardKey.CLOSE,
}
LETTERS = {key: chr(int(code)) for code, key in KEYS.items() if code != Qt.Key.Key_Escape}


class CardPart(QWidget):
    """`pressed` carries the CardKey. Keys come here from whichever child has the keyboard, unless somebody types there."""

    pressed = Signal(object)

    def event(self, event: QEvent) -> bool:
        """The card's keys are no shortcuts of the window meanwhile."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """A held key counts once: a verdict is not given twice."""
        key = self._key(event)
        if key is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.pressed.emit(key)

    def _key(self, event: QKeyEvent) -> CardKey | None:
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        is_typing = isinstance(self.focusWidget(), QLineEdit)
        return KEYS.get(Qt.Key(event.key())) if is_plain and not is_typing else None
