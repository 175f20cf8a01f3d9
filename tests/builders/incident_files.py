"""Incident files for tests: on disk, with a clock that moves when told, and entries made by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from smartclient.domain.ids import ConsoleId, IncidentId
from smartclient.domain.incident_entries import Body, Entry, EntryId
from smartclient.runtime.clock import ManualClock
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.notices import Notices
from tests.builders.later import Later
from tests.builders.watch import START

INCIDENT = IncidentId("0123456789abcdef")


@contextmanager
def incident_files(folder: Path, later: Later | None = None) -> Iterator[Incidents]:
    """The files of a dispatcher, closed after the block."""
    clock = ManualClock(START)
    log = IncidentLog(folder / "incidents.db")
    made = Incidents(log, lambda _file: "dispatcher", clock, later or Later(), Notices(clock))
    try:
        yield made
    finally:
        made.close()


def entry(number: int, body: Body, seconds: float) -> Entry:
    """The `number`-th entry of another console, `seconds` after the start."""
    at = second(seconds)
    return Entry(EntryId(ConsoleId("other-console"), number), INCIDENT, number, at, "principal", body)


def second(number: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=number)
