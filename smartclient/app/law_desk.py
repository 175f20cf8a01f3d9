"""The law once it is opened: checks off the loop, shows, flies, records."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QTimer

from smartclient.app.duties import MapGround
from smartclient.domain.campus_record import CampusRecord
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.law.answers import Lack
from smartclient.plans.law.findings import Finding
from smartclient.plans.law.rules import Law, laws
from smartclient.runtime.settings import KeptBaseMap
from smartclient.runtime.tasks import Tasks
from smartclient.session.campus_records import CampusRecords
from smartclient.session.known_revision import KnownRevision
from smartclient.session.typed_entries import NotAnEntry, entries_of, prefilled
from smartclient.store.changes import Changes
from smartclient.ui.bindings import bind
from smartclient.ui.law.law_panel import LawPanel
from smartclient.ui.shell.main_window import MainWindow

_AGAIN_AFTER_MS = 1_500


class LawDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(
        self, ground: MapGround, records: CampusRecords, window: MainWindow, walk: Callable[[VenueId], None]
    ) -> None:
        self._ground, self._records, self._window, self._walk = ground, records, window, walk
        self._tasks = Tasks("law")
        self._is_over = False
        self._site, self._revision = ground.store.site, ""
        self.panel = window.own(LawPanel({name: law.state for name, law in laws().items()}, ground.theme))
        self.panel.law_chosen.connect(lambda _name: self.check())
        self.panel.flown.connect(self._fly)
        self.panel.walk_wanted.connect(lambda venue: walk(VenueId(venue)))
        self.panel.recording.connect(self._ask)
        self.panel.entered.connect(self._enter)
        self._soon = QTimer(self.panel, interval=_AGAIN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.check)
        bind(self.panel, records.changed, lambda _venue: self._again())
        bind(self.panel, ground.store.changed, self._take)

    def open(self) -> None:
        """Brings the panel forward and checks."""
        self._window.show_panel(self.panel, "Law")
        self.panel.begin()
        self.check()

    def check(self) -> None:
        """Checks the chosen law anew."""
        self.panel.show_working()
        self._tasks.start("check", self._check(laws()[self.panel.law_name]))

    async def stop(self) -> None:
        """Ends what is being checked."""
        self._is_over = True
        self._soon.stop()
        await self._tasks.cancel()

    async def _check(self, wanted: Law) -> None:
        site, records = self._ground.store.site, dict(self._records.records)
        try:
            self._revision, findings = await asyncio.to_thread(
                _found,
                wanted,
                site,
                records,
                self._ground.revision,
                self._today(),
                self._ground.settings.read().base_map,
            )
        except PlanError as trouble:
            self.panel.say(str(trouble))
            return
        if wanted.id == self.panel.law_name and site is self._ground.store.site:
            self._site = site
            self.panel.show_findings(wanted, findings)

    def _again(self) -> None:
        """A walk-through changes the record with every tick: what is checked waits until nothing changes for a while."""
        if self.panel.isVisible() and not self._is_over:
            self._soon.start()

    def _take(self, changes: Changes) -> None:
        if changes.everything and self._ground.store.site is not self._site:
            self._again()

    def _fly(self, lack: Lack) -> None:
        self._ground.go_to(lack.feature, lack.position, lack.level_id)

    def _ask(self, finding: Finding, member: str) -> None:
        reason = self._records.why_not()
        if reason is not None:
            self.panel.say(reason)
            return
        record = self._records.of(finding.venue.id)
        filled = prefilled(member, record, self._today(), finding.answer.what)
        base_map = self._ground.settings.read().base_map
        if member == "aerials" and base_map.captured:
            filled |= {"captured": base_map.captured, "source": base_map.attribution}
        self.panel.form.ask(member, f"For {finding.venue.name}: {finding.rule.text}", filled)

    def _enter(self, finding: Finding, member: str, typed: Mapping[str, str]) -> None:
        try:
            entries = entries_of(member, typed, self._revision)
        except NotAnEntry as trouble:
            self.panel.form.say(str(trouble))
            return
        for entry in entries:
            self._records.put(finding.venue.id, entry)
        self.panel.form.hide()

    def _today(self) -> date:
        return self._ground.clock.now().astimezone().date()


def _found(
    wanted: Law,
    site: Site,
    records: Mapping[VenueId, CampusRecord],
    known: KnownRevision,
    today: date,
    base_map: KeptBaseMap,
) -> tuple[str, tuple[Finding, ...]]:
    """In a thread, where loading what checks costs nobody a frame."""
    from smartclient.plans.base_maps.aerial import aerials_of
    from smartclient.plans.law.checking import check_law

    revision = known.of(site)
    return revision, check_law(site, records, wanted, revision, today, aerials_of(base_map, site.venues))
