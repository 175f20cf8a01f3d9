"""What falls into an open incident by itself: alarms, events and responses of its place, and what this operator does about them."""

import asyncio
import random
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from smartclient.domain.alarms import Alarm, Verdict
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, server_of
from smartclient.domain.incident_entries import (
    AlarmEntered,
    Body,
    CommandEntered,
    DrillSet,
    Entry,
    EventEntered,
    Granted,
    ResponseEntered,
)
from smartclient.domain.incidents import Incident, fact_of
from smartclient.domain.response import ResponseStatus
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.grants.words import who
from smartclient.session.incidents.act_words import act_words
from smartclient.session.incidents.exports import Exports
from smartclient.session.incidents.presence import Presence
from smartclient.session.incidents.presences import Presences
from smartclient.session.incidents.scope import Scope
from smartclient.store.changes import Changes
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.journal import Act
from smartclient.store.site_store import SiteStore

BEFORE = timedelta(minutes=2)
"""What happened so long before the first alarm is in the file, too."""
TURN_S = 1.5
"""Every console sees the same events: the first one enters them, and each further one so much later those that are still missing."""
_MOST_WAITING = 2_000
_LEFT_OUT = {
    EventKind.MOTION_STARTED,
    EventKind.MOTION_STOPPED,
    EventKind.RECORDING_STARTED,
    EventKind.RECORDING_STOPPED,
    EventKind.PTZ_STARTED,
    EventKind.PTZ_STOPPED,
    EventKind.CONFIGURATION_CHANGED,
}
ENTERED = frozenset(EventKind) - _LEFT_OUT
"""The kinds of events that an incident file holds; the journal has the others, too."""

Earlier = Callable[[frozenset[EventKind], datetime, datetime], list[Happened]]
"""What the journal has of these kinds between two times; for a thread."""


