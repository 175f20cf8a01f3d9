"""A wall on screen with scripted cameras, and hands for it."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from smartclient.domain.devices import CameraForm, Device, DeviceKind, View
from smartclient.domain.ids import DeviceId
from smartclient.domain.snapshot import Snapshot
from smartclient.ui.video.tile import Tile
from smartclient.ui.video.wall import Wall
from smartclient.video.camera_player import CameraPlayer
from tests.builders.scripted_engine import ScriptedDecoding, ScriptedEngine
from tests.builders.wall_equipment import Bench
from tests.builders.watch import START, Watch

CAMERAS = [DeviceId(f"cameras/{n}") for n in range(10, 90)]
FISHEYE, MASKED = DeviceId("cameras/fisheye"), DeviceId("cameras/masked")
MASK = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))


class Stage:
    """Cameras of every form in a store, and a wall that shows them."""

    def __init__(self, qtbot: QtBot, watch: Watch, folder: Path) -> None:
        self.qtbot, self.watch, self.workspace = qtbot, watch, watch.workspace
        cameras = [Device(id_, DeviceKind.CAMERA, f"Camera {id_[8:]}", is_on_server=True) for id_ in CAMERAS]
        cameras[1] = Device(CAMERAS[1], DeviceKind.CAMERA, "Bullet", view=View(0, 80, 20), is_on_server=True)
        round_view = View(0, 180, 10, CameraForm.FISHEYE)
        cameras.append(Device(FISHEYE, DeviceKind.CAMERA, "Gym ceiling", view=round_view, is_on_server=True))
        cameras.append(Device(MASKED, DeviceKind.CAMERA, "Locker hall", is_on_server=True, masks=(MASK,)))
        watch.store.take_snapshot(Snapshot(START, "demo", "dispatcher", (*watch.store.devices.values(), *cameras)))
        watch.tell()
        self.engine = ScriptedEngine()
        self.players: list[CameraPlayer] = []
        self.bench = Bench(watch, self._new_player, folder)
        self.wall = Wall(self.bench.equipment)
        qtbot.addWidget(self.wall)
        self.wall.resize(1000, 700)
        with qtbot.waitExposed(self.wall):
            self.wall.show()

    def _new_player(self, camera: DeviceId) -> CameraPlayer:
        self.players.append(self.engine.camera_player(camera, self.watch.clock))
        return self.players[-1]

    @property
    def tiles(self) -> list[Tile]:
        """The main wall's tiles."""
        return self.wall.board.tiles

    def playing(self) -> list[str]:
        """What is decoded now."""
        return [one.source.label for one in self.engine.opened if not one.is_stopped]

    def decoding(self, camera: DeviceId) -> ScriptedDecoding:
        """What decodes that camera."""
        return self.engine.playing(camera)[-1]

    def show(self, camera: DeviceId, color: tuple[int, int, int] = (200, 100, 50), **how: object) -> None:
        """The camera sends a picture of one colour, and it is painted."""
        size = how.get("size", (64, 36))
        assert isinstance(size, tuple)
        self.decoding(camera).show_color(color, self.watch.clock, at=self.watch.clock.now(), size=size)
        for tile in self.tiles:
            if tile.camera == camera:
                tile.grab()

    def press_key(self, tile: QWidget, key: Qt.Key, shift: bool = False) -> None:
        """A key goes down and stays down."""
        keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(tile, QKeyEvent(QKeyEvent.Type.KeyPress, key, keys))

    def release_key(self, tile: QWidget, key: Qt.Key) -> None:
        """It goes up."""
        QApplication.sendEvent(tile, QKeyEvent(QKeyEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier))

    def wheel(self, tile: Tile, at: QPointF, notches: int) -> None:
        """The wheel turns over a point of a tile."""
        where = tile.mapToGlobal(at)
        none = Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            at,
            where,
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            none,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(tile, event)

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """The left button takes something from one point of a widget to another, over the screen."""
        self.qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
        for share in (0.3, 0.6, 1.0):
            self.qtbot.mouseMove(widget, start + (end - start) * share)
        self.qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)
