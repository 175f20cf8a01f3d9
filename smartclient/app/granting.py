"""Grants in one watch: the banner, the bell, what is open to this person, and the keys; the panel is built when first used."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from smartclient.domain.commands import ApproveGrant, Command, EndGrant
from smartclient.domain.grants import Ending, Grant, GrantId, GrantState
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.runtime import paths
from smartclient.runtime.tasks import Tasks
from smartclient.session.grants import asking
from smartclient.session.grants.grant_news import GrantNews, Step
from smartclient.session.grants.openness import Openness
from smartclient.session.grants.outside import Watcher, watchers
from smartclient.session.grants.overdue import Overdue
from smartclient.session.grants.seen import SeenGlass
from smartclient.session.grants.ungranted import Ungranted
from smartclient.store.changes import Changes
from smartclient.ui.actions import HIDDEN, Action
from smartclient.ui.bindings import bind
from smartclient.ui.grants.banner import GrantBanner
from smartclient.ui.grants.bell import GrantBell
from smartclient.ui.grants.lines import Line, Verb, end_verbs, own_lines, school_lines

if TYPE_CHECKING:
    from smartclient.app.granting_desk import GrantingDesk
    from smartclient.app.watch import Watch

_GROUP = "Grants"
ASK, ALL, APPROVE, END = "Ctrl+G", "Alt+G", "Ctrl+Shift+G", "Ctrl+Alt+G"
_KEYS = {Verb.APPROVE: APPROVE, Verb.END: END}
_TICK_MS = 1_000
_FRESH = timedelta(minutes=1)
_TOLD_FOR = timedelta(minutes=10)
"""So long the banner says how one's own grant ended, unless it is put away."""


