"""Pins too close to each other, as one disc with their number and the sign of the worst alarm among them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from smartclient.domain.alarms import Priority
from smartclient.ui.map.arrangement import Indices
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.pinboard import bunches_in_view
from smartclient.ui.signs import around, paint_sign
from smartclient.ui.theme import Tone

_SIGN_PX, _SIGN_AWAY_PX = 9.0, 11.0


class ClusterLayer:
    """The clusters of this scale."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints their discs."""
        bunches = scene.arrangement.bunches
        if len(bunches) > 0:
            seen, pixels = bunches_in_view(scene.arrangement, scene.viewport)
            scene.pictures.counts.paint(painter, bunches.counts[seen] * 2 + _are_old(scene)[seen], pixels)


class ClusterSignLayer:
    """The worst alarm of each cluster."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints signs beside the discs."""
        worst = _worst(scene)
        if not worst:
            return
        old = _are_old(scene)
        seen, pixels = bunches_in_view(scene.arrangement, scene.viewport)
        for bunch, (x, y) in zip(seen.tolist(), pixels.tolist(), strict=True):
            if bunch in worst:
                box = around(QPointF(x + _SIGN_AWAY_PX, y - _SIGN_AWAY_PX), _SIGN_PX)
                ground = scene.theme.color(Tone.GROUND)
                paint_sign(painter, scene.theme, worst[bunch], box, is_stale=bool(old[bunch]), ground=ground)


def _are_old(scene: Scene) -> NDArray[np.bool_]:
    """Of each cluster whether it is shown as it was last heard of."""
    bunches = scene.arrangement.bunches
    old = np.full(len(bunches), scene.is_stale)
    if len(scene.old):
        found = bunches.of_devices(scene.old)
        old[found[found >= 0]] = True
    return old


def _worst(scene: Scene) -> dict[int, Priority]:
    """The worst priority among the members of each cluster with alarms."""
    if not scene.alarmed or len(scene.arrangement.bunches) == 0:
        return {}
    alarmed = [(scene.board.index[device], a) for device, a in scene.alarmed.items() if device in scene.board.index]
    devices: Indices = np.array([index for index, _ in alarmed], dtype=np.intp)
    found: dict[int, Priority] = {}
    for bunch, (_, told) in zip(scene.arrangement.bunches.of_devices(devices).tolist(), alarmed, strict=True):
        if bunch >= 0:
            found[bunch] = min(found.get(bunch, told.worst.priority), told.worst.priority)
    return found
