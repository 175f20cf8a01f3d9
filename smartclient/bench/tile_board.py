"""A board of a wall as the bench paints it: cameras that all send the same clip, and nothing round it."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from smartclient.bench.footage import SIZE
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Site
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.changes import Later
from smartclient.store.layouts import LAYOUTS
from smartclient.store.saved_layouts import SavedLayouts
from smartclient.store.site_store import SiteStore
from smartclient.store.tile_playbacks import TilePlaybacks
from smartclient.store.workspace import Workspace
from smartclient.ui import theme
from smartclient.ui.video.board import Board
from smartclient.ui.video.cells import GAP
from smartclient.ui.video.equipment import Equipment
from smartclient.ui.video.ptz import PtzPilot
from smartclient.ui.video.snapshot import Snapshots
from smartclient.ui.video.still_decoder import Still
from smartclient.video.camera_player import CameraPlayer


class _NoStills:
    """Cameras of which nothing is kept from earlier."""

    def __init__(self) -> None:
        self.arrived: Signal[DeviceId] = Signal()

    def get(self, camera: DeviceId) -> Still | None:  # noqa: ARG002  the board's shape
        return None

    def want(self, camera: DeviceId) -> None:
        pass


class _Fixed:
    """Cameras that do not turn."""

    def __init__(self) -> None:
        self.changed: Signal[DeviceId] = Signal()

    def why_not(self, camera: DeviceId) -> str | None:  # noqa: ARG002  the board's shape
        return "It does not turn."

    def presets(self, camera: DeviceId) -> Mapping[str, str]:  # noqa: ARG002  the board's shape
        return {}

    def mover(self, camera: DeviceId) -> str:  # noqa: ARG002  the board's shape
        return ""


def board_of(
    cameras: Sequence[Device],
    clock: Clock,
    later: Later,
    new_player: Callable[[DeviceId], CameraPlayer],
    tile: tuple[int, int] = SIZE,
) -> Board:
    """A board with a square number of cameras, each `tile` so many pixels wide and high."""
    store = SiteStore(Site(name="bench", devices=tuple(cameras)), Connection(Line.LIVE, clock.now()), later)
    workspace = Workspace()
    equipment = Equipment(
        store,
        workspace,
        theme.dark(),
        clock,
        new_player,
        _NoStills(),
        TilePlaybacks(clock),
        _Fixed(),
        PtzPilot(lambda _command: None),
        Snapshots(Path()),
        SavedLayouts({}),
        lambda _words: None,
    )
    board = Board(equipment, workspace.wall)
    across = math.isqrt(len(cameras))
    board.resize(across * (tile[0] + GAP) - GAP, across * (tile[1] + GAP) - GAP)
    workspace.set_layout(LAYOUTS[str(len(cameras))])
    workspace.open_cameras([camera.id for camera in cameras])
    return board
