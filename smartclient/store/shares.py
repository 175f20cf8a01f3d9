"""One server's share of the site store: its session tells it what it hears, and what the other servers told stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from smartclient.domain.alarms import AlarmState, AlarmTerms, Priority
from smartclient.domain.connection import Connection
from smartclient.domain.devices import Device, DeviceState
from smartclient.domain.events import Event, ViewingsChanged
from smartclient.domain.grants import GrantTerms, Viewing
from smartclient.domain.ids import DeviceId, ServerKey, server_of
from smartclient.domain.snapshot import Snapshot
from smartclient.store.servers import ServerPart, worst
from smartclient.store.site_store import E, SiteStore


class Share:
    """What a session needs of a SiteStore, of one server; `snapshots` are the last of all servers, shared among their shares."""

    def __init__(self, store: SiteStore, key: ServerKey, snapshots: dict[ServerKey, Snapshot]) -> None:
        self._store, self._key, self._snapshots = store, key, snapshots
        self._part: ServerPart = store.parts[key]

    @property
    def connection(self) -> Connection:
        """How this server's line is."""
        return self._part.connection

    @property
    def states(self) -> Mapping[DeviceId, DeviceState]:
        """What is known of the devices of all servers."""
        return self._store.states

    @property
    def devices(self) -> Mapping[DeviceId, Device]:
        """This server's."""
        return {key: device for key, device in self._store.devices.items() if server_of(key) == self._key}

    def set_connection(self, connection: Connection) -> None:
        """Its line is in another state."""
        self._part.connection = connection
        self._store.set_connection(worst(self._store.parts.values()))

    def hear(self, at: datetime) -> None:
        """It said something at `at`."""
        self._part.connection = replace(self._part.connection, heard_at=at)
        self._store.connection = worst(self._store.parts.values())

    def unheard(self, events: Iterable[E]) -> list[E]:
        """Those that `apply` would not pass over."""
        return self._store.unheard(events)

    def apply(self, events: Sequence[Event]) -> None:
        """Folds its events into the present of all."""
        self._store.apply([self._among_all(event) for event in events])

    def take_snapshot(self, snapshot: Snapshot) -> None:
        """Its whole present."""
        self._snapshots[self._key] = snapshot
        self._part.user, self._part.terms = snapshot.user, snapshot.alarm_terms
        self._part.sees_all = snapshot.sees_all
        told = list(self._snapshots.values())
        users = dict.fromkeys(each.user for each in told)
        joint = replace(
            snapshot,
            server_name=", ".join(dict.fromkeys(each.server_name for each in told)),
            user=next(iter(users)),
            devices=tuple(device for each in told for device in each.devices),
            commandable=frozenset().union(*(each.commandable for each in told)),
            directable=frozenset().union(*(each.directable for each in told)),
            alarm_terms=_joint_alarm_terms([each.alarm_terms for each in told]),
            grants=(*snapshot.grants, *(one for key, one in self._store.grants.items() if not self._is_own(key))),
            viewings=self._all_viewings(snapshot.viewings),
            grant_terms=_joint_grant_terms([each.grant_terms for each in told]),
        )
        self._store.take_snapshot(joint)

    def _among_all(self, event: Event) -> Event:
        """Who watches is told as a whole, by each server of its own cameras."""
        return ViewingsChanged(self._all_viewings(event.viewings)) if isinstance(event, ViewingsChanged) else event

    def _all_viewings(self, own: tuple[Viewing, ...]) -> tuple[Viewing, ...]:
        return (*(each for each in self._store.viewings if not self._is_own(each.camera)), *own)

    def _is_own(self, thing: str) -> bool:
        return server_of(thing) == self._key


def _joint_alarm_terms(terms: Sequence[AlarmTerms]) -> AlarmTerms:
    """What alarms can become on all; what one of them is may be asked of its own server."""
    return AlarmTerms(
        frozenset(AlarmState).intersection(*(each.states for each in terms)),
        tuple(dict.fromkeys(state for each in terms for state in each.own_states)),
        tuple(dict.fromkeys(reason for each in terms for reason in each.close_reasons)),
        frozenset(Priority).intersection(*(each.priorities for each in terms)),
        terms[0].barred.intersection(*(each.barred for each in terms)),
    )


def _joint_grant_terms(terms: Sequence[GrantTerms]) -> GrantTerms:
    """What may be done anywhere; the campuses say where."""
    offering = [each for each in terms if not each.why_not]
    return GrantTerms(
        is_governed=any(each.is_governed for each in terms),
        may_request=frozenset().union(*(each.may_request for each in terms)),
        may_approve=frozenset().union(*(each.may_approve for each in terms)),
        may_break_glass=frozenset().union(*(each.may_break_glass for each in terms)),
        may_end=frozenset().union(*(each.may_end for each in terms)),
        ends_here=frozenset().union(*(each.ends_here for each in terms)),
        may_report=any(each.may_report for each in terms),
        circumstances=frozenset().union(*(each.circumstances for each in terms)),
        two_persons_for=frozenset().union(*(each.two_persons_for for each in terms)),
        wants_watermark=any(each.wants_watermark for each in terms),
        version=", ".join(dict.fromkeys(each.version for each in terms if each.version)),
        policy=tuple(dict.fromkeys(sentence for each in terms for sentence in each.policy)),
        signature=" ".join(dict.fromkeys(each.signature for each in terms if each.signature)),
        why_not="" if offering else terms[0].why_not,
        to_set_up=() if offering else terms[0].to_set_up,
    )
