"""Whether the room labels of a floor can be read on a page of paper."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from smartclient.domain.ids import LevelId
from smartclient.domain.site import Level, Rings, Site, Unit, UnitKind
from smartclient.plans.printing.paper import Paper, paper_named, scale_for

LETTER_MM = (1.25, 2.3)
"""Width and height of a figure at 6.6 points, the smallest lettering on a page."""
_ROOM_KINDS = (UnitKind.ROOM, UnitKind.RESTROOM)
METRES_PER_DEGREE = 111_320.0
DIVISIONS = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (2, 3), (3, 3), (4, 3), (4, 4))
"""Pages across and down, the fewest first."""
OVERLAP = 1.06
"""Pages of one floor share a strip, so that a room at the seam is whole on one of them."""
_MOST_SMALL = 0.1
"""Of all rooms with a number, so many may be too small for it."""


def illegible(campus: Site, paper: str) -> Iterator[str]:
    """The floors of a campus that cannot be read on that paper, however they are divided, in words. Raises PaperUnknown."""
    chosen = paper_named(paper)
    rooms: defaultdict[LevelId, list[Unit]] = defaultdict(list)
    for unit in campus.units:
        rooms[unit.level_id].append(unit)
    for level in campus.levels:
        if not level.outdoor and division(level, rooms[level.id], chosen) is None:
            yield f"{level.name}, even on {DIVISIONS[-1][0] * DIVISIONS[-1][1]} pages,"


def division(level: Level, units: Sequence[Unit], paper: Paper) -> tuple[int, int] | None:
    """Into how many pages across and down a floor must be divided so that its room numbers can be read; None where none helps."""
    rooms = [unit for unit in units if unit.kind in _ROOM_KINDS and unit.number]
    width_m, height_m = _size_m(level.area)
    for across, down in DIVISIONS:
        scale = scale_for(width_m / across * OVERLAP, height_m / down * OVERLAP, paper.map)
        if sum(not _is_legible(room, scale) for room in rooms) <= _MOST_SMALL * len(rooms):
            return across, down
    return None


def _is_legible(room: Unit, scale: float) -> bool:
    width_mm, height_mm = (side / scale * 1000 for side in _size_m(room.area))
    return width_mm >= LETTER_MM[0] * len(room.number) and height_mm >= LETTER_MM[1]


def _size_m(area: Rings) -> tuple[float, float]:
    """Width and height of the box around an area, good to one per cent."""
    lons, lats = zip(*area[0], strict=True)
    east_m = METRES_PER_DEGREE * math.cos(math.radians(lats[0]))
    return (max(lons) - min(lons)) * east_m, (max(lats) - min(lats)) * METRES_PER_DEGREE
