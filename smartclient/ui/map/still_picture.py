"""The plan with everything on it that stands still, completed as the screen reaches it, so that a frame of a pan is one copy."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from smartclient.geometry.viewport import Viewport
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.layers.scene import LiveLayer, Scene
from smartclient.ui.map.picture import Picture, around, held_image
from smartclient.ui.theme import Tone

_AHEAD_PX = 160
"""So far beyond the screen's edge is painted too in a movement, since many narrow pieces take longer than a few wide ones."""


class StillPicture:
    """Grid lines and pins on a copy of the plan's picture.

    Painting it takes longer than painting the screen, so it is begun in the second frame in which all that stands still is as it
    was; a new picture of the same plan alone is no reason to wait.
    """

    def __init__(self, layers: Sequence[LiveLayer]) -> None:
        """`layers` paint what stands still, from below."""
        self._layers = layers
        self._parts: tuple[object, ...] = ()
        self._values: tuple[object, ...] = ()
        self._image = QImage()
        self._done = QRect()

    def paint(self, painter: QPainter, picture: Picture, scene: Scene, key: object = None) -> bool:
        """Paints the screen; where the plan's picture does not reach, pins on bare ground. False, and nothing is painted, where
        the picture has another scale or something is different from the frame before. `key` stands for what else decides how the layers
        look.
        """
        if not picture.is_to_scale(scene.viewport):
            self._parts = ()
            return False
        if not self._is_kept(picture, scene, key):
            return False
        screen = QRect(0, 0, scene.viewport.width_px, scene.viewport.height_px)
        place = picture.place(scene.viewport)
        reached = screen.intersected(place).translated(-place.topLeft())
        if not self._done.contains(reached):
            self._add(reached, picture, scene, 0 if self._done.isEmpty() else _AHEAD_PX)
        painter.drawImage(QRectF(place), self._image)
        for bare in around(screen, place):
            painter.fillRect(bare, scene.theme.color(Tone.GROUND))
            paint_piece(painter, self._layers, bare, scene.viewport, scene)
        return True

    def prepare(self, picture: Picture, scene: Scene, key: object = None) -> None:
        """Uses the time in which nothing moves: paints what the first frame of a pan would reach, where the screen is painted."""
        parts, values = _basis(picture, scene, key)
        is_calm = self._parts != () and all(old is new for old, new in zip(self._parts, parts, strict=True))
        if is_calm and values == self._values and not self._done.isEmpty():
            place = picture.place(scene.viewport)
            screen = QRect(0, 0, scene.viewport.width_px, scene.viewport.height_px)
            self._add(screen.intersected(place).translated(-place.topLeft()), picture, scene, _AHEAD_PX)

    def _is_kept(self, picture: Picture, scene: Scene, key: object) -> bool:
        """Whether it may be painted: all that decides a pixel of it is as it was, but perhaps for the plan's picture."""
        parts, values = _basis(picture, scene, key)
        before, self._parts = self._parts or (None,) * len(parts), parts
        is_calm = values == self._values and all(old is new for old, new in zip(before[1:], parts[1:], strict=True))
        if is_calm and before[0] is picture:
            return True
        self.hold(picture.view)
        self._values, self._done = values, QRect()
        return is_calm

    def hold(self, view: View) -> None:
        """Asks for the memory of a picture of `view`; ahead, since the first frame of a pan would wait for it."""
        held = held_image(view, self._image)
        if held is not self._image:
            self._image, self._done = held, QRect()

    def _add(self, reached: QRect, picture: Picture, scene: Scene, ahead_px: int) -> None:
        """Paints what is missing for a piece of the picture, which is in its own pixels, and somewhat beyond."""
        own = picture.view.viewport
        ahead = reached.adjusted(-ahead_px, -ahead_px, ahead_px, ahead_px)
        wanted = ahead.united(self._done).intersected(QRect(0, 0, own.width_px, own.height_px))
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece in around(wanted, self._done):
            painter.setClipRect(piece)
            painter.drawImage(QRectF(0, 0, own.width_px, own.height_px), picture.image)
            paint_piece(painter, self._layers, piece, own, scene)
        painter.end()
        self._done = wanted


def paint_piece(painter: QPainter, layers: Sequence[LiveLayer], piece: QRect, whole: Viewport, scene: Scene) -> None:
    """Paints the layers of a piece of `whole`, in whose pixels it is."""
    middle = whole.to_map(piece.x() + piece.width() / 2, piece.y() + piece.height() / 2)
    part = whole.resized(piece.width(), piece.height()).centered(*middle)
    of_piece = replace(scene, view=replace(scene.view, viewport=part))
    painter.save()
    painter.setClipRect(piece)
    painter.translate(piece.topLeft())
    for layer in layers:
        layer.paint(painter, of_piece)
    painter.restore()


def _basis(picture: Picture, scene: Scene, key: object) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """What decides how it looks: things that are replaced when they change, and values to compare."""
    parts = (picture, scene.arrangement, scene.looks, scene.pictures)
    return parts, (scene.looks.revision, scene.is_stale, key)
