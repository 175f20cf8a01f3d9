"""Intercoms, vape sensors, weapons detection and panic buttons."""

from PySide6.QtGui import QPainter

from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.scene import Scene, paint_pins


class SensorLayer:
    """The sensors that stand alone at this scale; an active one always does."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints their pins."""
        indices = scene.arrangement.singles.get(MapLayer.SENSORS)
        if indices is not None:
            paint_pins(painter, scene, indices)
