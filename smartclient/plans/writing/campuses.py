"""A site taken apart into its campuses, as a district keeps them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from smartclient.domain.devices import Device
from smartclient.domain.ids import LevelId, VenueId
from smartclient.domain.site import Amenity, LonLat, Site
from smartclient.plans.zone import distance_m

T = TypeVar("T")


@dataclass(frozen=True)
class Campuses:
    """Which campus each thing of a site belongs to; ask only about sites that have one."""

    site: Site

    def each(self) -> dict[VenueId, Site]:
        """One site a venue, in order."""
        site, on = self.site, self.of_level
        buildings = _grouped(site.buildings, lambda building: building.venue_id)
        levels = _grouped(site.levels, lambda level: level.venue_id)
        units = _grouped(site.units, lambda unit: on(unit.level_id))
        openings = _grouped(site.openings, lambda opening: on(opening.level_id))
        fixtures = _grouped(site.fixtures, lambda fixture: on(fixture.level_id))
        amenities = _grouped(site.amenities, self.of_amenity)
        devices = _grouped(site.devices, self.of_device)
        grids = _grouped(site.grids, lambda grid: grid.venue_id)
        return {
            venue.id: Site(
                name=venue.name,
                venues=(venue,),
                buildings=tuple(buildings[venue.id]),
                levels=tuple(levels[venue.id]),
                units=tuple(units[venue.id]),
                openings=tuple(openings[venue.id]),
                amenities=tuple(amenities[venue.id]),
                fixtures=tuple(fixtures[venue.id]),
                grids=tuple(grids[venue.id]),
                devices=tuple(devices[venue.id]),
            )
            for venue in site.venues
        }

    def of_level(self, level: LevelId | None) -> VenueId | None:
        """The campus of a floor."""
        return self._venue_of.get(level) if level else None

    def of_amenity(self, amenity: Amenity) -> VenueId:
        """By its floor, else the nearest campus."""
        return self.of_level(amenity.level_id) or self.nearest(amenity.position)

    def of_device(self, device: Device) -> VenueId:
        """By its floor, else the nearest campus; the first one for an unplaced device."""
        if device.placement is None:
            return self.site.venues[0].id
        return self.of_level(device.placement.level_id) or self.nearest(device.placement.position)

    def nearest(self, position: LonLat) -> VenueId:
        """The campus whose middle is nearest."""
        return min(self.site.venues, key=lambda venue: distance_m(position, venue.display_point)).id

    @cached_property
    def _venue_of(self) -> dict[LevelId, VenueId]:
        return {level.id: level.venue_id for level in self.site.levels}


def _grouped(things: Iterable[T], venue_of: Callable[[T], VenueId | None]) -> defaultdict[VenueId, list[T]]:
    found: defaultdict[VenueId, list[T]] = defaultdict(list)
    for thing in things:
        venue = venue_of(thing)
        if venue is not None:
            found[venue].append(thing)
    return found
