"""What a request to see cameras is about before anybody has typed a word: campus, circumstance and alarm, and why it cannot be made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from smartclient.domain.alarms import Alarm
from smartclient.domain.grants import Circumstance, Grant, GrantState
from smartclient.domain.ids import AlarmId, DeviceId, VenueId
from smartclient.session.access import why_not_connected
from smartclient.store.site_store import SiteStore

CampusOf = Callable[[DeviceId], VenueId | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that a person may still change."""

    campus: VenueId
    circumstance: Circumstance
    reason: str = ""
    alarm: AlarmId | None = None


def drafted(store: SiteStore, alarm: Alarm | None, campus: VenueId | None, campus_of: CampusOf) -> Draft | None:
    """The request that the alarm, else the campus on the map, suggests; None where this person may ask for no campus."""
    allowed = store.grant_terms.may_request
    if not allowed:
        return None
    place = campus_of(alarm.device) if alarm is not None and alarm.device is not None else None
    if alarm is not None and place in allowed and place is not None:
        kind = _offered(store, Circumstance.DRILL if alarm.is_drill else Circumstance.SCHOOL_ALARM)
        return Draft(place, kind, f"Alarm {alarm.number}: {alarm.name}", alarm.id)
    chosen = campus if campus in allowed and campus is not None else min(allowed)
    return Draft(chosen, _offered(store, Circumstance.EMERGENCY_CALL))


def why_not_ask(store: SiteStore) -> str:
    """Why this person cannot ask the school for cameras now; empty when it can be done."""
    terms = store.grant_terms
    if reason := why_not_connected(store):
        return reason
    if terms.why_not:
        return terms.why_not
    if not terms.is_governed and not terms.may_request:
        return "You need not ask: no memorandum governs what you see here."
    return "" if terms.may_request else "The memorandum does not let you ask for cameras; ask who keeps it."


def why_not_break(store: SiteStore) -> str:
    """Why this person cannot open cameras without approval; empty when it can be done."""
    if reason := why_not_ask(store):
        return reason
    return "" if store.grant_terms.may_break_glass else "The memorandum does not let you open cameras without approval."


def is_own(grant: Grant, store: SiteStore) -> bool:
    """Whether it is for the person at this console."""
    return grant.user.casefold() == store.user_of(grant.id).casefold()


def waiting(store: SiteStore) -> list[Grant]:
    """Requests that this person may approve and has not, the oldest first."""
    allowed = store.grant_terms.may_approve
    found = (
        grant
        for grant in store.grants.values()
        if grant.state is GrantState.REQUESTED
        and grant.campus in allowed
        and not is_own(grant, store)
        and all(each.by.casefold() != store.user_of(grant.id).casefold() for each in grant.approvals)
    )
    return sorted(found, key=lambda grant: grant.requested_at)


def meant(waiting: Sequence[Grant], alarm: AlarmId | None, campus: VenueId | None) -> Grant | None:
    """Which request a person means: the one made from the chosen alarm, else one for the campus at hand, else the oldest."""
    of_alarm = (grant for grant in waiting if alarm is not None and grant.alarm == alarm)
    of_campus = (grant for grant in waiting if campus is not None and grant.campus == campus)
    return next(of_alarm, None) or next(of_campus, None) or next(iter(waiting), None)


def _offered(store: SiteStore, wished: Circumstance) -> Circumstance:
    offered = store.grant_terms.circumstances
    return wished if wished in offered or not offered else min(offered)
