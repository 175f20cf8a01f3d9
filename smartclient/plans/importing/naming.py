"""Lettering on a plan given to the rooms it stands in: numbers, names, and from names the category."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from smartclient.plans.importing.categories import category_in, is_measure, is_number
from smartclient.plans.text import MAX_TEXT

if TYPE_CHECKING:
    from smartclient.plans.importing.spaces import Space

_MOST_WORDS = 8


def named(spaces: "Sequence[Space]", words: Sequence[tuple[str, tuple[float, float]]]) -> "list[Space]":
    """The spaces with what is written in them; what a space says of itself stays. Of nested spaces the smallest is meant."""
    return [_named(space, texts) for space, texts in zip(spaces, _inside(spaces, words), strict=True)]


def _inside(spaces: "Sequence[Space]", words: Sequence[tuple[str, tuple[float, float]]]) -> list[list[str]]:
    """For each space the texts in it, from top to bottom."""
    found: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    if spaces and words:
        areas = [space.area for space in spaces]
        tree = shapely.STRtree(areas)
        points = shapely.points([place for _, place in words])
        smallest: dict[int, int] = {}
        for text, area in tree.query(points, predicate="intersects").T.tolist():
            if text not in smallest or areas[area].area < areas[smallest[text]].area:
                smallest[text] = area
        for text, area in smallest.items():
            found[area].append((-words[text][1][1], words[text][0]))
    return [[text for _, text in sorted(found[index])] for index in range(len(spaces))]


def _named(space: "Space", texts: Sequence[str]) -> "Space":
    useful = [text for text in texts[:_MOST_WORDS] if not is_measure(text)]
    number = space.number or next((text for text in useful if is_number(text)), "")
    name = space.name or " ".join(dict.fromkeys(text for text in useful if not is_number(text)))[:MAX_TEXT]
    category = space.category
    if category == "room":
        category = category_in(name) or category
    return replace(space, name=_presentable(name), number=number, category=category)


def _presentable(name: str) -> str:
    """`SCIENCE LAB` as `Science lab`; drawings shout, maps do not."""
    return name.capitalize() if name.isupper() and len(name) > 4 else name
