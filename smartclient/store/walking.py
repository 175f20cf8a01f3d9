"""The walkable graph of a district: the shortest way on foot, the nearest door out, the nearest stair."""

import threading
from copy import copy
from typing import TYPE_CHECKING

from smartclient.domain.ids import BuildingId, LevelId, VenueId
from smartclient.domain.site import LonLat, Opening, Unit
from smartclient.store.places import Places
from smartclient.store.routes import Route, Standpoint

if TYPE_CHECKING:
    from smartclient.store.campus_walks import CampusWalks


_WALKED = ("venues", "buildings", "levels", "units", "openings")
"""The parts of a site that say where people can walk."""


class Walkable:
    """Made campus by campus when first asked, and anew when the plan changes. The first answer takes a while: ask in a thread."""

    def __init__(self, places: Places) -> None:
        self._live = places
        self._places = copy(places)
        """The plan as it was at the last question: it must not change while a thread works with it."""
        self._lock = threading.Lock()
        self._campuses: dict[VenueId, CampusWalks] = {}

    def standpoint(self, position: LonLat, level: LevelId | None = None) -> Standpoint:
        """A WGS 84 position on a level."""
        return Standpoint(*self._live.frame.point_to_local(*position), level)

    def route(self, start: Standpoint, end: Standpoint, with_lifts: bool = False) -> Route | None:
        """The shortest walk; None between campuses, where no door leads, and from a place that is no room and no ground."""
        with self._lock:
            self._look_again()
            campus = self._campus_of(start)
            return campus.route(start, end, with_lifts) if campus and campus is self._campus_of(end) else None

    def nearest_exit(self, start: Standpoint) -> tuple[Opening, float] | None:
        """The named outside door that is nearest on foot, of this building, outdoors of any; and how far, metres."""
        with self._lock:
            self._look_again()
            campus = self._campus_of(start)
            return campus.nearest_exit(start, self._building_of(start)) if campus else None

    def nearest_stair(self, start: Standpoint) -> tuple[Unit, float] | None:
        """The stair of this building that is nearest on foot, and how far, metres."""
        with self._lock:
            self._look_again()
            building, campus = self._building_of(start), self._campus_of(start)
            return campus.nearest_stair(start, building) if campus and building else None

    def follow(self) -> None:
        """Keeps nothing of the plan before the present one. May wait for an answer under way: call it in a thread."""
        with self._lock:
            self._look_again()

    def _look_again(self) -> None:
        before, now = self._places.site, self._live.site
        if now is not before:
            self._places = copy(self._live)
            if any(getattr(now, part) is not getattr(before, part) for part in _WALKED):
                self._campuses.clear()
            for campus in self._campuses.values():
                campus.places = self._places

    def _building_of(self, start: Standpoint) -> BuildingId | None:
        level = self._places.levels.get(start.level) if start.level else None
        building = self._places.building_of(level.id) if level and not level.outdoor else None
        return building.id if building else None

    def _campus_of(self, start: Standpoint) -> "CampusWalks | None":
        venue = self._places.at_local(start.x, start.y, start.level).venue
        if venue is None:
            return None
        known = self._campuses.get(venue.id)
        if known is None:
            from smartclient.store.campus_walks import CampusWalks

            known = self._campuses[venue.id] = CampusWalks(self._places, venue.id)
        return known
