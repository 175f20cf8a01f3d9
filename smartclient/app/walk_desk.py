"""A walk-through once it is opened: its stops are put in order off the loop, its window shows them."""

import asyncio

from smartclient.app.duties import MapGround
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.revision import revision_of
from smartclient.plans.walk_stops import Stop, walk_stops
from smartclient.plans.writing.campuses import Campuses
from smartclient.runtime.tasks import Tasks
from smartclient.session.campus_records import CampusRecords
from smartclient.session.walking_through import WalkingThrough
from smartclient.store.places import Places
from smartclient.ui.map.chart import Chart
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.walking.walk_window import WalkWindow


class WalkDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, ground: MapGround, records: CampusRecords, window: MainWindow) -> None:
        self._ground, self._records = ground, records
        self._tasks = Tasks("walk-through")
        self.walking: WalkingThrough | None = None
        self.window = WalkWindow(ground.theme, ground.user, window)

    def open(self, venue_id: VenueId | None) -> None:
        """Goes on with the walk-through of a campus, or begins one."""
        if venue_id is not None:
            self.window.bring()
            self._tasks.start("open", self._open(venue_id))

    async def stop(self) -> None:
        """Ends the drawing."""
        await self._tasks.cancel()
        self.window.map.stop_drawing()

    async def _open(self, venue_id: VenueId) -> None:
        site = self._ground.store.site
        stops, revision, chart = await asyncio.to_thread(_prepared, site, venue_id)
        await self._records.settle()
        venue = self._ground.places.venues.get(venue_id)
        self.walking = WalkingThrough(self._records, venue_id, stops, revision, self._ground.clock)
        self.window.begin(self.walking, chart, venue.name if venue is not None else "")


def _prepared(site: Site, venue_id: VenueId) -> tuple[tuple[Stop, ...], str, Chart]:
    """The stops, the plan's revision, and a chart of its own for the drawing thread."""
    campus = Campuses(site).each()[venue_id]
    return walk_stops(campus), revision_of(site), Chart(Places(site))
