"""Digital zoom shows a part of the picture where the pointer is, sharp, and says which part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smartclient.domain.footage import Quality
from smartclient.ui.theme import Tone
from smartclient.ui.video.zoom import MOST, Zoom
from tests.ui.video.wall_stage import CAMERAS, Stage

shares = st.floats(0, 1)
moves = st.lists(st.tuples(st.floats(0.1, 10), shares, shares, st.floats(-2, 2), st.floats(-2, 2)), max_size=8)


@settings(deadline=None)
@given(moves)
def test_nothing_beyond_the_edge_comes_into_sight(taken: list[tuple[float, float, float, float, float]]) -> None:
    zoom = Zoom()
    for factor, x, y, across, down in taken:
        zoom = zoom.closer(factor, x, y).moved(across, down)
        left, top, width, height = zoom.part
        assert 1 <= zoom.factor <= MOST
        assert left >= -1e-9
        assert top >= -1e-9
        assert left + width <= 1 + 1e-9
        assert top + height <= 1 + 1e-9


@settings(deadline=None)
@given(shares, shares, st.floats(1, 8))
def test_what_is_under_the_pointer_stays_there(x: float, y: float, factor: float) -> None:
    zoom = Zoom().closer(factor, x, y)
    left, top, width, height = zoom.part
    assert (left + x * width, top + y * height) == pytest.approx((x, y))


def test_the_wheel_comes_closer_and_asks_for_the_main_stream(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:4])
    tile = stage.tiles[0]
    stage.show(CAMERAS[0], size=(640, 360))
    before = stage.decoding(CAMERAS[0]).size
    stage.wheel(tile, QPointF(tile.width() / 2, tile.height() / 2), 4)
    assert tile.lens.zoom.factor == pytest.approx(1.25**4)
    after = stage.decoding(CAMERAS[0]).size
    assert after[0] == pytest.approx(before[0] * 1.25**4, abs=2)
    assert after[0] > 640 * 1.25
    assert "2.4×" in tile.face().notes


def test_the_part_shown_is_the_part_looked_at(wall_stage: Stage) -> None:
    """A picture whose left half is another colour than its right: zoomed in at the right, only the right is seen."""
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:1])
    tile = stage.tiles[0]
    import numpy as np

    pixels = np.zeros((360, 640, 4), np.uint8)
    pixels[:, :320] = (0, 0, 250, 255)
    pixels[:, 320:] = (0, 250, 0, 255)
    stage.decoding(CAMERAS[0]).show(pixels, stage.watch.clock)
    seen = tile.grab().toImage()
    assert seen.pixelColor(20, tile.height() // 2).red() > 200
    stage.wheel(tile, QPointF(tile.width() - 2, tile.height() / 2), 5)
    seen = tile.grab().toImage()
    assert seen.pixelColor(20, tile.height() // 2).green() > 200
    inset = [(x, y) for x in range(tile.width() // 2, tile.width()) for y in range(tile.height() // 2, tile.height())]
    assert any(seen.pixelColor(x, y).red() > 200 for x, y in inset)
    accent = stage.watch.theme.color(Tone.ACCENT)
    assert any(seen.pixelColor(x, y) == accent for x, y in inset)


def test_a_drag_moves_the_part_and_keys_do_too(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    tile = stage.tiles[0]
    stage.show(CAMERAS[0])
    tile.setFocus()
    for _ in range(5):
        stage.press_key(tile, Qt.Key.Key_Plus)
    begin = tile.lens.zoom
    stage.drag(tile, QPoint(tile.width() // 2, tile.height() // 2), QPoint(tile.width() // 4, tile.height() // 2))
    assert tile.lens.zoom.x > begin.x
    assert stage.workspace.tiles[:2] == tuple(CAMERAS[:2])
    stage.press_key(tile, Qt.Key.Key_Up, shift=True)
    assert tile.lens.zoom.y < begin.y
    stage.press_key(tile, Qt.Key.Key_Minus)
    assert tile.lens.zoom.factor < begin.factor
    stage.press_key(tile, Qt.Key.Key_0)
    assert not tile.lens.zoom.is_in


def test_escape_ends_one_thing_at_a_time(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:2])
    tile = stage.tiles[0]
    stage.show(CAMERAS[0])
    stage.workspace.choose_tile(0, full=True)
    tile.setFocus()
    stage.press_key(tile, Qt.Key.Key_Plus)
    stage.press_key(tile, Qt.Key.Key_Escape)
    assert (tile.lens.zoom.is_in, stage.workspace.is_tile_full) == (False, True)
    stage.press_key(tile, Qt.Key.Key_Escape)
    assert not stage.workspace.is_tile_full


def test_two_fingers_come_closer_where_they_are(wall_stage: Stage, qtbot: QtBot) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:1])
    stage.show(CAMERAS[0])
    tile = stage.tiles[0]
    screen = QTest.createTouchDevice()
    middle = QPoint(tile.width() // 4, tile.height() // 2)
    left, right = middle - QPoint(20, 0), middle + QPoint(20, 0)
    QTest.touchEvent(tile, screen).press(0, left, tile).press(1, right, tile).commit()
    for step in (10, 20, 40):
        moved = QPoint(step, 0)
        QTest.touchEvent(tile, screen).move(0, left - moved, tile).move(1, right + moved, tile).commit()
    QTest.touchEvent(tile, screen).release(0, left, tile).release(1, right, tile).commit()
    qtbot.waitUntil(lambda: tile.lens.zoom.factor > 1.8)
    assert tile.lens.zoom.x < 0.5


def test_another_camera_is_seen_whole(wall_stage: Stage) -> None:
    stage = wall_stage
    stage.workspace.open_cameras(CAMERAS[:1])
    stage.show(CAMERAS[0])
    stage.wall.content.verbs.closer(2)
    stage.workspace.put_in_tile(0, CAMERAS[2])
    assert not stage.tiles[0].lens.zoom.is_in
    stage.tiles[0].want_quality(Quality.SUB)
    stage.wall.content.verbs.closer(4)
    assert stage.decoding(CAMERAS[2]).size[0] <= 640
