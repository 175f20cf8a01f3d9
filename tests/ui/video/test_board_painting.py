"""The board paints its tiles: all that have something new in one pass, and nothing else."""

from functools import reduce

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smartclient.store.layouts import LAYOUTS
from smartclient.ui.theme import Tone
from smartclient.ui.video.picture_painting import Fit, picture_area
from tests.ui.video.wall_stage import CAMERAS, Stage

ORANGE, TEAL = (230, 120, 20), (20, 140, 130)


class Paintings(QObject):
    """The regions in which a widget was painted."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.regions: list[QRegion] = []
        stage.wall.board.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802
        """Remembers paintings."""
        if isinstance(event, QPaintEvent):
            self.regions.append(QRegion(event.region()))
        return False


@pytest.fixture
def stage(wall_stage: Stage) -> Stage:
    wall_stage.workspace.open_cameras(CAMERAS[:4])
    for camera in CAMERAS[:4]:
        wall_stage.decoding(camera).show_color(ORANGE, wall_stage.watch.clock)
    settle()
    return wall_stage


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def test_tiles_and_what_is_between_them_are_on_the_board(stage: Stage) -> None:
    image = stage.wall.board.grab().toImage()
    for tile in stage.tiles[:4]:
        assert image.pixelColor(tile.geometry().center()) == QColor(*ORANGE)
    first = stage.tiles[0].geometry()
    assert image.pixelColor(first.right() + 2, first.center().y()) == stage.watch.theme.color(Tone.PANEL)


def test_new_pictures_of_many_tiles_are_one_painting(stage: Stage) -> None:
    paintings, painted = Paintings(stage), []
    for tile in stage.tiles[:4]:
        tile.painted.connect(lambda _none, tile=tile: painted.append(tile.place))  # type: ignore[misc]
    for camera in CAMERAS[:4]:
        stage.decoding(camera).show_color(TEAL, stage.watch.clock)
    settle()
    assert len(paintings.regions) == 1
    assert sorted(painted) == [0, 1, 2, 3]


def test_a_new_picture_paints_its_own_tile_alone(stage: Stage) -> None:
    paintings = Paintings(stage)
    stage.decoding(CAMERAS[2]).show_color(TEAL, stage.watch.clock)
    settle()
    (region,) = paintings.regions
    assert region == QRegion(stage.tiles[2].geometry())


def test_while_nothing_changes_nothing_is_painted(stage: Stage) -> None:
    for tile in stage.tiles[:4]:
        tile.tick()
    settle()
    paintings = Paintings(stage)
    for tile in stage.tiles[:4]:
        tile.tick()
    settle()
    assert paintings.regions == []


def test_a_wall_divided_anew_leaves_nothing_of_the_old_division(stage: Stage) -> None:
    stage.workspace.choose_tile(1, full=True)
    settle()
    image = stage.wall.board.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2) == QColor(*ORANGE)
    stage.workspace.choose_tile(1, full=False)
    settle()
    image = stage.wall.board.grab().toImage()
    assert image.pixelColor(stage.tiles[1].geometry().center()) == QColor(*ORANGE)
    beside = image.pixelColor(stage.tiles[3].geometry().center())
    assert beside.saturation() < QColor(*ORANGE).saturation() / 2, "its picture is an old one by now"


@pytest.mark.parametrize(("width", "height"), [(476, 268), (480, 270), (478, 268)])
def test_a_picture_that_nearly_fills_its_tile_is_not_scaled(width: int, height: int) -> None:
    area = picture_area(QRectF(4, 4, 480, 270), width, height)
    assert (area.width(), area.height()) == (width, height)


def test_a_picture_that_fits_is_painted_pixel_by_pixel_and_the_rest_filled(stage: Stage) -> None:
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (96, 196, 4), np.uint8)
    image = QImage(pixels.data, 196, 96, 4 * 196, QImage.Format.Format_RGB32)
    tile = QImage(200, 100, QImage.Format.Format_RGB32)
    tile.fill(Qt.GlobalColor.white)
    painter = QPainter(tile)
    Fit().paint(painter, QRectF(tile.rect()), image, stage.watch.theme)
    painter.end()
    seen = np.frombuffer(tile.constBits(), np.uint8).reshape(100, 200, 4)
    ground = stage.watch.theme.color(Tone.GROUND)
    np.testing.assert_array_equal(seen[4:, 2:198, :3], pixels[:, :, :3])
    assert tile.pixelColor(0, 50) == tile.pixelColor(199, 50) == tile.pixelColor(100, 0) == ground


def test_new_words_of_many_tiles_are_painted_over_several_turns_none_left_out(wall_stage: Stage, qtbot: QtBot) -> None:
    board = wall_stage.wall.board
    wall_stage.workspace.set_layout(LAYOUTS["16"])
    qtbot.waitUntil(lambda: len(board.tiles) == 16)
    settle()
    paintings = Paintings(wall_stage)

    def painted() -> QRegion:
        return reduce(QRegion.united, paintings.regions, QRegion())

    for tile in board.tiles:
        tile.refresh()
    qtbot.waitUntil(lambda: all((QRegion(tile.geometry()) - painted()).isEmpty() for tile in board.tiles))
    assert len(paintings.regions) > 1


def test_a_board_that_is_not_painted_keeps_no_tile_waiting(wall_stage: Stage, qtbot: QtBot) -> None:
    board = wall_stage.wall.board
    wall_stage.workspace.set_layout(LAYOUTS["16"])
    qtbot.waitUntil(lambda: len(board.tiles) == 16)
    board.setUpdatesEnabled(False)
    for tile in board.tiles:
        tile.refresh()
    settle()
    board.setUpdatesEnabled(True)
    settle()
    paintings = Paintings(wall_stage)
    board.tiles[15].refresh()
    qtbot.waitUntil(lambda: any(region.contains(board.tiles[15].geometry()) for region in paintings.regions))
