"""The line to the server: connect, keep watching, journal first and show then, and come back after every cut."""

import asyncio
import gc
import logging
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from smartclient.adapters.server import Capability, Server
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import DeviceState
from smartclient.domain.errors import CertificateUnknown, NotPermitted, ServerError, SignInRefused
from smartclient.domain.events import (
    AlarmChanged,
    Event,
    EventKind,
    EventsMissing,
    GrantChanged,
    Happened,
    ResponseChanged,
)
from smartclient.domain.ids import DeviceId
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.backoff import Backoff
from smartclient.session.lateness import Lateness
from smartclient.session.missed_events import MARGIN, MissedEvents
from smartclient.session.record import Record
from smartclient.session.rereading import Rereading
from smartclient.session.wakefulness import Wakefulness
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.shares import Share
from smartclient.store.site_store import SiteStore
from smartclient.store.state_news import state_news

CHUNK = 256
"""Events written and shown in one piece; between two pieces the window gets its turn."""
TICK_S = 1.0
DEFAULT_BACKOFF = Backoff()

log = logging.getLogger(__name__)


class Session:
    """Keeps the store the present of one server.

    The store's connection tells how it goes; after a refused sign-in nothing is tried until `start` is called again.
    """

    def __init__(
        self,
        server: Server,
        store: SiteStore | Share,
        journal: Journal,
        notices: Notices,
        clock: Clock,
        backoff: Backoff = DEFAULT_BACKOFF,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._server, self._store, self._notices, self._clock = server, store, notices, clock
        self._record = Record(journal, notices, clock)
        self._rereading = Rereading(server, store, self._record, notices, self._take_snapshot)
        self._missed = MissedEvents(server, notices, self._add)
        self._journal = journal
        self._backoff, self._chance = backoff, chance
        self._tasks, self._tasks_beside = Tasks("session"), Tasks("session beside")
        self._lateness: Lateness | None = None
        self._wakefulness = Wakefulness()
        self._awake: asyncio.Task[None] | None = None
        self._failures = 0
        self._lost_at: datetime | None = None
        self._newest_at: datetime | None = None
        """The server's own time of the last event it told."""
        self._is_known = False
        """Whether the journal has all states of this watch."""
        self.trouble: ServerError | None = None
        """What keeps the line from being live, None while it is; a CertificateUnknown here holds the fingerprint to show."""

    def start(self, first: Snapshot | None = None) -> None:
        """Begins to connect, or goes on from the `first` snapshot where the server was connected to already.

        Needs a running loop. Harmless while it runs already.
        """
        if len(self._tasks) == 0:
            self._failures, self.trouble, self._lost_at = 0, None, None
            self._set(Line.CONNECTING, "")
            self._tasks.start("watch", self._keep_watching(first))
            if self._awake is None:
                self._awake = self._tasks_beside.start("awake", self._stay_awake())

    async def stop(self) -> None:
        """Ends the watch and lets go of the server."""
        await self._tasks.cancel()
        await self._tasks_beside.cancel()
        await self._server.close()

    async def _keep_watching(self, first: Snapshot | None) -> None:
        snapshot, is_connected = first, False
        del first
        while True:
            try:
                if not is_connected:
                    snapshot = snapshot or await self._server.connect()
                    self._look_back()
                    self._take_snapshot(snapshot)
                    snapshot = None  # what the server takes away later is not to be held here
                    is_connected = True
                    gc.freeze()  # site and devices stay; looking through them for garbage would hold the loop for 100 ms
                await self._watch()
            except (SignInRefused, CertificateUnknown, NotPermitted) as error:
                self._refused(error)
                return
            except ServerError as error:
                await self._wait_after(error)
            except Exception:
                log.exception("the watch failed and goes on")
                await self._wait_after(ServerError("The connection failed for a reason of ours; it is in the log."))

    def _look_back(self) -> None:
        """What happened before this line was up, and after the one before it: in this watch or in an earlier one."""
        heard_at, now = self._store.connection.heard_at, self._clock.now()
        if heard_at is not None:
            self._take_gap(EventsMissing(heard_at, now))
        elif (last := self._journal.last_event_at()) is not None:
            self._tasks_beside.start("read since last time", self._read_since_last_time(last))

    def _take_gap(self, gap: EventsMissing) -> None:
        self._look_whether_awake()
        since = self._wakefulness.heard_until(gap.since)
        self._tasks_beside.start("read what was missed", self._missed.read(replace(gap, since=since), self._newest_at))

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self._record.events(self._store.unheard(AlarmChanged(alarm) for alarm in snapshot.alarms))
        self._record.events(self._store.unheard(ResponseChanged(status) for status in snapshot.responses))
        self._record.events(self._store.unheard(GrantChanged(grant) for grant in snapshot.grants))
        before = dict(self._store.states) if self._is_known else {}
        self._tasks_beside.start("write states", self._write_states(snapshot, before, is_first=not self._is_known))
        self._is_known = True
        self._store.take_snapshot(snapshot)

    async def _write_states(
        self, snapshot: Snapshot, before: Mapping[DeviceId, DeviceState], *, is_first: bool
    ) -> None:
        """Writes down what is known of devices, a piece a turn: all of it in the first row and those that follow it, or the news."""
        devices = list(snapshot.states.items())
        for begin in range(0, len(devices), CHUNK):
            news = state_news(before, dict(devices[begin : begin + CHUNK]))
            if news:
                self._record.states(news, are_all=is_first)
                is_first = False
            await asyncio.sleep(0)

    async def _watch(self) -> None:
        """Takes batches until the line is cut."""
        batches = self._server.events()
        beside = [
            self._tasks.start("silence", self._look_for_silence()),
            self._tasks.start("rereading", self._rereading.run()),
        ]
        try:
            async for batch in batches:
                if self._lateness is None:
                    self._is_up()
                await self._take(batch)
        finally:
            self._lateness = None
            for task in beside:
                task.cancel()
            await _closed(batches)
        raise ServerError("The server ended the event stream.")

    async def _take(self, batch: Sequence[Event]) -> None:
        now = self._clock.now()
        self._store.hear(now)
        if self._lateness is not None:
            self._lateness.hear(batch, now, self._clock.steady_s())
            self._judge()
        for start in range(0, len(batch), CHUNK):
            for event in self._show(batch[start : start + CHUNK]):
                if isinstance(event, EventsMissing):
                    self._take_gap(event)
                elif isinstance(event, Happened):
                    self._newest_at = event.at
                    if event.kind is EventKind.CONFIGURATION_CHANGED:
                        self._rereading.want()
            await asyncio.sleep(0)

    def _show(self, events: Sequence[Event]) -> Sequence[Event]:
        """In the journal, then in the picture; the answer is what was new."""
        news = self._store.unheard(events)
        self._record.events(news)
        self._store.apply(news)
        return news

    async def _add(self, missed: Sequence[Event]) -> int:
        count = 0
        for begin in range(0, len(missed), CHUNK):
            count += len(self._show(missed[begin : begin + CHUNK]))
            await asyncio.sleep(0)
        return count

    async def _read_since_last_time(self, last: datetime) -> None:
        """What happened while this program did not run goes into the journal alone: it is no news any more."""
        found = await self._missed.since(last, self._clock.now())
        known = await asyncio.to_thread(self._journal.ids_since, last - MARGIN)
        for begin in range(0, len(found), CHUNK):
            piece = found[begin : begin + CHUNK]
            self._record.events([event for event in self._store.unheard(piece) if event.id not in known])
            await asyncio.sleep(0)

    def _is_up(self) -> None:
        now = self._clock.now()
        if self._lost_at is not None:
            log.warning("connected again after %.0f s", (now - self._lost_at).total_seconds())
        self._failures, self.trouble, self._lost_at = 0, None, None
        self._lateness = Lateness(now, self._clock.steady_s())
        self._judge()

    def _judge(self) -> None:
        """Live or delayed."""
        if self._lateness is None:
            return
        if Capability.EVENTS not in self._server.capabilities:
            self._set(Line.NONE, "")
        else:
            sentence = self._lateness.sentence(self._clock.steady_s())
            self._set(Line.DELAYED if sentence else Line.LIVE, sentence)

    async def _look_for_silence(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._judge()

    async def _stay_awake(self) -> None:
        while True:
            self._look_whether_awake()
            await asyncio.sleep(TICK_S)

    def _look_whether_awake(self) -> None:
        if words := self._wakefulness.tick(self._clock.now()):
            log.warning("%s", words)
            self._notices.say("asleep", words)

    async def _wait_after(self, error: ServerError) -> None:
        self._failures += 1
        self.trouble = error
        if self._lost_at is None:
            self._lost_at = self._clock.now()
            log.warning("no connection: %s", error)
        wait_s = self._backoff.wait_s(self._failures, self._chance())
        self._set(Line.OFFLINE, f"{error} Trying again in {max(1, round(wait_s))} s.")
        await asyncio.sleep(wait_s)
        self._set(Line.OFFLINE, f"{error} Trying again now.")

    def _refused(self, error: ServerError) -> None:
        log.warning("sign-in refused: %s", error)
        self.trouble = error
        self._set(Line.REFUSED, str(error))

    def _set(self, line: Line, detail: str) -> None:
        """Tells the store; the same line keeps the time since when it is so."""
        known = self._store.connection
        if (known.line, known.detail) != (line, detail):
            since = known.since if known.line is line else self._clock.now()
            self._store.set_connection(Connection(line, since, known.heard_at, detail))


async def _closed(batches: AsyncIterator[Sequence[Event]]) -> None:
    """Ends a generator here and now; left to the garbage collector it would go on for a while."""
    if isinstance(batches, AsyncGenerator):
        await batches.aclose()
