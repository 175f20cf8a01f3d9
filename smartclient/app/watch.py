"""One watch: every object built once, joined once, shut down once; the map first, what stands around it behind the map's first picture."""

import asyncio
import importlib
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from smartclient.adapters.server import Server, capabilities_at
from smartclient.app.last_view_file import LastViewFile
from smartclient.app.loading import load_desks
from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import Command
from smartclient.domain.connection import Connection, Line
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.geometry import frames
from smartclient.plans.scope import Scope
from smartclient.plans.stamp import Stamp
from smartclient.runtime import garbage
from smartclient.runtime.clock import Clock
from smartclient.runtime.settings import SettingsFile
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.pending import subject_of
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.map.kept_picture import KeptPicture
from smartclient.ui.map.map_view import MapView
from smartclient.ui.shell.connection_label import ConnectionLabel
from smartclient.ui.shell.main_window import MainWindow
from smartclient.ui.shell.notice_line import NoticeLine
from smartclient.ui.theme import Theme

if TYPE_CHECKING:
    from smartclient.app.alarm_life import AlarmLifeRoom
    from smartclient.app.alarm_lists import AlarmListRoom
    from smartclient.app.answering import Answering
    from smartclient.app.base_map import BaseMapRoom
    from smartclient.app.coverage import CoverageRoom
    from smartclient.app.districts import Districts
    from smartclient.app.doors import DoorRoom
    from smartclient.app.duties import DutyRoom
    from smartclient.app.editing import EditingRoom
    from smartclient.app.evidence import EvidenceRoom
    from smartclient.app.finding import FindingRoom
    from smartclient.app.following import FollowingRoom
    from smartclient.app.footage import FootageRoom
    from smartclient.app.guarding import Guarding
    from smartclient.app.intercom import IntercomRoom
    from smartclient.app.plan_exchange import PlanExchangeRoom
    from smartclient.app.replay import ReplayRoom
    from smartclient.app.sight import SightRoom
    from smartclient.app.stills import Stills
    from smartclient.app.tiles import Players
    from smartclient.app.verbs import Verbs
    from smartclient.app.verifying import VerifyingRoom
    from smartclient.app.walls import WallRoom
    from smartclient.app.whereabouts import WhereaboutsRoom
    from smartclient.plans.kept_metres import KeptMetres
    from smartclient.session.connection import Session
    from smartclient.session.dispatcher import Dispatcher
    from smartclient.session.marking import Marking
    from smartclient.session.record import Record
    from smartclient.session.sessions import Sessions
    from smartclient.store.last_view import LastView
    from smartclient.store.past import Past
    from smartclient.store.walking import Walkable
    from smartclient.ui.actions import Actions
    from smartclient.ui.alarms.alarm_list import AlarmList
    from smartclient.ui.alarms.event_list import EventList
    from smartclient.ui.alarms.selection_panel import SelectionPanel
    from smartclient.ui.alarms.sounder import Sounder
    from smartclient.ui.shell.find_box import FindBox
    from smartclient.ui.shell.sign_in import SignIn
    from smartclient.ui.video.wall import Wall

_MAP_PATIENCE_S = 2.0
_LET_GO_S = 1.0
"""Whoever goes on in this process, as after other rights, holds nothing of this watch by then."""
_ANSWER_S = 0.1
"""A pointer that moves over the new map is answered before anything else is loaded."""


@dataclass(slots=True)
class Given:
    """What a watch is made from; the site becomes another where the server takes devices away from this user meanwhile."""

    site: Site
    kept_picture: KeptPicture | None
    """The map's first picture, from the last watch."""
    server: Server
    user: str
    theme: Theme
    settings: SettingsFile
    journal: Journal
    clock: Clock
    last_view_file: LastViewFile
    """Where what is looked at is kept for the next start."""
    address: str = ""
    """Where the server is, as evidence names it."""
    screen: str = field(default="", kw_only=True)
    """The screen that was asked for; empty for the one this person had last."""
    plan: Path | None = None
    """What the site was read from; None where it is on no disk."""
    stamp: Stamp = field(default_factory=dict)
    """The plan's files as they were then."""
    last_view: "LastView | None" = None
    """What was looked at in a watch that ended without being closed."""
    is_handed_over: bool = field(default=False, kw_only=True)
    """Whether that watch ended for this one."""
    districts: "Districts | None" = None
    """Where there are several servers: each of them."""
    scope: Scope = None
    """The campuses of the plan that this user may see; None is all."""
    withheld: frozenset[DeviceId] = frozenset()
    """Devices of the plan that are not in the site, as the server did not show them to this user last."""
    metres: "KeptMetres | None" = None
    """Where the plan's places lie on the map, from the last watch."""
    follow_scope: Callable[[Scope], None] | None = None
    """Told when the server shows others; None where nobody would begin again with them."""
    entered: "SignIn | None" = None
    """What was filled in to sign in, for a watch over more servers than this; None where nobody filled in anything."""