class Intake:
    """Needs a running loop; `stop` ends it. It works for the file this operator takes part in."""

    def __init__(
        self,
        incidents: Incidents,
        presence: Presence | Presences,
        store: SiteStore,
        scope: Scope,
        where: Callable[[DeviceId], str],
        earlier: Earlier,
        clock: Clock,
    ) -> None:
        """`where` says a place for the radio."""
        self._incidents, self._presence, self._store, self._scope = incidents, presence, store, scope
        self._where, self._earlier, self._clock = where, earlier, clock
        self._tasks = Tasks("incident intake")
        self._exports = Exports(incidents)
        self._waiting: OrderedDict[object, tuple[Body, datetime]] = OrderedDict()
        self._turn: asyncio.Task[None] | None = None
        self._known: set[object] = set()
        self._read: tuple[Entry, ...] = ()
        self._stop_hearing = store.changed.connect(self._take)

    async def stop(self) -> None:
        """Takes nothing any more."""
        self._stop_hearing()
        await self._tasks.cancel()

    def begin(self) -> None:
        """The operator has opened, joined or resumed a file: what happened before is looked up."""
        self._waiting.clear()
        if (incident := self._open) is not None:
            self._tasks.start("look back", self._look_back(incident))

    def enter_alarm(self, alarm: Alarm) -> None:
        """Enters an alarm at once, wherever it is from."""
        self._incidents.add(self._alarm(alarm), alarm.changed_at)

    def enter(self, body: Body, at: datetime) -> None:
        """Enters a fact of the open file that other consoles may know as well: it is entered once."""
        if self._open is not None:
            self._want(body, at)
            self._enter_soon()

    def act(self, act: Act) -> None:
        """The operator did something; it is entered where it is about the incident's place or one of its alarms."""
        incident = self._open
        if incident is None or not act.actor:
            return
        if act.act.startswith("export evidence"):
            self._exports.take(act)
            return
        name = self._meant(incident, act)
        if name is not None:
            detail = act_words(_beside_name(act), lambda text: self._device_name(incident, text))
            self._incidents.add(CommandEntered(act.act, act.subject, name, detail))

    def _meant(self, incident: Incident, act: Act) -> str | None:
        """What the act is about, by name: one of the incident's alarms, a device or building of its place, or doors that were chosen."""
        device, alarm = DeviceId(act.subject), AlarmId(act.subject)
        known = self._store.alarms.get(alarm)
        if alarm in incident.alarms:
            return incident.alarms[alarm].name
        if known is not None and self._scope.has(incident, known.device):
            return known.name
        if device in self._store.devices and self._scope.has(incident, device):
            return self._scope.name(device)
        if not act.subject and isinstance(act.detail, Mapping):
            return str(act.detail.get("title", ""))
        return self._scope_buildings(incident).get(act.subject)

    def _device_name(self, incident: Incident, text: str) -> str:
        known = self._store.devices.get(DeviceId(text))
        if known is not None and server_of(text) != server_of(incident.id):
            return "a device of another district"
        return known.name if known is not None else text

    @property
    def _open(self) -> Incident | None:
        incident = self._incidents.current
        return incident if incident is not None and incident.is_open and self._incidents.is_taking_part else None

    def _take(self, changes: Changes) -> None:
        incident = self._open
        if incident is None:
            return
        if changes.everything:
            alarms: Iterable[AlarmId] = tuple(self._store.alarms)
        else:
            alarms = changes.alarms
        found = [self._store.alarms[one] for one in alarms if one in self._store.alarms]
        self._want_alarms(incident, found)
        if changes.events:
            recent = list(self._store.recent)[-changes.events :]
            self._want_events(incident, recent)
        if changes.grants or changes.everything:
            self._want_grants(incident)
        for building in changes.responses:
            self._want_response(incident, building)
        self._judge_drill(incident)
        self._enter_soon()

    def _judge_drill(self, incident: Incident) -> None:
        """The alarm it was opened from has been found to be a drill, or to be real."""
        alarm = self._store.alarms.get(incident.opened.alarm) if incident.opened.alarm is not None else None
        if alarm is None or alarm.judgement is None or alarm.judgement.verdict is Verdict.FALSE:
            return
        if alarm.is_drill == incident.is_drill or self._rank > 0:
            return
        told = incident.alarms.get(alarm.id)
        if told is None or told.verdict != alarm.judgement.verdict.value:
            self._incidents.add(DrillSet(alarm.is_drill))

    async def _look_back(self, incident: Incident) -> None:
        first = self._store.alarms.get(incident.opened.alarm) if incident.opened.alarm is not None else None
        began = min((at for at in (incident.opened_at, first.at if first else None) if at), default=self._clock.now())
        since = began - BEFORE
        found = await asyncio.to_thread(self._earlier, ENTERED, since, self._clock.now())
        current = self._open
        if current is None or current.id != incident.id:
            return
        self._want_events(current, found)
        self._want_alarms(current, [each for each in self._store.alarms.values() if each.at >= since])
        self._enter_soon()

    def _want_alarms(self, incident: Incident, alarms: Iterable[Alarm]) -> None:
        began = (incident.opened_at or self._clock.now()) - BEFORE
        for alarm in alarms:
            is_of_now = alarm.is_open or alarm.changed_at >= began
            if alarm.id in incident.alarms or (
                alarm.at >= began and is_of_now and self._scope.has(incident, alarm.device)
            ):
                self._want(self._alarm(alarm), alarm.changed_at)

    def _want_events(self, incident: Incident, events: Iterable[Happened]) -> None:
        for event in events:
            if event.kind in ENTERED and self._scope.has(incident, event.device):
                name, where = self._scope.name(event.device), self._scope.place(event.device).words
                self._want(EventEntered(event.id, event.kind, event.device, name, event.text, where), event.at)

    def _want_response(self, incident: Incident, building: BuildingId) -> None:
        status: ResponseStatus | None = self._store.responses.get(building)
        if status is None or status.since is None or not self._scope.has_building(incident, building):
            return
        name = self._scope_buildings(incident).get(building, str(building))
        action = status.action.value if status.action is not None else ""
        self._want(ResponseEntered(building, name, action, status.since, status.by, status.is_drill), status.since)

    def _want_grants(self, incident: Incident) -> None:
        """Who outside the school may see cameras of the incident's campus, and that it is over."""
        began = (incident.opened_at or self._clock.now()) - BEFORE
        for grant in self._store.grants.values():
            is_late = grant.closed_at is not None and grant.closed_at < began
            if grant.opened_at is None or is_late or not self._scope.has_venue(incident, grant.campus):
                continue
            names = tuple(sorted(self._scope.name(camera) for camera in grant.cameras))
            until, has_end = grant.ends_at or grant.opened_at, grant.ends_at is not None
            self._want(Granted(who(grant), names, until, grant.id, has_end), grant.opened_at)
            if grant.closed_at is not None:
                self._want(Granted(who(grant), names, None, grant.id), grant.closed_at)

    def _want(self, body: Body, at: datetime) -> None:
        fact = fact_of(body)
        if fact not in self._waiting and len(self._waiting) < _MOST_WAITING and not self._is_known(fact):
            self._waiting[fact] = (body, at)

    @property
    def _rank(self) -> int:
        """How many others on this incident come before this console."""
        incident = self._incidents.current
        others = self._presence.on(incident.id) if incident is not None else ()
        return sum(one.console < self._incidents.console for one in others)

    def _enter_soon(self) -> None:
        """At once where this console is the first on the incident, else a little later what nobody has entered until then."""
        if not self._waiting:
            return
        if self._rank == 0:
            self._enter()
        elif self._turn is None or self._turn.done():
            self._turn = self._tasks.start("turn", self._enter_later(TURN_S * (self._rank + random.random() / 4)))

    async def _enter_later(self, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        self._enter()

    def _enter(self) -> None:
        waiting, self._waiting = self._waiting, OrderedDict()
        if self._open is None:
            return
        for fact, (body, at) in sorted(waiting.items(), key=lambda each: each[1][1]):
            if not self._is_known(fact):
                self._incidents.add(body, at)

    def _is_known(self, fact: object) -> bool:
        """Whether somebody has entered it already; only entries that are new since the last question are looked at."""
        incident = self._incidents.current
        if incident is None:
            return False
        entries, count = incident.entries, len(self._read)
        if entries[count - 1 : count] != self._read[-1:]:
            self._known, count = set(), 0
        self._known |= {fact_of(entry.body) for entry in entries[count:]}
        self._read = entries
        return fact in self._known

    def _alarm(self, alarm: Alarm) -> AlarmEntered:
        return AlarmEntered(
            alarm.id,
            alarm.number,
            alarm.name,
            int(alarm.priority),
            alarm.state_name,
            alarm.changed_at,
            alarm.device,
            alarm.message,
            alarm.owner,
            alarm.judgement.verdict.value if alarm.judgement is not None else "",
            self._where(alarm.device) if alarm.device is not None else alarm.source_name,
        )

    def _scope_buildings(self, incident: Incident) -> dict[str, str]:
        return {
            str(each.id): each.name
            for each in self._store.site.buildings
            if self._scope.has_building(incident, each.id)
        }


def _beside_name(act: Act) -> object:
    """What stands behind an act, without the title that is its name already."""
    detail = act.detail
    return {key: value for key, value in detail.items() if key != "title"} if isinstance(detail, Mapping) else detail
