"""What a camera sees of a floor: the exact outline, by an angular sweep over the walls within its range."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.devices import CameraForm, View

Ring = NDArray[np.float64]
"""Points of shape (n, 2), metres east and north; the last is joined to the first."""
Segments = NDArray[np.float64]
"""What stops sight: shape (n, 4), x and y of one end and of the other, metres east and north."""

_ARC_STEP = np.radians(1.0)
"""Where nothing but the range ends sight the outline is an arc, drawn in chords: 2 mm off at 60 m."""
_SAME_DIRECTION = 1e-7
"""Radians; 0.006 mm at 60 m. Ends that lie so near each other count as one, or rounding would leave cracks between walls."""
_TOWARDS_EYE = 1e-9
"""A wall seen along its length hides nothing."""
_TURN = 2 * np.pi
_FACE_M = 1.5
_WIDEST_FLAT_DEG = 150.0


@dataclass(frozen=True, slots=True)
class _Walls:
    """Walls as the sweep meets them: each from angle `begin` to `end`, radians clockwise from where the sweep starts.

    At the angle φ from north the wall is 1 / (`east` sin φ + `north` cos φ) metres away.
    """

    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    east: NDArray[np.float64]
    north: NDArray[np.float64]

    def nearness(self, which: NDArray[np.intp], sine: Ring, cosine: Ring) -> NDArray[np.float64]:
        """One over the distance of these walls in these directions, element by element."""
        near: NDArray[np.float64] = self.east[which] * sine + self.north[which] * cosine
        return near


def is_all_round(view: View) -> bool:
    """Whether the camera looks everywhere."""
    return view.form is CameraForm.FISHEYE or view.field_of_view_deg >= 360


def nearest_face_m(view: View) -> float:
    """How far before the camera a face comes above the picture's lower edge, metres along its bearing; 0 where that is not known.

    That edge lies on the level of faces as a straight line across the bearing. A picture is taken to be 9 high by 16 wide. Cameras
    that turn, and those that look all round, see what is below them.
    """
    is_flat = view.form is not CameraForm.PTZ and view.field_of_view_deg <= _WIDEST_FLAT_DEG and not is_all_round(view)
    if view.height_m is None or view.tilt_deg is None or not is_flat:
        return 0.0
    half_height = np.arctan(np.tan(np.radians(view.field_of_view_deg) / 2) * 9 / 16)
    below = np.radians(view.tilt_deg) + half_height
    if not 0 < below < np.pi / 2:
        return 0.0
    return float(max(view.height_m - _FACE_M, 0.0) / np.tan(below))


def visible_ring(x: float, y: float, view: View, segments: Segments) -> Ring:
    """The outline of what is seen from (x, y) within the view's angle and range, clockwise; unless it looks all round, from (x, y) on.

    The outline has its corners exactly where walls end and where the sight past their ends meets the next one; only the arcs at the
    end of the range are chords of one degree. `segments` may touch and should not cross: split them where they do (`noded`).
    """
    span = _TURN if is_all_round(view) else min(np.radians(view.field_of_view_deg), _TURN)
    start = np.radians(view.bearing_deg) - span / 2
    walls = _as_seen(_within_reach(segments, x, y, view.range_m), start, span)
    edges, first, last = _directions(walls, span)
    nearest = _nearest(walls, edges + start, first, last)
    points: Ring = np.array((x, y)) + _outline(walls, nearest, edges, start, view.range_m)
    return points if is_all_round(view) else np.vstack(((x, y), points))


def _within_reach(segments: Segments, x: float, y: float, reach: float) -> Segments:
    """The parts of segments that lie within `reach` of (x, y), as seen from there."""
    low, high = np.minimum(segments[:, :2], segments[:, 2:]), np.maximum(segments[:, :2], segments[:, 2:])
    is_near = np.all((low <= (x + reach, y + reach)) & (high >= (x - reach, y - reach)), axis=1)
    near = segments[is_near] - (x, y, x, y)
    begin, along = near[:, :2], near[:, 2:] - near[:, :2]
    square, mixed = np.einsum("ij,ij->i", along, along), np.einsum("ij,ij->i", begin, along)
    beyond = np.einsum("ij,ij->i", begin, begin) - reach * reach
    with np.errstate(divide="ignore", invalid="ignore"):
        half_chord = np.sqrt(mixed * mixed - square * beyond) / square
        entry, leaving = -mixed / square - half_chord, -mixed / square + half_chord
    is_in = (entry < 1) & (leaving > 0) & (entry < leaving)
    near, begin, along, entry, leaving = near[is_in], begin[is_in], along[is_in], entry[is_in], leaving[is_in]
    cut: Segments = near.copy()
    enters, leaves = entry > 0, leaving < 1
    cut[enters, :2] = begin[enters] + along[enters] * entry[enters, None]
    cut[leaves, 2:] = begin[leaves] + along[leaves] * leaving[leaves, None]
    return cut


def _as_seen(segments: Segments, start: float, span: float) -> _Walls:
    """Segments around the origin by direction; what is seen across the sweep's start comes in two parts."""
    turning = segments[:, 0] * segments[:, 3] - segments[:, 1] * segments[:, 2]
    is_seen = np.abs(turning) > _TOWARDS_EYE
    segments, turning = segments[is_seen], turning[is_seen]
    segments = np.where(turning[:, None] > 0, segments[:, [2, 3, 0, 1]], segments)
    begin, end = ((np.arctan2(segments[:, i], segments[:, i + 1]) - start) % _TURN for i in (0, 2))
    along = (segments[:, 2:] - segments[:, :2]) / -np.abs(turning)[:, None]
    is_split = end < begin
    begins = np.concatenate((begin, np.zeros(int(is_split.sum()))))
    ends = np.minimum(np.concatenate((np.where(is_split, _TURN, end), end[is_split])), span)
    east, north = np.concatenate((along, along[is_split])).T
    is_within = begins < ends
    return _Walls(begins[is_within], ends[is_within], east=north[is_within], north=-east[is_within])


