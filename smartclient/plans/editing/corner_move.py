"""A corner of a room that is moved, and what stands along its two walls: wall pieces, doorways, doors and neighbouring rooms follow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from smartclient.domain.devices import Device
from smartclient.domain.edits import Edit, Thing
from smartclient.domain.site import Building, Level, LonLat, Opening, Rings, Site, Unit
from smartclient.geometry.frames import Frame, Points
from smartclient.geometry.polygons import lie_within, points_inside
from smartclient.plans.editing.devices import rounded
from smartclient.plans.places import with_exits

_WALL_M = 0.45
"""What lies so near to a side of the room stands in the wall there, or on its other face."""
_SAME_M = 1e-3
_PART = "/part"


@dataclass(frozen=True, slots=True)
class _Follower:
    """A thing with the `shares` of the corner's way that its points go, all its points in one row."""

    thing: Thing
    shares: Points


class CornerMove:
    """Looked up once when a corner is taken hold of; `to` is quick."""

    def __init__(self, site: Site, unit: Unit, number: int) -> None:
        """`number` counts the corners of the outer ring from 0."""
        corners = unit.area[0][:-1]
        self._unit, self._number, self._from = unit, number, corners[number]
        self._frame = Frame(*self._from)
        before, after = corners[number - 1], corners[(number + 1) % len(corners)]
        self._sides = self._frame.to_local(np.array([before, self._from, after]))
        self._level = next((each for each in site.levels if each.id == unit.level_id), None)
        self._openings = tuple(opening for opening in site.openings if opening.level_id == unit.level_id)
        self._followers = tuple(self._found(site))

    def to(self, position: LonLat) -> Edit:
        """The edit that puts the corner there."""
        position = rounded(position)
        way = np.array(position) - np.array(self._from)
        corners = [*self._unit.area[0][:-1]]
        corners[self._number] = position
        area = ((*corners, corners[0]), *self._unit.area[1:])
        own = replace(self._unit, area=area, display_point=label_in(self._unit.display_point, area))
        moved = [thing for follower in self._followers if (thing := _moved(follower, way)) is not None]
        others = [thing for thing in moved if not isinstance(thing, Opening)]
        openings = self._as_read([thing for thing in moved if isinstance(thing, Opening)], others)
        words = f"room {own.number}" if own.number else own.name or f"a {own.category}"
        return Edit(f"Move a corner of {words}", (own, *others, *openings))

    def _found(self, site: Site) -> Iterator[_Follower]:
        level = self._level
        things: list[Thing] = [
            unit
            for unit in site.units
            if unit.level_id == self._unit.level_id and unit.id != self._unit.id and _PART not in unit.id
        ]
        things += self._openings
        things += [d for d in site.devices if d.placement and d.placement.level_id == self._unit.level_id]
        if level is not None and not level.outdoor:
            things += [level, *(each for each in site.buildings if each.id in level.building_ids)]
        points = [_points(thing) for thing in things]
        counts = np.cumsum([0, *map(len, points)])
        shares = self._shares(self._frame.to_local(np.array([point for own in points for point in own]).reshape(-1, 2)))
        for number, thing in enumerate(things):
            own = shares[counts[number] : counts[number + 1]]
            if own.any() and not (isinstance(thing, Device) and not _is_in_wall(thing)):
                yield _Follower(thing, own)

    def _as_read(self, moved: Sequence[Opening], others: Sequence[Thing]) -> Sequence[Opening]:
        """The doorways that are different; where the floor's outline moves, one that stays may lead out all the same."""
        outline = next((thing for thing in others if isinstance(thing, Level)), None)
        if outline is None:
            return with_exits(moved, self._level) if self._level else moved
        placed = {opening.id: opening for opening in moved}
        told = with_exits([placed.get(opening.id, opening) for opening in self._openings], outline)
        return [new for new, old in zip(told, self._openings, strict=True) if new != old]

    def _shares(self, points: Points) -> Points:
        """1 at the corner, falling to 0 at the far ends of both sides; 0 away from these."""
        before, corner, after = self._sides
        return np.maximum(_share(points, corner, before), _share(points, corner, after))


def label_in(point: LonLat, area: Rings) -> LonLat:
    """The place of a label, moved only where it lies outside of the area now."""
    return point if lie_within([point], [(area,)], 0.0)[0] else rounded(points_inside([area])[0])


def _share(points: Points, corner: Points, far: Points) -> Points:
    along = far - corner
    length = float(np.hypot(*along))
    if length < _SAME_M or not len(points):
        return np.zeros(len(points))
    gone = (points - corner) @ along / length
    aside = np.abs((points - corner) @ np.array([-along[1], along[0]])) / length
    is_near = (aside <= _WALL_M) & (gone >= -_WALL_M) & (gone <= length)
    return np.where(is_near, np.clip(1.0 - gone / length, 0.0, 1.0), 0.0)


def _is_in_wall(device: Device) -> bool:
    return device.placement is not None and device.placement.opening_id is not None


def _points(thing: Thing) -> Sequence[LonLat]:
    """All points of a thing, ring after ring."""
    match thing:
        case Unit() | Level():
            return [point for ring in thing.area for point in ring]
        case Building():
            return [point for rings in thing.footprints for ring in rings for point in ring]
        case Opening():
            return thing.line
        case Device() if thing.placement is not None:
            return (thing.placement.position,)
    return ()


def _moved(follower: _Follower, way: Points) -> Thing | None:
    """The thing with its points moved; None where its outline would cross itself, which then stays as it was."""
    thing = follower.thing
    pairs = zip(_points(thing), follower.shares.tolist(), strict=True)
    points = iter([rounded((x + way[0] * share, y + way[1] * share)) if share else (x, y) for (x, y), share in pairs])
    match thing:
        case Unit():
            area = _rings(thing.area, points)
            return (
                replace(thing, area=area, display_point=label_in(thing.display_point, area))
                if _is_valid(area)
                else None
            )
        case Level():
            area = _rings(thing.area, points)
            return replace(thing, area=area) if _is_valid(area) else None
        case Building():
            footprints = tuple(_rings(rings, points) for rings in thing.footprints)
            return replace(thing, footprints=footprints) if all(map(_is_valid, footprints)) else None
        case Opening():
            return replace(thing, line=tuple(points))
        case Device() if thing.placement is not None:
            return replace(thing, placement=replace(thing.placement, position=next(points)))
    return None


def _rings(area: Rings, points: Iterator[LonLat]) -> Rings:
    return tuple(_closed([next(points) for _ in ring]) for ring in area)


def _closed(ring: Iterable[LonLat]) -> tuple[LonLat, ...]:
    *points, _ = ring
    return (*points, points[0])


def _is_valid(area: Rings) -> bool:
    return bool(shapely.Polygon(area[0], area[1:]).is_valid)