class Watch:
    """The objects of one watch. Build it on the running loop, `start` it, wait for `ended`, then `shutdown`.

    It begins with the map; session, wall, timeline and lists are `furnished` a little later, or at once by `furnish`.
    """

    record: "Record"
    session: "Session | Sessions"
    dispatcher: "Dispatcher"
    marking: "Marking"
    stills: "Stills"
    past: "Past"
    players: "Players"
    verbs: "Verbs"
    verifying: "VerifyingRoom"
    walkable: "Walkable"
    walls: "WallRoom"
    wall: "Wall"
    replay: "ReplayRoom"
    evidence: "EvidenceRoom"
    base_map: "BaseMapRoom"
    coverage: "CoverageRoom"
    plan_exchange: "PlanExchangeRoom"
    editing: "EditingRoom"
    duties: "DutyRoom"
    doors: "DoorRoom"
    following: "FollowingRoom"
    footage: "FootageRoom"
    guarding: "Guarding"
    intercom: "IntercomRoom"
    seeing: "SightRoom"
    alarms: "AlarmList"
    alarm_life: "AlarmLifeRoom"
    alarm_lists: "AlarmListRoom"
    events: "EventList"
    selection: "SelectionPanel"
    sounder: "Sounder"
    answering: "Answering"
    finding: "FindingRoom"
    whereabouts: "WhereaboutsRoom"
    find: "FindBox"
    actions: "Actions"

    def __init__(self, given: Given) -> None:
        loop = asyncio.get_running_loop()
        self.given = given
        clock = given.clock
        settings = given.settings.read()
        self.ended, self.furnished = asyncio.Event(), asyncio.Event()
        self.store = SiteStore(given.site, Connection(Line.CONNECTING, clock.now()), loop.call_later)
        self.store.has_whole_plan = given.scope is None and not given.withheld
        self.workspace = Workspace()
        self.notices = Notices(clock)
        self.places = Places(given.site, given.metres.memory if given.metres is not None else None)
        self.workspace.is_muted = settings.is_muted
        if given.last_view is not None:
            from smartclient.store.last_view import show_on_map

            show_on_map(given.last_view, self.workspace, self.places.frame, self.places.buildings)
        self.map = MapView(self.store, self.workspace, given.theme, clock, self.places, kept=given.kept_picture)
        self.window = MainWindow(
            given.site.name or "smartclient",
            given.user,
            self.map,
            ConnectionLabel(self.store, clock, given.theme),
            NoticeLine(self.notices, given.theme),
            given.theme,
            self._closed,
        )
        self.window.arrange(settings.splitters)
        self._starting = Tasks("watch")
        self._is_furnishing = False
        self.closing = AsyncExitStack()
        """What ends with the watch, last built first."""
        self.closing.callback(given.journal.close)
        self.closing.callback(self.window.end)
        self.closing.callback(self.map.stop)

    def show(self) -> None:
        """Shows the window with the plan; nothing is known of the present yet."""
        if self.window.isVisible():
            return
        self.window.show()
        if self._is_furnishing:
            self.walls.restore()
        else:
            self._is_furnishing = True
            self._starting.start("furnish", self._furnish_behind_the_map())

    def start(self, first: Snapshot | None = None) -> None:
        """Shows the window and begins to connect, or goes on from the `first` snapshot where the server has given it."""
        self.show()
        self._starting.start("connect", self._connect(first))

    def furnish(self) -> None:
        """Builds at once what stands around the map."""
        from smartclient.app.furnishing import furnish

        self._is_furnishing = True
        for _piece in furnish(self):
            pass
        self.furnished.set()

    async def shutdown(self) -> None:
        """Remembers the arrangement and ends everything, last built first."""
        if self._is_furnishing:
            await self.furnished.wait()
        await self._starting.cancel()
        self._remember()
        self.window.hide()
        self.store.stop()  # rooms end one after the other, and none shall hear of the server any more
        await self.closing.aclose()
        asyncio.get_running_loop().call_later(_LET_GO_S, garbage.look_through_all)

    def why_not(self, command: Command) -> str | None:
        """Why the command cannot be sent now, for a person; None when it can."""
        return why_not(command, self.store, capabilities_at(self.given.server, subject_of(command))) or None

    def meant_alarm(self) -> Alarm | None:
        """The chosen alarm, else the worst."""
        chosen = self.workspace.alarm
        return self.store.alarms.get(chosen) if chosen else next(iter(self.store.open_alarms()), None)

    async def _furnish_behind_the_map(self) -> None:
        """Imports in a thread and builds a piece a turn, so that the map answers meanwhile."""
        try:
            await self._map_is_there()
            await asyncio.sleep(_ANSWER_S)
            await asyncio.to_thread(frames.load)
            if self.given.metres is not None:
                await asyncio.to_thread(self.given.metres.keep)
            furnishing = await asyncio.to_thread(importlib.import_module, "smartclient.app.furnishing")
            for _piece in furnishing.furnish(self):
                await asyncio.sleep(0)
            self.walls.restore()
        finally:
            self.furnished.set()
        await asyncio.to_thread(self.players.load)
        await load_desks()
        for prepare in (self.editing.prepare, self.verifying.prepare, self.intercom.prepare):
            await asyncio.sleep(0)  # each holds the loop for itself, and none for the others
            await prepare()

    async def _map_is_there(self) -> None:
        canvas, crisp = self.map.canvas, asyncio.Event()

        def look() -> None:
            if canvas.is_crisp:
                crisp.set()

        canvas.painted.connect(look)
        try:
            async with asyncio.timeout(_MAP_PATIENCE_S):
                await crisp.wait()
        except TimeoutError:
            return
        finally:
            canvas.painted.disconnect(look)

    async def _connect(self, first: Snapshot | None) -> None:
        await self.furnished.wait()
        self.evidence.look_for_unfinished(self.notices)
        self.session.start(first)

    def _closed(self) -> None:
        QTimer.singleShot(0, self.ended.set)

    def _remember(self) -> None:
        self.given.settings.change(splitters=self.window.arrangement(), is_muted=self.workspace.is_muted)
