"""Many pins in one call look as if each had been painted by itself."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from smartclient.ui.map.pin_sheet import PinSheet

pytestmark = pytest.mark.usefixtures("qapp")
HALF_PX = 5


def color(number: int) -> QColor:
    return QColor(number * 37 % 256, number * 91 % 256, 200)


def paint_one(painter: QPainter, number: int) -> None:
    painter.fillRect(QRectF(-HALF_PX, -HALF_PX, 2 * HALF_PX, HALF_PX), color(number))


def painted(sheet: PinSheet, numbers: list[int], pixels: list[tuple[float, float]], ratio: float = 1.0) -> QImage:
    image = QImage(round(200 * ratio), round(200 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    sheet.paint(painter, np.array(numbers, dtype=np.intp), np.array(pixels, dtype=np.float64).reshape(-1, 2))
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_each_pin_is_at_its_place(ratio: float) -> None:
    spots = {number: (10.0 + 12 * (number % 15), 10.0 + 12 * (number // 15)) for number in range(200)}
    image = painted(PinSheet(HALF_PX, ratio, paint_one), list(spots), list(spots.values()), ratio)
    for number, (x, y) in spots.items():
        assert image.pixelColor(round(x * ratio), round((y - 2) * ratio)) == color(number)
        assert image.pixelColor(round(x * ratio), round((y + 2) * ratio)) == QColor("black")


def test_more_pins_than_ever_before_are_painted() -> None:
    sheet = PinSheet(HALF_PX, 1.0, paint_one)
    assert painted(sheet, [], []) == painted(sheet, [7] * 5000, [(-50.0, -50.0)] * 5000)
    assert painted(sheet, [7] * 5000, [(-50.0, -50.0)] * 4999 + [(50.0, 50.0)]).pixelColor(50, 48) == color(7)


def test_later_pins_lie_on_earlier_ones() -> None:
    sheet = PinSheet(HALF_PX, 1.0, paint_one)
    assert painted(sheet, [1, 2], [(50.0, 50.0)] * 2).pixelColor(50, 48) == color(2)
    assert painted(sheet, [2, 1], [(50.0, 50.0)] * 2).pixelColor(50, 48) == color(1)


def test_a_picture_is_drawn_once_also_when_prepared() -> None:
    drawn: list[int] = []
    sheet = PinSheet(HALF_PX, 1.0, lambda _, number: drawn.append(number))
    assert sheet.prepare([3, 900, 3], until_s=float("inf"))
    painted(sheet, [3, 900, 4], [(0.0, 0.0)] * 3)
    assert drawn == [3, 900, 4]
    assert not sheet.prepare([5], until_s=0.0)
