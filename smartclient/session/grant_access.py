"""What this operator may ask about grants, and why not."""

from smartclient.adapters.server import Capability
from smartclient.domain.commands import ApproveGrant, BreakGlass, EndGrant, GrantCommand, RefuseGrant, RequestGrant
from smartclient.domain.grants import Grant, GrantState
from smartclient.domain.ids import DeviceId, server_of
from smartclient.store.site_store import SiteStore

_NOT_OFFERED = "This server offers no grants to see video."
_GONE = "The server no longer knows this request."


def why_not_grant(command: GrantCommand, store: SiteStore, capabilities: frozenset[Capability]) -> str:
    """The reason, for a person, why the command cannot be sent; empty when it can. The server's own refusal still counts."""
    terms = store.grant_terms
    if Capability.GRANTS not in capabilities:
        return terms.why_not or _NOT_OFFERED
    match command:
        case RequestGrant():
            return _why_not_request(command, store)
        case BreakGlass(campus=campus, reason=reason):
            if campus not in terms.may_break_glass:
                return "The memorandum does not let you open this campus without approval."
            return "" if reason.strip() else "Say why you open the cameras without approval."
        case ApproveGrant(grant=key):
            return _why_not_decide(store.grants.get(key), store)
        case RefuseGrant(grant=key, reason=reason):
            return _why_not_decide(store.grants.get(key), store) or ("" if reason.strip() else "Say why you refuse.")
        case EndGrant(grant=key):
            return _why_not_end(store.grants.get(key), store)


def _why_not_request(command: RequestGrant, store: SiteStore) -> str:
    terms = store.grant_terms
    if not terms.is_governed:
        return "The memorandum does not close cameras to you; there is nothing to ask for."
    if command.campus not in terms.may_request:
        return "The memorandum does not let you ask to see this campus."
    if terms.circumstances and command.circumstance not in terms.circumstances:
        return f"The memorandum names no circumstance “{command.circumstance.value}” for you."
    if any(
        grant.state is GrantState.REQUESTED and grant.campus == command.campus and _is_own(grant, store)
        for grant in store.grants.values()
    ):
        return "You have asked already; the school has not answered yet."
    return "" if command.reason.strip() else "Say why you ask."


def _why_not_decide(grant: Grant | None, store: SiteStore) -> str:
    if grant is None:
        return _GONE
    if grant.campus not in store.grant_terms.may_approve:
        return "You do not approve for this campus; the memorandum names who does."
    if grant.state is not GrantState.REQUESTED:
        return f"This request waits no more: it is {grant.state.value}."
    if _is_own(grant, store):
        return "Nobody approves a request of their own."
    if any(each.by.casefold() == store.user_of(grant.id).casefold() for each in grant.approvals):
        return "You have approved it; another person must approve too."
    return ""


def _why_not_end(grant: Grant | None, store: SiteStore) -> str:
    if grant is None:
        return _GONE
    if grant.state not in (GrantState.REQUESTED, GrantState.OPEN):
        return "It has ended already."
    if grant.campus not in store.grant_terms.may_end and not _is_own(grant, store):
        return "You cannot end this; the school or the person who asked can."
    return ""


def _is_own(grant: Grant, store: SiteStore) -> bool:
    return grant.user.casefold() == store.user_of(grant.id).casefold()


def is_governed(camera: DeviceId, store: SiteStore) -> bool:
    """Whether a memorandum says when this person may see that camera. Of several servers only those whose memorandum lets this
    person ask; what another one closes, it refuses itself.
    """
    terms = store.grant_terms
    if not store.parts:
        return terms.is_governed
    return terms.is_governed and any(server_of(campus) == server_of(camera) for campus in terms.may_request)
