"""Letters for stairs and halls that a drawing leaves nameless, the same on every floor: how a school says them over the radio."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import shapely

from smartclient.plans.importing.floor import FloorPlan
from smartclient.plans.importing.spaces import Space

_WORDS = {"stairs": "Stair", "walkway": "Hall"}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which are heard and read as numbers."""
Lettered = list[tuple[shapely.Polygon, str]]


def with_letters(floors: Mapping[int, FloorPlan]) -> dict[int, FloorPlan]:
    """The floors, each staircase called `Stair A` and so on, each hall `Hall A`, clockwise from the north-west; what lies over one
    another has one name.
    """
    named = {category: _lettered(floors, category, word) for category, word in _WORDS.items()}
    return {
        ordinal: replace(floor, spaces=tuple(_named(space, named.get(space.category, [])) for space in floor.spaces))
        for ordinal, floor in floors.items()
    }


def _lettered(floors: Mapping[int, FloorPlan], category: str, word: str) -> Lettered:
    spaces = [space for floor in floors.values() for space in floor.spaces]
    shapes = _shafts([space.area for space in spaces if space.category == category and _is_nameless(space)])
    used = {space.name for space in spaces}
    free = (name for letter in _letters() if (name := f"{word} {letter}") not in used)
    return list(zip(shapes, free, strict=False))


def _is_nameless(space: Space) -> bool:
    return not space.name and not space.number


def _shafts(areas: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """What lies over one another as one shape, in the order of the names."""
    shapes = [part for part in shapely.get_parts(shapely.union_all(areas)).tolist() if part.area > 0] if areas else []
    middle = shapely.union_all(shapes).centroid if shapes else shapely.Point()

    def bearing(shape: shapely.Polygon) -> float:
        at = shape.centroid
        return (math.degrees(math.atan2(at.x - middle.x, at.y - middle.y)) + 45.0) % 360

    return sorted(shapes, key=bearing)


def _named(space: Space, lettered: Lettered) -> Space:
    if not lettered or not _is_nameless(space):
        return space
    inside = space.area.representative_point()
    return replace(space, name=next((name for shape, name in lettered if shape.intersects(inside)), ""))


def _letters() -> Iterator[str]:
    yield from _LETTERS
    yield from (f"{first}{second}" for first in _LETTERS for second in _LETTERS)
