"""The picture of the moment itself, with what the machine drew on it: exactly the recorded picture, not one near it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from smartclient.domain.devices import Device
from smartclient.domain.events import Box
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.layouts import PROPORTION
from smartclient.store.playback import Playback
from smartclient.ui.theme import Theme, dark
from smartclient.ui.video.tile import BOXES_S, Tile
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.status import Phase

_TICK_MS = 500
_ASK_AGAIN_S = 2.0
"""A recorder has the picture of just now a moment later."""
_MISSING = frozenset({Phase.GAP, Phase.READING})


class MomentTile(Tile):
    """Stands at one instant of one camera. `new_player` makes an idle player; the tile stops it."""

    def __init__(
        self, theme: Theme, clock: Clock, new_player: Callable[[DeviceId], CameraPlayer], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, theme, dark() if theme.name == "light" else theme, clock)
        self.setParent(parent)
        self._new_player = new_player
        self._playback = Playback(clock)
        self._at: datetime | None = None
        self._found: tuple[Box, ...] = ()
        self._drawn_s = self._asked_s = clock.steady_s()
        ticker = QTimer(self, interval=_TICK_MS)
        ticker.timeout.connect(self._count)
        ticker.start()
        self.hide()

    def show_moment(self, device: Device, at: datetime, boxes: tuple[Box, ...]) -> None:
        """Shows what that camera recorded then, the boxes on it."""
        if self.device is not None and (device.id, at) == (self.device.id, self._at):
            self._draw_boxes(boxes)
            return
        self.end()
        self._at = at
        self._playback.run_from(at, 0.0)
        player = self._new_player(device.id)
        player.follow(self._playback)
        self.show_camera(device, player)
        self.show()
        self._draw_boxes(boxes)

    def end(self) -> None:
        """Lets go of the picture and its player."""
        player = self.player
        self.show_camera(None, None)
        if player is not None:
            player.stop()
        self._at, self._found = None, ()
        self.hide()

    def fit(self, width_px: int) -> None:
        """As high as the picture is in a column that wide; not asked of the layout, which would ask back with a scroll bar."""
        self.setFixedHeight(round(width_px / PROPORTION))

    def _draw_boxes(self, boxes: tuple[Box, ...]) -> None:
        self._found, self._drawn_s = boxes, self.clock.steady_s()
        self.show_boxes(boxes)

    def _count(self) -> None:
        """A tile takes boxes away after a while, as they are of a moment; so is this picture, and they stay."""
        if self.player is None or not self.isVisible():
            return
        now_s = self.clock.steady_s()
        if self._found and now_s - self._drawn_s > BOXES_S / 2:
            self._draw_boxes(self._found)
        if self.player.status.phase in _MISSING and self._at is not None and now_s - self._asked_s > _ASK_AGAIN_S:
            self._asked_s = now_s
            self._playback.run_from(self._at, 0.0)
        self.tick()
