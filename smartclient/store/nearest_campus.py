"""The campus that lies nearest to a place of the map, for what belongs to one though it was begun between them."""

import math

from smartclient.domain.site import Venue
from smartclient.store.places import Places


def nearest_campus(places: Places, x: float, y: float) -> Venue | None:
    """By the corners of its outline, in local metres; None of a plan without campuses."""

    def away(venue: Venue) -> float:
        return min(math.dist(places.frame.point_to_local(*corner), (x, y)) for corner in venue.area[0])

    return min((venue for venue in places.site.venues if venue.area[0]), key=away, default=None)
