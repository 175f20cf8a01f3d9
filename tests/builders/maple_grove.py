"""The demo district's plans, read once for all tests of a process."""

from functools import cache

from smartclient import plans
from smartclient.domain.site import Site, Unit
from smartclient.runtime import paths
from smartclient.store.places import Places


@cache
def maple_grove() -> Site:
    """The site."""
    return plans.read(paths.floorplans() / "maple-grove")[0]


@cache
def maple_grove_places() -> Places:
    """Where things are on it."""
    return Places(maple_grove())


def room(venue: str, number: str) -> Unit:
    """The unit with that number on the campus whose name contains `venue`."""
    places = maple_grove_places()
    return next(
        unit
        for unit in maple_grove().units
        if unit.number == number and venue in places.venues[places.levels[unit.level_id].venue_id].name
    )
