"""The board of the wall: 1, 4, 9 or 16 tiles in the arrangement that gives the largest pictures, and their players."""

import math
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from smartclient.domain.alarms import Priority
from smartclient.domain.devices import DeviceKind
from smartclient.domain.events import Happened
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal as PlainSignal
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Aspect, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.theme import Theme, dark
from smartclient.ui.video.picture import Still
from smartclient.ui.video.tile import Tile
from smartclient.ui.words import seconds_since
from smartclient.video.player import Player

_GAP = 4
_PROPORTION = 16 / 9
_BANDS = 52
"""Height of a tile's two bands of words."""

DETECTED_LATELY_S = 30.0


class Stills(Protocol):
    """Pictures kept from earlier, so that a tile is never empty while its stream opens."""

    @property
    def arrived(self) -> PlainSignal[DeviceId]:
        """Tells that there is a new one of a camera."""
        ...

    def get(self, camera: DeviceId) -> Still | None:
        """The one kept of a camera."""
        ...

    def want(self, camera: DeviceId) -> None:
        """Asks for a fresh one; `arrived` tells when it is there."""
        ...


class Board(QWidget):
    """Follows the workspace's tiles. A camera that only changes its place keeps its player; a hidden tile decodes nothing."""

    menu_asked = Signal(int, QPoint)

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        new_player: Callable[[DeviceId], Player],
        stills: Stills,
    ) -> None:
        super().__init__()
        self._store = store
        self._workspace = workspace
        self._theme = theme
        self._clock = clock
        self._new_player = new_player
        self._stills = stills
        self._last_event: Happened | None = store.recent[-1] if store.recent else None
        self.tiles: list[Tile] = []
        self.setMinimumSize(QSize(160, 90))
        self.setAccessibleName("Video wall")
        bind(self, workspace.changed, self._on_workspace)
        bind(self, store.changed, self._on_store)
        bind(self, stills.arrived, self._on_still)
        self._follow()

    def tick(self) -> None:
        """Counts ages and waits on every tile that is on screen."""
        for tile in self.tiles:
            if tile.isVisible():
                tile.tick()

    def step(self, across: int, down: int) -> None:
        """Chooses the neighbour of the chosen tile, if there is one."""
        workspace = self._workspace
        columns = columns_for(self.width(), self.height(), workspace.layout)
        row, column = divmod(workspace.tile, columns)
        row, column = row + down, column + across
        if 0 <= column < columns and 0 <= row < workspace.layout // columns:
            workspace.choose_tile(row * columns + column)

    def close_players(self) -> None:
        """Ends all pictures for good."""
        for tile in self.tiles:
            if tile.player is not None:
                tile.player.stop()
            tile.show_camera(None, None)

    def _new_tile(self) -> Tile:
        tile = Tile(len(self.tiles), self._theme, dark() if self._theme.name == "light" else self._theme, self._clock)
        tile.setParent(self)
        tile.chosen.connect(self._choose)
        tile.opened.connect(self._toggle_full)
        tile.dropped.connect(self._drop)
        tile.menu_asked.connect(self.menu_asked)
        return tile

    def _follow(self) -> None:
        """Gives every tile the camera that the workspace has in its place."""
        while len(self.tiles) < self._workspace.layout:
            self.tiles.append(self._new_tile())
        wanted = self._workspace.tiles + (None,) * (len(self.tiles) - len(self._workspace.tiles))
        moved = [(tile, camera) for tile, camera in zip(self.tiles, wanted, strict=True) if _camera(tile) != camera]
        spare: dict[DeviceId, list[Player]] = {}
        for tile, _ in moved:
            if tile.device is not None and tile.player is not None:
                spare.setdefault(tile.device.id, []).append(tile.player)
        for tile, camera in moved:
            self._put(tile, camera, spare.get(camera, []) if camera is not None else [])
        for players in spare.values():
            for player in players:
                player.stop()
        self._arrange()
        self._mark()

    def _put(self, tile: Tile, camera: DeviceId | None, spare: list[Player]) -> None:
        device = self._store.devices.get(camera) if camera is not None else None
        if device is None or device.kind is not DeviceKind.CAMERA:
            tile.show_camera(None, None)
            return
        tile.show_camera(device, spare.pop() if spare else self._new_player(device.id))
        still = self._stills.get(device.id)
        if still is not None:
            tile.show_still(still)
        self._stills.want(device.id)
        self._show_past_detection(tile, device.id)

    def _show_past_detection(self, tile: Tile, camera: DeviceId) -> None:
        """A tile that an alarm opened shows what was detected, though that was a moment before."""
        now = self._clock.now()
        for event in reversed(self._store.recent):
            if seconds_since(event.at, now) > DETECTED_LATELY_S:
                break
            if event.boxes and event.device == camera:
                tile.show_boxes(event.boxes)
                break

    def _arrange(self) -> None:
        workspace = self._workspace
        count = 1 if workspace.is_tile_full else workspace.layout
        places = cells(self.rect(), count)
        for number, tile in enumerate(self.tiles):
            is_shown = number == workspace.tile if workspace.is_tile_full else number < workspace.layout
            if is_shown:
                tile.setGeometry(places[0 if workspace.is_tile_full else number])
            tile.setVisible(is_shown)

    def _mark(self) -> None:
        alarms: dict[DeviceId, Priority] = {}
        for alarm in reversed(self._store.open_alarms()):
            for device in (alarm.device, *alarm.related):
                if device is not None:
                    alarms[device] = min(alarm.priority, alarms.get(device, alarm.priority))
        is_alone = self._workspace.layout == 1 or self._workspace.is_tile_full
        for number, tile in enumerate(self.tiles):
            camera = _camera(tile)
            is_chosen = number == self._workspace.tile and not is_alone
            tile.mark(alarms.get(camera) if camera is not None else None, is_chosen)

    def _on_workspace(self, aspect: Aspect) -> None:
        if aspect is Aspect.TILES:
            self._follow()
            chosen = self.tiles[self._workspace.tile]
            if any(tile.hasFocus() for tile in self.tiles) and not chosen.hasFocus():
                chosen.setFocus()

    def _on_store(self, changes: Changes) -> None:
        if changes.everything:
            self._follow()
        elif changes.alarms:
            self._mark()
        if changes.events:
            self._show_detections()

    def _show_detections(self) -> None:
        for event in reversed(self._store.recent):
            if event is self._last_event:
                break
            for tile in self.tiles:
                if event.boxes and event.device is not None and event.device == _camera(tile):
                    tile.show_boxes(event.boxes)
        self._last_event = self._store.recent[-1] if self._store.recent else None

    def _on_still(self, camera: DeviceId) -> None:
        still = self._stills.get(camera)
        for tile in self.tiles:
            if still is not None and camera == _camera(tile):
                tile.show_still(still)

    def _choose(self, number: int) -> None:
        if number != self._workspace.tile:
            self._workspace.choose_tile(number)
        camera = _camera(self.tiles[number])
        if camera is not None and self._workspace.device != camera:
            self._workspace.select(camera)

    def _toggle_full(self, number: int) -> None:
        self._workspace.choose_tile(number, not self._workspace.is_tile_full)

    def _drop(self, number: int, device: str) -> None:
        known = self._store.devices.get(DeviceId(device))
        if known is not None and known.kind is DeviceKind.CAMERA:
            self._workspace.put_in_tile(number, known.id)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802
        """Another size may want another arrangement."""
        self._arrange()


