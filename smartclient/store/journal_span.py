"""What the server said in a span of the past, as the journal has it, with what was known when the span began."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from smartclient.domain.devices import DeviceState
from smartclient.domain.events import AlarmChanged, Event, EventKind, Happened, ResponseChanged
from smartclient.domain.ids import DeviceId
from smartclient.runtime.json_trouble import JSON_TROUBLE

STATES, ALL = "states", "all"
"""The kind of rows with states, and the subject of those with which all states begin."""
MOST_ROWS = 400_000
"""The last so many before the end of a span are read: some minutes of a flood, weeks of school days."""
MOST_NOTABLE = 20_000
_PLAIN = {EventKind.MOTION_STARTED, EventKind.MOTION_STOPPED}
_TOLD_LATE = timedelta(hours=1)
_STATES = msgspec.json.Decoder(dict[DeviceId, DeviceState])
_LEFT_OUT = {
    EventKind.RECORDING_STARTED,
    EventKind.RECORDING_STOPPED,
    EventKind.PTZ_STARTED,
    EventKind.PTZ_STOPPED,
    EventKind.CONFIGURATION_CHANGED,
    EventKind.OTHER,
}
_EVENTS: Mapping[str, "msgspec.json.Decoder[Event]"] = {
    **{kind.value: msgspec.json.Decoder[Event](Happened) for kind in EventKind if kind not in _LEFT_OUT},
    "alarm": msgspec.json.Decoder[Event](AlarmChanged),
    "response": msgspec.json.Decoder[Event](ResponseChanged),
}
"""How rows are read, by their kind."""
_QUESTION = "SELECT kind, body FROM journal WHERE number BETWEEN ? AND ? ORDER BY number"


@dataclass(frozen=True, slots=True)
class Told:
    """In the order in which it was written. States hold the time since when each fact is known."""

    events: tuple[Event, ...] = ()
    states: tuple[Mapping[DeviceId, DeviceState], ...] = field(default=())


def told_between(path: Path, since: datetime, until: datetime) -> Told:
    """What was told from the last row with all states before `since` up to `until`. Opens the file anew, takes up to some seconds with a
    large journal: for a thread. Raises sqlite3.Error; a row that cannot be read is passed over.
    """
    events: list[Event] = []
    states: list[Mapping[DeviceId, DeviceState]] = []
    with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)) as database:
        end = _first_after(database, until + _TOLD_LATE) - 1
        begin = max(_last_states_before(database, _first_after(database, since)), end - MOST_ROWS)
        for kind, body in database.execute(_QUESTION, (begin, end)):
            try:
                if kind == STATES:
                    states.append(_STATES.decode(body))
                elif kind in _EVENTS:
                    events.append(_EVENTS[kind].decode(body))
            except (*JSON_TROUBLE, ValueError, TypeError):
                continue
    return Told(tuple(events), tuple(states))


def notable_between(path: Path, since: datetime, until: datetime) -> tuple[Event, ...]:
    """Alarms, and what happened beside motion, recording and movement, the last `MOST_NOTABLE` of a span, oldest first.

    For a thread. Raises sqlite3.Error; a row that cannot be read is passed over.
    """
    kinds = [kind for kind in _EVENTS if kind not in _PLAIN]
    marks = ", ".join("?" * len(kinds))
    question = f"SELECT kind, body FROM journal WHERE number BETWEEN ? AND ? AND kind IN ({marks}) ORDER BY number DESC LIMIT ?"  # noqa: S608 (only marks)
    found: list[Event] = []
    with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)) as database:
        begin, end = _first_after(database, since), _first_after(database, until + _TOLD_LATE) - 1
        for kind, body in database.execute(question, (begin, end, *kinds, MOST_NOTABLE)):
            try:
                found.append(_EVENTS[kind].decode(body))
            except (*JSON_TROUBLE, ValueError, TypeError):
                continue
    return tuple(reversed(found))


def _last_states_before(database: sqlite3.Connection, number: int) -> int:
    """The row that holds all states as they were then; the first row of all where there is none."""
    found = database.execute(
        "SELECT number FROM journal WHERE number < ? AND number > ? AND kind = ? AND subject = ? ORDER BY number DESC LIMIT 1",
        (number, number - MOST_ROWS, STATES, ALL),
    ).fetchone()
    return int(found[0]) if found else 0


def _first_after(database: sqlite3.Connection, at: datetime) -> int:
    """The number of the first row that was written later; one more than the last where there is none. Rows are in order of time."""
    low, high = 0, int(database.execute("SELECT COALESCE(MAX(number), 0) FROM journal").fetchone()[0])
    stamp = at.isoformat()
    while low < high:
        middle = (low + high) // 2
        row = database.execute(
            "SELECT number, written_at FROM journal WHERE number > ? ORDER BY number LIMIT 1", (middle,)
        ).fetchone()
        if row is None or row[1] > stamp:
            high = middle
        else:
            low = int(row[0])
    return low + 1
