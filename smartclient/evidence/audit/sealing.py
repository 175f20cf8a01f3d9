"""Seals an audit log with this console's key, the one that signs evidence; the log itself names the key first."""

import base64
import platform
from datetime import datetime
from pathlib import Path

from smartclient.evidence.audit.entries import AuditEntry, Kind
from smartclient.evidence.audit.head import Claim, sign, to_bytes
from smartclient.evidence.audit.known_heads import write_heads
from smartclient.evidence.audit.log import AuditLog
from smartclient.evidence.audit.verify import KEY_ACT
from smartclient.evidence.keys import Signer, fingerprint, workstation_signer


def announce(log: AuditLog, now: datetime, signer: Signer | None = None) -> Signer:
    """The console's key, after the log has named it. May wait for the key ring. Raises AuditUnwritable."""
    signer = signer or workstation_signer()
    detail = {"fingerprint": fingerprint(signer.public_key), "kept in the key ring": signer.is_kept}
    public = base64.b64encode(signer.public_key).decode()
    log.append([AuditEntry(Kind.LOG, "", KEY_ACT, public, detail=detail)], now)
    return signer


def seal(log: AuditLog, signer: Signer, beside: Path, now: datetime) -> bytes:
    """Signs how far the log goes and puts the head beside it; the answer is the head as it goes out. Raises OSError."""
    claim = Claim(log=log.id, number=log.number, link=log.link, at=now, workstation=platform.node()[:200])
    head = sign(claim, signer)
    write_heads(beside, [head])
    return to_bytes(head)
