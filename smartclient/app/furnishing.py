"""What stands around the map of a watch: session, wall, past, lists and keys, built a piece at a time."""

import asyncio
from collections.abc import Iterator
from functools import cached_property

from smartclient.app.alarm_life import AlarmLifeRoom
from smartclient.app.alarm_lists import AlarmListRoom
from smartclient.app.answering import Answering
from smartclient.app.base_map import BaseMapRoom
from smartclient.app.coverage import CoverageRoom, Ground
from smartclient.app.doors import DoorRoom
from smartclient.app.duties import DutyRoom, MapGround
from smartclient.app.editing import Drawing, EditingRoom
from smartclient.app.evidence import Around, EvidenceRoom
from smartclient.app.finding import FindingRoom
from smartclient.app.following import FollowingRoom, Trodden
from smartclient.app.footage import FootageRoom
from smartclient.app.guarding import Guarding
from smartclient.app.intercom import IntercomRoom
from smartclient.app.lines import line_of
from smartclient.app.plan_exchange import PlanExchangeRoom
from smartclient.app.replay import ReplayRoom
from smartclient.app.sight import SightRoom
from smartclient.app.stills import Stills
from smartclient.app.tiles import Players
from smartclient.app.verbs import Verbs
from smartclient.app.verifying import VerifyingRoom
from smartclient.app.walls import WallRoom
from smartclient.app.watch import Watch
from smartclient.app.whereabouts import WhereaboutsRoom
from smartclient.domain.alarms import Alarm
from smartclient.domain.events import Happened
from smartclient.domain.ids import AlarmId
from smartclient.runtime import paths
from smartclient.session.aiming import Aiming
from smartclient.session.dispatcher import Dispatcher
from smartclient.session.marking import Marking
from smartclient.session.picture_widths import PictureWidths
from smartclient.session.record import Record
from smartclient.store.notices import Grade
from smartclient.store.past import Past
from smartclient.store.walking import Walkable
from smartclient.ui.actions import Actions
from smartclient.ui.alarms.event_list import EventList
from smartclient.ui.alarms.selection_panel import SelectionPanel
from smartclient.ui.alarms.sounder import Sounder
from smartclient.ui.bindings import bind
from smartclient.ui.shell.key_sheet import KeySheet
from smartclient.ui.shell.main_window import Pane
from smartclient.ui.shell.places_tree import PlacesTree
from smartclient.ui.shell.watch_actions import Reach, watch_actions


def furnish(watch: Watch) -> Iterator[None]:
    """Builds and places everything around the map; after each piece the loop may turn."""
    furnishing = _Furnishing(watch)
    for build in (
        furnishing.session,
        furnishing.places,
        furnishing.replay,
        furnishing.footage,
        furnishing.wall,
        furnishing.evidence,
        furnishing.coverage,
        furnishing.duties,
        furnishing.following,
        furnishing.editing,
        furnishing.base_map,
        furnishing.plan_exchange,
        furnishing.lists,
        furnishing.joints,
        furnishing.actions,
    ):
        build()
        yield