def _directions(walls: _Walls, span: float) -> tuple[Ring, NDArray[np.intp], NDArray[np.intp]]:
    """All angles at which a wall begins or ends, ascending, with the places among them where each wall does."""
    angles = np.concatenate((walls.begin, walls.end, (0.0, span)))
    order = np.argsort(angles, kind="stable")
    ascending = angles[order]
    is_new = np.diff(ascending, prepend=-1.0) > _SAME_DIRECTION
    places = np.empty(len(angles), dtype=np.intp)
    places[order] = np.cumsum(is_new) - 1
    count = len(walls.begin)
    edges = ascending[is_new]
    edges[-1] = span
    return edges, places[:count], places[count : 2 * count]


def _nearest(walls: _Walls, edges: Ring, first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.intp]:
    """The wall seen between each two directions, -1 where there is none: between them no wall begins, ends or crosses another."""
    middles = (edges[1:] + edges[:-1]) / 2
    counts = last - first
    which = np.repeat(np.arange(len(counts)), counts)
    slots = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts - first, counts)
    near = walls.nearness(which, np.sin(middles)[slots], np.cos(middles)[slots])
    best = np.zeros(len(middles))
    np.maximum.at(best, slots, near)
    is_best = near >= best[slots]
    nearest = np.full(len(middles), -1, dtype=np.intp)
    nearest[slots[is_best]] = which[is_best]
    return nearest


def _outline(walls: _Walls, nearest: NDArray[np.intp], edges: Ring, start: float, reach: float) -> Ring:
    """The points of the outline around the origin: both ends of what is seen of each wall, and arcs in chords."""
    changes = np.flatnonzero(np.diff(nearest)) + 1
    starts = np.concatenate(([0], changes))
    begin, end = edges[starts], edges[np.concatenate((changes, [len(nearest)]))]
    seen = nearest[starts]
    is_arc = seen < 0
    counts = np.where(is_arc, np.ceil((end - begin) / _ARC_STEP), 1).astype(np.intp) + 1
    run = np.repeat(np.arange(len(seen)), counts)
    step = np.arange(len(run)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = step / (counts[run] - 1)
    angles = start + begin[run] * (1 - share) + end[run] * share
    sine, cosine = np.sin(angles), np.cos(angles)
    distance = np.full(len(run), float(reach))
    is_wall = ~is_arc[run]
    if is_wall.any():
        distance[is_wall] = 1 / walls.nearness(seen[run[is_wall]], sine[is_wall], cosine[is_wall])
    points: Ring = np.column_stack((sine, cosine)) * np.minimum(distance, reach)[:, None]
    is_new = np.any(np.abs(np.diff(points, axis=0, prepend=points[:1] + 1)) > _SAME_DIRECTION, axis=1)
    return points[is_new]


def noded(segments: Segments) -> Segments:
    """The same walls in segments that meet only at their ends, each once."""
    import shapely

    if len(segments) == 0:
        return np.empty((0, 4))
    lines = shapely.union_all(shapely.linestrings(segments.reshape(-1, 2, 2)))
    return sides(shapely.get_coordinates(part) for part in shapely.get_parts(lines))


def sides(rings: Iterable[Ring]) -> Segments:
    """The sides of lines, or of rings whose last point is the first, as segments."""
    parts = [np.hstack((ring[:-1], ring[1:])) for ring in rings if len(ring) > 1]
    return np.vstack(parts) if parts else np.empty((0, 4))
