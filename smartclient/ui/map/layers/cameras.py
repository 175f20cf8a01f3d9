"""Camera pins, each with a notch turned to where it looks."""

from PySide6.QtGui import QPainter

from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.scene import Scene, paint_pins


class CameraLayer:
    """The cameras that stand alone at this scale."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints their pins."""
        indices = scene.arrangement.singles.get(MapLayer.CAMERAS)
        if indices is not None:
            paint_pins(painter, scene, indices)
