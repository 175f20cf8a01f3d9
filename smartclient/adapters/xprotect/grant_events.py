"""Grants by user-defined events named after what is done and the campus: `Ask police High School`, `Grant police High School`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.values import Item, child, guid, moment, words
from smartclient.domain.commands import ApproveGrant, EndGrant, GrantCommand, RefuseGrant, RequestGrant
from smartclient.domain.errors import NotPermitted, Refused, Unsupported
from smartclient.domain.grants import Approval, Ending, Grant, GrantId, GrantState, GrantTerms
from smartclient.domain.ids import VenueId

PAGE = 500
AGENCY = "police"

_NAME = re.compile(r"(ask|grant|refuse|end) +police +(.+)", re.IGNORECASE)


class Step(StrEnum):
    """What an event does."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"
    END = "end"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one user-defined event says of a campus."""

    campus: VenueId
    step: Step


@dataclass(frozen=True, slots=True)
class GrantEvents:
    """The meanings by event id, and the events this user may raise."""

    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    raisable: frozenset[str] = frozenset()

    @property
    def terms(self) -> GrantTerms:
        """Who may ask is governed; nothing more is told by events."""
        asking, granting, ending = (self._campuses(step) for step in (Step.ASK, Step.GRANT, Step.END))
        return GrantTerms(
            is_governed=bool(asking - granting),
            may_request=asking - granting,
            may_approve=granting,
            may_end=ending,
            policy=("The memorandum is kept outside this server; its events ask for, grant and end a view.",),
        )

    def is_one(self, name: str) -> bool:
        """Whether an event of that name is about grants."""
        return _NAME.fullmatch(name) is not None

    def event_for(self, command: GrantCommand, campus: VenueId | None) -> str | None:
        """The event to raise; None where the server has none."""
        step = _STEPS.get(type(command))
        if step is None or campus is None:
            return None
        return next((event for event, meaning in self.meanings.items() if meaning == Meaning(campus, step)), None)

    def _campuses(self, step: Step) -> frozenset[VenueId]:
        return frozenset(self.meanings[event].campus for event in self.raisable if self.meanings[event].step is step)


_STEPS: Mapping[type[GrantCommand], Step] = {
    RequestGrant: Step.ASK,
    ApproveGrant: Step.GRANT,
    RefuseGrant: Step.REFUSE,
    EndGrant: Step.END,
}


def grant_events(
    events: Iterable[Item], campuses: Mapping[str, VenueId], may_raise: Callable[[str], bool]
) -> GrantEvents:
    """Those among user-defined events; `campuses` are the plan's by their names."""
    by_name = {words(name).casefold(): campus for name, campus in campuses.items()}
    found: dict[str, Meaning] = {}
    for item in events:
        key, match = guid(item.get("id")), _NAME.fullmatch(words(item.get("name") or item.get("displayName")))
        campus = by_name.get(match[2].casefold()) if match is not None else None
        if key and match is not None and campus is not None:
            found[key] = Meaning(campus, Step(match[1].lower()))
    return GrantEvents(found, frozenset(event for event in found if may_raise(event)))


async def kept_grant_events(rest: Rest) -> list[Item]:
    """What was raised, oldest first; nothing where the server tells no events. Raises other ServerErrors."""
    asked = {"page": "0", "size": str(PAGE), "include": "data", "orderBy": "desc:'time'"}
    try:
        items = await rest.items(
            "events", "list what was raised", asked | {"source": "startsWith:'userDefinedEvents/'"}
        )
    except (Refused, Unsupported, NotPermitted):
        return []
    return list(reversed(items))


def told_by(
    items: Iterable[Item], events: GrantEvents, needed: int = 1, approvers: frozenset[str] | None = None
) -> tuple[Grant, ...]:
    """Grants after these events, which are in order of time; one campus has one grant at a time.

    So many must approve; where `approvers` are named, in lower case, nobody else counts, and nobody for himself.
    """
    found: dict[GrantId, Grant] = {}
    current: dict[VenueId, GrantId] = {}
    for item in items:
        meaning, at, key = events.meanings.get(guid(item.get("type"))), moment(item.get("time")), guid(item.get("id"))
        if meaning is None or at is None or not key:
            continue
        by = words(child(item.get("data"), "User"))
        known = found.get(current.get(meaning.campus, GrantId("")))
        is_over = known is None or known.state in (GrantState.REFUSED, GrantState.CLOSED)
        if known is None or (is_over and meaning.step in (Step.ASK, Step.GRANT)):
            known = Grant(
                id=GrantId(key),
                agency=AGENCY,
                user=by if meaning.step is Step.ASK else "",
                person=by if meaning.step is Step.ASK else AGENCY,
                campus=meaning.campus,
                area="as the server's rules say",
                cameras=frozenset(),
                circumstance=None,
                reason="",
                alarm=None,
                state=GrantState.REQUESTED,
                requested_at=at,
            )
        elif is_over:
            continue
        match meaning.step:
            case Step.GRANT if known.state is GrantState.REQUESTED and _counts(known, by, approvers):
                known = replace(known, approvals=(*known.approvals, Approval(by, at)))
                if len(known.approvals) >= needed:
                    known = replace(known, state=GrantState.OPEN, opened_at=at)
            case Step.REFUSE if known.state is GrantState.REQUESTED:
                known = replace(known, state=GrantState.REFUSED, closed_at=at, closed_by=by)
            case Step.END:
                ending = Ending.WITHDRAWN if by and by == known.user else Ending.SCHOOL
                known = replace(known, state=GrantState.CLOSED, closed_at=at, closed_by=by, ending=ending)
        found[known.id], current[meaning.campus] = known, known.id
    return tuple(found.values())


def _counts(grant: Grant, by: str, approvers: frozenset[str] | None) -> bool:
    """Whether that is an approval the grant did not have."""
    if approvers is None:
        return True
    name = by.casefold()
    return (
        name in approvers
        and name != grant.user.casefold()
        and all(each.by.casefold() != name for each in grant.approvals)
    )
