"""The incident on the map in one watch: marks are drawn as soon as there are some; tool, panel and replay are built when first used."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from smartclient.adapters.server import Capability
from smartclient.app.incidents import IncidentRoom
from smartclient.domain.ids import IncidentId
from smartclient.domain.incident_entries import RoomStatus
from smartclient.domain.incidents import Incident
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.session.incidents.plan_kept import PlanKept
from smartclient.session.known_revision import KnownRevision
from smartclient.store.changes import Changes, Later
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.journal_span import Told
from smartclient.store.notices import Notices
from smartclient.store.past import Past
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.drill import DrillFrame
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.incident_replay_desk import IncidentReplayDesk
    from smartclient.app.marks_desk import MarksDesk
    from smartclient.app.watch import Watch
    from smartclient.session.clearing import Clearing
    from smartclient.ui.incident_map.marks_on_map import MarksOnMap

_GROUP = "Incident"


@dataclass(frozen=True)
class Marked:
    """What is marked, and on what; `open_incident` begins a file."""

    store: SiteStore
    workspace: Workspace
    places: Places
    walkable: Walkable
    incidents: Incidents
    open_incident: Callable[[], None]
    notices: Notices
    map: MapView
    theme: Theme
    clock: Clock
    past: Past
    told: Callable[[datetime, datetime], Told]
    """What the journal has of a span; for a thread."""
    lead_map: Callable[[bool], None]
    """Whether the map follows the clock of the wall."""
    capabilities: Callable[[], frozenset[Capability]]
    later: Later
    plan: Path | None
    """What the site was read from."""
    revision: KnownRevision

    @classmethod
    def of(cls, watch: "Watch", incidents: IncidentRoom) -> "Marked":
        """What a watch has of it."""
        given = watch.given
        return cls(
            watch.store,
            watch.workspace,
            watch.places,
            watch.walkable,
            incidents.incidents,
            incidents.open_incident,
            watch.notices,
            watch.map,
            given.theme,
            given.clock,
            watch.past,
            given.journal.told,
            watch.replay.lead_map,
            lambda: given.server.capabilities,
            asyncio.get_running_loop().call_later,
            given.plan,
            watch.duties.revision,
        )


class IncidentMapRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, marked: Marked, window: MainWindow) -> None:
        self._on, self._window = marked, window
        self._clearing: Clearing | None = None
        folder = paths.earlier_plans_folder()
        self.plans = PlanKept(marked.incidents, marked.store, marked.revision, marked.clock, folder)
        self._drill: DrillFrame | None = None
        self.desk: MarksDesk | None = None
        self.replay: IncidentReplayDesk | None = None
        bind(window, marked.incidents.changed, lambda _nothing: self._follow())

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action("mark", "Mark rooms, zones, posts and routes", _GROUP, lambda: self.opened.toggle(), ("Shift+M",))
        yield Action(
            "replay-incident",
            "Replay the incident, or back to live",
            _GROUP,
            self.toggle_replay,
            ("Alt+R",),
            self._why_no_replay,
        )
        for status, key in (
            (RoomStatus.CLEARED, "C"),
            (RoomStatus.SEARCHING, "S"),
            (RoomStatus.DANGER, "D"),
            (RoomStatus.CASUALTY, "V"),
        ):
            words = f"Mark the selected room: {status.value}"
            yield Action(f"mark-{status.value}", words, _GROUP, self._marker(status), (f"Alt+Shift+{key}",))

    @cached_property
    def marks(self) -> "MarksOnMap":
        """The marks of the file that is worked on, on the map."""
        from smartclient.session.clearing import Clearing
        from smartclient.ui.incident_map.marks_on_map import MarksOnMap

        self._clearing = Clearing(self._on.store, self._on.places)
        made = MarksOnMap(self._on.map, self._on.places, self._clearing)
        made.show(self._shown)
        return made

    @property
    def opened(self) -> "MarksDesk":
        """Tool and panel of marking."""
        if self.desk is None:
            from smartclient.app.marks_desk import MarksDesk

            self.desk = MarksDesk(self._on, self.marks, self._window)
        return self.desk

    def open_replay(self, incident: IncidentId) -> None:
        """Replays that file, also an old one."""
        if self.replay is None:
            from smartclient.app.incident_replay_desk import IncidentReplayDesk

            self.replay = IncidentReplayDesk(self._on, self.plans)
        self.replay.open(incident)

    def toggle_replay(self) -> None:
        """Replays the file that is worked on or looked at, or ends the replay."""
        if self.replay is not None and self.replay.is_open:
            self.replay.close()
        elif self._on.incidents.current is not None:
            self.open_replay(self._on.incidents.current.id)

    async def stop(self) -> None:
        """Ends everything."""
        if self.replay is not None:
            await self.replay.stop()
        if self.desk is not None:
            await self.desk.stop()
        if self._clearing is not None:
            await self._clearing.stop()
        await self.plans.stop()

    def _marker(self, status: RoomStatus) -> Callable[[], None]:
        return lambda: self.opened.mark_selected(status)

    def _why_no_replay(self) -> str | None:
        is_open = self.replay is not None and self.replay.is_open
        return None if is_open or self._on.incidents.current is not None else "No incident is on show to replay."

    def _follow(self) -> None:
        shown = self._shown
        if self._clearing is not None or (shown is not None and _has_marks(shown)):
            self.marks.show(shown)
        is_drill = shown is not None and shown.is_drill
        if self._drill is None and is_drill:
            self._drill = DrillFrame(self._on.map, self._on.theme, corner=Qt.Corner.TopLeftCorner, size_px=14)
            bind(self._on.map, self._on.store.changed, self._take)
        if self._drill is not None:
            self._drill.show_drill(is_drill, self._no_drill() if is_drill else "")

    def _take(self, changes: Changes) -> None:
        if self._drill is not None and not self._drill.isHidden() and (changes.everything or changes.alarms):
            self._drill.show_drill(True, self._no_drill())

    def _no_drill(self) -> str:
        """The file's marks are an exercise; an alarm beside them that is none must not be taken for one."""
        count = sum(not alarm.is_drill for alarm in self._on.store.open_alarms())
        return f"{count} open alarm{'s are' if count > 1 else ' is'} no drill" if count else ""

    @property
    def _shown(self) -> Incident | None:
        """What is marked stands on the live map while the file is open; of one that is closed only its replay shows it."""
        current = self._on.incidents.current
        return current if current is not None and current.is_open else None


def _has_marks(incident: Incident) -> bool:
    return any((incident.rooms, incident.zones, incident.posts, incident.routes))
