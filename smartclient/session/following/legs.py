"""Who sees a walker when: the camera that keeps the subject while it shows him, then the one that will show him longest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from smartclient.domain.devices import Device
from smartclient.domain.dori import Dori, density_px_per_m
from smartclient.domain.ids import DeviceId
from smartclient.geometry.coverage import polygon_of
from smartclient.geometry.frames import Frame
from smartclient.session.floor_coverage import Outline
from smartclient.session.following.timed_walk import TimedWalk

EVERY_S = 0.25
_KEEPS = Dori.OBSERVE
"""A camera keeps the subject while it shows clothes and gait; handing over for a little more sharpness tires the eye."""
_GLANCE_S = 1.5
"""Nobody finds the subject in a picture that is gone sooner."""

_Classes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Leg:
    """A camera and the seconds of the walk in which it has the subject; `best` is the best class in between."""

    camera: DeviceId
    begin_s: float
    end_s: float
    best: Dori


def legs(walk: TimedWalk, cameras: Sequence[Device], outline: Outline, frame: Frame) -> tuple[Leg, ...]:
    """The cameras along a walk, in order; between two legs nobody may see. `outline` may take time: for a thread."""
    times, points, levels = walk.samples(EVERY_S)
    rows: list[_Classes] = []
    known: list[DeviceId] = []
    for camera in cameras:
        level = camera.placement.level_id if camera.placement is not None else None
        on_level = np.array([level is not None and level == one for one in levels], dtype=np.bool_)
        if on_level.any() and (classes := _classes(camera, points, on_level, outline, frame)) is not None:
            rows.append(classes)
            known.append(camera.id)
    return _steady(list(_chosen(times, np.array(rows), known))) if rows else ()


def _classes(
    camera: Device, points: NDArray[np.float64], on_level: NDArray[np.bool_], outline: Outline, frame: Frame
) -> _Classes | None:
    """The class in which the camera shows each point, 0 where it does not; None where it shows none."""
    if camera.placement is None or camera.view is None:
        return None
    here = frame.point_to_local(*camera.placement.position)
    away = np.hypot(*(points - here).T)
    near = on_level & (away <= camera.view.range_m + 1.0)
    ring = outline(camera.id) if near.any() else None
    if ring is None:
        return None
    area = polygon_of(ring)
    shapely.prepare(area)
    seen = near & shapely.contains_xy(area, points)
    density = density_px_per_m(camera.view, 1.0) / np.maximum(away, 0.01)
    steps = np.searchsorted([one.px_per_m for one in Dori], density, side="right")
    classes: _Classes = np.where(seen, np.maximum(steps, 1), 0).astype(np.int8)
    return classes if classes.any() else None


def _chosen(times: NDArray[np.float64], classes: NDArray[np.int8], cameras: Sequence[DeviceId]) -> Iterable[Leg]:
    """`classes` has a row for each camera and a column for each time."""
    rests = _rests(classes)
    current, begin = -1, 0
    for step in range(len(times)):
        column = classes[:, step]
        wanted = min(int(column.max()), int(_KEEPS))
        if current >= 0 and column[current] >= max(wanted, 1):
            continue
        if current >= 0:
            yield _leg(times, classes, cameras, current, begin, step)
        able = np.flatnonzero(column >= max(wanted, 1))
        current = int(max(able, key=lambda camera: (rests[camera, step], column[camera]))) if len(able) else -1
        begin = step
    if current >= 0:
        yield _leg(times, classes, cameras, current, begin, len(times))


def _steady(found: Sequence[Leg]) -> tuple[Leg, ...]:
    """Without legs too short to look at where another one is about to begin or has just ended."""
    kept: list[Leg] = []
    for place, leg in enumerate(found):
        others = (*found[max(place - 1, 0) : place], *found[place + 1 : place + 2])
        is_beside = any(max(leg.begin_s - o.end_s, o.begin_s - leg.end_s) <= _GLANCE_S for o in others)
        if leg.end_s - leg.begin_s < _GLANCE_S and is_beside:
            continue
        if kept and kept[-1].camera == leg.camera and leg.begin_s - kept[-1].end_s <= _GLANCE_S:
            kept[-1] = Leg(leg.camera, kept[-1].begin_s, leg.end_s, max(kept[-1].best, leg.best))
        else:
            kept.append(leg)
    return tuple(kept)


def _rests(classes: NDArray[np.int8]) -> NDArray[np.int64]:
    """For how many more times each camera goes on to show the subject."""
    rests = np.zeros(classes.shape, dtype=np.int64)
    after = np.zeros(len(classes), dtype=np.int64)
    for step in range(classes.shape[1] - 1, -1, -1):
        after = np.where(classes[:, step] > 0, after + 1, 0)
        rests[:, step] = after
    return rests


def _leg(
    times: NDArray[np.float64],
    classes: NDArray[np.int8],
    cameras: Sequence[DeviceId],
    camera: int,
    begin: int,
    end: int,
) -> Leg:
    until = float(times[min(end, len(times) - 1)])
    return Leg(cameras[camera], float(times[begin]), until, Dori(int(classes[camera, begin:end].max())))
