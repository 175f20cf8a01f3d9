"""Letters for stairs that a drawing leaves nameless, the same on every floor: how a school tells them apart over the radio."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import shapely

from smartclient.plans.importing.floor import FloorPlan
from smartclient.plans.importing.spaces import Space

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which are heard and read as numbers."""


def with_named_stairs(floors: Mapping[int, FloorPlan]) -> dict[int, FloorPlan]:
    """The floors, each staircase called `Stair A` and so on, clockwise from the north-west; those above one another are one."""
    shafts = _shafts([space.area for floor in floors.values() for space in floor.spaces if _is_nameless(space)])
    used = {space.name for floor in floors.values() for space in floor.spaces}
    names = (name for letter in _letters() if (name := f"Stair {letter}") not in used)
    named = [(shaft, name) for shaft, name in zip(shafts, names, strict=False)]
    return {
        ordinal: replace(floor, spaces=tuple(_named(space, named) for space in floor.spaces))
        for ordinal, floor in floors.items()
    }


def _is_nameless(space: Space) -> bool:
    return space.category == "stairs" and not space.name and not space.number


def _shafts(areas: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Stairs that lie over one another as one shape, in the order of their names."""
    shapes = [part for part in shapely.get_parts(shapely.union_all(areas)).tolist() if part.area > 0] if areas else []
    middle = shapely.union_all(shapes).centroid if shapes else shapely.Point()

    def bearing(shape: shapely.Polygon) -> float:
        at = shape.centroid
        return (math.degrees(math.atan2(at.x - middle.x, at.y - middle.y)) + 45.0) % 360

    return sorted(shapes, key=bearing)


def _named(space: Space, shafts: list[tuple[shapely.Polygon, str]]) -> Space:
    if not _is_nameless(space):
        return space
    inside = space.area.representative_point()
    return replace(space, name=next((name for shaft, name in shafts if shaft.intersects(inside)), ""))


def _letters() -> Iterator[str]:
    yield from _LETTERS
    yield from (f"{first}{second}" for first in _LETTERS for second in _LETTERS)
