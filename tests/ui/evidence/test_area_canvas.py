"""Drawing areas by mouse and by keyboard: they stay inside the picture and travel between their moments."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from smartclient.domain.ids import DeviceId
from smartclient.evidence.order import Box
from smartclient.ui import theme as themes
from smartclient.ui.evidence.area_canvas import AreaCanvas
from smartclient.ui.evidence.areas import LEAST_SIDE, Areas, tidy
from smartclient.video.frames import Frame

CAMERA = DeviceId("cameras/1")
START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
LATER = START + timedelta(seconds=10)


@pytest.fixture
def areas() -> Areas:
    return Areas()


@pytest.fixture
def canvas(qtbot: QtBot, areas: Areas) -> AreaCanvas:
    canvas = AreaCanvas(areas, themes.dark())
    qtbot.addWidget(canvas)
    canvas.resize(640, 360)
    canvas.show()
    canvas.show_moment(CAMERA, START)
    pixels = np.full((360, 640, 4), 200, np.uint8)
    canvas.show_frame(Frame(pixels, 640, 360, START, 0.0, 640, 360))
    return canvas


def drag(qtbot: QtBot, canvas: AreaCanvas, begin: tuple[int, int], end: tuple[int, int]) -> None:
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(*begin))
    qtbot.mouseMove(canvas, QPoint(*end))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(*end))


def sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height


def test_dragging_makes_an_area_and_moves_it_and_sizes_it(qtbot: QtBot, canvas: AreaCanvas, areas: Areas) -> None:
    drag(qtbot, canvas, (64, 36), (192, 144))
    (box,) = areas.boxes(CAMERA, START)
    assert sides(box) == pytest.approx((0.1, 0.1, 0.2, 0.3), abs=0.01)
    drag(qtbot, canvas, (100, 60), (164, 96))
    assert sides(areas.boxes(CAMERA, START)[0]) == pytest.approx((0.2, 0.2, 0.2, 0.3), abs=0.01)
    drag(qtbot, canvas, (254, 178), (318, 214))
    assert sides(areas.boxes(CAMERA, START)[0]) == pytest.approx((0.2, 0.2, 0.3, 0.4), abs=0.01)


def test_an_area_travels_to_where_it_is_moved_later(qtbot: QtBot, canvas: AreaCanvas, areas: Areas) -> None:
    drag(qtbot, canvas, (64, 36), (192, 144))
    canvas.show_moment(CAMERA, LATER)
    drag(qtbot, canvas, (100, 60), (356, 60))
    assert areas.moments(CAMERA, 0) == 2
    assert areas.boxes(CAMERA, START + timedelta(seconds=5))[0].x == pytest.approx(0.3, abs=0.01)
    assert areas.boxes(CAMERA, LATER + timedelta(hours=1))[0].x == pytest.approx(0.5, abs=0.01)


def test_all_of_it_by_keyboard(qtbot: QtBot, canvas: AreaCanvas, areas: Areas) -> None:
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    (begun,) = areas.boxes(CAMERA, START)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    (moved,) = areas.boxes(CAMERA, START)
    assert (moved.x, moved.height) == pytest.approx((begun.x + 0.01, begun.height + 0.01))
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    qtbot.keyClick(canvas, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(areas.boxes(CAMERA, START)) == 1


def test_what_masks_cover_is_never_shown(canvas: AreaCanvas) -> None:
    canvas.show_moment(CAMERA, START, (((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)),))
    image = canvas.grab().toImage()
    ratio = image.width() / canvas.width()
    assert QColor(image.pixel(int(100 * ratio), int(100 * ratio))).lightness() == 0
    assert QColor(image.pixel(int(500 * ratio), int(100 * ratio))).lightness() > 150


@given(x=st.floats(-3, 3), y=st.floats(-3, 3), w=st.floats(-3, 3), h=st.floats(-3, 3))
def test_areas_stay_inside_the_picture(x: float, y: float, w: float, h: float) -> None:
    box = tidy(Box(x, y, w, h))
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.width <= 1 + 1e-9
    assert box.y + box.height <= 1 + 1e-9
    assert min(box.width, box.height) >= LEAST_SIDE - 1e-9
