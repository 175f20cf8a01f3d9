"""What all cameras see, quietly: fields of view, or what is really seen of them; a part of the plan's picture, drawn in its thread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from smartclient.domain.devices import View as FieldOfView
from smartclient.domain.ids import LevelId
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.layers.layer import Breathe, View, in_metres
from smartclient.ui.map.layers.views import wedge
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.shapes import Ring, polygon
from smartclient.ui.theme import Tone

_MANY = 300
"""More than so many lie over each other: a tint, in which outlines would be a tangle and take long to draw."""


@dataclass(frozen=True, slots=True, eq=False)
class Seer:
    """A camera at `x`, `y` in metres; `ring` is what it really sees, None while that is being worked out."""

    level: LevelId | None
    x: float
    y: float
    view: FieldOfView
    ring: Ring | None

    def is_like(self, other: "Seer") -> bool:
        """Whether it is drawn the same."""
        places = (self.level, self.x, self.y, self.view) == (other.level, other.x, other.y, other.view)
        return places and self.ring is other.ring


class SightsLayer:
    """These seers as they were when it was made, of which those on shown floors are drawn."""

    def __init__(self, seers: Sequence[Seer], *, is_stale: bool) -> None:
        self.seers, self.is_stale = seers, is_stale
        reach = np.array([(seer.x, seer.y, seer.view.range_m) for seer in seers]).reshape(-1, 3)
        self._lows, self._highs = reach[:, :2] - reach[:, 2:], reach[:, :2] + reach[:, 2:]

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Paints from floor scale on; close by always what is really seen."""
        if view.scale < Scale.FLOOR:
            return
        is_exact = MapLayer.SIGHT in view.layers or view.scale >= Scale.ROOM
        tone = Tone.STALE if self.is_stale else Tone.ACCENT
        near = self._near(view)
        with in_metres(painter, view.viewport):
            painter.setBrush(view.theme.color(tone, 0.11))
            painter.setPen(QPen(view.theme.color(tone, 0.3), 0))
            if len(near) > _MANY:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            for seer in near:
                breathe()
                exact = seer.ring if is_exact else None
                painter.drawPolygon(wedge(seer.x, seer.y, seer.view) if exact is None else polygon(exact))

    def _near(self, view: View) -> list[Seer]:
        """Those of which something may be on the picture."""
        west, south, east, north = view.viewport.bounds
        is_within = (self._lows < (east, north)).all(axis=1) & (self._highs > (west, south)).all(axis=1)
        near = [self.seers[index] for index in np.flatnonzero(is_within).tolist()]
        return [seer for seer in near if seer.level is None or seer.level in view.levels]
