"""Privacy masks of cameras: that they stand in `privacyMaskXml` is known, how they are written there is not, so read tolerantly."""

import re
from collections.abc import Iterator

from smartclient.adapters.xprotect.values import Item, children, number
from smartclient.domain.footage import Mask

LONGEST_XML = 200_000
MOST_MASKS, MOST_CORNERS = 64, 256
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][\w.-]{0,40})([^<>]{0,1000})>")
_VALUE = re.compile(r"""(\w{1,20})\s*=\s*["']\s*([^"']{1,30})["']""")


def masks_of(camera: Item) -> tuple[Mask, ...]:
    """What of a camera's picture its privacy protection covers, as far as its XML can be read; empty where it is off."""
    found: list[Mask] = []
    for protection in children(camera, "privacyProtections", limit=16):
        if isinstance(protection, dict) and protection.get("enabled") is not False:
            xml = protection.get("privacyMaskXml")
            found += _areas(xml) if isinstance(xml, str) and len(xml) <= LONGEST_XML else ()
    return tuple(found[:MOST_MASKS])


def has_unreadable_masks(camera: Item) -> bool:
    """Whether its privacy protection covers something that cannot be read here."""
    told = [each for each in children(camera, "privacyProtections", limit=16) if isinstance(each, dict)]
    return not masks_of(camera) and any(each.get("enabled") is True and each.get("privacyMaskXml") for each in told)


def _areas(xml: str) -> Iterator[Mask]:
    """Rectangles from elements with four edges, polygons from runs of points within one element."""
    points: list[tuple[float, float]] = []
    point = ""
    for closing, tag, attributes in _TAG.findall(xml):
        values = {name.lower(): read for name, text in _VALUE.findall(attributes) if (read := number(text)) is not None}
        if (edges := _edges(values)) is not None:
            left, top, right, bottom = edges
            yield (left, top), (right, top), (right, bottom), (left, bottom)
        elif "x" in values and "y" in values and len(points) < MOST_CORNERS:
            points.append((values["x"], values["y"]))
            point = tag
        elif closing and points and tag != point:
            if (mask := _polygon(points)) is not None:
                yield mask
            points = []


def _edges(values: dict[str, float]) -> tuple[float, float, float, float] | None:
    left, top = values.get("left", values.get("x")), values.get("top", values.get("y"))
    if left is None or top is None:
        return None
    right = values["right"] if "right" in values else left + values["width"] if "width" in values else None
    bottom = values["bottom"] if "bottom" in values else top + values["height"] if "height" in values else None
    if right is None or bottom is None or not 0 <= left < right <= 1 or not 0 <= top < bottom <= 1:
        return None
    return left, top, right, bottom


def _polygon(points: list[tuple[float, float]]) -> Mask | None:
    is_within = all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points)
    return tuple(points) if len(points) >= 3 and is_within else None
