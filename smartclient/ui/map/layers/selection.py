"""The selected thing: a ring in the accent colour."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.pinboard import pin_size_px
from smartclient.ui.map.scales import Scale
from smartclient.ui.theme import Tone


class SelectionLayer:
    """A ring round the selected device, thin round the hovered one."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints where the device is on a shown floor."""
        if scene.view.scale is Scale.DISTRICT:
            return
        radius = pin_size_px(scene.viewport.metres_per_px) * 0.5 + 4
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for device, width, alpha in ((scene.hovered, 1.5, 0.7), (scene.selected, 2.6, 1.0)):
            index = scene.board.index.get(device) if device else None
            if index is not None and scene.board.is_on(index, scene.view.levels):
                at = QPointF(*scene.pixel(index))
                painter.setPen(QPen(scene.theme.color(Tone.GROUND, alpha), width + 2))
                painter.drawEllipse(at, radius, radius)
                painter.setPen(QPen(scene.theme.color(Tone.ACCENT, alpha), width))
                painter.drawEllipse(at, radius, radius)
