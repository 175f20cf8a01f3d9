"""The panel of grants at work: the form, the chosen grant, the list, and the tiles that open with a grant."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QTimer

from smartclient.domain.alarms import Alarm
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, RefuseGrant, RequestGrant
from smartclient.domain.errors import SmartclientError
from smartclient.domain.grants import Ending, Grant, GrantId, GrantState
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.recordings import Span
from smartclient.runtime.tasks import Tasks
from smartclient.session.best_cameras import best_cameras
from smartclient.session.grants import asking
from smartclient.session.grants.asking import Draft
from smartclient.session.grants.report_rows import Names
from smartclient.store.notices import Grade
from smartclient.store.pending import PendingState
from smartclient.ui.grants.grant_card import CardFace, named
from smartclient.ui.grants.grants_panel import GrantsPanel
from smartclient.ui.grants.lines import Verb, end_verbs
from smartclient.ui.verifying.keyboard import Keyboard

if TYPE_CHECKING:
    from smartclient.app.granting import GrantingRoom

TITLE = "Grants"
_TICK_MS = 1_000


class GrantingDesk:
    """Belongs to its room; `stop` ends it."""

    def __init__(self, room: "GrantingRoom") -> None:
        self._room, self._watch = room, room.watch
        self.panel = room.watch.window.own(GrantsPanel(room.watch.given.theme, room.campus_name))
        self.keyboard = Keyboard([self.panel], self._watch.map)
        self._chosen: GrantId | None = None
        self._tasks = Tasks("grants desk")
        panel = self.panel
        panel.pressed.connect(self._press)
        panel.chosen.connect(self._choose)
        panel.card.refused.connect(self._refuse)
        panel.form.asked.connect(self._ask)
        panel.form.broken.connect(self._break)
        panel.form.closed.connect(self._end_asking)
        panel.report_asked.connect(self.report)
        panel.report_form.wanted.connect(self._ask_where)
        panel.report_form.closed.connect(panel.report_form.hide)
        self._ticker = QTimer(panel, interval=_TICK_MS)
        self._ticker.timeout.connect(self.follow)
        self._ticker.start()

    @property
    def chosen(self) -> Grant | None:
        """The grant on the card."""
        return self._watch.store.grants.get(self._chosen) if self._chosen is not None else None

    @property
    def chosen_request(self) -> Grant | None:
        """The grant on the card, while it waits for this person and is on the screen."""
        grant = self.chosen
        return grant if self.panel.isVisible() and grant in asking.waiting(self._watch.store) else None

    def open(self, grant: Grant | None = None) -> None:
        """Shows the panel with that grant, else the one that wants somebody, and gives it the keyboard."""
        self._chosen = grant.id if grant is not None else self._most_wanted()
        self._show()
        self._watch.window.raise_tabs(True)
        self.keyboard.take()
        self.follow()

    def bring(self, grant: Grant) -> None:
        """A request has come: its card comes up by itself, unless an alarm is being verified or another is being read."""
        if self._watch.verifying.verifying.alarm is not None or self.keyboard.is_here:
            return
        self._chosen = grant.id
        self.keyboard.show_over(self._watch.window.tabs, self._show)
        self.follow()

    def ask(self, campus: VenueId | None = None) -> None:
        """Shows the form, filled from the chosen alarm or the campus on the map."""
        store = self._watch.store
        alarm = self._meant_alarm(campus)
        draft = asking.drafted(store, alarm, campus or self._room.campus, self._room.campus_of)
        self.open()
        if draft is None:
            return
        self.panel.form.show()
        self.panel.card.hide()
        self.panel.form.show_draft(draft, store.grant_terms)

    def break_glass(self) -> None:
        """Shows the form; broken glass wants a reason, and to be meant."""
        self.ask()
        self.panel.form.reason.clear()
        self.panel.form.ask_to_break()

    def refuse(self, grant: Grant | None = None) -> None:
        """Asks why."""
        grant = grant or self._room.meant
        if grant is not None:
            self.open(grant)
            self.panel.card.begin_refusal()

    def open_cameras(self, grant: Grant) -> None:
        """Fills the wall: the cameras that see the alarm it was asked from, then others of the grant."""
        self._tasks.start("cameras of the grant", self._open(grant))

    def show_on_map(self, grant: Grant) -> None:
        """Selects its cameras on the map one after the other."""
        cameras = sorted(camera for camera in grant.cameras if camera in self._watch.store.devices)
        if cameras:
            chosen = self._watch.workspace.device
            place = cameras.index(chosen) + 1 if chosen in cameras else 0
            self._watch.verbs.show_device(cameras[place % len(cameras)])

    def report(self) -> None:
        """Asks which time the report is about."""
        self.open()
        form = self.panel.report_form
        form.show()
        today = self._watch.given.clock.now().astimezone().date()
        form.begin(QDate(today.year, today.month, today.day))

    def write_report(self, span: Span, out: Path) -> None:
        """Writes it while the work goes on."""
        self._tasks.start("report of grants", self._write_report(span, out))

    def follow(self) -> None:
        """Everything as it is now; without effect while nobody sees it."""
        if not self.panel.isVisible():
            return
        store, now = self._watch.store, self._watch.given.clock.now()
        if self.chosen is None:
            self._chosen = self._most_wanted()
        grant, card = self.chosen, self.panel.card
        card.setVisible(grant is not None and self.panel.form.isHidden())
        if grant is not None:
            card.show_grant(grant, self._face(grant), now)
        self.panel.show_grants(store.grants.values(), self._chosen or "", now)
        self.panel.report.setVisible(store.grant_terms.may_report and self.panel.report_form.isHidden())
        self.panel.policy.show_terms(store.grant_terms, is_told=bool(store.server_name))

    async def _write_report(self, span: Span, out: Path) -> None:
        from smartclient.app.grant_report import write

        watch, room, form = self._watch, self._room, self.panel.report_form
        form.say("Reading what the server kept …")
        names = Names(room.campus_name, self._name, room.campus_of)
        by, at = watch.store.user or watch.given.user, watch.given.clock.now()
        try:
            said = await write(watch.given.server, span, names, watch.given.site.name, by, at, out)
        except SmartclientError as error:
            form.say(str(error))
            return
        watch.record.act(by, "report of grants", out.name, f"{span.begin.isoformat()} to {span.end.isoformat()}")
        form.say(said)

    async def stop(self) -> None:
        """Ends everything."""
        self._ticker.stop()
        await self._tasks.cancel()

    async def _open(self, grant: Grant) -> None:
        alarm = self._watch.store.alarms.get(grant.alarm) if grant.alarm is not None else None
        best = await asyncio.to_thread(self._best, alarm) if alarm is not None else ()
        names = {camera: self._name(camera) for camera in grant.cameras if camera in self._watch.store.devices}
        rest = sorted(names, key=lambda camera: names[camera])
        count = self._watch.workspace.wall.layout.count
        wanted = [camera for camera in dict.fromkeys((*best, *rest)) if camera in names][:count]
        if wanted:
            self._watch.verbs.open_cameras(wanted)
        else:
            words = "The grant is open, but names no camera that this console knows."
            self._watch.notices.say("grant", words, Grade.WARNING)

    def _best(self, alarm: Alarm) -> tuple[DeviceId, ...]:
        if alarm.device is None:
            return alarm.related
        found = best_cameras(self._watch.store, self._watch.verbs.seeing.sight, alarm.device, alarm.related)
        return tuple(best.camera for best in found)

    def _face(self, grant: Grant) -> CardFace:
        store = self._watch.store
        alarm = store.alarms.get(grant.alarm) if grant.alarm is not None else None
        verbs = [(verb, self._why_not(grant, verb)) for verb in self._verbs(grant)]
        mark = store.pending(grant.id)
        is_waiting = mark is not None and mark.state is PendingState.WAITING
        person = (grant.person or grant.user).casefold()
        return CardFace(
            self._room.campus_name(grant.campus),
            f"{alarm.number}: {alarm.name}" if alarm is not None else "",
            named(grant.cameras, self._name),
            tuple(rule for rule in store.grant_terms.policy if person in rule.casefold()),
            tuple(verbs),
            "Waiting for the server." if is_waiting else mark.reason if mark is not None else "",
        )

    def _verbs(self, grant: Grant) -> tuple[Verb, ...]:
        """What may be wanted of it; what cannot be done is greyed with the reason."""
        is_own = asking.is_own(grant, self._watch.store)
        match grant.state:
            case GrantState.REQUESTED:
                return (Verb.WITHDRAW, Verb.MAP) if is_own else (Verb.APPROVE, Verb.REFUSE, Verb.MAP)
            case GrantState.OPEN:
                ends = end_verbs((grant,), self._watch.store.grant_terms) or (Verb.END,)
                return (Verb.CAMERAS, Verb.CLEARED, Verb.MAP) if is_own else (*ends, Verb.MAP)
            case _:
                return (Verb.MAP,)

    def _why_not(self, grant: Grant, verb: Verb) -> str:
        match verb:
            case Verb.APPROVE:
                return self._watch.why_not(ApproveGrant(grant.id)) or ""
            case Verb.REFUSE:
                return self._watch.why_not(RefuseGrant(grant.id, "why")) or ""
            case Verb.END | Verb.WITHDRAW | Verb.CLEARED:
                return self._watch.why_not(EndGrant(grant.id, Ending.SCHOOL)) or ""
            case Verb.MAP:
                is_known = any(camera in self._watch.store.devices for camera in grant.cameras)
                return "" if is_known else "The server does not tell which cameras."
            case _:
                return ""

    def _press(self, verb: Verb) -> None:
        grant = self.chosen
        if grant is None or verb not in self._verbs(grant):
            return
        if why_not := self._why_not(grant, verb):
            self._watch.notices.say("grant", why_not, Grade.QUIET)
        else:
            self._room.act(grant, verb)

    def _choose(self, key: str) -> None:
        self._chosen = GrantId(key)
        self.panel.form.hide()
        self.keyboard.take()
        self.follow()

    def _ask(self, draft: Draft) -> None:
        command = RequestGrant(draft.campus, draft.circumstance, draft.reason, draft.alarm)
        if why_not := self._watch.why_not(command):
            self.panel.form.note.setText(why_not)
            self.panel.form.note.show()
            return
        self._end_asking()
        self._room.send(command)

    def _break(self, campus: str, reason: str) -> None:
        self._end_asking()
        self._room.send(BreakGlass(VenueId(campus), reason))

    def _refuse(self, reason: str) -> None:
        if (grant := self.chosen) is not None:
            self._room.send(RefuseGrant(grant.id, reason))
        self.keyboard.take()

    def _end_asking(self) -> None:
        self.panel.form.hide()
        self._chosen = self._most_wanted()
        self.keyboard.take()
        self.follow()

    def _ask_where(self, first: QDate, last: QDate, kind: str) -> None:
        from smartclient.app.grant_report import ask_where

        ask_where(self._room, first, last, kind)

    def _most_wanted(self) -> GrantId | None:
        """The grant that wants somebody: a request for this person, else what is open, else one's own last."""
        store, own = self._watch.store, self._room.openness.own
        opened = [grant for grant in store.grants.values() if grant.state is GrantState.OPEN]
        return next((grant.id for grant in (*asking.waiting(store), *opened, *own[:1])), None)

    def _meant_alarm(self, campus: VenueId | None) -> Alarm | None:
        alarm = self._watch.meant_alarm()
        if campus is None or alarm is None or alarm.device is None:
            return alarm
        return alarm if self._room.campus_of(alarm.device) == campus else None

    def _name(self, camera: DeviceId) -> str:
        known = self._watch.store.devices.get(camera)
        return known.name if known is not None else str(camera)

    def _show(self) -> None:
        self._watch.window.show_panel(self.panel, TITLE, self._close)

    def _close(self) -> None:
        self.keyboard.forget()
        self.panel.form.hide()
        self._watch.window.close_panel(self.panel)
        self._watch.window.raise_tabs(False)
