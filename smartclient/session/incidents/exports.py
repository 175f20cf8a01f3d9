"""Footage that leaves while an incident is open: entered when its package is whole, with the hash of its manifest."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from smartclient.domain.ids import server_of
from smartclient.domain.incident_entries import Exported
from smartclient.evidence.manifest import MANIFEST
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.journal import Act

log = logging.getLogger(__name__)


class Exports:
    """Remembers what was asked for until it is finished."""

    def __init__(self, incidents: Incidents) -> None:
        self._incidents = incidents
        self._begun: dict[str, Exported] = {}

    def take(self, act: Act) -> None:
        """`export evidence` says what is asked for, `export evidence: finished` that it is there."""
        detail = act.detail if isinstance(act.detail, Mapping) else {}
        if not act.act.endswith("finished"):
            begin, end, cameras = detail.get("begin"), detail.get("end"), detail.get("cameras")
            if isinstance(begin, datetime) and isinstance(end, datetime) and isinstance(cameras, list):
                reason = str(detail.get("reason", ""))
                self._begun[act.subject] = Exported(act.subject, tuple(map(str, cameras)), begin, end, "", reason)
            return
        begun, incident = self._begun.pop(act.subject, None), self._incidents.current
        if begun is None or incident is None:
            return
        own = tuple(camera for camera in begun.cameras if server_of(camera) == server_of(incident.id))
        if own:
            self._incidents.add(replace(begun, cameras=own, sha256=_hash(Path(str(detail.get("folder", ""))))))


def _hash(folder: Path) -> str:
    """Of the package's manifest, which holds the hashes of everything in it."""
    try:
        return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    except OSError as error:
        log.warning("the manifest of %s cannot be read: %s", folder.name, error)
        return ""
