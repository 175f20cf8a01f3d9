"""Grants, viewings and what a user may do with them, as the grants service tells them."""

from collections.abc import Iterable

from smartclient.adapters.xprotect.values import LONGEST_TEXT, Item, child, children, guid, integer, moment, words
from smartclient.domain.grants import (
    Approval,
    Circumstance,
    Ending,
    Grant,
    GrantId,
    GrantState,
    GrantTerms,
    Viewing,
)
from smartclient.domain.ids import AlarmId, DeviceId, VenueId

MOST_CAMERAS = 20_000
MOST_GRANTS = 5_000

_CIRCUMSTANCES = {each.value: each for each in Circumstance}
_ENDINGS = {each.value: each for each in Ending}
_STATES = {each.value: each for each in GrantState}


def grants(told: object) -> tuple[Grant, ...]:
    """All that can be read; one without id, campus, state or time is passed over."""
    return tuple(made for each in children(told, "grants", limit=MOST_GRANTS) if (made := _grant(each)) is not None)


def _grant(item: Item) -> Grant | None:
    key, campus = guid(child(item, "id")), words(child(item, "campus")).lower()
    state, requested_at = _STATES.get(words(child(item, "state"))), moment(child(item, "requestedAt"))
    if not key or not campus or state is None or requested_at is None:
        return None
    alarm = guid(child(item, "alarm"))
    return Grant(
        id=GrantId(key),
        agency=words(child(item, "agency")),
        user=words(child(item, "user")),
        person=words(child(item, "person")),
        campus=VenueId(campus),
        area=words(child(item, "area")),
        cameras=_cameras(item),
        circumstance=_CIRCUMSTANCES.get(words(child(item, "circumstance"))),
        reason=words(child(item, "reason"), LONGEST_TEXT),
        alarm=AlarmId(alarm) if alarm else None,
        state=state,
        requested_at=requested_at,
        needed=max(0, integer(child(item, "approvalsNeeded")) or 0),
        approvals=tuple(_approvals(children(item, "approvals", limit=20))),
        opened_at=moment(child(item, "openedAt")),
        ends_at=moment(child(item, "endsAt")),
        closed_at=moment(child(item, "closedAt")),
        closed_by=words(child(item, "closedBy")),
        ending=_ENDINGS.get(words(child(item, "ending"))),
        refused_why=words(child(item, "refusedWhy"), LONGEST_TEXT),
        is_break_glass=child(item, "isBreakGlass") is True,
    )


def _cameras(item: Item) -> frozenset[DeviceId]:
    found = (guid(each) for each in children(item, "cameras", limit=MOST_CAMERAS))
    return frozenset(DeviceId(f"cameras/{key}") for key in found if key)


def _approvals(items: Iterable[object]) -> Iterable[Approval]:
    for each in items:
        by, at = words(child(each, "by")), moment(child(each, "at"))
        if by and at is not None:
            yield Approval(by, at)


def viewings(told: object) -> tuple[Viewing, ...]:
    """Who watches now; one without camera or time is passed over."""
    found = []
    for item in children(told, "viewings", limit=MOST_CAMERAS):
        camera, since = guid(child(item, "camera")), moment(child(item, "since"))
        if camera and since is not None:
            found.append(
                Viewing(
                    user=words(child(item, "user")),
                    person=words(child(item, "person")),
                    agency=words(child(item, "agency")),
                    camera=DeviceId(f"cameras/{camera}"),
                    since=since,
                    is_recorded=child(item, "isRecorded") is True,
                )
            )
    return tuple(found)


def terms(told: object) -> GrantTerms:
    """What this user may do."""
    item = child(told, "terms")
    named = (words(each) for each in children(item, "circumstances", limit=20))
    return GrantTerms(
        is_governed=child(item, "governed") is True,
        may_request=_venues(item, "mayRequest"),
        may_approve=_venues(item, "mayApprove"),
        may_break_glass=_venues(item, "mayBreakGlass"),
        may_end=_venues(item, "mayEnd"),
        may_report=child(item, "mayReport") is True,
        circumstances=frozenset(_CIRCUMSTANCES[each] for each in named if each in _CIRCUMSTANCES),
        version=words(child(item, "version")),
        policy=tuple(words(each, LONGEST_TEXT) for each in children(item, "policy", limit=100)),
        signature=words(child(item, "signature"), LONGEST_TEXT),
        two_persons_for=frozenset(words(each) for each in children(item, "twoPersonsFor", limit=20) if words(each)),
        wants_watermark=child(item, "watermark") is True,
        why_not=words(child(item, "whyNot"), LONGEST_TEXT),
    )


def _venues(item: object, key: str) -> frozenset[VenueId]:
    return frozenset(VenueId(words(each).lower()) for each in children(item, key) if words(each))
