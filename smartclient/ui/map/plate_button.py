"""A button on the map: a plate whose picture is drawn once for each state, since every frame of the map repaints it."""

from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import tooltip


class Face(Protocol):
    """What a button shows."""

    def __call__(self, painter: QPainter, is_checked: bool, is_pointed_at: bool) -> None:
        """Paints in the button's pixels; the painter comes antialiased."""
        ...


class PlateButton(QAbstractButton):
    """Never takes the keyboard from the map."""

    def __init__(self, name: str, size: QSize, face: Face, parent: QWidget) -> None:
        """`name` is for screen readers and the tool tip."""
        super().__init__(parent)
        self._face = face
        self._kept: dict[tuple[bool, bool, float], QPixmap] = {}
        self.setAccessibleName(name)
        self.setToolTip(tooltip(name))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(size)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Its fixed size."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 (Qt's name)
        """Copies the picture of the present state."""
        key = (self.isChecked(), self.underMouse(), self.devicePixelRatioF())
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._drawn(*key)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, kept)
        painter.end()

    def _drawn(self, is_checked: bool, is_pointed_at: bool, ratio: float) -> QPixmap:
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._face(painter, is_checked, is_pointed_at)
        painter.end()
        return pixmap


def paint_plate(painter: QPainter, theme: Theme, size: QSize, edge: QPen, fill: Tone = Tone.PANEL) -> None:
    """A rounded plate of that size."""
    painter.setPen(edge)
    painter.setBrush(theme.color(fill, 1.0 if fill is Tone.ACCENT else 0.94))
    painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()).adjusted(1, 1, -1, -1), 4, 4)
