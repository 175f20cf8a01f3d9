"""Each priority has its own shape, so that it is told without colour."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from smartclient.domain.alarms import Priority
from smartclient.ui.signs import paint_sign, sign_path
from smartclient.ui.theme import Tone, dark

BOX = QRectF(0, 0, 48, 48)


@pytest.mark.parametrize(("priority", "corners"), [(Priority.HIGH, 8), (Priority.MEDIUM, 3), (Priority.LOW, 4)])
def test_corners(priority: Priority, corners: int) -> None:
    path = sign_path(priority, BOX)
    points = {(round(path.elementAt(n).x), round(path.elementAt(n).y)) for n in range(path.elementCount())}
    assert len(points) == corners
    assert path.contains(BOX.center())
    assert not path.contains(QPointF(1, 1))


@pytest.mark.parametrize(("is_stale", "is_new"), [(False, True), (True, True), (False, False)])
def test_filled_while_new_grey_while_stale(qapp: QApplication, is_stale: bool, is_new: bool) -> None:  # noqa: ARG001
    theme = dark()
    image = QImage(48, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint_sign(painter, theme, Priority.HIGH, BOX, is_new=is_new, is_stale=is_stale)
    painter.end()
    expected = theme.color(Tone.STALE) if is_stale else theme.alarm(Priority.HIGH)
    assert image.pixelColor(10, 24) == (expected if is_new else QColor("black"))
