"""SVG drawings as pictures to trace, drawn by Qt in a process of its own."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.importing.drawing import Drawing, Picture
from smartclient.plans.importing.pictures import shrunk

_MOST_BYTES = 64 * 2**20
_LONGEST_PX = 6000.0


def read_svg(path: Path, page: int, tell: Callable[[float], None]) -> Drawing:  # noqa: ARG001 (as all readers)
    """The drawing at `path`, one unit an SVG unit. Meant for a process of its own. Raises PlanUnreadable."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QByteArray, QSize, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    data = path.read_bytes()
    if len(data) > _MOST_BYTES:
        raise PlanUnreadable(f"{path.name} is larger than {_MOST_BYTES // 2**20} MB. Save it as a PDF or a picture.")
    application = QGuiApplication.instance() or QGuiApplication(["smartclient"])
    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.width() < 1 or size.height() < 1:
        raise PlanUnreadable(f"{path.name} is no SVG drawing that can be shown; it is damaged or empty.")
    grown = _LONGEST_PX / max(size.width(), size.height())
    wide, high = shrunk(size.width() * grown, size.height() * grown)
    image = QImage(QSize(wide, high), QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    application.processEvents()
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(high, image.bytesPerLine())
    pixels = rows[:, : wide * 3].reshape(high, wide, 3).copy()  # the image goes with this function
    return Drawing(path.stem, (), picture=Picture(pixels, float(size.width()), float(size.height())))
