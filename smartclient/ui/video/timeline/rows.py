"""Bars of the timeline in pixels: thousands of pieces of time become at most one bar a pixel column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.ids import DeviceId
from smartclient.store.recordings import Track
from smartclient.store.spans import Spans
from smartclient.ui.video.timeline.axis import Axis, to_s

Seconds = NDArray[np.float64]
"""Pieces of time, shape (n, 2): begin and end in seconds since 1970, in order."""
Runs = NDArray[np.intp]
"""Bars, shape (m, 2): first pixel column and the one after the last, in order, not touching."""

T = TypeVar("T", np.float64, np.intp)

_NONE: Seconds = np.empty((0, 2))


def seconds(spans: Spans) -> Seconds:
    """The same pieces as numbers."""
    return np.array([(to_s(span.begin), to_s(span.end)) for span in spans]) if spans else _NONE


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One camera's bars as numbers; `camera` is None for the row that stands for all of them."""

    camera: DeviceId | None
    name: str
    recorded: Seconds
    motion: Seconds
    known: Seconds

    @classmethod
    def of(cls, camera: DeviceId, name: str, track: Track) -> "Row":
        """What is known of that camera."""
        return cls(camera, name, seconds(track.recorded), seconds(track.motion), seconds(track.known))


def bars(pieces: Seconds, axis: Axis) -> Runs:
    """The pixel columns that these pieces touch, each piece at least one wide."""
    width = max(1, round(axis.width_px))
    first = np.searchsorted(pieces[:, 1], axis.begin_s, side="right")
    last = np.searchsorted(pieces[:, 0], axis.end_s, side="left")
    edges = (pieces[first:last] - axis.begin_s) / axis.s_per_px
    begins = np.clip(np.floor(edges[:, 0] + 1e-6), 0, width - 1).astype(np.intp)
    ends = np.clip(np.ceil(edges[:, 1] - 1e-6), begins + 1, width).astype(np.intp)
    return merged(np.column_stack((begins, ends)))


def merged(pieces: NDArray[T]) -> NDArray[T]:
    """The same columns, or seconds, in the fewest pieces; shape (n, 2) like the answer."""
    if len(pieces) == 0:
        return pieces.reshape(0, 2)
    pieces = pieces[np.argsort(pieces[:, 0], kind="stable")]
    reach = np.maximum.accumulate(pieces[:, 1])
    places = np.flatnonzero(np.concatenate(([True], pieces[1:, 0] > reach[:-1])))
    return np.column_stack((pieces[places, 0], reach[np.append(places[1:] - 1, len(pieces) - 1)]))


def rest(runs: Runs, width: int) -> Runs:
    """The columns in none of the bars."""
    begins = np.concatenate(([0], runs[:, 1]))
    ends = np.concatenate((runs[:, 0], [width]))
    is_some = begins < ends
    return np.column_stack((begins[is_some], ends[is_some])).astype(np.intp)


def union(rows: Sequence[Row]) -> Row:
    """The row that stands for all of these: what any recorded, any motion, and what is known of every one."""
    recorded, motion = (merged(np.vstack(pieces)) for pieces in ([r.recorded for r in rows], [r.motion for r in rows]))
    return Row(None, "", recorded, motion, shared([row.known for row in rows]))


def shared(rows: Sequence[Seconds]) -> Seconds:
    """The time that is in each of the rows."""
    pieces = np.vstack(rows)
    at = pieces.T.ravel()
    order = np.argsort(at, kind="stable")
    depth = np.cumsum(np.repeat((1, -1), len(pieces))[order])
    at = at[order]
    is_in_all = (depth[:-1] >= len(rows)) & (at[1:] > at[:-1])
    return np.column_stack((at[:-1][is_in_all], at[1:][is_in_all]))


def common(union: Row, axis: Axis) -> tuple[Runs, Runs, Runs]:
    """Recorded and motion of the row that stands for all, and what is not known: nowhere recorded, and not known of one of them."""
    recorded = bars(union.recorded, axis)
    is_open = np.zeros(max(1, round(axis.width_px)), dtype=np.bool_)
    for begin, end in unknown_bars(union, axis):
        is_open[begin:end] = True
    for begin, end in recorded:
        is_open[begin:end] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_open, [False])).astype(np.int8)))
    return recorded, bars(union.motion, axis), edges.reshape(-1, 2)


def unknown_bars(row: Row, axis: Axis) -> Runs:
    """The columns of which nothing is known; one that is known in part counts as known."""
    return rest(bars(row.known, axis), max(1, round(axis.width_px)))
