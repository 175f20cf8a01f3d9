"""Paints a widget when there is something new, at most once a display frame."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_DISPLAY_HZ = 60.0


class Pace:
    """Of one widget: `knock` asks for a painting, `painted` says that a new frame was."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._has_knock = False
        self._rest = QTimer(widget, singleShot=True)
        self._rest.timeout.connect(self._on_rest)

    def knock(self) -> None:
        """There is something new."""
        if self._rest.isActive():
            self._has_knock = True
        else:
            self._widget.update()

    def painted(self) -> None:
        """No other frame is painted before the display shows the next one."""
        screen = self._widget.screen()
        self._rest.start(round(1_000 / (screen.refreshRate() if screen is not None else _DISPLAY_HZ)))

    def _on_rest(self) -> None:
        if self._has_knock:
            self._has_knock = False
            self._widget.update()
