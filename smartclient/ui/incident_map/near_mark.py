"""Which zone, post or route a click means."""

import math
from itertools import pairwise

import numpy as np

from smartclient.domain.incidents import Incident
from smartclient.geometry.frames import Frame
from smartclient.store.routes import Standpoint

_REACH_PX = 22.0
"""A finger's half width."""


def key_of_mark_near(incident: Incident, point: Standpoint, frame: Frame, metres_per_px: float) -> str | None:
    """The key of the post, route or edge of a zone that is nearest to the point, within reach of a finger."""
    found: list[tuple[float, str]] = []
    for key, post in incident.posts.items():
        x, y = frame.point_to_local(*post.body.position)
        found.append((math.hypot(x - point.x, y - point.y), key))
    lines = [(key, mark.body.level, mark.body.line) for key, mark in incident.routes.items()]
    lines += [(key, mark.body.level, mark.body.ring) for key, mark in incident.zones.items()]
    for key, level, line in lines:
        if len(line) > 1 and (level is None or point.level is None or level == point.level):
            found.append((_distance(frame.to_local(np.array(line)), point), key))
    nearest = min(found, default=None)
    return nearest[1] if nearest is not None and nearest[0] <= _REACH_PX * metres_per_px else None


def _distance(line: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", point: Standpoint) -> float:
    """From a point to the nearest one of a line, metres."""
    at = np.array((point.x, point.y))
    best = math.inf
    for start, end in pairwise(line):
        along = end - start
        length = float(along @ along)
        share = min(max(float((at - start) @ along) / length, 0.0), 1.0) if length else 0.0
        best = min(best, float(np.hypot(*(start + share * along - at))))
    return best
