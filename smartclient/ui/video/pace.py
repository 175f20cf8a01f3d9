"""Paints a widget when there is something new, at most once a display frame."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_DISPLAY_HZ = 60.0
_OFTEN_S = 0.3


class Pace:
    """Of one widget: `knock` asks for a painting, `painted` says that a new frame was."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._has_knock = False
        self._painted_s = 0.0
        self._rest = QTimer(widget, singleShot=True)
        self._rest.timeout.connect(self._on_rest)

    @property
    def is_running(self) -> bool:
        """Whether new frames come so often that there is no need to paint without one."""
        return time.monotonic() - self._painted_s < _OFTEN_S

    def knock(self) -> None:
        """There is something new."""
        if self._rest.isActive():
            self._has_knock = True
        else:
            self._widget.update()

    def painted(self) -> None:
        """No other frame is painted before the display shows the next one."""
        self._painted_s = time.monotonic()
        screen = self._widget.screen()
        self._rest.start(round(1_000 / (screen.refreshRate() if screen is not None else _DISPLAY_HZ)))

    def _on_rest(self) -> None:
        if self._has_knock:
            self._has_knock = False
            self._widget.update()
