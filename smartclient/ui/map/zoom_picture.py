"""The screen with its pins while the scale changes: painted anew every few frames, and stretched a little between them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QImage, QPainter

from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.layers.scene import LiveLayer, Scene
from smartclient.ui.map.picture import Picture, held_image

_MOST_STRETCH = 1.09
"""A pin so much larger or smaller than it should be looks the same in a movement."""
_GROWN = 1.12
"""How much more than the screen is painted, since zooming out shows more of it."""


class ZoomPicture:
    """Grid lines and pins on the stretched picture of the plan: painting them costs three times what stretching them costs."""

    def __init__(self, layers: Sequence[LiveLayer]) -> None:
        """`layers` paint what stands still on the map, from below."""
        self._layers = layers
        self._parts: tuple[object, ...] = ()
        self._values: tuple[object, ...] = ()
        self._kept: Picture | None = None
        self._image = QImage()

    def hold(self, view: View) -> None:
        """Asks for the memory ahead, for a screen like `view`: the first frame of a zoom would wait for it."""
        self._hold(_grown(view))

    def paint(self, painter: QPainter, picture: Picture, scene: Scene, key: object = None) -> None:
        """Paints the screen over `picture`, which has another scale; each thing is at its place, its size off by 9 % at most.

        `key` stands for what else decides how the layers look.
        """
        parts = (picture, scene.arrangement, scene.looks, scene.pictures)
        values = (scene.looks.revision, scene.is_stale, key)
        is_same = values == self._values and all(old is new for old, new in zip(self._parts, parts, strict=False))
        if self._kept is None or not is_same or not _serves(self._kept, scene):
            self._parts, self._values = parts, values
            self._kept = self._composed(picture, scene)
        self._kept.paint(painter, scene.viewport)

    def _composed(self, picture: Picture, scene: Scene) -> Picture:
        view = _grown(scene.view)
        self._hold(view)
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture.paint(painter, view.viewport)
        for layer in self._layers:
            layer.paint(painter, replace(scene, view=view))
        painter.end()
        return Picture(self._image, view)

    def _hold(self, view: View) -> None:
        held = held_image(view, self._image)
        if held is not self._image:
            self._image, self._kept = held, None


def _grown(view: View) -> View:
    own = view.viewport
    return replace(view, viewport=own.resized(round(own.width_px * _GROWN), round(own.height_px * _GROWN)))


def _serves(kept: Picture, scene: Scene) -> bool:
    stretch = kept.view.viewport.metres_per_px / scene.viewport.metres_per_px
    return 1 / _MOST_STRETCH < stretch < _MOST_STRETCH and kept.covers(scene.viewport)
