"""The plan's pictures come from their thread, whether or not the window paints meanwhile."""

import pytest
from pytestqt.qtbot import QtBot

from smartclient.geometry.viewport import Viewport
from smartclient.store.places import Places
from smartclient.ui import theme
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.picture import Pictures
from tests.ui.map.district import site

CHART = Chart(Places(site()))


def order(metres_per_px: float) -> View:
    return View(Viewport(0, 0, metres_per_px, 300, 200), CHART, theme.dark(), CHART.chosen({}), frozenset(), 1.0)


@pytest.mark.usefixtures("qapp")
def test_a_frame_that_never_comes_does_not_keep_the_picture_waiting(qtbot: QtBot) -> None:
    pictures = Pictures()
    pictures.hold()
    with qtbot.waitSignal(pictures.ready, timeout=10_000):
        pictures.order(order(0.2))
    pictures.stop()


@pytest.mark.usefixtures("qapp")
def test_drawing_on_memory_used_before_leaves_no_trace(qtbot: QtBot) -> None:
    pictures = Pictures()
    images = []
    for metres_per_px in (0.2, 0.5, 0.2, 0.5):
        with qtbot.waitSignal(pictures.ready, timeout=10_000):
            pictures.order(order(metres_per_px))
        assert pictures.newest is not None
        assert pictures.newest.view == order(metres_per_px)
        images.append(pictures.newest.image.copy())
    pictures.stop()
    assert images[0] == images[2] != images[1] == images[3]