class GrantingRoom:
    """Build it on the running loop, before the first player; `stop` ends it."""

    def __init__(self, watch: "Watch") -> None:
        self.watch = watch
        given, store = watch.given, watch.store
        self._campuses: dict[DeviceId, VenueId | None] = {}
        self.openness = Openness(store, given.clock, self.campus_of, ASK)
        watch.players.why_closed = self.openness.why_closed
        watch.stills.is_closed = self.openness.is_closed
        watch.evidence.why_closed = self.openness.why_closed
        self.news, self.ungranted = GrantNews(store), Ungranted(store, given.clock)
        self.seen = SeenGlass(watch.record, given.journal, given.clock, lambda: store.user)
        self.overdue = Overdue(given.server, store, watch.record, watch.notices, given.clock)
        self.desk: GrantingDesk | None = None
        self.banner = GrantBanner(given.theme, _KEYS, ALL)
        self.bell = GrantBell(paths.resources() / "sounds", lambda: watch.workspace.is_muted, parent=watch.window)
        self._put_away: set[GrantId] = set()
        self._open: frozenset[GrantId] = frozenset()
        self._tasks = Tasks("grants")
        self._ticker = QTimer(watch.window, interval=_TICK_MS)
        self._ticker.timeout.connect(self._follow)
        self.banner.pressed.connect(self._press)
        self.banner.more_asked.connect(self.open)
        watch.window.put_banner(self.banner)
        self._stop_hearing = self.news.stepped.connect(self._on_step)
        bind(self.banner, store.changed, self._on_store)
        self._tasks.start("seen glass", self._recall())

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        ask = partial(self._run, lambda desk: desk.ask())
        yield Action("grant-ask", "Ask to see the school's cameras …", _GROUP, ask, (ASK,), self._why_not_ask)
        for venue in self.watch.given.site.venues:
            run = partial(self._run, partial(_ask_for, campus=venue.id))
            why_not = partial(self._why_not_ask, venue.id)
            yield Action(f"grant-ask:{venue.id}", f"Ask to see {venue.name} …", _GROUP, run, (), why_not, HIDDEN)
        yield Action("grants", "Grants: who outside may see what, and the memorandum", _GROUP, self.open, (ALL,))
        yield Action(
            "grant-approve", "Approve the request to see cameras", _GROUP, self.approve, (APPROVE,), self._why_none
        )
        refuse = partial(self._run, lambda desk: desk.refuse())
        yield Action("grant-refuse", "Refuse the request to see cameras …", _GROUP, refuse, (), self._why_none)
        yield Action("grant-end", "End the view from outside", _GROUP, self.end, (END,), self._why_not_end)
        show = self.show_watched
        yield Action("grant-watched", "Show what outsiders watch on the map", _GROUP, show, (), self._why_nobody)
        yield Action("grant-seen", "Break-glass: I have seen it", _GROUP, self.see, (), self._why_unbroken)
        yield from self._own_actions()

    def _own_actions(self) -> Iterator[Action]:
        cameras, cleared = self.open_cameras, partial(self._end_own, Ending.UNITS_CLEARED)
        yield Action("grant-cameras", "Open the cameras of the grant", _GROUP, cameras, (), self._why_not_open)
        yield Action("grant-cleared", "All units are cleared: end the view", _GROUP, cleared, (), self._why_not_open)
        withdraw = partial(self._end_own, Ending.WITHDRAWN)
        yield Action("grant-withdraw", "Withdraw the request, or end the view", _GROUP, withdraw, (), self._why_no_own)
        report = partial(self._run, lambda desk: desk.report())
        yield Action("grant-report", "Report of grants for the school board …", _GROUP, report, (), self._why_no_report)
        glass = partial(self._run, lambda desk: desk.break_glass())
        yield Action(
            "break-glass", "Break the glass: see cameras without approval …", _GROUP, glass, (), self._why_whole
        )

    def open(self) -> None:
        """Shows all grants and the memorandum."""
        self.opened.open()

    def approve(self) -> None:
        """Says yes to the request that is meant: of the chosen alarm, else for the campus at hand, else the oldest."""
        if (grant := self.meant) is not None:
            self.send(ApproveGrant(grant.id))

    def end(self) -> None:
        """Ends every view from outside that this person may end."""
        for grant in self._endable():
            for verb in end_verbs((grant,), self.watch.store.grant_terms):
                self.act(grant, verb)

    def see(self) -> None:
        """Somebody at the school has seen the broken glass: it rings no more."""
        for grant in self._broken():
            self.seen.see(grant)
        self._follow()

    def show_watched(self, watcher: Watcher | None = None) -> None:
        """Selects the first camera that is watched from outside on the map, the next one with each further press."""
        found = (watcher,) if watcher is not None else watchers(self.watch.store)
        cameras = [camera for each in found for camera in each.cameras]
        if cameras:
            chosen = self.watch.workspace.device
            place = cameras.index(chosen) + 1 if chosen in cameras else 0
            self.watch.verbs.show_device(cameras[place % len(cameras)])

    def open_cameras(self, grant: Grant | None = None) -> None:
        """Opens cameras of this person's grant."""
        own = self.openness.open
        if grant is not None or own:
            self.opened.open_cameras(grant or own[0])

    def send(self, command: Command) -> None:
        """Through the dispatcher, which says what came of it."""
        self.watch.dispatcher.send(command)
        self._follow()

    @property
    def opened(self) -> "GrantingDesk":
        """The panel's desk."""
        if self.desk is None:
            from smartclient.app.granting_desk import GrantingDesk

            self.desk = GrantingDesk(self)
        return self.desk

    @property
    def meant(self) -> Grant | None:
        """The request that a person means."""
        chosen = self.desk.chosen_request if self.desk is not None else None
        alarm = self.watch.workspace.alarm
        return chosen or asking.meant(asking.waiting(self.watch.store), alarm, self.campus)

    @property
    def campus(self) -> VenueId | None:
        """Where a call comes from, else where the chosen alarm or device is, else the campus of the building on the map."""
        watch = self.watch
        call = watch.intercom.calls.current if hasattr(watch, "intercom") else None
        alarm = watch.store.alarms.get(watch.workspace.alarm) if watch.workspace.alarm is not None else None
        devices = (call.intercom if call else None, alarm.device if alarm else None, watch.workspace.device)
        found = next((campus for device in devices if device is not None and (campus := self.campus_of(device))), None)
        building = watch.places.buildings.get(watch.workspace.building) if watch.workspace.building else None
        return found or (building.venue_id if building is not None else None)

    def campus_of(self, device: DeviceId) -> VenueId | None:
        """On which campus a device is."""
        if device not in self._campuses:
            known = self.watch.store.devices.get(device)
            venue = self.watch.places.of_device(known).venue if known is not None else None
            self._campuses[device] = venue.id if venue is not None else None
        return self._campuses[device]

    def campus_name(self, campus: VenueId) -> str:
        """What people call it."""
        venue = self.watch.places.venues.get(campus)
        return venue.name if venue is not None else str(campus)

    async def stop(self) -> None:
        """Ends everything."""
        self._ticker.stop()
        self.bell.stop()
        self._stop_hearing()
        self.news.stop()
        if self.desk is not None:
            await self.desk.stop()
        await self.overdue.stop()
        await self._tasks.cancel()

    async def _recall(self) -> None:
        await self.seen.recall()
        self._follow()

    def _run(self, act: "Callable[[GrantingDesk], None]") -> None:
        act(self.opened)

    def _on_store(self, changes: Changes) -> None:
        if changes.everything:
            self._campuses.clear()
        if changes.grants or changes.everything or changes.connection:
            self._follow()

    def _on_step(self, step: Step) -> None:
        grant, store = step.grant, self.watch.store
        if not step.is_new_state:
            return
        if asking.is_own(grant, store):
            self._on_own(step)
        elif grant.state is GrantState.REQUESTED and grant in asking.waiting(store):
            self.opened.bring(grant)

    def _on_own(self, step: Step) -> None:
        """Tiles open with a grant; with one of long ago the watch has come back to what it showed."""
        grant = step.grant
        self._follow()
        is_fresh = self.watch.given.clock.now() - grant.changed_at < _FRESH
        if grant.state is GrantState.OPEN and (step.before is not None or is_fresh):
            self.opened.open_cameras(grant)

    def _follow(self) -> None:
        """Everything as it is now; what closes or opens does so at once."""
        store = self.watch.store
        opened = frozenset(grant.id for grant in self.openness.open)
        self._open = opened
        self.overdue.look()
        self.watch.players.follow_rights()
        self.watch.stills.follow_rights()
        self.watch.evidence.follow_rights()
        self.watch.replay.thumbnails.forget(self.openness.is_closed)
        for due in self.ungranted.due():
            self.watch.alarm_lists.rules.rule_watch.own.raise_for(due)
        lines = self._lines()
        self.banner.show_lines(lines)
        (self._ticker.start if lines else self._ticker.stop)()
        self.bell.follow((grant.id for grant in asking.waiting(store)), is_broken=bool(self._broken()))
        if self.desk is not None:
            self.desk.follow()

    def _lines(self) -> list[Line]:
        store, now = self.watch.store, self.watch.given.clock.now()
        watching = watchers(store)
        watched = {grant.id for watcher in watching for grant in watcher.grants}
        others = [grant for grant in store.grants.values() if not asking.is_own(grant, store)]
        unwatched = [grant for grant in others if grant.state is GrantState.OPEN and grant.id not in watched]
        asked, terms = asking.waiting(store), store.grant_terms
        lines = school_lines(asked, self._broken(), watching, unwatched, terms, self.campus_name, now)
        own = (grant for grant in self.openness.own if self._is_told(grant))
        return [*lines, *own_lines(own, self.campus_name, now)]

    def _is_told(self, grant: Grant) -> bool:
        if grant.state in (GrantState.REQUESTED, GrantState.OPEN):
            return True
        is_late = self.watch.given.clock.now() - grant.changed_at > _TOLD_FOR
        is_overtaken = any(other.requested_at > grant.requested_at for other in self.openness.own)
        return not (is_late or is_overtaken or grant.id in self._put_away)

    def _broken(self) -> list[Grant]:
        terms = self.watch.store.grant_terms
        return [
            grant
            for grant in self.watch.store.grants.values()
            if grant.is_break_glass and grant.campus in terms.may_end and not self.seen.is_seen(grant)
        ]

    def _endable(self) -> list[Grant]:
        store = self.watch.store
        return [
            grant
            for grant in store.grants.values()
            if grant.state is GrantState.OPEN and grant.campus in store.grant_terms.may_end
        ]

    def _press(self, key: str, verb: Verb) -> None:
        grant = self.watch.store.grants.get(GrantId(key))
        watcher = next((each for each in watchers(self.watch.store) if f"watch/{each.user}" == key), None)
        if watcher is not None:
            self._press_watcher(watcher, verb)
        elif grant is not None:
            self.act(grant, verb)

    def _press_watcher(self, watcher: Watcher, verb: Verb) -> None:
        if verb is Verb.MAP:
            self.show_watched(watcher)
        for grant in watcher.grants if verb in (Verb.END, Verb.CLEARED) else ():
            self.act(grant, verb)

    def act(self, grant: Grant, verb: Verb) -> None:
        """Does what a button about that grant says."""
        match verb:
            case Verb.APPROVE:
                self.send(ApproveGrant(grant.id))
            case Verb.REFUSE:
                self.opened.refuse(grant)
            case Verb.SHOW:
                self.opened.open(grant)
            case Verb.MAP:
                self.opened.show_on_map(grant)
            case Verb.END:
                self.send(EndGrant(grant.id, Ending.SCHOOL))
            case Verb.SEEN:
                self.seen.see(grant)
                self._follow()
            case Verb.WITHDRAW:
                self.send(EndGrant(grant.id, Ending.WITHDRAWN))
            case Verb.CLEARED:
                self.send(EndGrant(grant.id, Ending.UNITS_CLEARED))
            case Verb.CAMERAS:
                self.open_cameras(grant)
            case Verb.DISMISS:
                self._put_away.add(grant.id)
                self._follow()

    def _end_own(self, ending: Ending) -> None:
        states = (GrantState.OPEN,) if ending is Ending.UNITS_CLEARED else (GrantState.REQUESTED, GrantState.OPEN)
        grant = next((grant for grant in self.openness.own if grant.state in states), None)
        if grant is not None:
            self.send(EndGrant(grant.id, ending))

    def _why_not_ask(self, campus: VenueId | None = None) -> str | None:
        store = self.watch.store
        reason = asking.why_not_ask(store)
        if not reason and campus is not None and campus not in store.grant_terms.may_request:
            reason = "The memorandum does not let you ask to see this campus."
        return reason or None

    def _why_whole(self) -> str | None:
        return asking.why_not_break(self.watch.store) or None

    def _why_none(self) -> str | None:
        return None if self.meant is not None else "Nobody waits for your approval."

    def _why_not_end(self) -> str | None:
        if self._endable():
            return None
        is_watched = bool(watchers(self.watch.store))
        return "You cannot end this view; the school can." if is_watched else "Nothing is open to anybody outside."

    def _why_nobody(self) -> str | None:
        return None if watchers(self.watch.store) else "Nobody outside watches."

    def _why_unbroken(self) -> str | None:
        return None if self._broken() else "No glass was broken."

    def _why_not_open(self) -> str | None:
        return None if self.openness.open else "No grant of yours is open."

    def _why_no_own(self) -> str | None:
        states = (GrantState.REQUESTED, GrantState.OPEN)
        has_own = any(grant.state in states for grant in self.openness.own)
        return None if has_own else "You have asked for nothing."

    def _why_no_report(self) -> str | None:
        may = self.watch.store.grant_terms.may_report
        return None if may else "The report is for those who approve, and for administrators."


def _ask_for(desk: "GrantingDesk", campus: VenueId) -> None:
    desk.ask(campus)