class _Furnishing:
    """Knows the watch; every method builds one piece."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._given, self._window = watch, watch.given, watch.window

    def session(self) -> None:
        """What carries commands to the server and pictures from it."""
        watch, server, clock, journal = self._watch, self._given.server, self._given.clock, self._given.journal
        watch.record = Record(journal, watch.notices, clock)
        watch.session = line_of(watch)
        watch.dispatcher = Dispatcher(server, watch.store, journal, watch.notices, clock)
        watch.marking = Marking(server, watch.store, journal, watch.notices, clock)
        watch.stills = Stills(server, clock)
        watch.past = Past.new(clock)
        watch.players = Players(server, clock, asyncio.get_running_loop(), self._given.settings.read().engine_for)
        watch.walkable = Walkable(watch.places)
        watch.verbs = Verbs(watch.store, watch.workspace, watch.places, watch.stills)
        watch.verifying = VerifyingRoom(watch)
        for stop in (
            watch.session.stop,
            watch.dispatcher.stop,
            watch.verbs.seeing.close,
            watch.players.close,
            watch.stills.close,
            watch.marking.stop,
        ):
            watch.closing.push_async_callback(stop)

    def places(self) -> None:
        watch, theme = self._watch, self._given.theme
        self._window.put(Pane.PLACES, PlacesTree(watch.store, watch.workspace, watch.places, theme, self._given.clock))
        go_to = watch.verbs.go_to
        watch.finding = FindingRoom(watch.store, watch.workspace, watch.places, go_to, watch.map, theme)
        watch.find = watch.finding.box
        watch.closing.push_async_callback(watch.finding.stop)
        self._window.put(Pane.FIND, watch.find)

    def wall(self) -> None:
        watch, given = self._watch, self._given
        watch.walls = WallRoom(
            given.server,
            watch.store,
            watch.workspace,
            watch.notices,
            watch.record,
            given.theme,
            given.clock,
            given.settings,
            watch.players.new,
            watch.stills,
            watch.past.playbacks,
        )
        watch.wall = watch.walls.wall
        watch.wall.content.put_below(watch.replay.below())
        watch.closing.push_async_callback(watch.walls.stop)
        self._window.put(Pane.WALL, watch.wall)

    def replay(self) -> None:
        """What plays the past."""
        watch, given = self._watch, self._given
        watch.replay = ReplayRoom(
            given.server,
            watch.store,
            watch.workspace,
            watch.past,
            watch.notices,
            given.theme,
            given.clock,
            given.journal,
            self._run,
            self._step,
        )
        watch.closing.push_async_callback(watch.replay.stop)

    def evidence(self) -> None:
        """What exports the past."""
        watch, given = self._watch, self._given
        watch.evidence = EvidenceRoom(
            Around(
                given.server,
                watch.store,
                watch.workspace,
                watch.past,
                watch.record,
                given.clock,
                given.settings,
                given.theme,
                watch.verbs.where,
                watch.meant_alarm,
                given.user,
                given.address,
            )
        )
        watch.closing.push_async_callback(watch.evidence.stop)

    def coverage(self) -> None:
        """What all cameras together see, and what nobody sees."""
        watch, given = self._watch, self._given
        watch.coverage = CoverageRoom(
            Ground(
                watch.store,
                watch.workspace,
                watch.places,
                lambda: watch.verbs.seeing.sight,
                watch.walkable,
                lambda: watch.whereabouts.radio,
                watch.notices,
                watch.map,
                given.theme,
                given.clock,
            )
        )
        watch.closing.push_async_callback(watch.coverage.stop)

    def following(self) -> None:
        """What hands a subject over from tile to tile."""
        watch, given = self._watch, self._given
        watch.following = FollowingRoom(
            Trodden(
                watch.store,
                watch.workspace,
                watch.places,
                watch.past,
                lambda: watch.verbs.seeing.sight,
                watch.walkable,
                lambda: watch.coverage.coverage.failed,
                watch.notices,
                watch.map,
                given.clock,
                asyncio.get_running_loop().call_later,
                given.journal.happened,
            )
        )
        watch.closing.push_async_callback(watch.following.stop)

    def base_map(self) -> None:
        watch = self._watch
        watch.base_map = BaseMapRoom(watch.map, watch.places, watch.workspace, self._given.settings, watch.notices)
        watch.closing.push_async_callback(watch.base_map.stop)

    def duties(self) -> None:
        """The law's rules, walk-throughs, print."""
        watch, given = self._watch, self._given
        watch.duties = DutyRoom(
            MapGround(
                watch.store,
                watch.workspace,
                watch.places,
                watch.notices,
                given.theme,
                given.clock,
                given.settings,
                given.user,
                given.plan,
                watch.verbs.show_device,
                lambda edit: watch.editing.change(edit),
                lambda: watch.editing.expect_record(),
            ),
            self._window,
        )
        watch.closing.push_async_callback(watch.duties.stop)

    def editing(self) -> None:
        """What changes the plan."""
        watch, given = self._watch, self._given
        drawing = Drawing(
            given.server,
            watch.store,
            watch.workspace,
            watch.places,
            watch.map,
            watch.record,
            watch.notices,
            given.theme,
            given.clock,
            given.plan,
            given.stamp,
        )
        watch.editing = EditingRoom(drawing, self._window)
        watch.closing.push_async_callback(watch.editing.stop)

    def plan_exchange(self) -> None:
        """What brings plans in and out."""
        watch = self._watch
        watch.plan_exchange = PlanExchangeRoom(
            watch.store, watch.workspace, watch.notices, self._given.theme, self._given.plan, watch.editing.put_in
        )
        watch.closing.push_async_callback(watch.plan_exchange.stop)

    def lists(self) -> None:
        """Alarms, events and what is selected."""
        watch, theme, clock = self._watch, self._given.theme, self._given.clock
        store, workspace, where, send = watch.store, watch.workspace, watch.verbs.where, watch.dispatcher.send
        watch.whereabouts = WhereaboutsRoom(store, workspace, watch.places, watch.walkable, watch.map, theme, self._say)
        watch.closing.push_async_callback(watch.whereabouts.stop)
        radio = watch.whereabouts.radio
        watch.alarm_lists = AlarmListRoom(watch, radio, self._say, self._replay_alarm)
        watch.closing.push_async_callback(watch.alarm_lists.stop)
        watch.alarms = watch.alarm_lists.list
        watch.events = EventList(store, workspace, theme, clock, where)
        watch.alarm_life = AlarmLifeRoom(watch)
        watch.closing.push_async_callback(watch.alarm_life.stop)
        reading = watch.alarm_life.reading
        watch.selection = SelectionPanel(
            store, workspace, theme, clock, where, send, watch.why_not, said=radio.where, reading=reading
        )
        seeing = watch.verbs.seeing
        aiming = Aiming(seeing, store, watch.walls.moving, watch.verbs.open_cameras, self._say)
        seeing.unseen.connect(lambda _subject: self._say("No camera sees this place, as far as the plan tells."))
        widths = PictureWidths(self._given.server, store)
        watch.seeing = SightRoom(seeing, aiming, store, workspace, watch.places, watch.map, theme, widths)
        watch.closing.push_async_callback(watch.seeing.stop)
        watch.selection.add(watch.seeing.panel)
        watch.selection.add(watch.whereabouts.card)
        bind(watch.selection, radio.changed, lambda _said: watch.selection.refresh())
        sounds, is_silent = paths.resources() / "sounds", watch.verifying.own_room.is_silent
        watch.sounder = Sounder(store, workspace, sounds, parent=self._window, is_silent=is_silent)
        watch.alarm_life.join(watch.selection, watch.sounder, watch.alarms)
        watch.answering = Answering(watch)
        self._window.put(Pane.ALARMS, watch.alarms)
        self._window.put(Pane.SELECTED, watch.selection)
        self._window.put(Pane.EVENTS, watch.events)
        self._window.put(Pane.MARKS, watch.footage.marks)
        self._window.put(Pane.SEARCH, watch.footage.search)

    def footage(self) -> None:
        """What marks and searches the past."""
        watch, given = self._watch, self._given
        watch.footage = FootageRoom(
            given.server,
            watch.store,
            watch.workspace,
            watch.places,
            watch.past,
            watch.replay.reader,
            watch.replay.replay,
            watch.marking,
            watch.replay.thumbnails,
            watch.verbs.seeing,
            given.theme,
            given.clock,
        )
        watch.closing.push_async_callback(watch.footage.stop)

    def joints(self) -> None:
        watch = self._watch
        watch.intercom, watch.doors, watch.guarding = IntercomRoom(watch), DoorRoom(watch), Guarding(watch)
        watch.closing.push_async_callback(watch.verifying.stop)
        watch.selection.open_video.connect(watch.verbs.open_video)
        watch.events.shown.connect(watch.verbs.show_device)
        watch.selection.replay.connect(self._replay_alarm)
        watch.events.replayed.connect(self._replay_event)

    def actions(self) -> None:
        """Every key and what it does."""
        watch = self._watch
        reach = Reach(
            store=watch.store,
            workspace=watch.workspace,
            map=watch.map.ground,
            window=self._window,
            find=watch.find.begin,
            keys=lambda: self._key_sheet.toggle(),
            fly_to_alarm=watch.verbs.fly_to_alarm,
            acknowledge=watch.alarms.acknowledge,
            why_not=watch.why_not,
            ask_lock=watch.selection.ask_lock,
            ask_unlock=watch.selection.ask_unlock,
        )
        rooms = (watch.duties, watch.editing, watch.whereabouts, watch.verifying, watch.intercom, watch.answering)
        rows = [
            *watch_actions(reach),
            *watch.walls.actions(),
            *watch.replay.actions(watch.footage.verbs(self._window), watch.meant_alarm, self._show_alarm),
            *watch.evidence.actions(self._window),
            *watch.base_map.actions(self._window),
            *watch.seeing.actions(self._window),
            *watch.coverage.actions(self._window),
            *watch.plan_exchange.actions(self._window),
            *watch.following.actions(self._window),
            *(row for room in (*rooms, watch.doors, watch.alarm_lists, watch.guarding) for row in room.actions()),
            *watch.alarm_life.actions(self._window),
        ]
        watch.actions = Actions(rows, self._say)
        watch.finding.offer(watch.actions, watch.answering.saved_actions, self._say)
        watch.actions.install(self._window)
        watch.wall.screens.opened.connect(watch.actions.install)

    @cached_property
    def _key_sheet(self) -> KeySheet:
        return KeySheet(self._window, self._watch.actions, self._given.theme)

    def _say(self, words: str) -> None:
        self._watch.notices.say("action", words, Grade.QUIET)

    def _run(self, action: str) -> None:
        self._watch.actions.run(action)

    def _step(self, count: int) -> None:
        """One tile leads, the others follow its clock."""
        player = self._watch.wall.in_use.verbs.tile.player
        if player is not None:
            player.step(count)

    def _show_alarm(self, alarm: Alarm) -> None:
        """Its best cameras, as it happened."""
        self._watch.verbs.fly_to_alarm(alarm.id)
        self._watch.replay.replay.show_at(alarm.at)

    def _replay_alarm(self, alarm_id: str) -> None:
        alarm = self._watch.store.alarms.get(AlarmId(alarm_id))
        if alarm is not None:
            self._show_alarm(alarm)

    def _replay_event(self, event: Happened) -> None:
        """What its cameras saw, as it happened."""
        if event.device is not None:
            self._watch.verbs.show_device(event.device)
            self._watch.verbs.open_video(event.device)
        self._watch.replay.replay.show_at(event.at)
