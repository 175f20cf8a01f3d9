"""Copies of a layer moved, turned and scaled onto a draft, all its points at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.geometry.frames import Points
from smartclient.plans.importing.drawing import Draft, Layer


@dataclass(frozen=True, slots=True)
class Stamp:
    """`to = point @ matrix.T + shift`."""

    matrix: NDArray[np.float64]
    shift: NDArray[np.float64]

    def shifted(self, right: float, up: float) -> "Stamp":
        """The same, so much farther."""
        return Stamp(self.matrix, self.shift + np.array((right, up))) if right or up else self

    def moved(self, points: Points) -> Points:
        """The points there."""
        return points @ self.matrix.T + self.shift


def stamp(draft: Draft, layer: Layer, name: str, where: Stamp) -> None:
    """Adds the whole layer under that name. Raises PlanUnreadable when the draft is full."""
    draft.extend(
        name,
        layer,
        where.moved(layer.points),
        where.moved(layer.places),
        where.moved(layer.swings),
    )
