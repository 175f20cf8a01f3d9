"""A drill looks the same everywhere: the dashed frame at the edge, the word in its corner, and nothing else in its way."""

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from smartclient.ui import theme as themes
from smartclient.ui.drill import DrillFrame, paint_drill
from smartclient.ui.theme import Theme, Tone

pytestmark = pytest.mark.usefixtures("qapp")


def drawn(theme: Theme, corner: Qt.Corner, size: QSize, size_px: float = 11) -> tuple[QImage, QRectF]:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    plate = paint_drill(painter, QRectF(image.rect()), theme, corner=corner, size_px=size_px)
    painter.end()
    return image, plate


@pytest.mark.parametrize("make", [themes.dark, themes.light, themes.night, themes.paper])
def test_the_edges_are_dashed_in_the_colour_of_drills(make: object) -> None:
    assert callable(make)
    theme = make()
    image, _plate = drawn(theme, Qt.Corner.TopRightCorner, QSize(300, 120))
    violet, black = theme.color(Tone.DRILL), QColor("#000000")
    left = {image.pixelColor(0, y).name() for y in range(120)}
    assert left == {violet.name(), black.name()}, "dashes and gaps"
    assert image.pixelColor(150, 60) == black


@pytest.mark.parametrize("corner", list(Qt.Corner))
def test_the_word_is_in_the_corner_asked_for(corner: Qt.Corner) -> None:
    theme = themes.dark()
    image, plate = drawn(theme, corner, QSize(300, 120))
    assert QRectF(image.rect()).contains(plate)
    middle = plate.center()
    is_right = corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner)
    is_low = corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner)
    assert (middle.x() > 150, middle.y() > 60) == (is_right, is_low)
    assert image.pixelColor(plate.topLeft().toPoint() + QPoint(2, 2)) == theme.color(Tone.DRILL)
    inside = [
        image.pixelColor(x, y) for x in range(300) for y in range(120) if plate.adjusted(3, 3, -3, -3).contains(x, y)
    ]
    assert any(color.lightness() < 90 for color in inside), "the letters"


def test_in_a_tiny_place_the_word_stays_inside() -> None:
    image, plate = drawn(themes.dark(), Qt.Corner.BottomRightCorner, QSize(30, 12))
    assert QRectF(image.rect()).contains(plate)


def test_a_framed_place_grows_with_its_frame_and_is_worked_as_before(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    button, pressed = QPushButton("press", place), list[bool]()
    button.clicked.connect(lambda checked=False: pressed.append(checked))
    place.resize(200, 100)
    frame = DrillFrame(place, themes.dark())
    place.show()
    frame.show_drill(True)
    place.resize(300, 150)
    assert frame.geometry() == place.rect()
    at = button.geometry().center()
    assert QTest.qWaitForWindowExposed(place)
    QTest.mouseClick(place.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert pressed == [False]
    bare = place.grab().toImage()
    frame.show_drill(True, "1 open alarm is no drill")
    assert place.grab().toImage() != bare
    assert frame.accessibleDescription() == "1 open alarm is no drill"
    frame.show_drill(False)
    assert not frame.isVisible()
