"""One watch: every object built once, joined once, shut down once."""

import asyncio
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QTimer

from smartclient.adapters.server import Server
from smartclient.app.evidence import Around, EvidenceRoom
from smartclient.app.footage import FootageRoom
from smartclient.app.replay import ReplayRoom
from smartclient.app.stills import Stills
from smartclient.app.tiles import Players
from smartclient.app.verbs import Verbs
from smartclient.app.walls import WallRoom
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import Command
from smartclient.domain.connection import Connection, Line
from smartclient.domain.events import Happened
from smartclient.domain.ids import AlarmId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime import paths
from smartclient.runtime.clock import Clock
from smartclient.runtime.settings import SettingsFile
from smartclient.session.access import why_not
from smartclient.session.connection import Session
from smartclient.session.dispatcher import Dispatcher
from smartclient.session.marking import Marking
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Grade, Notices
from smartclient.store.past import Past
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.actions import Actions
from smartclient.ui.alarms.alarm_list import AlarmList
from smartclient.ui.alarms.event_list import EventList
from smartclient.ui.alarms.selection_panel import SelectionPanel
from smartclient.ui.alarms.sounder import Sounder
from smartclient.ui.map.kept_picture import KeptPicture
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.connection_label import ConnectionLabel
from smartclient.ui.shell.find_box import FindBox
from smartclient.ui.shell.key_sheet import KeySheet
from smartclient.ui.shell.main_window import MainWindow, Parts
from smartclient.ui.shell.notice_line import NoticeLine
from smartclient.ui.shell.places_tree import PlacesTree
from smartclient.ui.shell.watch_actions import Reach, watch_actions
from smartclient.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Given:
    """What a watch is made from."""

    site: Site
    kept_picture: KeptPicture | None
    """The map's first picture, from the last watch."""
    server: Server
    user: str
    theme: Theme
    settings: SettingsFile
    journal: Journal
    clock: Clock
    address: str = ""
    """Where the server is, as evidence names it."""


