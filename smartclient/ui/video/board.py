"""The board of a wall: its tiles in the form that gives the largest pictures, and their players."""

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from smartclient.domain.alarms import Priority
from smartclient.domain.devices import DeviceKind
from smartclient.domain.events import Happened
from smartclient.domain.ids import DeviceId
from smartclient.geometry.fisheye import Dewarp
from smartclient.store.changes import Changes
from smartclient.store.layouts import LAYOUTS, Layout
from smartclient.store.tile_playbacks import Seat
from smartclient.store.wall_tiles import WallTiles
from smartclient.ui.bindings import bind
from smartclient.ui.device_drag import DEVICE_MIME
from smartclient.ui.theme import Tone, dark
from smartclient.ui.video.cells import cells
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.painting_turns import PaintingTurns
from smartclient.ui.video.still_decoder import StillDecoder, StillImage
from smartclient.ui.video.tile import CARRIED_TILE, Tile
from smartclient.ui.video.tile_painting import EMPTY_WORDS, MISSING_WORDS
from smartclient.ui.video.turns import Turns
from smartclient.ui.words import duration, one_line, seconds_since
from smartclient.video.camera_player import CameraPlayer
from smartclient.video.status import Phase

DETECTED_LATELY_S = 30.0
STILL_EVERY_S = 2.0
"""How often a tile without a live picture asks for a still."""

_AT_ONCE, _TURN_S = 4, 0.006
"""So many tiles are made, and cameras opened, in one turn of the loop, and fewer where that takes longer: with their painting it
must not hold the loop for a display frame."""
_TICKED_AT_ONCE, _BETWEEN_TICKS_MS = 16, 20
_TROUBLED = frozenset({Phase.RETRYING, Phase.STALLED})
_MOST_DROPPED = 1000


