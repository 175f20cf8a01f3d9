"""Whether the room labels of a floor can be read on a page of paper."""

import math
from collections import defaultdict
from collections.abc import Iterator

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Rings, Site, Unit, UnitKind
from smartclient.plans.printing.paper import paper_named, scale_for

LETTER_MM = (1.25, 2.3)
"""Width and height of a figure at 6.6 points, the smallest lettering on a page."""
_ROOM_KINDS = (UnitKind.ROOM, UnitKind.RESTROOM)
METRES_PER_DEGREE = 111_320.0
_MOST_SMALL = 0.1
"""Of all rooms with a number, so many may be too small for it."""


def illegible(campus: Site, paper: str) -> Iterator[str]:
    """The floors of a campus that cannot be read on that paper, in words. Raises PaperUnknown."""
    box = paper_named(paper).map
    rooms: defaultdict[LevelId, list[Unit]] = defaultdict(list)
    for unit in campus.units:
        if unit.kind in _ROOM_KINDS and unit.number:
            rooms[unit.level_id].append(unit)
    for level in campus.levels:
        if level.outdoor or not rooms[level.id]:
            continue
        scale = scale_for(*_size_m(level.area), box)
        small = sum(not _is_legible(room, scale) for room in rooms[level.id])
        if small > _MOST_SMALL * len(rooms[level.id]):
            yield f"{level.name} at 1:{scale:g}, {small} of {len(rooms[level.id])} room numbers,"


def _is_legible(room: Unit, scale: float) -> bool:
    width_mm, height_mm = (side / scale * 1000 for side in _size_m(room.area))
    return width_mm >= LETTER_MM[0] * len(room.number) and height_mm >= LETTER_MM[1]


def _size_m(area: Rings) -> tuple[float, float]:
    """Width and height of the box around an area, good to one per cent."""
    lons, lats = zip(*area[0], strict=True)
    east_m = METRES_PER_DEGREE * math.cos(math.radians(lats[0]))
    return (max(lons) - min(lons)) * east_m, (max(lats) - min(lats)) * METRES_PER_DEGREE
