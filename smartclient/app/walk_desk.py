"""A walk-through once it is opened: its stops are put in order off the loop, its window shows them."""

import asyncio
from collections.abc import Mapping

from smartclient.app.duties import MapGround
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.walk_corrections import correction_edit
from smartclient.plans.walk_stops import Stop, walk_stops
from smartclient.plans.writing.campuses import Campuses
from smartclient.runtime.tasks import Tasks
from smartclient.session.campus_records import CampusRecords
from smartclient.session.known_revision import KnownRevision
from smartclient.session.walking_through import WalkingThrough
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.ui.bindings import bind
from smartclient.ui.map.chart import Chart
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.walking.walk_window import WalkWindow


class WalkDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, ground: MapGround, records: CampusRecords, window: MainWindow) -> None:
        self._ground, self._records = ground, records
        self._tasks = Tasks("walk-through")
        self._is_over = False
        self.walking: WalkingThrough | None = None
        self._venue_id: VenueId | None = None
        self._site: Site | None = None
        self.window = WalkWindow(ground.theme, ground.user, window)
        self.window.corrected.connect(self._correct)
        self.window.campus_chosen.connect(lambda venue: self.open(VenueId(venue)))
        bind(self.window, ground.store.changed, self._take)

    def open(self, venue_id: VenueId | None) -> None:
        """Goes on with the walk-through of a campus, or begins one."""
        if venue_id is not None:
            self.window.bring()
            self._tasks.start("open", self._open(venue_id))

    async def stop(self) -> None:
        """Ends the drawing."""
        self._is_over = True
        await self._tasks.cancel()
        self.window.map.stop_drawing()

    async def _open(self, venue_id: VenueId) -> None:
        site = self._site = self._ground.store.site
        self._venue_id = venue_id
        stops, revision, chart = await asyncio.to_thread(_prepared, site, venue_id, self._ground.revision)
        await self._records.settle()
        self.walking = WalkingThrough(self._records, venue_id, stops, revision, self._ground.clock)
        self.window.begin(self.walking, chart, venue_id)

    def _correct(self, stop: Stop, correction: Mapping[str, str]) -> None:
        """Into the plan at once, where this person may change it; else the correction stands in the record alone."""
        edit = correction_edit(self._ground.store.site, stop.feature, correction)
        reason = self._ground.change(edit) if edit is not None else "It is no longer on the plan."
        if reason:
            self.window.say(f"Recorded, and not changed on the plan: {reason}")
        else:
            self._ground.notices.say("walk-through", f"{edit.words if edit else ''}: not saved yet (F2, Ctrl+S).")

    def _take(self, changes: Changes) -> None:
        is_other = self.walking is not None and self._ground.store.site is not self._site
        if changes.everything and is_other and not self._is_over:
            self._site = self._ground.store.site
            self._tasks.start("take the changed plan", self._follow(self._site))

    async def _follow(self, site: Site) -> None:
        if self.walking is None or self._venue_id is None or self._venue_id not in {v.id for v in site.venues}:
            return
        stops, revision, chart = await asyncio.to_thread(_prepared, site, self._venue_id, self._ground.revision)
        if site is self._site:
            self.window.show_plan(chart)
            self.walking.take(stops, revision)


def _prepared(site: Site, venue_id: VenueId, known: KnownRevision) -> tuple[tuple[Stop, ...], str, Chart]:
    """The stops, the plan's revision, and a chart of its own for the drawing thread."""
    campus = Campuses(site).each()[venue_id]
    return walk_stops(campus), known.of(site), Chart(Places(site))
