"""The ground under the plans, also when its picture is given up half way."""

import pytest
from PySide6.QtGui import QImage, QPainter

from smartclient.geometry.viewport import Viewport
from smartclient.store.places import Places
from smartclient.ui.map.layers.base_map import BaseMapLayer
from smartclient.ui.map.layers.layer import Cancelled
from tests.ui.map.district import site


def give_up() -> None:
    """Not wanted any more."""
    raise Cancelled


@pytest.mark.usefixtures("qapp")
def test_a_painter_comes_back_as_it_was_when_the_picture_is_given_up() -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    before = painter.transform(), painter.renderHints()
    with pytest.raises(Cancelled):
        BaseMapLayer({}, Places(site()).frame, 18).paint_tiles(painter, Viewport(0, 0, 0.5, 300, 200), give_up)
    assert (painter.transform(), painter.renderHints()) == before
    painter.end()
