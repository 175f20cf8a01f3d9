"""What no edit may do, with the reason as a sentence."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
import shapely

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.edits import Edit, Thing
from smartclient.domain.ids import LevelId
from smartclient.domain.site import GridSpec, Level, Opening, Rings, Site, Unit, UnitKind, Venue
from smartclient.geometry.frames import Frame, Points
from smartclient.geometry.polygons import to_shapes
from smartclient.geometry.visibility import Segments, sides, visible_ring
from smartclient.plans.editing.rooms import unit_words
from smartclient.plans.zone import CAMPUS_RADIUS_M, distance_m

_PRIVATE = ("restroom", "shower", "mothersroom")
"""IMDF categories of units into which no camera may look."""
_MOST_SEEN = 0.25
"""A camera in a hall may catch the doorway of a restroom, not a quarter of the room."""


def why_not(edit: Edit, site: Site) -> str:
    """The reason why `edit` cannot be made of `site`, for a person; empty when it can."""
    if (crossing := _crossing(edit.put)) is not None:
        return f"The outline of {unit_words(crossing)} crosses itself; move its corners apart."
    whole = _with_new(edit, site)
    levels = {level.id for level in whole.levels}
    return next((reason for thing in edit.put if (reason := _why_not(thing, whole, levels))), "")


def _crossing(things: Sequence[Thing]) -> Unit | None:
    units = [thing for thing in things if isinstance(thing, Unit)]
    broken = np.flatnonzero(~shapely.is_valid(to_shapes([unit.area for unit in units])))
    return units[int(broken[0])] if len(broken) else None


def _with_new(edit: Edit, site: Site) -> Site:
    """The site with the campuses and floors that the edit brings along."""
    venues = tuple(thing for thing in edit.put if isinstance(thing, Venue))
    levels = tuple(thing for thing in edit.put if isinstance(thing, Level))
    if not venues and not levels:
        return site
    return replace(site, venues=(*site.venues, *venues), levels=(*site.levels, *levels))


def _why_not(thing: Thing, site: Site, levels: AbstractSet[LevelId]) -> str:
    if isinstance(thing, Device):
        return _why_not_device(thing, site)
    if isinstance(thing, Unit) and is_private(thing.category) and (camera := _camera_in(thing, site)) is not None:
        return f"{camera.name} hangs in it, and no camera may hang in a {thing.category.split('.', 1)[0]}. Take it away first."
    if isinstance(thing, Unit | Opening) and thing.level_id not in levels:
        return "It has to be on a floor of this plan; choose the floor first."
    if isinstance(thing, GridSpec):
        venue = next((venue for venue in site.venues if venue.id == thing.venue_id), None)
        if venue is None or distance_m(thing.origin, venue.display_point) > CAMPUS_RADIUS_M:
            return "The grid has to begin on its campus, at most 10 km from its middle."
    return ""


def is_private(category: str) -> bool:
    """Whether no camera may look into units of that IMDF category."""
    return category.split(".", 1)[0] in _PRIVATE


def _camera_in(unit: Unit, site: Site) -> Device | None:
    room = to_shapes([unit.area])[0]
    cameras = (
        d for d in site.devices if d.kind is DeviceKind.CAMERA and d.placement and d.placement.level_id == unit.level_id
    )
    return next((d for d in cameras if d.placement and room.contains(shapely.Point(d.placement.position))), None)


def _why_not_device(device: Device, site: Site) -> str:
    where = device.placement
    if where is None:
        return ""
    if site.venues and min(distance_m(where.position, v.display_point) for v in site.venues) > CAMPUS_RADIUS_M:
        return f"{device.name} cannot be placed there: it is more than 10 km from every campus."
    level = next((level for level in site.levels if level.id == where.level_id), None)
    if device.kind is not DeviceKind.CAMERA or level is None:
        return ""
    return _why_not_seen(device, level, site)


def _why_not_seen(camera: Device, level: Level, site: Site) -> str:
    where, view = camera.placement, camera.view
    private = [u for u in site.units if u.level_id == level.id and is_private(u.category)]
    if where is None or not private:
        return ""
    frame = Frame(*where.position)
    rooms = to_shapes([_local(frame, unit.area) for unit in private])
    here = shapely.Point(0.0, 0.0)
    for unit, room in zip(private, rooms, strict=True):
        if room.contains(here):
            return (
                f"A camera may not hang in the {_named(unit)}. Put it outside, or use a sensor that takes no pictures."
            )
    if view is None:
        return ""
    seen = shapely.make_valid(shapely.Polygon(visible_ring(0.0, 0.0, view, _walls(frame, level, site, view.range_m))))
    for unit, room in zip(private, rooms, strict=True):
        share = room.intersection(seen).area / room.area if room.area else 0.0
        if room.contains(seen.centroid) or share > _MOST_SEEN:
            return f"A camera may not look into the {_named(unit)}. Turn it away, or shorten its range."
    return ""


def _named(unit: Unit) -> str:
    return f"{unit.name or unit.category.split('.', 1)[0]} {unit.number}".strip().lower()


def _walls(frame: Frame, level: Level, site: Site, reach_m: float) -> Segments:
    if level.outdoor:
        return sides(_rings(frame, (rings for building in site.buildings for rings in building.footprints)))
    return sides(_rings(frame, (unit.area for unit in _near(frame, level.id, site, reach_m))))


def _near(frame: Frame, level: LevelId, site: Site, reach_m: float) -> Sequence[Unit]:
    walls = (unit for unit in site.units if unit.level_id == level and unit.kind is UnitKind.WALL)
    return [unit for unit in walls if _distance_m(frame, unit.area) < reach_m]


def _distance_m(frame: Frame, area: Rings) -> float:
    points = np.array(area[0])
    low, high = points.min(axis=0), points.max(axis=0)
    nearest = np.clip((frame.lon, frame.lat), low, high)
    return distance_m((float(nearest[0]), float(nearest[1])), (frame.lon, frame.lat))


def _rings(frame: Frame, areas: Iterable[Rings]) -> list[Points]:
    return [frame.to_local(np.array(ring)) for area in areas for ring in area]


def _local(frame: Frame, area: Rings) -> Rings:
    return tuple(tuple((float(x), float(y)) for x, y in frame.to_local(np.array(ring))) for ring in area)
