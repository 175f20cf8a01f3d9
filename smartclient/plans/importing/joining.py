"""What was imported put into a site that is there: a campus beside the others, a building on a campus, or floors of a building."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import shapely

from smartclient.domain.edits import Edit, Thing
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import BuildingId, LevelId, VenueId
from smartclient.domain.site import Building, Level, Opening, Site, Unit, Venue
from smartclient.geometry.frames import Frame
from smartclient.plans.editing.splices import edited
from smartclient.plans.importing.growing import grown_building, grown_grid, grown_venue, polygon_of
from smartclient.plans.writing.differences import differences

_FARTHEST_M = 30.0
"""A floor that lies so far from its building has wrong control points."""
_OFF_CAMPUS_M = 2_000.0
_LETTERED = re.compile(r"(Stair|Hall) [A-Z]{1,2}")
_DOOR = re.compile(r"Door (\d{1,5})")


class DoesNotFit(PlanError):
    """What was imported does not go where it was meant to go."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an import goes: into a building, else onto a campus, else beside the campuses that are there."""

    venue_id: VenueId | None = None
    building_id: BuildingId | None = None


def joined(site: Site, made: Site, target: Target) -> Site:
    """`site` with all of `made` in it and nothing of its own lost. Raises DoesNotFit."""
    building = next((each for each in site.buildings if each.id == target.building_id), None)
    venue_id = building.venue_id if building is not None else target.venue_id
    venue = next((each for each in site.venues if each.id == venue_id), None)
    if target != Target() and venue is None:
        raise DoesNotFit("The campus or building to import into is not in this plan any more; choose again.")
    if venue is not None:
        _check_near(venue, made)
        made = _on_campus(site, made, venue)
    if building is not None:
        made = _as_floors(site, made, building)
    return _put(site, made)


def edit_between(before: Site, after: Site, words: str) -> Edit:
    """The import as one step that can be taken back; what lies around the campuses is no part of it."""
    put: list[Thing] = [found.after for found in differences(before, after) if found.after is not None]
    return Edit(words, tuple(put))


def target_of(site: Site, campus: str, building: str) -> Target:
    """The target that people name; empty names are a new campus, or a new building. Raises DoesNotFit."""
    if not campus and not building:
        return Target()
    venues = [each for each in site.venues if not campus or _same(each.name, campus)]
    if campus and not venues:
        raise DoesNotFit(f"There is no campus {campus!r}; there are {', '.join(v.name for v in site.venues)}.")
    ids = {venue.id for venue in venues}
    found = [each for each in site.buildings if each.venue_id in ids and _same(each.name, building)]
    if found:
        return Target(found[0].venue_id, found[0].id)
    return Target(venues[0].id) if campus else Target()


def targets(site: Site) -> Iterator[tuple[str, Target]]:
    """Every place of a site that an import can go to, in words."""
    if site.venues:
        yield f"{site.name}: a new campus", Target()
    for venue in site.venues:
        yield f"{venue.name}: new buildings", Target(venue.id)
        for building in site.buildings:
            if building.venue_id == venue.id:
                yield f"{venue.name}, {building.name}: more floors", Target(venue.id, building.id)


def _same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()


def _check_near(venue: Venue, made: Site) -> None:
    frame = Frame(*venue.display_point)
    here = [shapely.Point(frame.point_to_local(*building.display_point)) for building in made.buildings]
    off_m = max((point.distance(polygon_of(frame, venue.area)) for point in here), default=0.0)
    if off_m > _OFF_CAMPUS_M:
        raise DoesNotFit(f"The drawing lies {off_m / 1000:.0f} km from {venue.name}; check its control points.")


