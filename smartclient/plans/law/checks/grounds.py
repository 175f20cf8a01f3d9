"""The grounds are labelled: parking, fields, roads, neighbours."""

import math
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from smartclient.domain.site import Surrounding, Venue
from smartclient.plans.law.answers import Answer, Lack, counted, missing, passed
from smartclient.plans.law.campus import Campus
from smartclient.plans.law.rules import value_of
from smartclient.plans.printing.legibility import METRES_PER_DEGREE

_SIDES = (("north", 0.0, 1.0), ("east", 1.0, 0.0), ("south", 0.0, -1.0), ("west", -1.0, 0.0))
_SIDE_SHARE = 0.25


class _Areas(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    many: str
    categories: frozenset[str]


class _Near(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    within_m: float


def areas_named(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """There are such areas outdoors, and each of a size worth a name has one."""
    wanted = value_of(values, _Areas, "areas-named")
    areas = [
        unit
        for unit in campus.plan.units
        if unit.category in wanted.categories and (level := campus.levels.get(unit.level_id)) and level.outdoor
    ]
    lacks = [campus.unit_lack(unit, "no name") for unit in areas if not (unit.name or unit.number)]
    if lacks:
        return missing(f"{counted(len(lacks), wanted.what, wanted.many)} of {len(areas)} without a name", lacks)
    if areas:
        return passed(f"{counted(len(areas), wanted.what, wanted.many)} named")
    absence = campus.record.absence(wanted.many)
    if absence is not None:
        return passed(f"the record says that there are none ({absence.on})")
    return missing(f"No {wanted.what} is on the map.", [campus.campus_lack(f"no {wanted.what}")], what=wanted.many)


def roads_named(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """Every road near the campus has a name, and there is one, beside it or, drawn with it, on its grounds."""
    within_m = value_of(values, _Near, "roads-named").within_m
    roads = [s for s, _ in _around(campus, within_m) if s.is_line and s.category.startswith("road")]
    own = [unit for unit in campus.plan.units if unit.category == "road" and unit.name]
    lacks = [Lack("", "a road without a name", _point_of(road)) for road in roads if not road.name]
    if lacks:
        return missing(f"{counted(len(lacks), 'road')} near the campus without a name", lacks)
    if not roads and not own:
        return missing(
            f"No road within {within_m:g} m of the campus is on the map.", [campus.campus_lack("no surrounding road")]
        )
    named = {road.name for road in roads} | {unit.name for unit in own}
    return passed(f"{counted(len(named), 'surrounding road')} named")


def neighbours_named(campus: Campus, values: Mapping[str, Any]) -> Answer:
    """On each of the four sides something within reach is named: a neighbouring property, a park, water."""
    within_m = value_of(values, _Near, "neighbours-named").within_m
    outline = shapely.Polygon(campus.frame.to_local(np.array(campus.venue.area[0])))
    named = [shape for s, shape in _around(campus, within_m) if not s.is_line and s.name]
    west, south, east, north = outline.bounds
    lacks = []
    for side, right, up in _SIDES:
        wide, high = (east - west) * _SIDE_SHARE, (north - south) * _SIDE_SHARE
        strip = shapely.box(
            east if right > 0 else west - within_m if right < 0 else west + wide,
            north if up > 0 else south - within_m if up < 0 else south + high,
            east + within_m if right > 0 else west if right < 0 else east - wide,
            north + within_m if up > 0 else south if up < 0 else north - high,
        )
        if not any(shape.intersects(strip) for shape in named):
            at = campus.frame.point_to_world(*shapely.get_coordinates(strip.centroid)[0])
            lacks.append(Lack(f"{campus.venue.id}/{side}", f"{campus.venue.name}: nothing to the {side} is named", at))
    if lacks:
        return missing(f"The neighbours on {counted(len(lacks), 'side')} of the campus are not named.", lacks)
    return passed("the neighbours on all four sides named")


def _around(campus: Campus, within_m: float) -> list[tuple[Surrounding, BaseGeometry]]:
    """What of the surroundings lies within reach of the campus's outline, with its shape in metres."""
    outline = shapely.Polygon(campus.frame.to_local(np.array(campus.venue.area[0]))).buffer(within_m)
    shapely.prepare(outline)
    found: list[tuple[Surrounding, BaseGeometry]] = []
    for each in campus.surroundings:
        if _may_reach(campus.venue, each, within_m):
            points = campus.frame.to_local(np.array(each.shape[0]))
            shape = shapely.LineString(points) if each.is_line else shapely.Polygon(points)
            if outline.intersects(shape):
                found.append((each, shape))
    return found


def _may_reach(venue: Venue, surrounding: Surrounding, within_m: float) -> bool:
    """Whether the boxes meet, in degrees: most of a town is sorted out without a projection."""
    lons, lats = zip(*surrounding.shape[0], strict=True)
    own_lons, own_lats = zip(*venue.area[0], strict=True)
    reach = 1.1 * within_m / METRES_PER_DEGREE
    reach_east = reach / max(math.cos(math.radians(own_lats[0])), 0.01)
    is_across = min(lons) <= max(own_lons) + reach_east and max(lons) >= min(own_lons) - reach_east
    return bool(is_across and min(lats) <= max(own_lats) + reach and max(lats) >= min(own_lats) - reach)


def _point_of(road: Surrounding) -> tuple[float, float]:
    line = road.shape[0]
    return line[len(line) // 2]
