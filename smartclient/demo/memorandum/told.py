"""Grants, viewings, what a user may do, and the report, as JSON."""

from datetime import datetime

from smartclient.demo.answers import Json
from smartclient.demo.memorandum.course import Grant
from smartclient.demo.memorandum.memorandum import Memorandum
from smartclient.demo.memorandum.policy import Policy
from smartclient.demo.memorandum.viewings import Viewing
from smartclient.demo.plan import DemoSite
from smartclient.demo.times import stamp


def grant_json(grant: Grant, site: DemoSite) -> Json:
    """One grant."""
    return {
        "id": grant.id,
        "agency": grant.agency,
        "user": grant.user,
        "person": grant.person,
        "campus": _venue(site, grant.campus),
        "area": grant.area,
        "cameras": sorted(grant.cameras),
        "circumstance": grant.circumstance,
        "reason": grant.reason,
        "alarm": grant.alarm,
        "state": grant.state,
        "requestedAt": stamp(grant.requested_at),
        "approvalsNeeded": grant.needed,
        "approvals": [{"by": by, "at": stamp(at)} for by, at in grant.approvals],
        "recordedFrom": _stamp(grant.recorded_from),
        "openedAt": _stamp(grant.opened_at),
        "endsAt": _stamp(grant.ends_at),
        "closedAt": _stamp(grant.closed_at),
        "closedBy": grant.closed_by,
        "ending": grant.ending,
        "refusedWhy": grant.refused_why,
        "isBreakGlass": grant.is_break_glass,
    }


def viewing_json(viewing: Viewing, policy: Policy | None) -> Json:
    """One viewing; `until` is null while it lasts."""
    agency, person = (policy.person(viewing.user) if policy is not None else None) or (None, None)
    return {
        "user": viewing.user,
        "person": person.name if person else viewing.user,
        "agency": agency.name if agency else "",
        "camera": viewing.camera,
        "since": stamp(viewing.since),
        "until": _stamp(viewing.until),
        "isRecorded": viewing.is_recorded,
    }


def terms_json(memorandum: Memorandum, user: str, signature: str, why_not: str, *, is_administrator: bool) -> Json:
    """What a user may do, and the memorandum's words."""
    policy, campuses = memorandum.policy, memorandum.site.campuses
    if policy is None:
        return {"governed": memorandum.is_governed(user), "whyNot": why_not}
    is_governed = memorandum.is_governed(user)
    listed, glass = policy.person(user) is not None, policy.break_glass
    approving = [campus.venue for campus in campuses if policy.approves(user, campus.key)]
    everywhere = [campus.venue for campus in campuses]
    return {
        "governed": is_governed,
        "mayRequest": everywhere if is_governed and listed else [],
        "mayApprove": approving,
        "mayBreakGlass": everywhere if glass is not None and user in glass.users else [],
        "mayEnd": [campus.venue for campus in campuses if memorandum.may_end(user, campus.key)],
        "mayReport": bool(approving) or is_administrator,
        "circumstances": [each.circumstance for each in policy.circumstances],
        "district": policy.district,
        "title": policy.title,
        "version": str(policy.version),
        "policy": policy.sentences(),
        "signature": signature,
        "twoPersonsFor": policy.two_persons_for,
        "watermark": policy.watermark,
        "whyNot": "",
    }


def report_json(memorandum: Memorandum, campuses: set[str], since: datetime, until: datetime) -> Json:
    """What happened on those campuses in a span."""
    site, policy = memorandum.site, memorandum.policy
    campus_of = {device.guid: device.campus for device in site.devices if device.guid}
    viewings = (v for v in memorandum.viewings.between(since, until) if campus_of.get(v.camera) in campuses)
    attempts = (
        each
        for each in memorandum.viewings.attempts
        if since <= each.since < until and memorandum.campus_of(each.source) in campuses
    )
    return {
        "from": stamp(since),
        "to": stamp(until),
        "district": policy.district if policy else "",
        "version": str(policy.version) if policy else "",
        "grants": [
            grant_json(grant, site)
            for grant in memorandum.grants.values()
            if grant.campus in campuses and grant.requested_at < until and (grant.closed_at or until) >= since
        ],
        "viewings": [viewing_json(viewing, policy) for viewing in viewings],
        "attempts": [
            {
                "user": each.user,
                "source": each.source,
                "action": each.action,
                "since": stamp(each.since),
                "lastAt": stamp(each.last_at),
                "count": each.count,
            }
            for each in attempts
        ],
        "unusual": [
            {"at": stamp(at), "name": name, "user": user, "campus": _venue(site, campus), "text": sentence}
            for at, name, user, campus, sentence in memorandum.unusual.kept
            if campus in campuses and since <= at < until
        ],
    }


def _venue(site: DemoSite, key: str) -> str:
    return next((campus.venue for campus in site.campuses if campus.key == key), key)


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)