def _on_campus(site: Site, made: Site, venue: Venue) -> Site:
    """`made` as a part of that campus, which grows where it has to; its own grounds and grid are the campus's."""
    grounds = next((each for each in site.levels if each.outdoor and each.venue_id == venue.id), None)
    own = {level.id for level in made.levels if level.outdoor}
    levels = tuple(replace(level, venue_id=venue.id) for level in made.levels if grounds is None or level.id not in own)
    units = tuple(
        replace(unit, level_id=grounds.id) if grounds is not None and unit.level_id in own else unit
        for unit in made.units
    )
    grown = grown_venue(venue, made.buildings)
    said = made.venues[0].address
    address = "" if said == venue.address else said
    grid = next((each for each in site.grids if each.venue_id == venue.id), None)
    return replace(
        made,
        venues=(grown,),
        buildings=tuple(replace(building, venue_id=venue.id, address=address) for building in made.buildings),
        levels=(*levels, *([replace(grounds, area=grown.area)] if grounds is not None and grown != venue else [])),
        units=units,
        grids=(grown_grid(grid, grown),)
        if grid is not None
        else tuple(replace(grid, venue_id=venue.id) for grid in made.grids),
    )


def _as_floors(site: Site, made: Site, building: Building) -> Site:
    """`made` as floors of that building."""
    if len(made.buildings) > 1:
        raise DoesNotFit(f"The drawing has {len(made.buildings)} buildings; choose a campus for them instead.")
    indoors = [level for level in made.levels if not level.outdoor]
    _check_floors(site, building, indoors)
    _check_on(building, indoors)
    own = {level.id for level in indoors}
    there = {level.id: level for level in site.levels if building.id in level.building_ids}
    return replace(
        made,
        buildings=(grown_building(building, [level.area for level in indoors]),),
        levels=tuple(replace(each, building_ids=(building.id,)) if each.id in own else each for each in made.levels),
        units=tuple(_called_as_below(made.units, [unit for unit in site.units if unit.level_id in there], own)),
        openings=tuple(_numbered_on(made.openings, [each for each in site.openings if each.level_id in there])),
    )


def _check_floors(site: Site, building: Building, levels: Iterable[Level]) -> None:
    known = {level.ordinal: level for level in site.levels if building.id in level.building_ids}
    taken = next((known[level.ordinal] for level in levels if level.ordinal in known), None)
    if taken is not None:
        free = next(ordinal for ordinal in range(len(known) + 1) if ordinal not in known)
        raise DoesNotFit(
            f"{building.name} has floor {taken.ordinal} already, its {taken.name or taken.short_name}; "
            f"the next free one is {free}. Say which floor the drawing is."
        )


def _check_on(building: Building, levels: Iterable[Level]) -> None:
    frame = Frame(*building.display_point)
    whole = shapely.union_all([polygon_of(frame, footprint) for footprint in building.footprints])
    for level in levels:
        off_m = whole.distance(polygon_of(frame, level.area))
        if not whole.is_empty and off_m > _FARTHEST_M:
            raise DoesNotFit(f"The drawing lies {off_m:.0f} m from {building.name}; check its control points.")


def _called_as_below(units: Sequence[Unit], there: Sequence[Unit], own: set[LevelId]) -> Iterable[Unit]:
    """Stairs and halls whose letters are ours get the names of those they lie over or under."""
    known = [unit for unit in there if unit.name]
    areas = [shapely.Polygon(unit.area[0]) for unit in known]
    tree = shapely.STRtree(areas)
    for unit in units:
        if unit.level_id not in own or not _LETTERED.fullmatch(unit.name):
            yield unit
            continue
        over = [known[i] for i in tree.query(shapely.Point(unit.display_point), predicate="intersects").tolist()]
        same = next((each for each in over if each.category == unit.category), None)
        yield replace(unit, name=same.name) if same is not None else unit


def _numbered_on(openings: Sequence[Opening], there: Sequence[Opening]) -> Iterable[Opening]:
    """Exterior doors whose number the building has already get the next ones."""
    used = {opening.name for opening in there if opening.name}
    last = max((int(match[1]) for name in used if (match := _DOOR.fullmatch(name))), default=0)
    for opening in openings:
        name = opening.name
        if name in used and _DOOR.fullmatch(name):
            last += 1
            name = f"Door {last}"
        used.add(name)
        yield replace(opening, name=name)


def _put(site: Site, made: Site) -> Site:
    """Things of `made` in the place of those with their id, else last."""
    things = (made.venues, made.buildings, made.levels, made.units, made.openings, made.fixtures, made.grids)
    put = tuple(thing for kind in things for thing in kind)
    return replace(edited(site, Edit("", put)), surroundings=(*site.surroundings, *made.surroundings))
