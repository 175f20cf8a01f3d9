"""The live pictures on a call's card: the camera that sees the intercom best, large, and the next one below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.ui.console.watermark import Watermark
from smartclient.ui.dialogs import text_label
from smartclient.ui.theme import Theme, dark
from smartclient.ui.video.tile import Tile
from smartclient.video.camera_player import CameraPlayer

MOST = 2
_HEIGHT = {0: 168, 1: 104}


class CallVideo(QWidget):
    """`new_player` makes an idle player; it is stopped when its picture goes."""

    def __init__(self, theme: Theme, clock: Clock, new_player: Callable[[DeviceId], CameraPlayer]) -> None:
        super().__init__()
        self._theme, self._clock, self._new_player = theme, clock, new_player
        self.watermark: Watermark | None = None
        self.tiles: list[Tile] = []
        self.words = text_label("Why there is no picture", dim=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.words)

    def show_cameras(self, cameras: Sequence[Device], words: str) -> None:
        """These, best first; `words` where there is none."""
        wanted = list(cameras[:MOST])
        while len(self.tiles) < len(wanted):
            self.tiles.append(self._new_tile(len(self.tiles)))
        for tile, device in zip(self.tiles, [*wanted, *[None] * MOST], strict=False):
            self._put(tile, device)
        self.words.setText(words)
        self.words.setVisible(not wanted)

    def end(self) -> None:
        """No pictures any more."""
        for tile in self.tiles:
            self._put(tile, None)

    def tick(self) -> None:
        """Counts ages on."""
        for tile in self.tiles:
            if tile.isVisible():
                tile.tick()

    def _new_tile(self, place: int) -> Tile:
        over_pictures = dark() if self._theme.name == "light" else self._theme
        tile = Tile(place, self._theme, over_pictures, self._clock)
        tile.watermark = self.watermark
        tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tile.setFixedHeight(_HEIGHT[place])
        tile.setMinimumSize(QSize(160, _HEIGHT[place]))
        self._layout.insertWidget(place, tile)
        return tile

    def _put(self, tile: Tile, device: Device | None) -> None:
        camera = device.id if device is not None else None
        if tile.camera == camera:
            tile.setVisible(device is not None)
            return
        if tile.player is not None:
            tile.player.stop()
        tile.setVisible(device is not None)
        tile.show_camera(device, self._new_player(device.id) if device is not None else None)
