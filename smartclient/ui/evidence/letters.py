"""Text as ink for the clock strip of exported copies, drawn with the window's typeface; may run in any thread."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from smartclient.ui.words import one_line

_INK_OF_HEIGHT = 0.62


@lru_cache(maxsize=256)
def letters(text: str, height_px: int) -> NDArray[np.uint8]:
    """The ink of one line of text, 0 to 255, shape (height_px, width)."""
    words = one_line(text)
    font = QFont()
    font.setPixelSize(max(8, round(height_px * _INK_OF_HEIGHT)))
    width = max(1, QFontMetrics(font).horizontalAdvance(words) + 2)
    image = QImage(width, height_px, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    painter.end()
    rows: NDArray[np.uint8] = np.frombuffer(image.constBits(), np.uint8).reshape(height_px, image.bytesPerLine())
    return rows[:, :width].copy()
