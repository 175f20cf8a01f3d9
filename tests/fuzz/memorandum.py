"""The memorandum and what is told of it: policy files, their signatures, grants, reports, the audit log."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from smartclient.adapters.xprotect.translate.grant_report import grant_report
from smartclient.adapters.xprotect.translate.grants import grants, terms, viewings
from smartclient.app.last_view_file import LastViewFile
from smartclient.domain.recordings import Span
from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.evidence.audit.files import head_of
from smartclient.evidence.audit.head import from_bytes
from smartclient.evidence.audit.known_heads import read_heads
from smartclient.evidence.audit.log import AuditLog
from smartclient.evidence.audit.sealing import announce, seal
from smartclient.evidence.audit.verify import verify
from smartclient.evidence.keys import new_signer
from smartclient.policy.document import parse_policy
from smartclient.policy.signature import check_signature, signature_path
from smartclient.policy.words import plain_text
from smartclient.runtime import paths
from smartclient.store.last_view import LastView
from tests.fuzz.scratch import as_file, as_folder
from tests.fuzz.target import Form, Target

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
KEY = "11111111-2222-3333-4444-555555555555"
POLICY = paths.floorplans() / "maple-grove" / "policy.json"


def _policy(data: bytes) -> None:
    assert plain_text(parse_policy(data, "policy.json"), "")


def _signature(data: bytes) -> None:
    path = as_file("policy.json", POLICY.read_bytes())
    signature_path(path).write_bytes(data)
    check_signature(path)


def _grants(data: bytes) -> None:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return
    assert all("<" not in grant.reason for grant in grants(told))
    viewings(told)
    terms(told)
    grant_report(told, Span(NOW - timedelta(days=1), NOW))


def _told() -> list[bytes]:
    at = NOW.isoformat()
    grant = {
        "id": KEY, "campus": "hs", "state": "open", "requestedAt": at, "openedAt": at, "endsAt": at, "closedAt": None,
        "circumstance": "school alarm", "reason": "Door 7", "user": "responder", "person": "Officer", "agency": "Police",
        "approvals": [{"by": "principal-hs", "at": at}], "approvalsNeeded": 1, "cameras": [KEY], "alarm": KEY,
        "breakGlass": False, "ending": None, "area": "High School",
    }  # fmt: skip
    viewing = {
        "user": "responder",
        "person": "Officer",
        "agency": "Police",
        "camera": KEY,
        "since": at,
        "until": at,
        "recorded": True,
    }
    allowed = {
        "governed": True,
        "mayRequest": ["hs"],
        "mayApprove": ["hs"],
        "mayBreakGlass": [],
        "policy": {"version": 1, "words": "x"},
    }
    attempt = {"user": "responder", "camera": KEY, "at": at, "since": at, "count": 3, "why": "No grant"}
    everything = {
        "grants": [grant],
        "viewings": [viewing],
        "terms": allowed,
        "attempts": [attempt],
        "unusual": [attempt],
    }
    return [json.dumps(everything).encode()]


@cache
def _sealed() -> Path:
    signer = new_signer()
    log = AuditLog(as_folder("audit-seed") / "audit.log", NOW)
    announce(log, NOW, signer)
    for number in range(6):
        log.append([AuditEntry(Kind.VIEW, "d", "watch", f"cameras/{number}", "Hall", {"way": "live"})], NOW)
    seal(log, signer, head_of(log.path), NOW)
    log.close()
    return log.path


def _audit(data: bytes) -> None:
    report = verify(as_file("audit.log", data), read_heads(head_of(_sealed())))
    assert not report.intact or data.startswith(_sealed().read_bytes()[:200])


def _go_on(data: bytes) -> None:
    """A log as a crash may have left it is gone on with, or another begins."""
    path = as_folder("audit") / "audit.log"
    path.write_bytes(data)
    log = AuditLog(path, NOW)
    log.append([AuditEntry(Kind.VIEW, "d", "watch", "cameras/1", "Hall", {})], NOW)
    log.close()


def _last_view(data: bytes) -> None:
    folder = as_folder("last-view")
    (folder / "last-view.aside.json").write_bytes(data)
    LastViewFile(folder).read_aside()


def _last_views() -> list[bytes]:
    folder = as_folder("last-view-seed")
    LastViewFile(folder).write(LastView())
    return [next(folder.glob("*.json")).read_bytes()]


def targets() -> Sequence[Target]:
    """All of them."""
    return (
        Target("policy", Form.JSON, lambda: [POLICY.read_bytes()], _policy),
        Target("policy-signature", Form.JSON, lambda: [signature_path(POLICY).read_bytes()], _signature),
        Target("grants", Form.JSON, _told, _grants),
        Target("audit-log", Form.TEXT, lambda: [_sealed().read_bytes()], _audit),
        Target("audit-log-of-a-crash", Form.TEXT, lambda: [_sealed().read_bytes()], _go_on),
        Target("last-view", Form.JSON, _last_views, _last_view),
        Target("audit-head", Form.JSON, lambda: [head_of(_sealed()).read_bytes()], from_bytes),
    )
