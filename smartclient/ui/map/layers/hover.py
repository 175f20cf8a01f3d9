"""The name of the thing under the pointer, with its state in a word."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.wording import describe
from smartclient.ui.theme import Tone

_AWAY_PX = 18.0


class HoverLayer:
    """A small plate beside the hovered pin, kept inside the screen."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints name over state."""
        index = scene.board.index.get(scene.hovered) if scene.hovered else None
        if index is None:
            return
        device = scene.store.devices[scene.board.ids[index]]
        state = describe(device, scene.store.state(device.id), scene.now)
        bold, plain = scene.theme.metrics(1, bold=True), scene.theme.metrics(0)
        width = max(bold.horizontalAdvance(device.name), plain.horizontalAdvance(state)) + 16
        height = bold.height() + (plain.height() if state else 0) + 8
        x, y = scene.pixel(index)
        left = x + _AWAY_PX if x + _AWAY_PX + width < scene.viewport.width_px else x - _AWAY_PX - width
        top = min(max(y - height / 2, 4.0), scene.viewport.height_px - height - 4)
        box = QRectF(round(left) + 0.5, round(top) + 0.5, width, height)
        painter.setPen(QPen(scene.theme.color(Tone.LINE), 1))
        painter.setBrush(scene.theme.color(Tone.RAISED, 0.97))
        painter.drawRoundedRect(box, 4, 4)
        text = box.adjusted(8, 4, -8, -4)
        painter.setPen(scene.theme.color(Tone.TEXT))
        painter.setFont(scene.theme.font(1, bold=True))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, device.name)
        painter.setPen(scene.theme.color(Tone.TEXT_DIM))
        painter.setFont(scene.theme.font(0))
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom, state)