class Board(QWidget):
    """Follows the tiles of its wall. A camera that only changes its place keeps its player; a hidden tile decodes nothing.

    It paints its tiles itself, all that have something new in one pass: a painting of each for itself costs a third more.
    """

    menu_asked = Signal(int, QPoint)

    def __init__(self, equipment: Equipment, tiles: WallTiles) -> None:
        super().__init__()
        self._store = store = equipment.store
        self._workspace = equipment.workspace
        self._wall = tiles
        self._theme = equipment.theme
        self._clock = equipment.clock
        self._new_player = equipment.new_player
        self._stills = stills = equipment.stills
        self._playbacks = equipment.playbacks
        self._moving = equipment.moving
        self._watermark = equipment.watermark
        self.turns = Turns(tiles, equipment.clock, self._open_ahead)
        self._stills_asked_s: dict[int, float] = {}
        self._decoder = StillDecoder(self)
        self._decoder.decoded.connect(self._show_still)
        self._go_on = QTimer(self, interval=0, singleShot=True)
        self._go_on.timeout.connect(self._follow)
        self._painting = PaintingTurns(self)
        self._to_tick: list[Tile] = []
        self._ticking = QTimer(self, interval=_BETWEEN_TICKS_MS, singleShot=True)
        self._ticking.timeout.connect(self._tick_some)
        self._last_event: Happened | None = store.recent[-1] if store.recent else None
        self.tiles: list[Tile] = []
        self._placed_for: tuple[QRect, Layout] | None = None
        self._places: list[QRect] = []
        self._beside_tiles = QRegion()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(160, 90))
        self.setAccessibleName("Video wall")
        bind(self, tiles.changed, lambda _nothing: self._on_wall())
        bind(self, store.changed, self._on_store)
        bind(self, stills.arrived, self._on_still)
        bind(self, self._playbacks.changed, self._on_clock)
        self._follow()

    def tick(self) -> None:
        """Counts ages and waits on every tile that is on screen, and lets cameras take turns."""
        on_screen = [tile for tile in self.tiles if tile.isVisible()]
        self.turns.tick(tile.place for tile in on_screen)
        self._to_tick = on_screen
        self._tick_some()

    def _tick_some(self) -> None:
        """Some at a time: where words change on every tile of a large wall, painting all at once would hold the loop."""
        some, self._to_tick = self._to_tick[:_TICKED_AT_ONCE], self._to_tick[_TICKED_AT_ONCE:]
        for tile in some:
            tile.tick()
            tile.note(self._notes(tile.place))
            self._stand_in(tile)
        if self._to_tick:
            self._ticking.start()

    def step(self, across: int, down: int) -> None:
        """Chooses the neighbour of the chosen tile, if there is one."""
        wall = self._wall
        neighbour = wall.layout.form(self.width(), self.height()).neighbour(wall.tile, across, down)
        if neighbour is not None:
            wall.choose(neighbour)

    def close_players(self) -> None:
        """Ends all pictures for good."""
        self.turns.stop()
        self._go_on.stop()
        self._ticking.stop()
        self._decoder.close()
        for tile in self.tiles:
            if tile.player is not None:
                tile.player.stop()
            tile.show_camera(None, None)

    def _new_tile(self) -> Tile:
        over_pictures = dark() if self._theme.name == "light" else self._theme
        tile = Tile(len(self.tiles), self._theme, over_pictures, self._clock, self._painting)
        tile.watermark = self._watermark
        tile.chosen.connect(self._choose)
        tile.opened.connect(self._toggle_full)
        tile.dropped.connect(self._drop)
        tile.dewarped.connect(self._keep_dewarp)
        tile.menu_asked.connect(self.menu_asked)
        return tile

    def _follow(self) -> None:
        """Gives every tile the camera that the wall has in its place; many at once are opened over several turns of the loop."""
        ends_s = self._clock.steady_s() + _TURN_S
        is_grown = self._grow(ends_s)
        wanted = self._wall.tiles + (None,) * len(self.tiles)
        moved = [(tile, camera) for tile, camera in zip(self.tiles, wanted, strict=False) if tile.camera != camera]
        spare: dict[DeviceId, list[CameraPlayer]] = {}
        for tile, _ in moved:
            if tile.camera is not None and tile.player is not None:
                spare.setdefault(tile.camera, []).append(tile.player)
        opened = 0
        for tile, camera in moved:
            players = spare.get(camera, []) if camera is not None else []
            is_late = camera in self._store.devices and not players and self._is_enough(opened, ends_s)
            opened += camera is not None and not players and not is_late
            is_grown = is_grown and not is_late
            if not is_late or tile.player is not None:
                self._put(tile, None if is_late else camera, players)
        for players in spare.values():
            for player in players:
                player.stop()
        for tile, content in zip(self.tiles, self._wall.contents, strict=False):
            tile.look(content.dewarp if tile.player is not None else None)
            is_missing = content.camera is not None and content.camera not in self._store.devices
            tile.empty_words = MISSING_WORDS if is_missing else EMPTY_WORDS
        self._arrange()
        self._mark()
        if not is_grown:
            self._go_on.start()

    def _grow(self, ends_s: float) -> bool:
        """Makes missing tiles, the chosen one among them; false when some are still missing."""
        count, made = self._wall.layout.count, 0
        while len(self.tiles) < count and (len(self.tiles) <= self._wall.tile or not self._is_enough(made, ends_s)):
            self.tiles.append(self._new_tile())
            made += 1
        return len(self.tiles) >= count

    def _is_enough(self, done: int, ends_s: float) -> bool:
        """Whether one turn of the loop has done its part."""
        return done == _AT_ONCE or (done > 0 and self._clock.steady_s() >= ends_s)

    def _put(self, tile: Tile, camera: DeviceId | None, spare: list[CameraPlayer]) -> None:
        device = self._store.devices.get(camera) if camera is not None else None
        if device is None or device.kind is not DeviceKind.CAMERA:
            if tile.player is not None:
                tile.show_camera(None, None)
            return
        player = self.turns.take(tile.place, device.id) or (spare.pop() if spare else self._new_player(device.id))
        player.follow(self._playbacks.of(self._wall, tile.place))
        tile.show_camera(device, player)
        self._on_still(device.id)
        self._stills.want(device.id)
        self._show_past_detection(tile, device.id)
        tile.note(self._notes(tile.place))

    def _show_past_detection(self, tile: Tile, camera: DeviceId) -> None:
        """A tile that an alarm opened shows what was detected, though that was a moment before."""
        now = self._clock.now()
        for event in reversed(self._store.recent):
            if seconds_since(event.at, now) > DETECTED_LATELY_S:
                break
            if event.boxes and event.device == camera:
                tile.show_boxes(event.boxes)
                break

    def _open_ahead(self, camera: DeviceId, number: int) -> CameraPlayer:
        player, tile = self._new_player(camera), self.tiles[number]
        ratio = tile.devicePixelRatioF()
        player.follow(self._playbacks.of(self._wall, number))
        player.set_size(round(tile.width() * ratio), round(tile.height() * ratio))
        player.start()
        return player

    def _on_clock(self, seat: Seat) -> None:
        wall, number = seat
        player = self.tiles[number].player if wall is self._wall and number < len(self.tiles) else None
        if player is not None:
            player.follow(self._playbacks.of(wall, number))

    def _notes(self, number: int) -> tuple[str, ...]:
        """What is so of a tile beyond its picture: its turn, its clock."""
        content, notes = self._wall.contents[number], []
        if content.is_sequence:
            pace = "paused" if content.is_paused else f"{content.dwell_s:.0f} s each"
            notes.append(f"{content.turn + 1} of {len(content.cameras)}, {pace}")
        behind = self._playbacks.behind(self._wall, number)
        if behind is not None:
            notes.append(f"{duration(behind.total_seconds())} behind the others")
        elif self._playbacks.is_loose(self._wall, number):
            notes.append("its own clock")
        mover = self._moving.mover(content.camera) if content.camera is not None else ""
        if mover:
            notes.append(f"turned by {one_line(mover)}")
        return tuple(notes)

    def _stand_in(self, tile: Tile) -> None:
        """Where no live picture can be shown, stills come in its place."""
        player, camera = tile.player, tile.camera
        if player is None or camera is None or player.is_past or player.status.phase not in _TROUBLED:
            return
        now_s = self._clock.steady_s()
        if now_s - self._stills_asked_s.get(tile.place, -STILL_EVERY_S) >= STILL_EVERY_S:
            self._stills_asked_s[tile.place] = now_s
            self._stills.want(camera)

    def _arrange(self) -> None:
        wall = self._wall
        layout = LAYOUTS["1"] if wall.is_full else wall.layout
        is_new = self._placed_for != (self.rect(), layout)
        if is_new:
            self._placed_for = (self.rect(), layout)
            self._places = cells(self.rect(), layout.form(self.width(), self.height()))
        places = self._places
        for number, tile in enumerate(self.tiles):
            is_shown = number == wall.tile if wall.is_full else number < layout.count
            if is_shown and tile.geometry() != places[0 if wall.is_full else number]:
                tile.setGeometry(places[0 if wall.is_full else number])
                tile.refresh()
            if is_shown == tile.isHidden():
                tile.setVisible(is_shown)
                tile.refresh()
        if is_new:
            self._beside_tiles = QRegion(self.rect())
            for place in places:
                self._beside_tiles -= QRegion(place)
            self.update()

    def _mark(self) -> None:
        alarms: dict[DeviceId, Priority] = {}
        for alarm in reversed(self._store.open_alarms()):
            for device in (alarm.device, *alarm.related):
                if device is not None and not alarm.is_drill:
                    alarms[device] = min(alarm.priority, alarms.get(device, alarm.priority))
        is_alone = self._wall.layout.count == 1 or self._wall.is_full
        for number, tile in enumerate(self.tiles):
            camera = tile.camera
            is_chosen = number == self._wall.tile and not is_alone
            tile.mark(alarms.get(camera) if camera is not None else None, is_chosen)

    def _on_wall(self) -> None:
        self._follow()
        chosen = self.tiles[self._wall.tile]
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
                if event.boxes and event.device is not None and event.device == tile.camera:
                    tile.show_boxes(event.boxes)
        self._last_event = self._store.recent[-1] if self._store.recent else None

    def _on_still(self, camera: DeviceId) -> None:
        """Has it decoded for the largest of its tiles."""
        still = self._stills.get(camera)
        shown = [tile for tile in self.tiles if tile.camera == camera]
        if still is not None and shown:
            tile = max(shown, key=lambda tile: tile.width())
            if tile.device is not None:
                self._decoder.decode(still, tile.device, tile.size() * tile.devicePixelRatioF())

    def _show_still(self, camera: DeviceId, image: StillImage) -> None:
        for tile in self.tiles:
            if tile.camera == camera:
                tile.show_still(image)

    def _choose(self, number: int) -> None:
        self._workspace.use_wall(self._wall)
        if number != self._wall.tile:
            self._wall.choose(number)
        camera = self.tiles[number].camera
        if camera is not None and self._workspace.device != camera:
            self._workspace.select(camera)

    def _toggle_full(self, number: int) -> None:
        self._wall.choose(number, not self._wall.is_full)

    def _drop(self, number: int, mime: QMimeData) -> None:
        source = mime.property(CARRIED_TILE)
        if isinstance(source, Tile) and source in self.tiles:
            self._wall.swap(source.place, number)
            return
        names = bytes(mime.data(DEVICE_MIME).data()).decode("utf-8", "replace").split("\n")
        known = [self._store.devices.get(DeviceId(name)) for name in names[:_MOST_DROPPED]]
        cameras = [device.id for device in known if device is not None and device.kind is DeviceKind.CAMERA]
        if len(cameras) > 1:
            self._wall.play_sequence(number, cameras)
        elif cameras:
            self._wall.put(number, cameras[0])

    def _keep_dewarp(self, number: int, dewarp: Dewarp | None) -> None:
        self._wall.straighten(number, dewarp)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the tiles of which something is to be painted."""
        region = event.region()
        painter = QPainter(self)
        if region.intersects(self._beside_tiles):
            painter.setClipRegion(self._beside_tiles)
            painter.fillRect(self.rect(), self._theme.color(Tone.PANEL))
        for tile in self.tiles:
            place = tile.geometry()
            if not tile.isHidden() and region.intersects(place):
                painter.setClipRect(place)  # within a region of several rectangles Qt draws images many times slower
                tile.draw(painter, QRectF(place))
        painter.end()
        self._painting.go_on()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802
        """Another size may want another arrangement."""
        self._arrange()
