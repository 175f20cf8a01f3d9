"""Whether the room labels of a floor can be read on a page of paper."""

from collections.abc import Iterator

import numpy as np

from smartclient.domain.site import Site, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.plans.printing.paper import paper_named, scale_for

LETTER_MM = (1.25, 2.3)
"""Width and height of a figure at 6.6 points, the smallest lettering on a page."""
_ROOM_KINDS = (UnitKind.ROOM, UnitKind.RESTROOM)
_MOST_SMALL = 0.1
"""Of all rooms with a number, so many may be too small for it."""


def illegible(campus: Site, paper: str) -> Iterator[str]:
    """The floors of a campus that cannot be read on that paper, in words. Raises PaperUnknown."""
    box = paper_named(paper).map
    frame = Frame(*campus.venues[0].display_point)
    for level in campus.levels:
        rooms = [u for u in campus.units if u.level_id == level.id and u.kind in _ROOM_KINDS and u.number]
        if level.outdoor or not rooms:
            continue
        outline = frame.to_local(np.array(level.area[0]))
        width_m, height_m = np.ptp(outline, axis=0).tolist()
        scale = scale_for(width_m, height_m, box)
        small = 0
        for room in rooms:
            width_mm, height_mm = np.ptp(frame.to_local(np.array(room.area[0])), axis=0) / scale * 1000
            small += bool(width_mm < LETTER_MM[0] * len(room.number) or height_mm < LETTER_MM[1])
        if small > _MOST_SMALL * len(rooms):
            yield f"{level.name} at 1:{scale:g}, {small} of {len(rooms)} room numbers,"
