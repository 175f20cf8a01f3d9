"""What a school owes its map in one watch: the law's rules, walk-throughs, print; each is built when it is first opened."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smartclient.app.editing import own_copy
from smartclient.domain.edits import Edit
from smartclient.domain.ids import LevelId, VenueId
from smartclient.domain.site import LonLat, Site
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.runtime.settings import SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.session.known_revision import KnownRevision
from smartclient.store.finding.match import around
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Spot, Workspace
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.law_desk import LawDesk
    from smartclient.app.print_desk import PrintDesk
    from smartclient.app.walk_desk import WalkDesk
    from smartclient.session.campus_records import CampusRecords

_TELL_AFTER_S = 2.0


@dataclass(frozen=True)
class MapGround:
    """What is checked, walked and printed. `plan` is where the site was read from, `show_device` flies to a device.

    `change` makes an edit of the plan and answers why not, empty when it was made; `recorded` hears of every record written.
    """

    store: SiteStore
    workspace: Workspace
    places: Places
    notices: Notices
    theme: Theme
    clock: Clock
    settings: SettingsFile
    user: str
    plan: Path | None
    show_device: Callable[[str], None]
    change: Callable[[Edit], str]
    recorded: Callable[[], None]
    revision: KnownRevision = field(default_factory=KnownRevision)

    def go_to(self, feature: str, position: LonLat, level_id: LevelId | None) -> None:
        """Flies to a feature, shows its floor and selects it."""
        device = next((device for device in self.store.devices if device in (feature, f"plan/{feature}")), None)
        if device is not None:
            self.show_device(device)
            return
        level = self.places.levels.get(level_id) if level_id else None
        if level is not None and not level.outdoor:
            for building in level.building_ids:
                self.workspace.show_level(building, level.id)
        units = self.places.units_on(level.id) if level is not None else ()
        openings = self.places.openings_on(level.id) if level is not None else ()
        unit = next((each.id for each in units if each.id == feature), None)
        opening = next((each.id for each in openings if each.id == feature), None)
        self.workspace.select_spot(Spot(position, level_id, unit, opening))
        self.workspace.fly_to(around(position))

    def campus(self) -> VenueId | None:
        """The campus in the middle of the map, else the first."""
        building = self.places.buildings.get(self.workspace.building) if self.workspace.building else None
        if building is not None:
            return building.venue_id
        viewport, venues = self.workspace.viewport, self.store.site.venues
        here = self.places.at_local(viewport.center_x, viewport.center_y).venue if viewport is not None else None
        return here.id if here is not None else venues[0].id if venues else None


class DutyRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, ground: MapGround, window: MainWindow) -> None:
        self._ground, self._window = ground, window
        self.revision = ground.revision
        self._loop, self._tasks = asyncio.get_running_loop(), Tasks("revision")
        self._told: Site | None = None
        self._is_over = False
        self._later = self._loop.call_later(_TELL_AFTER_S, self._tell_revision)
        bind(window, ground.store.changed, lambda changes: self._tell_revision() if changes.everything else None)
        self._law: LawDesk | None = None
        self._walk: WalkDesk | None = None
        self._print: PrintDesk | None = None

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        window = self._window
        yield Action("law", "What the law wants of the map", "Map", lambda: self.law(window).open(), ("Ctrl+Shift+L",))
        yield Action(
            "walk-through",
            "Walk through, room by room",
            "Map",
            lambda: self.walk(window).open(self._ground.campus()),
            ("Ctrl+Shift+T",),
            self._why_no_walk,
        )
        yield Action(
            "print", "Print the map", "Map", lambda: self.printing(window).open(), ("Ctrl+P",), self._why_no_map
        )

    async def stop(self) -> None:
        """Ends everything; what was ticked is on disk then."""
        self._is_over = True
        self._later.cancel()
        await self._tasks.cancel()
        for desk in (self._law, self._walk, self._print):
            if desk is not None:
                await desk.stop()
        if "records" in self.__dict__:
            await self.records.stop()

    @cached_property
    def records(self) -> "CampusRecords":
        """The records of all campuses, read when they are first wanted."""
        from smartclient.session.campus_records import CampusRecords

        plan = self._ground.plan
        made = CampusRecords(
            plan, paths.floorplans(), own_copy(plan.name if plan is not None else "plan").parent, self._ground.notices
        )
        made.changed.connect(lambda venue: self._ground.recorded() if venue is not None else None)
        made.read()
        return made

    def law(self, window: MainWindow) -> "LawDesk":
        """The panel of the law."""
        if self._law is None:
            from smartclient.app.law_desk import LawDesk

            self._law = LawDesk(self._ground, self.records, window, lambda venue: self.walk(window).open(venue))
        return self._law

    def walk(self, window: MainWindow) -> "WalkDesk":
        """The walk-through."""
        if self._walk is None:
            from smartclient.app.walk_desk import WalkDesk

            self._walk = WalkDesk(self._ground, self.records, window)
        return self._walk

    def printing(self, window: MainWindow) -> "PrintDesk":
        """The printer's desk."""
        if self._print is None:
            from smartclient.app.print_desk import PrintDesk

            self._print = PrintDesk(self._ground, self.records, window)
        return self._print

    def _tell_revision(self) -> None:
        """The window says the id that stands on every printed page; the first time when the map has long been there."""
        site = self._ground.store.site
        if site is not self._told and site.venues and not self._is_over:
            self._told = site
            self._tasks.start("tell", self._tell(site))

    async def _tell(self, site: Site) -> None:
        revision = await asyncio.to_thread(self._ground.revision.of, site)
        if site is self._told:
            self._window.show_revision(f"plan {revision}")

    def _why_no_map(self) -> str | None:
        return None if self._ground.store.site.venues else "There is no plan to print."

    def _why_no_walk(self) -> str | None:
        if not self._ground.store.site.venues:
            return "There is no plan to walk through with."
        if self._ground.store.parts:
            return "Walk-throughs are made with one district signed in. Watch this one alone for that."
        return None if self._ground.plan is not None else "This plan is on no disk; save it first."
