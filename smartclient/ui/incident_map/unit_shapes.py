"""Where the rooms that are marked lie, in local metres; worked out once for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from smartclient.domain.ids import LevelId, UnitId
from smartclient.domain.site import Site, Unit
from smartclient.geometry.viewport import Bounds
from smartclient.store.places import Places, to_local_rings
from smartclient.ui.map.shapes import Ring, bounds_of


@dataclass(frozen=True, slots=True)
class UnitShape:
    """The outer ring of a room, then holes, and the box around it; its north-west `corner`, and from there the way `inward`, length 1."""

    level: LevelId
    rings: Sequence[Ring]
    bounds: Bounds
    corner: tuple[float, float]
    inward: tuple[float, float]


class UnitShapes:
    """Follows the plan of `places`."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._site: Site | None = None
        self._units: dict[UnitId, Unit] = {}
        self._known: dict[UnitId, UnitShape] = {}

    def of(self, units: Iterable[UnitId]) -> dict[UnitId, UnitShape]:
        """The shapes of those that are on the plan."""
        if self._site is not self._places.site:
            self._site = self._places.site
            self._units = {unit.id: unit for unit in self._site.units}
            self._known.clear()
        wanted = [unit for unit in units if unit in self._units]
        fresh = [self._units[unit] for unit in wanted if unit not in self._known]
        for unit, rings in zip(fresh, to_local_rings(self._places.frame, [unit.area for unit in fresh]), strict=True):
            self._known[unit.id] = _shape(unit, rings)
        return {unit: self._known[unit] for unit in wanted}

    def unit(self, unit: UnitId) -> Unit | None:
        """The room itself."""
        self.of(())
        return self._units.get(unit)


def _shape(unit: Unit, rings: Sequence[Ring]) -> UnitShape:
    """At the corner that is farthest to the north-west a room is convex, so half between its two walls leads inside."""
    ring = rings[0][:-1]
    place = int(np.argmax(ring[:, 1] - ring[:, 0]))
    corner = ring[place]
    walls = [ring[(place + step) % len(ring)] - corner for step in (-1, 1)]
    inward = sum((wall / max(float(np.hypot(*wall)), 1e-9) for wall in walls), np.zeros(2))
    length = float(np.hypot(*inward)) or 1.0
    x, y = (inward / length).tolist()
    return UnitShape(unit.level_id, rings, bounds_of([rings[0]]), tuple(corner.tolist()), (x, y))
