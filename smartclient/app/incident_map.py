"""The incident on the map in one watch: marks are drawn as soon as there are some; tool, panel and replay are built when first used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smartclient.domain.incident_entries import RoomStatus
from smartclient.domain.incidents import Incident
from smartclient.runtime.clock import Clock
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.walking import Walkable
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.marks_desk import MarksDesk
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


class IncidentMapRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, marked: Marked, window: MainWindow) -> None:
        self._on, self._window = marked, window
        self._clearing: Clearing | None = None
        self.desk: MarksDesk | None = None
        bind(window, marked.incidents.changed, lambda _nothing: self._follow())

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action("mark", "Mark rooms, zones, posts and routes", _GROUP, lambda: self.opened.toggle(), ("Shift+M",))
        for status, key in (
            (RoomStatus.CLEARED, "C"),
            (RoomStatus.SEARCHING, "S"),
            (RoomStatus.DANGER, "D"),
            (RoomStatus.CASUALTY, "V"),
        ):
            words = f"Mark the selected room: {status.value}"
            yield Action(f"mark-{status.value}", words, _GROUP, self._marker(status), (f"Ctrl+Alt+{key}",))

    @cached_property
    def marks(self) -> "MarksOnMap":
        """The marks of the file that is worked on, on the map."""
        from smartclient.session.clearing import Clearing
        from smartclient.ui.incident_map.marks_on_map import MarksOnMap

        self._clearing = Clearing(self._on.store, self._on.places)
        made = MarksOnMap(self._on.map, self._on.places, self._clearing)
        made.show(self._on.incidents.current)
        return made

    @property
    def opened(self) -> "MarksDesk":
        """Tool and panel of marking."""
        if self.desk is None:
            from smartclient.app.marks_desk import MarksDesk

            self.desk = MarksDesk(self._on, self.marks, self._window)
        return self.desk

    async def stop(self) -> None:
        """Ends everything."""
        if self.desk is not None:
            await self.desk.stop()
        if self._clearing is not None:
            await self._clearing.stop()

    def _marker(self, status: RoomStatus) -> Callable[[], None]:
        return lambda: self.opened.mark_selected(status)

    def _follow(self) -> None:
        incident = self._on.incidents.current
        if self._clearing is not None or (incident is not None and _has_marks(incident)):
            self.marks.show(incident)


def _has_marks(incident: Incident) -> bool:
    return any((incident.rooms, incident.zones, incident.posts, incident.routes))
