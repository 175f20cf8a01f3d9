"""A part of the window whose keys mean something else than the window's while it has the keyboard."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class OwnKeys(QWidget):
    """`pressed` carries what a key of `meanings` stands for. Keys come from whichever child has the keyboard, unless somebody types."""

    pressed = Signal(object)
    meanings: ClassVar[Mapping[Qt.Key, object]] = MappingProxyType({})

    @property
    def listens(self) -> bool:
        """Whether its keys count now."""
        return not isinstance(self.focusWidget(), QLineEdit)

    def event(self, event: QEvent) -> bool:
        """Its keys are no shortcuts of the window meanwhile."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meant(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """A held key counts once: nothing is decided twice."""
        meant = self._meant(event)
        if meant is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.pressed.emit(meant)

    def _meant(self, event: QKeyEvent) -> object:
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return self.meanings.get(Qt.Key(event.key())) if is_plain and self.listens else None
