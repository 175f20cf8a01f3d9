"""One unbroken watch: pushed events, the server's pongs and changed alarms in one queue, until the line is cut."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from smartclient.adapters.xprotect.alarms import Alarms, may_raise_alarm
from smartclient.adapters.xprotect.grant_feed import GrantFeed
from smartclient.adapters.xprotect.stream import EventStream
from smartclient.adapters.xprotect.translate.events import Translator
from smartclient.domain.errors import NotPermitted, ServerError, ServerUnreachable, SignInRefused
from smartclient.domain.events import Event, Happened
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks

log = logging.getLogger(__name__)

MOST_WAITING = 32
MOST_AT_ONCE = 250
"""Events translated in one turn of the loop: about 2 ms."""
FAILED_POLLS = 6
"""So many in a row, some four seconds, and the line counts as cut."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the server is asked: a ping every `ping_s` with its pong due in `pong_s`, alarms every `poll_s`."""

    ping_s: float = 5.0
    pong_s: float = 10.0
    poll_s: float = 0.7


@dataclass(frozen=True, slots=True)
class Letter:
    """A batch of events, empty where the server only showed that it is there; `last` is the id to resume after."""

    events: Sequence[Event] = ()
    last: str = ""


class _Id(msgspec.Struct):
    id: Any = field(default=None)


_decode_id = msgspec.json.Decoder(_Id).decode


class Watch:
    """Merges what comes from an open stream and from the alarms. A slow reader slows the socket down, nothing piles up."""

    def __init__(
        self,
        stream: EventStream,
        translator: Translator,
        alarms: Alarms | None,
        clock: Clock,
        pace: Pace,
        grants: GrantFeed | None = None,
    ) -> None:
        self._grants = grants
        self._stream, self._translator, self._alarms = stream, translator, alarms
        self._clock, self._pace = clock, pace
        self._letters: asyncio.Queue[Letter | ServerError] = asyncio.Queue(MOST_WAITING)
        self._heard_s = clock.steady_s()

    async def letters(self) -> AsyncGenerator[Letter, None]:
        """Letters as they come. Ends by raising the ServerError that cut the line; closes the stream in any case."""
        tasks = Tasks("watch")
        try:
            tasks.start("events", self._guarded(self._events()))
            tasks.start("pings", self._guarded(self._pings()))
            if self._alarms is not None:
                tasks.start("alarms", self._guarded(self._changed_alarms(self._alarms)))
            if self._grants is not None:
                tasks.start("grants", self._guarded(self._changed_grants(self._grants)))
            while True:
                letter = await self._letters.get()
                if isinstance(letter, ServerError):
                    raise letter
                yield letter
        finally:
            await tasks.cancel()
            await self._stream.close()

    async def _guarded(self, work: Any) -> None:
        try:
            await work
        except ServerError as error:
            await self._letters.put(error)

    async def _events(self) -> None:
        while True:
            pushed = await self._stream.pushed()
            self._heard_s = self._clock.steady_s()
            for start in range(0, len(pushed), MOST_AT_ONCE):
                messages = pushed[start : start + MOST_AT_ONCE]
                events = self._translator.events(messages, self._clock.now())
                if self._alarms is not None and any(
                    isinstance(event, Happened) and may_raise_alarm(event) for event in events
                ):
                    self._alarms.soon()
                await self._letters.put(Letter(self._without_nudges(events), _last_id(messages)))
                await asyncio.sleep(0)

    def _without_nudges(self, events: Sequence[Event]) -> Sequence[Event]:
        """What only says that grants are to be read is no event for anybody else."""
        grants = self._grants
        if grants is None:
            return events
        return [event for event in events if not (isinstance(event, Happened) and grants.hear(event))]

    async def _changed_grants(self, grants: GrantFeed) -> None:
        """Trouble with them alone does not cut the line: events and alarms matter more, and pictures end at the server."""
        grants.soon()
        is_failing = False
        while True:
            await grants.next_turn()
            try:
                await self._tell(await grants.poll())
                is_failing = False
            except SignInRefused:
                raise
            except ServerError as error:
                if not is_failing:
                    log.warning("grants cannot be read: %s", error)
                is_failing = True

    async def _pings(self) -> None:
        """A socket may stay open although nobody is at the other end; only an answer proves the contrary."""
        while True:
            await asyncio.sleep(self._pace.ping_s)
            heard_s = self._heard_s
            try:
                async with asyncio.timeout(self._pace.pong_s):
                    await self._stream.ping()
            except TimeoutError as error:
                if self._heard_s == heard_s:
                    silence_s = self._clock.steady_s() - heard_s
                    raise ServerUnreachable(f"The server has been silent for {silence_s:.0f} s.") from error
                continue
            self._heard_s = self._clock.steady_s()
            await self._letters.put(Letter())

    async def _changed_alarms(self, alarms: Alarms) -> None:
        failed = 0
        alarms.look_at_all()
        while True:
            await alarms.next_turn(self._pace.poll_s)
            try:
                await self._tell(await alarms.poll())
                await self._tell(await alarms.read_remarks())
            except (SignInRefused, NotPermitted):
                raise
            except ServerError as error:
                failed += 1
                if failed >= FAILED_POLLS:
                    raise ServerUnreachable(f"The alarms cannot be read. {error}") from error
                continue
            failed = 0

    async def _tell(self, events: Sequence[Event]) -> None:
        if events:
            await self._letters.put(Letter(events))


def _last_id(messages: Sequence[msgspec.Raw]) -> str:
    """The id of the newest event that has one: the last in the batch."""
    for message in reversed(messages):
        try:
            given = _decode_id(message).id
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            continue
        if isinstance(given, str) and 0 < len(given) <= 200:
            return given
    return ""
