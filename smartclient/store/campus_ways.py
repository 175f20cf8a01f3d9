"""Everything that can be walked on one campus: its floors, the grounds around them, stairs and lifts between floors."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

import shapely

from smartclient.domain.ids import LevelId, VenueId
from smartclient.domain.site import Level, Opening, Unit, UnitKind
from smartclient.geometry.walk_graph import End, Passage
from smartclient.store.campus_floor import Floor, Shaft, polygons
from smartclient.store.floor_units import Vector, is_one_shaft, shapes_of
from smartclient.store.places import Places
from smartclient.store.routes import LIFT_STOREY_S, LIFT_WAIT_S, STAIR_M, STAIR_SLOWNESS, WALKING_M_S
from smartclient.store.ways import Crossing, Way, Ways


def campus_ways(places: Places, venue: VenueId) -> Ways:
    """Everything that can be walked on a campus."""
    site, ways = places.site, Ways()
    levels = [level for level in site.levels if level.venue_id == venue]
    units: defaultdict[LevelId, list[Unit]] = defaultdict(list)
    openings: defaultdict[LevelId, list[Opening]] = defaultdict(list)
    for unit in site.units:
        units[unit.level_id].append(unit)
    for opening in site.openings:
        openings[opening.level_id].append(opening)
    outdoors = _Outdoors(places, venue, levels, ways)
    shafts: list[Shaft] = []
    for level in levels:
        if not level.outdoor:
            floor = Floor(places.frame, level, units[level.id], ways)
            floor.join(openings[level.id], outdoors if level.ordinal <= 0 else None)
            shafts += floor.shafts()
    for passage, crossing in _between_floors(shafts):
        ways.add_passage(passage, crossing)
    return ways


class _Outdoors:
    """The grounds of a campus, its buildings taken out."""

    def __init__(self, places: Places, venue: VenueId, levels: Sequence[Level], ways: Ways) -> None:
        self._ways = ways
        own = places.venues[venue]
        grounds = [level for level in levels if level.outdoor]
        buildings = [building for building in places.site.buildings if building.venue_id == venue]
        ground = shapely.union_all(shapes_of(places.frame, [own.area, *(level.area for level in grounds)]))
        built = shapes_of(places.frame, [footprint for building in buildings for footprint in building.footprints])
        free = shapely.difference(ground, shapely.union_all(built)) if len(built) else ground
        self._level = grounds[0].id if grounds else None
        self._numbers = [ways.add_space(part, self._level) for part in polygons(free)]

    def end(self, middle: Vector, outward: Vector, is_exterior: bool) -> End | None:
        """The point outside a doorway; where the plan draws no grounds there, a doorstep for an exterior one."""
        for far in (0.5, 1.0, 1.5, 2.0, 3.0):
            x, y = (middle + far * outward).tolist()
            for number in self._numbers:
                if self._ways.spaces[number].shape.intersects(shapely.Point(x, y)):
                    return End(number, x, y)
        if not is_exterior:
            return None
        x, y = (middle + outward).tolist()
        return End(self._ways.add_space(shapely.Point(x, y).buffer(0.5), self._level), x, y)


def _between_floors(shafts: Sequence[Shaft]) -> Iterator[tuple[Passage, Crossing]]:
    """Flights between neighbouring storeys; lifts between every two of theirs."""
    for number, lower in enumerate(shafts):
        for upper in shafts[number + 1 :]:
            storeys = abs(upper.level.ordinal - lower.level.ordinal)
            is_lift = lower.unit.kind is UnitKind.LIFT
            if storeys == 0 or (storeys > 1 and not is_lift):
                continue
            if not set(upper.level.building_ids) & set(lower.level.building_ids):
                continue
            if not is_one_shaft(lower.unit, lower.shape, upper.unit, upper.shape):
                continue
            counted_m = STAIR_M * STAIR_SLOWNESS * storeys
            if is_lift:
                counted_m = (LIFT_WAIT_S + LIFT_STOREY_S * storeys) * WALKING_M_S
            apart_m = math.dist((lower.end.x, lower.end.y), (upper.end.x, upper.end.y))
            way = Way.LIFT if is_lift else Way.STAIRS
            yield (
                Passage((lower.end, upper.end), max(counted_m, apart_m)),
                Crossing(way, unit=lower.unit, storeys=storeys),
            )
