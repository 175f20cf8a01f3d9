"""What a layer is: it turns a part of the present into drawing, and knows nothing of the other layers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from smartclient.domain.ids import LevelId
from smartclient.geometry.labels import Box
from smartclient.geometry.viewport import Points, Viewport
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.scales import Scale, scale_of
from smartclient.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class View:
    """A frozen order for a picture: everything the plan layers look at, so that they may draw in a thread."""

    viewport: Viewport
    chart: Chart = field(compare=False)
    theme: Theme = field(compare=False)
    levels: frozenset[LevelId]
    layers: frozenset[MapLayer]
    ratio: float
    pins: Points = field(default_factory=lambda: np.empty((0, 2)), compare=False)
    """Where pins will stand, shape (n, 2) in metres, so that names stay clear of them."""
    laid: tuple["PlanLayer", ...] = ()
    """What other parts draw over the floors and under the names; another picture is drawn when one of them is another object."""
    under: "PlanLayer | None" = None
    """A base map in place of the land."""
    signs: Points = field(default_factory=lambda: np.empty((0, 2)), compare=False)
    """Where signs of alarms will stand, in the same way."""
    covered: tuple[Box, ...] = field(default=(), compare=False)
    """Pieces that something lies over at the screen's edges, px, so that no name is cut by it."""

    @property
    def scale(self) -> Scale:
        """How much detail."""
        return scale_of(self.viewport.metres_per_px)


Breathe = Callable[[], None]
"""Called between strokes: lets the window's thread go first, and raises Cancelled when the picture is no longer wanted."""


class Cancelled(Exception):
    """The picture is no longer wanted."""


class PlanLayer(Protocol):
    """Draws a part of the plan that changes only with the viewport; runs in a drawing thread."""

    def paint(self, painter: QPainter, view: View, breathe: Breathe) -> None:
        """Paints in pixels of the view; the painter comes antialiased and is given back as it came."""
        ...


@runtime_checkable
class Worded(Protocol):
    """A plan layer with letters of its own, which the plan's names keep clear of."""

    def plates(self, view: View) -> Sequence[QRectF]:
        """Where they stand, px."""
        ...


@contextmanager
def restored(painter: QPainter) -> Iterator[None]:
    """Whatever is set inside is taken back, also when the picture is no longer wanted."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()


@contextmanager
def in_metres(painter: QPainter, viewport: Viewport) -> Iterator[None]:
    """Makes the painter's unit the metre, north up, and takes it back; pens should be cosmetic."""
    with restored(painter):
        x, y = viewport.to_screen(0.0, 0.0)
        painter.translate(QPointF(x, y))
        painter.scale(1 / viewport.metres_per_px, -1 / viewport.metres_per_px)
        yield
