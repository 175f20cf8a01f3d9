"""What the tour measures: when the map painted a change, and when a tile had its first picture after the click."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from smartclient.app.tiles import Players
from smartclient.domain.ids import DeviceId
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.video.camera_player import CameraPlayer


class Paints(QObject):
    """Watches the map's canvas paint: the first time, and the first time after each change of a door."""

    def __init__(self, canvas: QWidget, store: SiteStore) -> None:
        super().__init__(canvas)
        self._store = store
        self._waiting: dict[DeviceId, datetime] = {}
        self.first_at: float | None = None
        """Seconds since the epoch."""
        self.events = 0
        self.event_to_painted_ms: dict[DeviceId, int] = {}
        """From the server's own time of the event until the canvas had painted it."""
        canvas.installEventFilter(self)
        store.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        self.events += changes.events
        for device in changes.devices:
            leaf = self._store.state(device).leaf
            if leaf is not None:
                self._waiting[device] = leaf.at

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Notes paints; lets everything through."""
        if event.type() == QEvent.Type.Paint:
            now = datetime.now(UTC)
            self.first_at = self.first_at or time.time()
            for device, at in self._waiting.items():
                self.event_to_painted_ms[device] = round((now - at).total_seconds() * 1000)
            self._waiting.clear()
        return super().eventFilter(watched, event)


class TileClock:
    """Counts frames of all tiles and times the first one of each camera after `clicked`."""

    def __init__(self, players: Players) -> None:
        self.frames = 0
        self.first_frame_ms: dict[DeviceId, int] = {}
        self._clicked_s = time.monotonic()
        players.made.connect(lambda made: self._follow(*made))

    def clicked(self) -> None:
        """A person opens cameras now."""
        self._clicked_s = time.monotonic()
        self.first_frame_ms = {}

    def running(self, cameras: Sequence[DeviceId]) -> bool:
        """Whether each of these cameras has shown a picture since the click."""
        return all(camera in self.first_frame_ms for camera in cameras)

    def _follow(self, camera: DeviceId, player: CameraPlayer) -> None:
        player.frame_arrived.connect(lambda _none: self._arrived(camera))

    def _arrived(self, camera: DeviceId) -> None:
        self.frames += 1
        self.first_frame_ms.setdefault(camera, round((time.monotonic() - self._clicked_s) * 1000))
