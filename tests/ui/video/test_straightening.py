"""A fisheye picture is straightened in its tile, turned by hand and key, and stays so for its camera."""

import numpy as np
from PySide6.QtCore import QPoint, Qt

from smartclient.geometry.fisheye import Dewarp, Mount
from smartclient.ui.video.straightening import Straightener, find_circle
from smartclient.video.frames import Frame
from tests.ui.video.wall_stage import CAMERAS, FISHEYE, Stage


def spot_frame(angle_deg: float, around_deg: float, size: int = 600) -> Frame:
    """A black room with one white spot, seen by an equidistant lens `angle_deg` from its axis; 0 around is up, 90 right."""
    pixels = np.full((size, size, 4), 40, np.uint8)
    radius = size / 2 * angle_deg / 90
    x = round(size / 2 + radius * np.sin(np.radians(around_deg)))
    y = round(size / 2 - radius * np.cos(np.radians(around_deg)))
    pixels[y - 4 : y + 5, x - 4 : x + 5] = 255
    return Frame(pixels, size, size, None, 0.0, size, size)


def test_what_is_looked_at_is_in_the_middle() -> None:
    image = Straightener().image(spot_frame(40, 90), Dewarp(Mount.CEILING, 90, 40, 60), 320, 180, is_moving=False)
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    corner = image.pixelColor(10, 10)
    assert middle.lightness() > 200 > corner.lightness()


def test_beyond_the_picture_is_black() -> None:
    frame = spot_frame(0, 0)
    cut = Frame(np.ascontiguousarray(frame.pixels[150:450]), 600, 300, None, 0.0, 600, 300)
    image = Straightener().image(cut, Dewarp(Mount.CEILING, 0, 70, 60), 320, 180, is_moving=False)
    assert image.pixelColor(image.width() // 2, 2).lightness() == 0


def test_the_lens_is_found_between_black_edges() -> None:
    pixels = np.zeros((300, 600, 4), np.uint8)
    pixels[:, 150:450] = 90
    circle = find_circle(pixels)
    assert (circle.x, circle.y, circle.radius) == (300, 150, 150)
    night = find_circle(np.zeros((300, 600, 4), np.uint8))
    assert (night.x, night.radius) == (300, 300)


def test_straightening_is_switched_turned_and_remembered(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras([FISHEYE, CAMERAS[1]])
    stage.show(FISHEYE, size=(320, 320))
    tile, verbs = stage.tiles[0], stage.wall.content.verbs
    verbs.toggle_dewarp()
    assert stage.decoding(FISHEYE).size[0] >= 1920
    assert any("straightened, ceiling" in note for note in tile.face().notes)
    begin = stage.workspace.wall.contents[0].dewarp
    assert begin is not None
    tile.setFocus()
    stage.press_key(tile, Qt.Key.Key_Right, shift=True)
    stage.release_key(tile, Qt.Key.Key_Right)
    turned = stage.workspace.wall.contents[0].dewarp
    assert turned is not None
    assert turned.pan_deg > begin.pan_deg
    stage.drag(tile, QPoint(tile.width() // 2, 200), QPoint(tile.width() // 2, 300))
    dragged = stage.workspace.wall.contents[0].dewarp
    assert dragged is not None
    assert dragged.tilt_deg > turned.tilt_deg
    stage.workspace.put_in_tile(0, None)
    stage.workspace.put_in_tile(0, FISHEYE)
    assert tile.lens.dewarp == dragged
    verbs.set_dewarp(Mount.WALL)
    assert tile.lens.dewarp == Dewarp.of(Mount.WALL)
    verbs.toggle_dewarp()
    assert tile.lens.dewarp is None


def test_a_camera_without_a_fisheye_says_so(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras([CAMERAS[1]])
    assert stage.wall.content.verbs.why_no_dewarp() == "Bullet has no fisheye lens."
    menu = stage.wall.content.menu(0)
    row = next(row for row in menu.actions() if row.text().startswith("Straighten"))
    assert not row.isEnabled()
    assert "no fisheye lens" in row.toolTip()
