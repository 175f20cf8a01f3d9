"""The event stream: every event once, encoded once, in a ring that holds the resume window, and the latest states."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import chain, takewhile
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from smartclient.demo.answers import Json
from smartclient.demo.catalogue import EVENT_TYPES, EventType
from smartclient.demo.event_file import EventFile
from smartclient.demo.ids import fresh
from smartclient.demo.people import names_somebody, without_names
from smartclient.demo.times import stamp

WINDOW_S = 30.0
RING = 200_000
STORED = 50_000
"""A few days of a district; a real server keeps as long as its settings say."""
_PRUNE = 2_000


class Event(msgspec.Struct, frozen=True):
    """An event as it is pushed; `source` is a path such as `cameras/<guid>`, `time` has seven fractional digits."""

    id: str
    source: str
    type: str
    time: str
    specversion: str = "1.0"
    datatype: str = "application/json"
    data: Any = msgspec.UNSET
    stategroupid: str | msgspec.UnsetType = msgspec.UNSET


class Entry(NamedTuple):
    """An event in the ring: what filters look at, when it came (monotonic seconds), and its JSON, with and without names of people."""

    source: str
    type: str
    came: float
    text: bytes
    nameless: bytes


class EventStream:
    """Publishes events to whoever waits, keeps the last WINDOW_S of them, the latest state, and the stored ones.

    Positions count events from 0; `first` is the oldest one still held and `end` the next to come. An event's id holds its
    position, so that a resume point is found without an index. `clock` is monotonic seconds.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
        window_s: float = WINDOW_S,
        file: EventFile | None = None,
    ) -> None:
        """With a `file` every event is kept there before anybody is told, and those stored in an earlier run are known again."""
        self.first = 0
        self.window_s = window_s
        self.stored: deque[Event] = deque(maxlen=STORED)
        self.raised: deque[Event] = deque(maxlen=STORED)
        """User-defined events, which have a retention of their own: a busy day does not push them out."""
        self.observers: list[Callable[[Event], None]] = []
        self.waiting = set[asyncio.Event]()
        self._now, self._clock, self._file = now, clock, file
        self._entries: list[Entry] = []
        self._states: dict[tuple[str, str], Event] = {}
        self._series = fresh()[:24]
        self._encode = msgspec.json.Encoder().encode
        for event in file.read(Event) if file is not None else ():
            self._store(event, EVENT_TYPES.get(event.type))

    @property
    def end(self) -> int:
        """The position of the next event."""
        return self.first + len(self._entries)

    def publish(self, kind: EventType, source: str, data: Json | None = None) -> Event:
        """An event of a known type happened now."""
        event = self._append(kind.id, source, kind.group, data)
        self._store(event, kind)
        if kind.stored:
            for observe in self.observers:
                observe(event)
        return event

    def publish_unlisted(self, type_id: str, source: str, data: Json | None = None) -> Event:
        """An event of a type that is not in the catalogue (user-defined, or any guid a test asks for) happened now."""
        return self.publish(EVENT_TYPES.get(type_id) or EventType(type_id, ""), source, data)

    def _store(self, event: Event, kind: EventType | None) -> None:
        if kind is None or kind.stored:
            self.stored.append(event)
            if event.source.startswith("userDefinedEvents/"):
                self.raised.append(event)

    def _append(self, type_id: str, source: str, group: str, data: Json | None) -> Event:
        event = Event(
            f"{self._series}{self.end:012x}",
            source,
            type_id,
            stamp(self._now()),
            data=msgspec.UNSET if data is None else data,
            stategroupid=group or msgspec.UNSET,
        )
        came = self._clock()
        if len(self._entries) > RING or (
            len(self._entries) > _PRUNE and self._entries[_PRUNE].came < came - self.window_s
        ):
            del self._entries[:_PRUNE]
            self.first += _PRUNE
        text = self._encode(event)
        if self._file is not None:
            self._file.append(text)
        nameless = self._encode(replace(event, data=without_names(data))) if names_somebody(data) else text
        self._entries.append(Entry(source, type_id, came, text, nameless))
        if group:
            self._states[(source, group)] = event
        for waiter in self.waiting:
            waiter.set()
        return event

    def close(self) -> None:
        """Lets go of the file; calling it twice is harmless."""
        if self._file is not None:
            self._file.close()

    def position_after(self, event_id: str) -> int | None:
        """The position that follows an event; None when the id is not one of this stream."""
        series, digits = event_id.lower()[:24], event_id[24:]
        if series != self._series or len(digits) != 12:
            return None
        try:
            position = int(digits, 16) + 1
        except ValueError:
            return None
        return position if position <= self.end else None

    def holds_since(self, position: int) -> bool:
        """Whether every event from `position` on is still in the window."""
        if position >= self.end:
            return True
        held = position >= self.first
        return held and self._entries[position - self.first].came >= self._clock() - self.window_s

    def read(self, position: int, limit: int) -> list[Entry]:
        """Up to `limit` events from a position that is still held."""
        start = position - self.first
        return self._entries[start : start + limit]

    def find(self, event_id: str) -> Event | None:
        """A stored event by id in any case."""
        wanted = event_id.lower()
        return next((event for event in (*reversed(self.stored), *self.raised) if event.id == wanted), None)

    def newest_first(self, since: datetime | None = None) -> list[Event]:
        """The stored events, all or those later than `since`."""
        oldest = self.stored[0].time if self.stored else ""
        every = chain(reversed(self.stored), (event for event in reversed(self.raised) if event.time < oldest))
        after = stamp(since) if since is not None else ""
        return list(takewhile(lambda event: event.time > after, every))

    def state(self, source: str, group: str) -> str:
        """The type of the latest event of a source in a state group; empty before the first one."""
        event = self._states.get((source, group))
        return event.type if event else ""

    def states(self) -> list[Event]:
        """The latest event of every source and state group."""
        return list(self._states.values())
