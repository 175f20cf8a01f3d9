"""Where things are in the demo district, worked out once for all tests of a process."""

from functools import cache

from smartclient.domain.site import Unit
from smartclient.store.places import Places
from tests.builders.maple_grove import maple_grove


@cache
def maple_grove_places() -> Places:
    """Never to be changed by a test."""
    return Places(maple_grove())


def room(venue: str, number: str) -> Unit:
    """The unit with that number on the campus whose name contains `venue`."""
    places = maple_grove_places()
    return next(
        unit
        for unit in maple_grove().units
        if unit.number == number and venue in places.venues[places.levels[unit.level_id].venue_id].name
    )
