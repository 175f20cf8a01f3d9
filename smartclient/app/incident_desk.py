"""Incidents once the panel is used: what its fields and buttons do, where entries lead, and the others' pointers on the map."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from smartclient.domain.errors import SmartclientError
from smartclient.domain.ids import AlarmId, DeviceId, IncidentId, LevelId, ServerKey, UnitId, server_of
from smartclient.domain.incident_entries import (
    AlarmEntered,
    DrillSet,
    Entry,
    EventEntered,
    IncidentStatus,
    NameSet,
    Noted,
    OwnerSet,
    PrioritySet,
    Said,
    StatusSet,
    TypeSet,
    Watched,
)
from smartclient.domain.incidents import Incident
from smartclient.domain.site import LonLat, Site
from smartclient.runtime.tasks import Tasks
from smartclient.session.incidents.presence import Pointer
from smartclient.session.incidents.sharing import SharingState
from smartclient.session.incidents.words import IncidentWords
from smartclient.store.nearest_campus import nearest_campus
from smartclient.store.notices import Grade
from smartclient.store.places import Place, unit_words
from smartclient.ui.bindings import bind
from smartclient.ui.incidents.incident_panel import IncidentPanel
from smartclient.ui.incidents.pointer_layer import PointerLayer
from smartclient.ui.map.tools.tool import MapPoint
from smartclient.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from smartclient.app.incidents import IncidentRoom

_TITLE, _LAYER, _NOTICE = "Incident", "pointers", "incident desk"
_POINTER_MS, _AGE_MS = 200, 1_000


class IncidentDesk:
    """Needs a running loop; `stop` ends it."""

    def __init__(self, room: "IncidentRoom", window: MainWindow) -> None:
        self._room, self._window = room, window
        self._on, self._incidents = room.around, room.incidents
        self._tasks = Tasks("incident desk")
        self._rooms: tuple[Site | None, dict[UnitId, str]] = (None, {})
        self.words = IncidentWords(self._room_name)
        self.panel = window.own(IncidentPanel(self.words, self._on.theme, self._on.clock))
        self._pointed: MapPoint | None = None
        self._pointing = QTimer(self.panel, interval=_POINTER_MS, singleShot=True)
        self._pointing.timeout.connect(self._point)
        self._aging = QTimer(self.panel, interval=_AGE_MS)
        self._aging.timeout.connect(self.panel.file.head.refresh_age)
        self._on.map.lay_over(_LAYER, PointerLayer(self._pointers, lambda: self._on.places.frame))
        self._join()
        self._show()

    def toggle(self) -> None:
        """Shows the file, or the list where there is none; hides it where it has the keyboard."""
        if self.panel.isVisible() and self.panel.isAncestorOf(self._window.focusWidget() or self._window):
            self._window.close_panel(self.panel)
            return
        self._bring()

    def show_files(self) -> None:
        """Shows the list of all files."""
        self.panel.show_files()
        self._bring(is_list=True)

    def open(self) -> None:
        """Opens a file from the selected alarm or that of the card, else by hand; takes part in one that the alarm has already."""
        card = self._on.verifying.verifying.alarm
        alarm = self._on.meant_alarm() if self._on.workspace.alarm is not None else card
        if alarm is not None and (known := self._room.opening.with_alarm(alarm.id)) is not None:
            self._tasks.start("join", self.go_on(known))
            return
        if alarm is not None:
            self._room.opening.from_alarm(alarm)
            self._room.intake.enter_alarm(alarm)
        else:
            self._room.opening.by_hand(self._middle(), self._district())
        self._began()

    async def go_on(self, incident: IncidentId) -> None:
        """Takes part in a file that is there."""
        await self._look(incident)
        if self._incidents.current is not None and self._incidents.current.id == incident:
            self._incidents.join()
            self._began()

    def add_alarm(self) -> None:
        """Puts the meant alarm into the file, wherever it is from."""
        alarm = self._on.meant_alarm()
        if alarm is not None:
            self._room.intake.enter_alarm(alarm)
            self._say(f"Alarm {alarm.number} is in the file.")

    def write(self, *, to_others: bool) -> None:
        """Gives the keyboard to the field."""
        self._bring()
        self.panel.file.write(to_others=to_others)

    def ask_close(self) -> None:
        """Asks how it ended; what the file knows is filled in."""
        current = self._incidents.current
        if current is None:
            return
        self._bring()
        first = current.alarms.get(current.opened.alarm) if current.opened.alarm is not None else None
        verdict = first.verdict if first is not None else ""
        self.panel.form.ask("drill" if current.is_drill else verdict)

    def reopen(self) -> None:
        """Opens a closed file again."""
        current = self._incidents.current
        if current is not None and not current.is_open:
            self._incidents.join()
            self._incidents.add(StatusSet(IncidentStatus.OPEN))
            self._began()

    def toggle_drill(self) -> None:
        """It is a drill, or is none."""
        current = self._incidents.current
        if current is not None:
            self._incidents.add(DrillSet(not current.is_drill))

    def report(self) -> None:
        """Writes the file as a PDF."""
        current = self._incidents.current
        if current is not None:
            from smartclient.app.incident_report import ask_where

            ask_where(self._window, current, lambda path: self._tasks.start("report", self._report(path, current)))

    async def _report(self, path: Path, incident: Incident) -> None:
        """In a thread; the line below says where it went."""
        from smartclient.app.incident_report import written

        self._say("The report is being written.")
        on = self._on
        by = on.store.user or on.user
        try:
            pages = await asyncio.to_thread(
                written, path, incident, on.store.site, dict(on.store.devices), by, on.clock.now()
            )
        except SmartclientError as trouble:
            on.notices.say(_NOTICE, str(trouble), Grade.TROUBLE)
        else:
            self._say(f"The report is written: {path}, {pages} pages.")

    async def stop(self) -> None:
        """Ends everything."""
        self._pointing.stop()
        self._aging.stop()
        await self._tasks.cancel()

    def _join(self) -> None:
        panel, incidents = self.panel, self._incidents
        head, file = panel.file.head, panel.file
        head.renamed.connect(lambda name: incidents.add(NameSet(name)))
        head.status_chosen.connect(self._set_status)
        head.type_chosen.connect(lambda kind: incidents.add(TypeSet(kind)))
        head.priority_chosen.connect(lambda priority: incidents.add(PrioritySet(priority)))
        head.owner_taken.connect(lambda: self._take_it())
        head.drill_toggled.connect(self.toggle_drill)
        file.noted.connect(lambda text: incidents.add(Noted(text)))
        file.said.connect(lambda text: incidents.add(Said(text)))
        file.entry_chosen.connect(self._go_to)
        file.asked.connect(self._do)
        panel.files.chosen.connect(lambda incident: self._tasks.start("look", self._look(IncidentId(incident))))
        panel.files.searched.connect(self._search)
        panel.files.begun.connect(self.open)
        panel.form.closed.connect(self._close)
        panel.shown.connect(self._show)
        bind(panel, incidents.changed, lambda _nothing: self._show())
        bind(panel, self._room.presence.changed, lambda _nothing: self._show_presence())
        bind(panel, self._room.presence.moved, lambda _nothing: self._on.map.canvas.update())
        bind(panel, self._room.sharing.changed, lambda _nothing: self._show_presence())
        self._on.map.pointed_at.connect(self._pointer_moved)

    def _take_it(self) -> None:
        """It is this operator's, as the file's server knows him."""
        current = self._incidents.current
        if current is not None:
            self._incidents.add(OwnerSet(self._on.store.user_of(current.id) or self._on.user))

    def _do(self, verb: str) -> None:
        {
            "report": self.report,
            "replay": self._replay,
            "files": self.show_files,
            "join": self._take_part,
            "close": self.ask_close,
            "reopen": self.reopen,
        }[verb]()

    def _replay(self) -> None:
        if self._incidents.current is not None:
            self._room.open_replay(self._incidents.current.id)

    def _take_part(self) -> None:
        self._incidents.join()
        self._began()

    def _began(self) -> None:
        """Everybody hears at once who is at work on it, and what happened before is looked up."""
        self._room.intake.begin()
        self._room.sharing.say_here()
        self.panel.show_file()
        self._show()
        self._bring()

    async def _look(self, incident: IncidentId) -> None:
        self._incidents.expect(incident)
        found = await asyncio.to_thread(self._incidents.read, incident)
        self._incidents.show(found)
        self._room.sharing.say_here()
        self.panel.show_file()
        self._show()
        self.panel.take_keyboard()

    def _set_status(self, status: IncidentStatus) -> None:
        if status is IncidentStatus.CLOSED:
            self._show()
            self.ask_close()
        else:
            self._incidents.add(StatusSet(status))

    def _close(self, reason: str) -> None:
        self._incidents.add(StatusSet(IncidentStatus.CLOSED, reason))
        self._room.sharing.say_here()

    def _search(self, text: str) -> None:
        if text:
            self._tasks.start("search", self._find(text))
        else:
            self.panel.files.show_found(None)

    async def _find(self, text: str) -> None:
        found = await asyncio.to_thread(self._incidents.containing, text)
        if text == self.panel.files.search.text().strip():
            self.panel.files.show_found(frozenset(found))

    def _go_to(self, entry: Entry) -> None:
        """Where the entry is about."""
        body = entry.body
        if isinstance(body, AlarmEntered) and AlarmId(body.alarm) in self._on.store.alarms:
            self._on.workspace.select(body.device, body.alarm)
        device: DeviceId | None = None
        if isinstance(body, AlarmEntered | EventEntered):
            device = body.device
        elif isinstance(body, Watched):
            device = body.camera
        if device is not None:
            self._on.show_device(device)

    def _show(self) -> None:
        current = self._incidents.current
        if not self.panel.isVisible():
            return
        self.panel.files.show_files(self._incidents.files)
        if current is None:
            self.panel.show_files()
        else:
            self.panel.file.show_incident(current, is_taking_part=self._incidents.is_taking_part)
        if current is not None and current.is_open:
            self._aging.start()
        else:
            self._aging.stop()
        self._show_presence()

    def _show_presence(self) -> None:
        current = self._incidents.current
        if current is None:
            return
        sharing = self._room.sharing.of(current.id)
        words = (sharing.state if sharing is not None else SharingState.ALONE).value
        trouble = sharing.trouble if sharing is not None and sharing.state is not SharingState.LIVE else ""
        if trouble and sharing is not None and sharing.state is SharingState.ALONE:
            words = f"{words}: {trouble.rstrip('.')}"
        is_taking_part = self._incidents.is_taking_part and current.is_open
        others = self._room.presence.on(current.id)
        self.panel.file.head.show_presence(others, words, trouble, is_taking_part=is_taking_part)

    def _bring(self, *, is_list: bool = False) -> None:
        if not is_list and self._incidents.current is not None:
            self.panel.show_file()
        self._window.show_panel(self.panel, _TITLE)
        self.panel.take_keyboard()

    def _pointer_moved(self, at: MapPoint | None) -> None:
        self._pointed = at
        if not self._pointing.isActive():
            self._pointing.start()

    def _point(self) -> None:
        at, places = self._pointed, self._on.places
        if not self._incidents.is_taking_part:
            return
        level: LevelId | None = self._on.map.stage.level_at(*at) if at is not None else None
        position: LonLat | None = places.frame.point_to_world(*at) if at is not None else None
        self._room.sharing.point(position, level)

    def _pointers(self) -> tuple[Pointer, ...]:
        current = self._incidents.current
        return self._room.presence.pointers(current.id) if current is not None else ()

    def _middle(self) -> Place:
        viewport = self._on.workspace.viewport
        if viewport is None:
            return Place()
        level = self._on.map.stage.level_at(viewport.center_x, viewport.center_y)
        return self._on.places.at_local(viewport.center_x, viewport.center_y, level)

    def _district(self) -> ServerKey:
        """Of several, the one whose campus is nearest to the middle of the map."""
        viewport = self._on.workspace.viewport
        venue = nearest_campus(self._on.places, viewport.center_x, viewport.center_y) if viewport is not None else None
        return server_of(venue.id) if venue is not None else next(iter(self._room.sharing.parts))

    def _room_name(self, unit: UnitId) -> str:
        site = self._on.store.site
        if self._rooms[0] is not site:
            self._rooms = (site, {each.id: unit_words(each) for each in site.units})
        return self._rooms[1].get(unit) or "A room that is not on the plan"

    def _say(self, words: str) -> None:
        self._on.notices.say(_NOTICE, words, Grade.QUIET)
