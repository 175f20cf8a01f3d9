"""Incidents in one watch: the files, what falls into them, the lines to the other consoles; the panel is built when first used."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartclient.adapters.server import Server
from smartclient.app.incident_lines import IncidentLines
from smartclient.domain.alarms import Alarm
from smartclient.domain.footage import Mask
from smartclient.domain.ids import DeviceId, IncidentId, VenueId, keyed, server_of
from smartclient.domain.incident_entries import SnapshotTaken
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not_connected
from smartclient.session.incidents.alarm_pictures import AlarmPictureFiles
from smartclient.session.incidents.intake import Intake
from smartclient.session.incidents.news import News
from smartclient.session.incidents.opening import Opening
from smartclient.session.incidents.scope import Scope
from smartclient.session.incidents.watching import Watching
from smartclient.session.verifying.alarm_pictures import AlarmPicture
from smartclient.store.changes import Changes
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.wall_tiles import WallTiles
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Action
from smartclient.ui.bindings import bind
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.theme import Theme
from smartclient.ui.video.snapshot import Kept, Snapshots

if TYPE_CHECKING:
    from smartclient.app.districts import Districts
    from smartclient.app.incident_desk import IncidentDesk
    from smartclient.app.verifying import VerifyingRoom
    from smartclient.app.watch import Watch

_GROUP = "Incident"


@dataclass(frozen=True, slots=True)
class AroundIncidents:
    """What incidents are made of and shown on."""

    server: Server
    store: SiteStore
    workspace: Workspace
    places: Places
    journal: Journal
    notices: Notices
    snapshots: Snapshots
    map: MapView
    theme: Theme
    clock: Clock
    user: str
    where: Callable[[DeviceId], str]
    """A place for the radio."""
    meant_alarm: Callable[[], Alarm | None]
    show_device: Callable[[str], None]
    verifying: "VerifyingRoom"
    why_closed: Callable[[DeviceId], str]
    """Why this person may not see a camera now; empty where nothing is known against it."""
    venues: frozenset[VenueId] | None
    """The campuses this user may see; None is all."""
    districts: "Districts | None" = None
    """Where there are several servers: each of them."""

    @classmethod
    def of(cls, watch: "Watch") -> "AroundIncidents":
        """What a watch has of it."""
        given = watch.given
        return cls(
            given.server,
            watch.store,
            watch.workspace,
            watch.places,
            given.journal,
            watch.notices,
            watch.walls.snapshots,
            watch.map,
            given.theme,
            given.clock,
            given.user,
            watch.whereabouts.radio.where,
            watch.meant_alarm,
            watch.verbs.show_device,
            watch.verifying,
            lambda camera: watch.players.why_closed(camera),
            given.scope,
            given.districts,
        )


class IncidentRoom:
    """Build it on the running loop; `stop` ends it."""

    def __init__(self, around: AroundIncidents, window: MainWindow) -> None:
        self.around, self._window = around, window
        store, clock = around.store, around.clock
        later = asyncio.get_running_loop().call_later
        self._tasks = Tasks("incidents")
        self._lines = IncidentLines(around)
        self.incidents, self.presence, self.sharing = self._lines.incidents, self._lines.presence, self._lines.sharing
        self.scope = Scope(store, around.places)
        self.opening = Opening(self.incidents, store, self.scope)
        self.intake = Intake(
            self.incidents, self.presence, store, self.scope, around.where, around.journal.happened, clock
        )
        self._pictures = AlarmPictureFiles(
            self.incidents,
            self.intake,
            store,
            around.server.alarm_snapshots,
            around.why_closed,
            _covered,
            paths.alarm_pictures_folder(),
        )
        self._watching = Watching(self.incidents, around.workspace, self.scope, clock, later, self._card)
        bind(window, around.verifying.verifying.changed, lambda _nothing: self._watching.look())
        self._news = News(self.incidents, around.notices, clock)
        self._has_begun = self._is_gone_on_with = False
        self._stop_hearing = around.journal.acted.connect(self.intake.act)
        self.desk: IncidentDesk | None = None
        self.open_replay: Callable[[IncidentId], None] = lambda _incident: None
        """Replays a file on the map, once somebody does that."""
        around.snapshots.kept.connect(self._keep_picture)
        bind(window, store.changed, self._take)

    def actions(self) -> Iterator[Action]:
        """Its rows."""

        def run(act: "Callable[[IncidentDesk], None]") -> Callable[[], None]:
            return lambda: act(self.opened)

        yield Action("incident", "Incident file, or the list of all", _GROUP, run(lambda d: d.toggle()), ("Shift+I",))
        yield Action("open-incident", "Open an incident", _GROUP, run(lambda d: d.open()), ("Shift+O",))
        add = run(lambda d: d.add_alarm())
        yield Action("incident-alarm", "Put the alarm into the incident", _GROUP, add, ("Shift+J",), self._why_no_alarm)
        note, say = run(lambda d: d.write(to_others=False)), run(lambda d: d.write(to_others=True))
        yield Action("incident-note", "Note for the incident", _GROUP, note, ("Ctrl+J",), self._why_not_writing)
        yield Action("incident-say", "Say it to the others", _GROUP, say, ("Ctrl+Shift+J",), self._why_not_writing)
        files = run(lambda d: d.show_files())
        yield Action("incident-files", "All incidents, search", _GROUP, files, ("Ctrl+Alt+I",))
        yield Action("incident-report", "Report of the incident", _GROUP, run(lambda d: d.report()), (), self._why_none)
        yield Action(
            "incident-drill",
            "The incident is a drill, or none",
            _GROUP,
            run(lambda d: d.toggle_drill()),
            (),
            self._why_not,
        )
        yield Action("incident-close", "Close the incident", _GROUP, run(lambda d: d.ask_close()), (), self._why_not)
        yield Action(
            "incident-reopen", "Open the incident again", _GROUP, run(lambda d: d.reopen()), (), self._why_none
        )

    def open_incident(self) -> None:
        """Begins a file from the meant alarm, or by hand."""
        self.opened.open()

    def go_on(self, incident: IncidentId) -> None:
        """Takes part in a file again that this machine worked on when the program ended under it; once."""
        if not self._is_gone_on_with:
            self._is_gone_on_with = True
            self._tasks.start("resume", self.opened.go_on(incident))

    @property
    def opened(self) -> "IncidentDesk":
        """The panel and what joins it, built once."""
        if self.desk is None:
            from smartclient.app.incident_desk import IncidentDesk

            self.desk = IncidentDesk(self, self._window)
        return self.desk

    async def stop(self) -> None:
        """Ends everything; files stay open and are gone on with the next time."""
        self._stop_hearing()
        self._news.stop()
        self._watching.stop()
        if self.desk is not None:
            await self.desk.stop()
        await self._tasks.cancel()
        await self._pictures.stop()
        await self.intake.stop()
        await asyncio.sleep(0)
        await self._lines.stop()

    def _card(self) -> WallTiles | None:
        desk = self.around.verifying.desk
        return desk.board.tiles if desk is not None else None

    def _take(self, changes: Changes) -> None:
        """A server is there for the first time."""
        store = self.around.store
        if not changes.connection or why_not_connected(store):
            return
        for key in self.sharing.parts:
            if not why_not_connected(store, keyed(key, "")):
                self._lines.start(key)
        if not self._has_begun:
            self._has_begun = True
            self._news.begin()
            left = self.incidents.left_open
            if left is not None:
                self.go_on(left)

    def _keep_picture(self, kept: Kept) -> None:
        current = self.incidents.current
        if current is not None and current.is_open and self.incidents.is_taking_part:
            devices = self.around.store.devices.values()
            camera = next((device.id for device in devices if device.name == kept.camera), None)
            self.incidents.add(SnapshotTaken(camera, kept.camera, str(kept.file), kept.sha256, kept.at))

    def _why_none(self) -> str | None:
        return None if self.incidents.current is not None else "No incident is on show; Ctrl Alt I lists them."

    def _why_not(self) -> str | None:
        current = self.incidents.current
        if current is None or not self.incidents.is_taking_part:
            return "You take part in no incident; Shift O opens one."
        return None if current.is_open else "The incident is closed."

    def _why_not_writing(self) -> str | None:
        if self.incidents.current is None or not self.incidents.is_taking_part:
            return "You take part in no incident; Shift O opens one."
        return None

    def _why_no_alarm(self) -> str | None:
        alarm, current = self.around.meant_alarm(), self.incidents.current
        if alarm is None:
            return "There is no alarm."
        if current is not None and server_of(alarm.id) != server_of(current.id):
            return "This alarm is of another district than the incident; Shift O opens a file there."
        return self._why_not()


def _covered(picture: AlarmPicture, masks: tuple[Mask, ...]) -> bytes:
    from smartclient.ui.verifying.alarm_picture import covered_jpeg

    return covered_jpeg(picture, masks)
