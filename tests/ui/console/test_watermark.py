"""The watermark: to be seen on dark and light pictures, faint, in every size of tile, and nowhere before it has words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from smartclient.ui.console.watermark import Watermark

pytestmark = pytest.mark.usefixtures("qapp")


def marked(ground: QColor, width: int, height: int, words: str = "dispatcher · 2 Mar 2026 14:00") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(ground)
    watermark = Watermark()
    watermark.show(words)
    painter = QPainter(image)
    watermark.paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def differences(image: QImage, ground: QColor) -> list[int]:
    """How much each changed pixel is lighter or darker than the ground."""
    pixels = np.asarray(image.constBits()).reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width(), 1]
    apart = pixels.astype(int) - ground.green()
    return [int(each) for each in apart[apart != 0]]


@pytest.mark.parametrize("ground", [QColor(5, 5, 5), QColor(128, 128, 128), QColor(250, 250, 250)])
@pytest.mark.parametrize("size", [(640, 360), (320, 180), (160, 90)])
def test_it_is_there_and_faint(ground: QColor, size: tuple[int, int]) -> None:
    image = marked(ground, *size)
    found = differences(image, ground)
    assert 100 < len(found) < size[0] * size[1] / 8
    assert 25 < max(abs(each) for each in found) < 110


def test_without_words_nothing_is_drawn() -> None:
    ground = QColor(90, 90, 90)
    assert differences(marked(ground, 320, 180, ""), ground) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 1200), st.integers(1, 300), st.text(max_size=60))
def test_any_tile_and_any_name_can_be_marked(width: int, height: int, words: str) -> None:
    assert marked(QColor(0, 0, 0), width, height, words).width() == width
