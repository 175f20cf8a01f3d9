"""Devices let go over the map in edit mode are placed there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from smartclient.domain.ids import DeviceId
from smartclient.ui.device_drag import DEVICE_MIME

Drop = Callable[[DeviceId, QPointF], None]


class Dropping(QObject):
    """Takes drops on a widget while it is `on`; `drop` hears the device and the pixel."""

    def __init__(self, target: QWidget, drop: Drop) -> None:
        super().__init__(target)
        self._target, self._drop = target, drop
        target.installEventFilter(self)

    def turn(self, *, is_on: bool) -> None:
        """Takes drops, or not."""
        self._target.setAcceptDrops(is_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Only single devices."""
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop and watched is self._target:
            devices = _devices(event)
            if len(devices) == 1:
                self._drop(devices[0], event.position())
                event.acceptProposedAction()
            return True
        if isinstance(event, QDragEnterEvent) and watched is self._target:
            event.setAccepted(len(_devices(event)) == 1)
            return True
        return False


def _devices(event: QDropEvent) -> list[DeviceId]:
    data = bytes(event.mimeData().data(DEVICE_MIME).data()).decode("utf-8", "replace")
    return [DeviceId(line) for line in data.splitlines() if line]
