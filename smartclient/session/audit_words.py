"""What happened in a watch as entries of the audit: acts, the line to the server, grants, who watches from outside."""

from collections.abc import Iterator, Mapping

from smartclient.domain.connection import Connection, Line
from smartclient.domain.grants import Grant, GrantId, GrantState, GrantTerms, Viewing
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.store.journal import Act
from smartclient.store.site_store import SiteStore

_EXPORTS = ("export", "verify evidence", "pause export", "resume export", "cancel export", "evidence")
_EDITS = ("save plan", "write place", "edit", "change plan")
_GRANTS = ("ask to see cameras", "approve grant", "refuse grant", "end grant", "break glass", "grant")
_VIEWS = ("listen", "stop listening")


def entry_of(act: Act, store: SiteStore) -> AuditEntry:
    """What the operator did, or what came of it."""
    return AuditEntry(_kind(act.act), act.actor, act.act, act.subject, _name(act.subject, store), act.detail)


def _kind(act: str) -> Kind:
    if act.endswith((": refused", ": not permitted")):
        return Kind.REFUSAL
    for beginnings, kind in ((_EXPORTS, Kind.EXPORT), (_EDITS, Kind.EDIT), (_GRANTS, Kind.GRANT), (_VIEWS, Kind.VIEW)):
        if act.startswith(beginnings):
            return kind
    return Kind.COMMAND


def _name(subject: str, store: SiteStore) -> str:
    if (device := store.devices.get(DeviceId(subject))) is not None:
        return device.name
    if (alarm := store.alarms.get(AlarmId(subject))) is not None:
        return f"alarm {alarm.number}"
    return ""


def entries_of_line(before: Line | None, now: Connection, user: str, server: str) -> Iterator[AuditEntry]:
    """What a new state of the line says about who is signed in; `before` is None at the beginning."""
    act = {
        Line.LIVE: "signed in" if before in (None, Line.CONNECTING, Line.REFUSED) else "connected again",
        Line.OFFLINE: "connection lost",
        Line.REFUSED: "sign-in refused",
    }.get(now.line)
    if act is None or now.line is before or (before is Line.DELAYED and now.line is Line.LIVE):
        return
    detail = {"server": server} | ({"said": now.detail} if now.detail else {})
    kind = Kind.REFUSAL if now.line is Line.REFUSED else Kind.SIGN_IN
    yield AuditEntry(kind, user, act, server, detail=detail)


def entries_of_grants(before: Mapping[GrantId, Grant], now: Mapping[GrantId, Grant]) -> Iterator[AuditEntry]:
    """Each step of each grant, as the server told it."""
    for id_, grant in now.items():
        known = before.get(id_)
        if known is None or (known.state, known.approvals) != (grant.state, grant.approvals):
            yield _grant_entry(grant)


def _grant_entry(grant: Grant) -> AuditEntry:
    detail = {
        "agency": grant.agency,
        "person": grant.person,
        "campus": grant.campus,
        "area": grant.area,
        "cameras": sorted(grant.cameras)[:500],
        "circumstance": grant.circumstance,
        "reason": grant.reason,
        "alarm": grant.alarm,
        "approvals": [{"by": approval.by, "at": approval.at} for approval in grant.approvals],
        "needed": grant.needed,
        "opened": grant.opened_at,
        "ends": grant.ends_at,
        "closed": grant.closed_at,
        "closed by": grant.closed_by,
        "ending": grant.ending,
        "refused": grant.refused_why,
        "break glass": grant.is_break_glass,
    }
    kept = {name: value for name, value in detail.items() if value not in (None, "", False, [])}
    kind = Kind.REFUSAL if grant.state is GrantState.REFUSED else Kind.GRANT
    return AuditEntry(kind, grant.user, f"grant {grant.state.value}", grant.id, grant.person, kept)


def entries_of_viewings(
    before: tuple[Viewing, ...], now: tuple[Viewing, ...], store: SiteStore
) -> Iterator[AuditEntry]:
    """Who outside the school began or ended to watch what, as the server told it."""
    for act, viewings in (
        ("watches from outside", [each for each in now if each not in before]),
        ("watches from outside no more", [each for each in before if each not in now]),
    ):
        for viewing in viewings:
            sight = "recorded" if viewing.is_recorded else "live"
            detail = {"person": viewing.person, "agency": viewing.agency, "since": viewing.since, "sight": sight}
            yield AuditEntry(Kind.VIEW, viewing.user, act, viewing.camera, _name(viewing.camera, store), detail)


def entries_of_terms(before: GrantTerms, now: GrantTerms, user: str) -> Iterator[AuditEntry]:
    """Which policy counts from now on, and what it makes of this user."""
    if (before.version, before.is_governed, before.signature) != (now.version, now.is_governed, now.signature):
        detail = {"governed": now.is_governed, "signature": now.signature, "before": before.version}
        yield AuditEntry(
            Kind.POLICY, user, "policy in force" if now.version else "no policy in force", now.version, "", detail
        )