class Watch:
    """The objects of one watch. Build it on the running loop, `start` it, wait for `ended`, then `shutdown`."""

    def __init__(self, given: Given) -> None:
        loop = asyncio.get_running_loop()
        self._given = given
        clock, server = given.clock, given.server
        settings = given.settings.read()
        self.ended = asyncio.Event()
        self.store = SiteStore(given.site, Connection(Line.CONNECTING, clock.now()), loop.call_later)
        self.workspace = Workspace()
        self.notices = Notices(clock)
        self.places = Places(given.site)
        self.session = Session(server, self.store, given.journal, self.notices, clock)
        self.dispatcher = Dispatcher(server, self.store, given.journal, self.notices, clock)
        self.marking = Marking(server, self.store, given.journal, self.notices, clock)
        self.stills = Stills(server, clock)
        self.past = Past.new(clock)
        self.players = Players(server, clock, loop, settings.engine_for)
        self.verbs = Verbs(self.store, self.workspace, self.places, self.stills)
        self.workspace.is_muted = settings.is_muted
        self._build(settings.splitters)

    def _build(self, arrangement: dict[str, str]) -> None:
        given, store, workspace = self._given, self.store, self.workspace
        theme, clock = given.theme, given.clock
        record = Record(given.journal, self.notices, clock)
        self.map = MapView(store, workspace, theme, clock, self.places, kept=given.kept_picture)
        self.walls = WallRoom(
            given.server,
            store,
            workspace,
            self.notices,
            record,
            theme,
            clock,
            given.settings,
            self.players.new,
            self.stills,
            self.past.playbacks,
        )
        self.wall = self.walls.wall
        self._build_past(record)
        self._build_lists()
        self._build_window(arrangement)

    def _build_past(self, record: Record) -> None:
        """What plays the past below the tiles, marks, searches and exports it."""
        given, store, workspace = self._given, self.store, self.workspace
        theme, clock = given.theme, given.clock
        self.replay = ReplayRoom(
            given.server, store, workspace, self.past, self.notices, theme, clock, self._run, self._step
        )
        self.wall.content.put_below(self.replay.below())
        self.evidence = EvidenceRoom(
            Around(
                given.server,
                store,
                workspace,
                self.past,
                record,
                clock,
                given.settings,
                theme,
                self.verbs.where,
                self._meant_alarm,
                given.user,
                given.address,
            )
        )
        self.footage = FootageRoom(
            given.server,
            store,
            workspace,
            self.places,
            self.past,
            self.replay.reader,
            self.replay.replay,
            self.marking,
            self.replay.thumbnails,
            theme,
            clock,
        )

    def _build_lists(self) -> None:
        """What stands beside the map."""
        store, workspace, theme, clock = self.store, self.workspace, self._given.theme, self._given.clock
        where, send = self.verbs.where, self.dispatcher.send
        self.alarms = AlarmList(store, workspace, theme, clock, where, send)
        self.events = EventList(store, workspace, theme, clock, where)
        self.selection = SelectionPanel(store, workspace, theme, clock, where, send, self._why_not)
        self.sounder = Sounder(store, workspace, paths.resources() / "sounds")
        self.find = FindBox(self.places.find, self.verbs.go_to, theme)

    def _build_window(self, arrangement: dict[str, str]) -> None:
        given, store, workspace = self._given, self.store, self.workspace
        theme, clock = given.theme, given.clock
        parts = Parts(
            title=given.site.name or "smartclient",
            user=given.user,
            find=self.find,
            connection=ConnectionLabel(store, clock, theme),
            places=PlacesTree(store, workspace, self.places, theme),
            map=self.map,
            wall=self.wall,
            alarms=self.alarms,
            selection=self.selection,
            events=self.events,
            marks=self.footage.marks,
            search=self.footage.search,
            notices=NoticeLine(self.notices, theme),
        )
        self.window = MainWindow(parts, theme, self._closed)
        self.window.arrange(arrangement)
        self.alarms.fly_to.connect(self.verbs.fly_to_alarm)
        self.selection.open_video.connect(self.verbs.open_video)
        self.events.shown.connect(self.verbs.show_device)
        self.selection.replay.connect(self._replay_alarm)
        self.events.replayed.connect(self._replay_event)
        self._build_actions()

    def _build_actions(self) -> None:
        reach = Reach(
            store=self.store,
            workspace=self.workspace,
            map=self.map.ground,
            window=self.window,
            find=self.find.begin,
            keys=lambda: self._key_sheet.toggle(),
            fly_to_alarm=self.verbs.fly_to_alarm,
            acknowledge=self.alarms.acknowledge,
            why_not=self._why_not,
            ask_lock=self.selection.ask_lock,
            ask_unlock=self.selection.ask_unlock,
        )
        rows = [
            *watch_actions(reach),
            *self.walls.actions(),
            *self.replay.actions(self.footage.verbs(self.window), self._meant_alarm, self._show_alarm),
            *self.evidence.actions(self.window),
        ]
        self.actions = Actions(rows, lambda words: self.notices.say("action", words, Grade.QUIET))
        self.actions.install(self.window)
        self.wall.screens.opened.connect(self.actions.install)

    @cached_property
    def _key_sheet(self) -> KeySheet:
        return KeySheet(self.window, self.actions, self._given.theme)

    def show(self) -> None:
        """Shows the windows with the plan; nothing is known of the present yet."""
        if not self.window.isVisible():
            self.window.show()
            self.walls.restore()

    def start(self, first: Snapshot | None = None) -> None:
        """Shows the window and begins to connect, or goes on from the `first` snapshot where the server has given it."""
        self.show()
        self.evidence.look_for_unfinished(self.notices)
        self.session.start(first)

    async def shutdown(self) -> None:
        """Remembers the arrangement and ends everything, last built first."""
        self._remember()
        self.window.hide()
        await self.evidence.stop()
        await self.walls.stop()
        self.map.stop()
        await self.footage.stop()
        await self.replay.stop()
        await self.marking.stop()
        await self.stills.close()
        await self.players.close()
        await self.dispatcher.stop()
        await self.session.stop()
        self.window.deleteLater()
        self._given.journal.close()

    def _why_not(self, command: Command) -> str | None:
        return why_not(command, self.store, self._given.server.capabilities) or None

    def _run(self, action: str) -> None:
        self.actions.run(action)

    def _step(self, count: int) -> None:
        """One tile leads, the others follow its clock."""
        player = self.wall.in_use.verbs.tile.player
        if player is not None:
            player.step(count)

    def _meant_alarm(self) -> Alarm | None:
        chosen = self.workspace.alarm
        return self.store.alarms.get(chosen) if chosen else next(iter(self.store.open_alarms()), None)

    def _show_alarm(self, alarm: Alarm) -> None:
        """Its best cameras, as it happened."""
        self.verbs.fly_to_alarm(alarm.id)
        self.replay.replay.show_at(alarm.at)

    def _replay_alarm(self, alarm_id: str) -> None:
        alarm = self.store.alarms.get(AlarmId(alarm_id))
        if alarm is not None:
            self._show_alarm(alarm)

    def _replay_event(self, event: Happened) -> None:
        """What its cameras saw, as it happened."""
        if event.device is not None:
            self.verbs.show_device(event.device)
            self.verbs.open_video(event.device)
        self.replay.replay.show_at(event.at)

    def _closed(self) -> None:
        QTimer.singleShot(0, self.ended.set)

    def _remember(self) -> None:
        self._given.settings.change(splitters=self.window.arrangement(), is_muted=self.workspace.is_muted)
