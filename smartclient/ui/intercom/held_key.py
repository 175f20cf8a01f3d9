"""A key that does something as long as it is held: its letting go is noticed wherever the keyboard is by then."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

_LOST = {QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate, QEvent.Type.WindowBlocked}


class HeldKey(QObject):
    """`press` when its shortcut comes, however often it repeats. The application's events are looked at only while it is held."""

    def __init__(
        self, key: Qt.Key, begin: Callable[[], None], end: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._key, self._begin, self._end = key, begin, end
        self.is_held = False

    def press(self) -> None:
        """The key went down, or repeats."""
        application = QApplication.instance()
        if not self.is_held and application is not None:
            self.is_held = True
            application.installEventFilter(self)
            self._begin()

    def release(self) -> None:
        """It came up, or nobody can tell any more whether it is held."""
        application = QApplication.instance()
        if self.is_held and application is not None:
            self.is_held = False
            application.removeEventFilter(self)
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Looks for the key, and for the window losing the keyboard."""
        is_up = event.type() is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent)
        if (is_up and isinstance(event, QKeyEvent) and self._is_ours(event)) or event.type() in _LOST:
            self.release()
        return super().eventFilter(watched, event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return event.key() == self._key and not event.isAutoRepeat()