def _camera(tile: Tile) -> DeviceId | None:
    return tile.device.id if tile.device is not None else None


def columns_for(width: float, height: float, count: int) -> int:
    """How many columns give `count` pictures of 16:9 the largest size in that room."""

    def picture_width(columns: int) -> float:
        return min(width / columns, height / (count // columns) * _PROPORTION)

    return max((n for n in range(1, count + 1) if count % n == 0), key=picture_width)


def cells(room: QRect, count: int) -> list[QRect]:
    """The rectangles of `count` tiles in that room, row by row, four pixels apart, on whole pixels.

    A tile is never higher than a 16:9 picture with its bands above and below; what is left over stays free above and below all.
    """
    columns = columns_for(room.width(), room.height(), count)
    rows = count // columns
    across = _stops(room.width(), columns)
    highest = (across[0][1] - across[0][0]) / _PROPORTION + _BANDS
    height = min(room.height(), math.floor(rows * highest + (rows - 1) * _GAP))
    first = room.top() + (room.height() - height) // 2
    return [
        QRect(room.left() + left, first + top, right - left, bottom - top)
        for top, bottom in _stops(height, rows)
        for left, right in across
    ]


def _stops(length: int, count: int) -> list[tuple[int, int]]:
    step = (length - _GAP * (count - 1)) / count
    starts = [math.floor(n * (step + _GAP)) for n in range(count)]
    return [(start, max(start + 1, math.floor(n * (step + _GAP) + step))) for n, start in enumerate(starts)]
