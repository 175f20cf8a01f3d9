"""What happened at doors: found in the journal and on the server together, each event once, and followed while it goes on."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from smartclient.adapters.server import Capability, Server
from smartclient.domain.errors import ServerError
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import RIGHT
from smartclient.store.changes import Changes
from smartclient.store.journal import Journal
from smartclient.store.site_store import SiteStore

MOST = 2_000
"""Shown at once; a narrower question finds what is older."""
ATTEMPTS = frozenset({EventKind.ACCESS_DENIED, EventKind.DOOR_FORCED})
KINDS = ATTEMPTS | {
    EventKind.DOOR_OPENED,
    EventKind.DOOR_CLOSED,
    EventKind.DOOR_HELD,
    EventKind.DOOR_LOCKED,
    EventKind.DOOR_UNLOCKED,
    EventKind.ACCESS_GRANTED,
    EventKind.TAMPERED,
    EventKind.TAMPERING_ENDED,
    EventKind.POWER_FAILED,
    EventKind.POWER_RESTORED,
    EventKind.DEVICE_FAILED,
    EventKind.DEVICE_RECOVERED,
}


@dataclass(frozen=True, slots=True)
class DoorQuestion:
    """What is looked for: of these `doors` (None: of all), from `since` to now or to `until`, of a `person`, of these kinds."""

    doors: frozenset[DeviceId] | None
    since: datetime
    until: datetime | None = None
    person: str = ""
    kinds: frozenset[EventKind] = KINDS

    def fits(self, event: Happened) -> bool:
        """Whether that event is an answer."""
        return (
            event.kind in self.kinds
            and (self.doors is None or event.device in self.doors)
            and self.since <= event.at
            and (self.until is None or event.at <= self.until)
            and self.person.casefold() in event.person.casefold()
        )


class DoorEvents:
    """The answers to one question at a time, newest first. `changed` tells that there are others."""

    def __init__(self, server: Server, store: SiteStore, journal: Journal, clock: Clock) -> None:
        self._server, self._store, self._journal, self._clock = server, store, journal, clock
        self.changed: Signal[None] = Signal()
        self.question: DoorQuestion | None = None
        self.found: tuple[Happened, ...] = ()
        self.is_searching = False
        self.trouble = ""
        """Why the server told nothing; what the journal has is shown all the same."""
        self._tasks = Tasks("door events")
        self._generation = 0
        self._disconnect = store.changed.connect(self._on_store)

    @property
    def why_no_person(self) -> str:
        """Why events of a person cannot be looked for; empty when they can."""
        if Capability.CARD_HOLDERS in self._server.capabilities:
            return ""
        return f"The server withholds the names of card holders from you. {RIGHT}"

    def ask(self, question: DoorQuestion) -> None:
        """Looks for the answers; those to an earlier question come no more. Needs a running loop."""
        if question.person and self.why_no_person:
            return
        self._generation += 1
        self.question, self.found, self.trouble, self.is_searching = question, (), "", True
        self.changed.emit(None)
        self._tasks.start("find", self._find(question, self._generation))

    async def stop(self) -> None:
        """Ends all looking."""
        self._disconnect()
        await self._tasks.cancel()

    async def _find(self, question: DoorQuestion, generation: int) -> None:
        until = question.until or self._clock.now() + timedelta(minutes=1)
        kept = await asyncio.to_thread(self._journal.happened, question.kinds, question.since, until)
        self._take(question, generation, kept)
        trouble = ""
        only = next(iter(question.doors)) if question.doors is not None and len(question.doors) == 1 else None
        try:
            self._take(question, generation, await self._server.past_events(Span(question.since, until), only))
        except ServerError as error:
            trouble = f"What the server kept cannot be read: {error}"
        if generation == self._generation:
            self.is_searching, self.trouble = False, trouble
            self.changed.emit(None)

    def _take(self, question: DoorQuestion, generation: int, events: Iterable[Happened]) -> None:
        """The same event from journal and server counts once; ids that begin with # stand for states, and are none."""
        if generation != self._generation:
            return
        known = {(event.id, event.kind): event for event in self.found}
        for event in events:
            if question.fits(event) and not event.id.startswith("#"):
                known.setdefault((event.id, event.kind), event)
        ordered = sorted(known.values(), key=lambda event: (event.at, event.id), reverse=True)[:MOST]
        self.found = tuple(self._discreet(ordered))
        self.changed.emit(None)

    def _discreet(self, events: Iterable[Happened]) -> Iterator[Happened]:
        """The journal of this workstation may hold names that its last user was told and this one is not."""
        if not self.why_no_person:
            yield from events
            return
        for event in events:
            yield replace(event, person="", is_person_withheld=True) if event.person else event

    def _on_store(self, changes: Changes) -> None:
        if self.question is not None and changes.events:
            recent = list(self._store.recent)[-changes.events :]
            if any(self.question.fits(event) for event in recent):
                self._take(self.question, self._generation, recent)
