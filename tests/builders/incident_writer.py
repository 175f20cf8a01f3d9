"""A console without a window, run as a process of its own: prints each entry of an incident once it is added, for a test that kills it."""

import sys
from pathlib import Path

from smartclient.domain.incident_entries import Noted, Opened
from smartclient.runtime.clock import SystemClock
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Notices


def write(path: Path) -> None:
    """Adds until killed."""
    clock = SystemClock()
    incidents = Incidents(IncidentLog(path), lambda _file: "dispatcher", clock, lambda _s, _call: None, Notices(clock))
    incident = incidents.begin(Opened("Killed"))
    number = 0
    while True:
        number += 1
        entry = incidents.add(Noted(f"Note {number}"))
        if entry is not None:
            sys.stdout.write(f"{incident.id} {entry.id.console}/{entry.id.number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
