"""Who has the keyboard: the card takes it when asked only, and comes over no field in which somebody types."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_TYPED_INTO = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)


class Keyboard(QObject):
    """`moved` tells whether one of the card's parts has it now."""

    moved = Signal(bool)

    def __init__(self, parts: Sequence[QWidget], fallback: QWidget) -> None:
        """The first of the parts takes it for the card; `fallback` has it when what had it is hidden."""
        super().__init__(parts[0])
        self._parts, self._fallback = tuple(parts), fallback
        self._late: dict[QWidget, Callable[[], None]] = {}
        self._is_here = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @property
    def is_here(self) -> bool:
        """Whether a part of the card has it."""
        return self._is_here

    def take(self) -> None:
        """Gives it to the card."""
        self._parts[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_over(self, place: QWidget, show: Callable[[], None]) -> None:
        """Shows a part over that place, at once or, while somebody types there, as soon as that is done. Who had the keyboard keeps
        it; where that is hidden now the fallback has it, never a button of the card.
        """
        self._late.pop(place, None)
        before = QApplication.focusWidget()
        if before is not None and _is_typing(before, place):
            self._late[place] = show
            return
        show()
        if before is not None and before is not QApplication.focusWidget():
            (before if before.isVisible() else self._fallback).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """What waits to be shown is not wanted any more."""
        self._late.clear()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        is_here = now is not None and any(part is now or part.isAncestorOf(now) for part in self._parts)
        if is_here != self._is_here:
            self._is_here = is_here
            self.moved.emit(is_here)
        if self._late:
            QTimer.singleShot(0, self, self._show_late)

    def _show_late(self) -> None:
        for place, show in list(self._late.items()):
            self.show_over(place, show)


def _is_typing(widget: QWidget, place: QWidget) -> bool:
    return isinstance(widget, _TYPED_INTO) and place.isAncestorOf(widget)
