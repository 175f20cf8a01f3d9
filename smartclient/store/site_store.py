"""The site store: what the server says is so."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from smartclient.domain.alarms import Alarm, AlarmTerms
from smartclient.domain.connection import Connection
from smartclient.domain.devices import Device, DeviceKind, DeviceState, Health
from smartclient.domain.events import (
    AlarmChanged,
    Event,
    EventsMissing,
    GrantChanged,
    Happened,
    ResponseChanged,
    ViewingsChanged,
)
from smartclient.domain.grants import Grant, GrantId, GrantTerms, Viewing
from smartclient.domain.ids import ALONE, AlarmId, BuildingId, DeviceId, ServerKey, VenueId, server_of
from smartclient.domain.response import ResponseStatus
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.signal import Signal
from smartclient.store.alarm_queue import AlarmQueue
from smartclient.store.changes import Changes, Later, Teller
from smartclient.store.fold import fold, heard_after, merge
from smartclient.store.grants import Grants
from smartclient.store.pending import (
    Pending,
    PendingMarks,
    PendingState,
    Subject,
    is_confirmed_by_alarm,
    is_confirmed_by_event,
    is_confirmed_by_grant,
    is_confirmed_by_response,
)
from smartclient.store.servers import ServerPart

E = TypeVar("E", bound=Event)

RECENT = 2_000
"""Events kept for the list beside the map; the journal has all."""
REMEMBERED = 100_000
"""Event ids remembered so that a repeated event is shown once."""

_UNKNOWN = DeviceState()


class SiteStore:
    """The present of one site. Only the loop's thread touches it; observers hear of changes at most 30 ms later, together."""

    def __init__(self, site: Site, connection: Connection, later: Later) -> None:
        self._teller = Teller(later)
        self.site = site
        self.connection = connection
        """The line to the server; where there are several, the worst of their lines."""
        self.parts: dict[ServerKey, ServerPart] = {}
        """The servers where there are several; empty where there is one."""
        self.server_name, self.user, self.sees_all = "", "", True
        self.has_whole_plan = True
        """Whether the site is all of its plan, not the campuses alone that this user may see."""
        self.devices: dict[DeviceId, Device] = {device.id: device for device in site.devices}
        self._told: dict[DeviceId, Device] = {}
        self._widths_px: dict[DeviceId, int] = {}
        self.states: dict[DeviceId, DeviceState] = {}
        self.queue = AlarmQueue()
        self.alarms: Mapping[AlarmId, Alarm] = self.queue.by_id
        self.alarm_terms = AlarmTerms()
        self.commandable: frozenset[DeviceId] = frozenset()
        self.responses: Mapping[BuildingId, ResponseStatus] = {}
        self.directable: frozenset[BuildingId] = frozenset()
        self._grants = Grants()
        self.grants: Mapping[GrantId, Grant] = self._grants.by_id
        self.recent: deque[Happened] = deque(maxlen=RECENT)
        self.missing: deque[EventsMissing] = deque(maxlen=20)
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._pending = PendingMarks()

    @property
    def connections(self) -> Mapping[ServerKey, Connection]:
        """The line to each server."""
        return {key: part.connection for key, part in self.parts.items()} or {ALONE: self.connection}

    @property
    def is_stale(self) -> bool:
        """Whether nothing that is shown is the present."""
        if self.parts:
            return not any(part.connection.is_live for part in self.parts.values())
        return not self.connection.is_live

    def is_live(self, thing: str) -> bool:
        """Whether what is shown of that device, alarm or place is the present, as far as its server tells."""
        return self.connection_of(thing).is_live

    def connection_of(self, thing: str) -> Connection:
        """The line to the server of that thing; what is of no server hangs on the worst line."""
        part = self.parts.get(server_of(thing)) if self.parts else None
        return self.connection if part is None else part.connection

    def user_of(self, thing: str) -> str:
        """Who is signed in to the server of that thing."""
        part = self.parts.get(server_of(thing)) if self.parts else None
        return self.user if part is None else part.user

    def terms_of(self, alarm: AlarmId) -> AlarmTerms:
        """What that alarm can become."""
        part = self.parts.get(server_of(alarm)) if self.parts else None
        return self.alarm_terms if part is None else part.terms

    def district_of(self, thing: str) -> str:
        """What people call the district of that thing; empty where there is one server."""
        part = self.parts.get(server_of(thing)) if self.parts else None
        return "" if part is None else part.district

    @property
    def viewings(self) -> tuple[Viewing, ...]:
        """Who outside the school watches now, as far as this user may know."""
        return self._grants.viewings

    @property
    def grant_terms(self) -> GrantTerms:
        """What this user may do with grants."""
        return self._grants.terms

    @property
    def changed(self) -> Signal[Changes]:
        """Tells what changed."""
        return self._teller.changed

    def stop(self) -> None:
        """Tells nothing any more, also not what waits to be told."""
        self._teller.stop()

    def state(self, device: DeviceId) -> DeviceState:
        """What is known of a device; all unknown for one never heard of. Of a door that is cut off, bolt and leaf are unknown."""
        state = self.states.get(device, _UNKNOWN)
        silent_since = self.silent_since(device) if state.lock is not None or state.leaf is not None else None
        return state if silent_since is None else heard_after(state, silent_since)

    def last_state(self, device: DeviceId) -> DeviceState:
        """What was last heard of a device, also when nothing more can be heard of it."""
        return self.states.get(device, _UNKNOWN)

    def silent_since(self, door: DeviceId) -> datetime | None:
        """Since when nothing can be heard of a door, because it or its controller does not answer; None while it can."""
        known = self.devices.get(door)
        speakers = (door, known.controller) if known is not None and known.controller is not None else (door,)
        healths = (self.states.get(speaker, _UNKNOWN).health for speaker in speakers)
        return min((fact.at for fact in healths if fact is not None and fact.value is Health.FAILED), default=None)

    def pending(self, subject: Subject) -> Pending | None:
        """The command on its way to that door or alarm."""
        return self._pending.get(subject)

    def open_alarms(self) -> list[Alarm]:
        """Alarms that still want somebody: new before taken, worst first, newest first."""
        return self.queue.open()

    def unplaced(self) -> list[Device]:
        """Devices that are on no map, by name; controllers have no place but their doors'."""
        wanted = (d for d in self.devices.values() if d.placement is None and d.kind is not DeviceKind.DOOR_CONTROLLER)
        return sorted(wanted, key=lambda device: device.name)

    def controllers(self) -> list[Device]:
        """The controllers of doors, by name."""
        found = (device for device in self.devices.values() if device.kind is DeviceKind.DOOR_CONTROLLER)
        return sorted(found, key=lambda device: device.name)

    def take_snapshot(self, snapshot: Snapshot) -> None:
        """Joins the server's present with the plan; facts newer than the snapshot's stay, and devices the server no longer has."""
        planned = {device.id: device for device in self.site.devices}
        told = {device.id: _joined(planned.get(device.id), device) for device in snapshot.devices}
        self._told = {device.id: device for device in snapshot.devices}
        gone = (device for key, device in self.devices.items() if device.is_on_server and key not in told)
        self.devices |= {device.id: replace(device, is_on_server=False) for device in gone} | told
        self._widen(self._widths_px)
        for device_id, state in snapshot.states.items():
            self.states[device_id] = merge(self.last_state(device_id), state)
        for alarm in snapshot.alarms:
            self._take_alarm(AlarmChanged(alarm))
        for status in snapshot.responses:
            self._take_response(ResponseChanged(status))
        for grant in snapshot.grants:
            self._take_grant(GrantChanged(grant))
        self._grants.replace(snapshot.grants, snapshot.viewings, snapshot.grant_terms, snapshot.taken_at)
        self.server_name, self.user, self.alarm_terms = snapshot.server_name, snapshot.user, snapshot.alarm_terms
        self.commandable, self.directable = snapshot.commandable, snapshot.directable
        self.sees_all = snapshot.sees_all
        self._teller.everything()

    def adopt(self, site: Site) -> None:
        """The plan is another now; what the server said stays."""
        before, planned = {device.id for device in self.site.devices}, {device.id: device for device in site.devices}
        told = {key: _joined(planned.get(key), device) for key, device in self._told.items()}
        gone = {key: device for key, device in self.devices.items() if key not in before and key not in told}
        self.site, self.devices = site, gone | planned | told
        self._widen(self._widths_px)
        self._teller.everything()

    def learn_width(self, camera: DeviceId, width_px: int) -> None:
        """A camera's largest picture is so wide; where the plan says otherwise, the plan counts."""
        self._widths_px[camera] = width_px
        if self._widen([camera]):
            self._teller.device(camera)

    def take_told(self, device: Device) -> None:
        """The server has accepted that the device is so."""
        self._told[device.id] = device
        self.adopt(self.site)

    def told(self, device: DeviceId) -> Device | None:
        """The device as the server alone tells it."""
        return self._told.get(device)

    def set_connection(self, connection: Connection) -> None:
        """The line is in another state."""
        self.connection = connection
        self._teller.connection()

    def hear(self, at: datetime) -> None:
        """The server said something at `at`; told to nobody, the age of the picture is counted from it."""
        self.connection = replace(self.connection, heard_at=at)

    def unheard(self, events: Iterable[E]) -> list[E]:
        """Those that `apply` would not pass over as repeated or overtaken."""
        return [event for event in events if not self._is_heard(event)]

    def apply(self, events: Iterable[Event]) -> None:
        """Folds events into the present. Each may come twice, late or out of order."""
        count = 0
        for event in events:
            if isinstance(event, Happened):
                count += self._take_happened(event)
            elif isinstance(event, AlarmChanged):
                self._take_alarm(event)
            elif isinstance(event, ResponseChanged):
                self._take_response(event)
            elif isinstance(event, GrantChanged):
                self._take_grant(event)
            elif isinstance(event, ViewingsChanged):
                self._grants.viewings = event.viewings
                self._teller.grants()
            else:
                self.missing.append(event)
                count += 1
        if count:
            self._teller.event(count)

    def recall(self, alarm: Alarm) -> None:
        """Keeps an alarm of long ago at hand, which somebody looks at."""
        self._take_alarm(AlarmChanged(alarm))

    def set_overdue(self, overdue: frozenset[AlarmId]) -> None:
        """These alarms nobody took within their limit; they stand before others of their priority."""
        for alarm in self.queue.set_overdue(overdue):
            self._teller.alarm(alarm)

    def mark(self, pending: Pending) -> None:
        """A command went out."""
        self._tell_subject(self._pending.put(pending))

    def end_mark(self, pending: Pending, state: PendingState, reason: str) -> bool:
        """A command was refused or nobody answered; false when the answer came after all."""
        is_ended = self._pending.end(pending, state, reason)
        if is_ended:
            self._teller.everything()
        return is_ended

    def clear_mark(self, subject: Subject) -> None:
        """The operator has seen the refused or unknown mark."""
        self._pending.clear(subject)
        self._tell_subject(subject)

    def _widen(self, cameras: Iterable[DeviceId]) -> int:
        """Gives views the widths that became known; how many were without."""
        known = ((camera, self.devices.get(camera)) for camera in cameras)
        wider = {
            camera: replace(device, view=replace(device.view, width_px=self._widths_px[camera]))
            for camera, device in known
            if device is not None and device.view is not None and device.view.width_px is None
        }
        self.devices.update(wider)
        return len(wider)

    def _is_heard(self, event: Event) -> bool:
        if isinstance(event, Happened):
            return _key(event) in self._heard
        if isinstance(event, AlarmChanged):
            known = self.alarms.get(event.alarm.id)
            return known is not None and known.changed_at >= event.alarm.changed_at
        if isinstance(event, ResponseChanged):
            return not _is_later(event.status, self.responses.get(event.status.building))
        if isinstance(event, GrantChanged):
            return not self._grants.is_news(event.grant)
        return isinstance(event, ViewingsChanged) and event.viewings == self.viewings

    def _take_happened(self, event: Happened) -> bool:
        """Whether it was news."""
        key = _key(event)
        if key in self._heard:
            return False
        self._heard[key] = None
        if len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        self.recent.append(event)
        if event.device is None:
            return True
        known = self.states.get(event.device, _UNKNOWN)
        state = fold(known, event)
        if state is not known:
            self.states[event.device] = state
            self._tell_device(event.device)
        mark = self._pending.get(event.device)
        if mark is not None and is_confirmed_by_event(mark, event):
            self.clear_mark(event.device)
        return True

    def _tell_device(self, device: DeviceId) -> None:
        """A controller speaks for its doors: whether they are known changes with it."""
        self._teller.device(device)
        known = self.devices.get(device)
        if known is not None and known.kind is DeviceKind.DOOR_CONTROLLER:
            for door in self.devices.values():
                if door.controller == device:
                    self._teller.device(door.id)

    def _take_alarm(self, event: AlarmChanged) -> None:
        alarm = event.alarm
        if self._is_heard(event):
            return
        for changed in (alarm.id, *self.queue.put(alarm)):
            self._teller.alarm(changed)
        mark = self._pending.get(alarm.id)
        if mark is not None and mark.state is not PendingState.REFUSED and is_confirmed_by_alarm(mark, alarm):
            self._pending.clear(alarm.id)

    def _take_response(self, event: ResponseChanged) -> None:
        status = event.status
        if self._is_heard(event):
            return
        self.responses = {**self.responses, status.building: status}
        self._teller.response(status.building)
        mark = self._pending.get(status.building)
        if mark is not None and is_confirmed_by_response(mark, status):
            self._pending.clear(status.building)

    def _take_grant(self, event: GrantChanged) -> None:
        grant = event.grant
        if not self._grants.put(grant):
            return
        self._teller.grants()
        for subject in (grant.id, grant.campus):
            mark = self._pending.get(subject)
            if mark is not None and is_confirmed_by_grant(mark, grant, self.user_of(grant.id)):
                self._pending.clear(subject)

    def _tell_subject(self, subject: Subject) -> None:
        if subject in self.alarms:
            self._teller.alarm(AlarmId(subject))
        elif subject in self.directable:
            self._teller.response(BuildingId(subject))
        elif subject in self.grants or any(venue.id == VenueId(subject) for venue in self.site.venues):
            self._teller.grants()
        else:
            self._teller.device(DeviceId(subject))


def _key(event: Happened) -> str:
    """One message of the server may be two events. A text, as the garbage collector need not look into texts."""
    return f"{event.id}/{event.kind}"


def _is_later(told: ResponseStatus, known: ResponseStatus | None) -> bool:
    """Whether `told` is news; that nobody ever set anything is news only where nothing was known."""
    if known is None or told.since is None:
        return known is None
    return known.since is None or told.since > known.since


def _joined(planned: Device | None, told: Device) -> Device:
    """The server's device with the plan's place, which knows level and opening where the server knows only coordinates.

    What either of them declares private stays private.
    """
    if planned is None:
        return replace(told, is_on_server=True)
    return replace(
        told,
        kind=planned.kind,
        placement=planned.placement or told.placement,
        view=planned.view or told.view,
        url=planned.url or told.url,
        is_on_server=True,
        masks=tuple(dict.fromkeys((*planned.masks, *told.masks))),
        recorded_from=planned.recorded_from,
    )
