"""Closed outlines of layers as the areas of rooms, walls and windows, mended where they cross themselves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from smartclient.geometry.frames import Points
from smartclient.plans.importing.drawing import Layer
from smartclient.plans.importing.outlines import polygons_in

_LEAST_M2 = 0.005
NEIGHBOUR = "neighbour"
"""Somebody else's ground beside the campus; a category of surroundings, not of IMDF's units."""
_OUTDOORS = ("parking", "fieldofplay", "road", "recreation", NEIGHBOUR)
_PER_M = 20
"""Outlines whose middle and size are the same to 5 cm are one drawn twice."""


@dataclass(frozen=True, slots=True)
class Space:
    """A room, wall or window: its area in metres, IMDF's category, what it is called, and the layer it was drawn on."""

    area: shapely.Polygon
    category: str
    name: str = ""
    number: str = ""
    layer: str = ""

    @property
    def is_outdoors(self) -> bool:
        """Whether it lies on the grounds or around them, and in no building."""
        return self.category in _OUTDOORS


def drawn_spaces(layers: Iterable[Layer], category: str, left_out: Counter[str]) -> list[Space]:
    """The closed outlines of `layers`; `category` counts where it is given, else what the file says of each, else `room`."""
    found: list[Space] = []
    for layer in layers:
        for index, rings in layer.areas():
            facts = layer.facts_of(index)
            parts = _valid(rings)
            if not parts:
                left_out["outlines of no size were"] += 1
            own = category or facts.category or "room"
            found += [Space(part, own, facts.name, facts.number, layer.name) for part in parts]
    return _once(found, left_out)


def _valid(rings: Sequence[Points]) -> list[shapely.Polygon]:
    shape = shapely.Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > 2])
    valid = shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return [part for part in polygons_in(valid) if part.area >= _LEAST_M2]


def _once(spaces: Sequence[Space], left_out: Counter[str]) -> list[Space]:
    kept: dict[tuple[int, int, int], Space] = {}
    for space in spaces:
        middle = space.area.centroid
        key = (round(middle.x * _PER_M), round(middle.y * _PER_M), round(space.area.area * _PER_M))
        if key not in kept:
            kept[key] = space
        else:
            left_out["outlines that are drawn twice were"] += 1
            if space.name or space.number:
                kept[key] = space
    return list(kept.values())
