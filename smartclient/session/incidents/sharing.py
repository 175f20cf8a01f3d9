"""Incidents shared live: entries go out at once, and consoles that were cut off or came later ask for what they lack."""

import asyncio
import itertools
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from smartclient.adapters.server import Server
from smartclient.domain.errors import CertificateUnknown, NotPermitted, ServerError, SignInRefused, Unsupported
from smartclient.domain.ids import ConsoleId, IncidentId, LevelId
from smartclient.domain.incident_entries import Entry
from smartclient.domain.site import LonLat
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.backoff import Backoff
from smartclient.session.incidents.letters import (
    Asked,
    Entries,
    Gone,
    Have,
    Here,
    Letter,
    Pointed,
    encoded,
    incident_of,
    opened,
)
from smartclient.session.incidents.lines import Lines, open_lines
from smartclient.session.incidents.presence import Presence
from smartclient.session.incidents.topics import Topics
from smartclient.store.incidents.encoding import Wire, received, wired
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.incidents.share import IncidentShare

EVERY_S = 3.0
"""Between two letters that say who is there and what they have."""
DEAF_S = 10.0
"""The channel brings our own letters back; when it has not for so long, it is cut though nobody said so."""
ANSWER_S = 1.0
"""Who has not answered until then is asked again."""
_GATHER_S = 0.01
_PAGE = 200
_PAGE_BYTES = 60 * 1024
_MOST_FILES = 100
_WHOLE_EVERY = 10
"""Letters of presence tell of open files; every so many also of those that are closed, the newest first."""
_BACKOFF = Backoff(0.5, 15.0)
_WHOLE = Topics()

log = logging.getLogger(__name__)


class SharingState(StrEnum):
    """How it stands with the others."""

    ALONE = "not shared"
    CONNECTING = "connecting"
    LIVE = "shared live"


@dataclass(slots=True)
class _Wanted:
    """What a console has of an incident, and when it was asked for it."""

    have: Mapping[str, int]
    asked_s: float


class Sharing:
    """Needs a running loop; `stop` ends it. `changed` tells of `state` and `trouble`."""

    def __init__(
        self,
        server: Server,
        incidents: Incidents | IncidentShare,
        presence: Presence,
        name: Callable[[], str],
        clock: Clock,
        topics: Topics = _WHOLE,
    ) -> None:
        """`name` is how this operator is called among the others."""
        self.changed: Signal[None] = Signal()
        self.state, self.trouble = SharingState.CONNECTING, ""
        self._server, self._incidents, self._presence, self._name, self._clock = (
            server,
            incidents,
            presence,
            name,
            clock,
        )
        self._topics = topics
        self._tasks = Tasks("incident sharing")
        self._line: Lines | None = None
        self._outbox: list[Entry] = []
        self._is_posting = False
        self._heard_s = 0.0
        self._wanted: dict[tuple[IncidentId, str], _Wanted] = {}
        self._stop_hearing = incidents.added.connect(self._post)

    def start(self) -> None:
        """Begins, where it has not begun."""
        if len(self._tasks) == 0:
            self._tasks.start("line", self._keep_line())

    async def stop(self) -> None:
        """Says goodbye and ends."""
        self._stop_hearing()
        line = self._line
        if line is not None:
            await self._send_entries(line, self._outbox)
            self._outbox = []
            await self._send(line, Gone(self._incidents.console))
        await self._tasks.cancel()

    def say_here(self) -> None:
        """Tells the others at once on what this operator works now."""
        if self._line is not None:
            self._tasks.start("here", self._send(self._line, self._here()))

    def point(self, position: LonLat | None, level: LevelId | None) -> None:
        """Shows the others where this operator's pointer is on the map, at most five times a second; None: nowhere."""
        line, current = self._line, self._incidents.current
        if line is None or current is None or not self._presence.on(current.id):
            return
        letter = Pointed(self._incidents.console, self._name(), current.id, position, level or "")
        self._tasks.start("pointer", self._send(line, letter))

    async def _keep_line(self) -> None:
        failures = 0
        while True:
            try:
                line = await open_lines(self._server, self._topics.heard)
            except (Unsupported, NotPermitted, SignInRefused, CertificateUnknown) as error:
                self._set(SharingState.ALONE, f"{error} Incidents stay on this console.")
                wait_s = _BACKOFF.largest_s * 4
            except ServerError as error:
                failures += 1
                self._set(SharingState.CONNECTING, str(error))
                wait_s = _BACKOFF.wait_s(failures, random.random())
            else:
                failures, wait_s = 0, _BACKOFF.first_s * random.random()
                await self._use(line)
            await asyncio.sleep(wait_s)

    async def _use(self, line: Lines) -> None:
        """Until it is cut."""
        self._line, self._heard_s = line, self._clock.steady_s()
        self._wanted.clear()
        beside = [
            self._tasks.start("hello", self._send(line, self._here(is_new=True, is_whole=True))),
            self._tasks.start("heartbeat", self._beat(line)),
        ]
        try:
            while True:
                topic, data = await line.receive()
                if (letter := opened(data)) is not None:
                    self._topics.note(topic, letter)
                    await self._take(line, letter)
        except ServerError as error:
            self._set(SharingState.CONNECTING, str(error))
        finally:
            self._line = None
            for task in beside:
                task.cancel()
            self._presence.clear()
            await line.close()

    async def _beat(self, line: Lines) -> None:
        for beat in itertools.count(1):
            await asyncio.sleep(EVERY_S)
            self._presence.tidy()
            await self._send(line, self._here(is_whole=beat % _WHOLE_EVERY == 0))
            if self._clock.steady_s() - self._heard_s > DEAF_S:
                self._set(SharingState.CONNECTING, "The message channel has become silent.")
                await line.close()
                return

    async def _take(self, line: Lines, letter: Letter) -> None:
        if letter.console == self._incidents.console:
            self._heard_s = self._clock.steady_s()
            self._set(SharingState.LIVE, "")
            return
        match letter:
            case Entries():
                news = self._incidents.merge(e for wire in letter.entries if (e := received(wire)) is not None)
                if news:
                    await self._ask_on(line, letter.console)
            case Here():
                await self._meet(line, letter)
            case Asked():
                if letter.to == self._incidents.console:
                    await self._answer(line, letter)
            case Gone():
                self._presence.leave(ConsoleId(letter.console))
            case Pointed():
                level = LevelId(letter.level) if letter.level else None
                incident = incident_of(letter.incident)
                self._presence.point(ConsoleId(letter.console), letter.by, incident, letter.position, level)

    async def _meet(self, line: Lines, here: Here) -> None:
        is_unknown = not self._topics.is_told_elsewhere(here) and self._presence.hear(
            ConsoleId(here.console), here.by, incident_of(here.incident), here.at
        )
        if here.is_new or is_unknown:
            await asyncio.sleep(0)
            await self._send(line, self._here(is_whole=True))
        for incident, have in here.have.items():
            key = IncidentId(incident), here.console
            if not self._is_awaited(self._wanted.get(key)):
                self._wanted[key] = _Wanted(have, -ANSWER_S)
                await self._ask(line, *key)

    async def _ask(self, line: Lines, incident: IncidentId, console: str) -> None:
        """Asks for what that console has and neither this one nor any other that was asked and may still answer."""
        wanted = self._wanted[incident, console]
        expected = dict(self._incidents.have(incident).items())
        if not _lacks(expected, wanted.have):
            del self._wanted[incident, console]
            return
        for (other, _console), each in self._wanted.items():
            if other == incident and self._is_awaited(each):
                for writer, number in each.have.items():
                    expected[ConsoleId(writer)] = max(expected.get(ConsoleId(writer), 0), number)
        if _lacks(expected, wanted.have):
            wanted.asked_s = self._clock.steady_s()
            await self._send(line, Asked(self._incidents.console, console, incident, dict(expected.items())))

    def _is_awaited(self, wanted: "_Wanted | None") -> bool:
        return wanted is not None and self._clock.steady_s() - wanted.asked_s < ANSWER_S

    async def _ask_on(self, line: Lines, console: str) -> None:
        """A page has come; where it was not the last, the next is asked for at once."""
        for key in [key for key in self._wanted if key[1] == console]:
            self._wanted[key].asked_s = -ANSWER_S
            await self._ask(line, *key)

    async def _answer(self, line: Lines, asked: Asked) -> None:
        lacking = self._incidents.beyond(IncidentId(asked.incident), asked.have, _PAGE)
        if lacking:
            await self._send_entries(line, lacking[:_PAGE])

    def _post(self, entry: Entry) -> None:
        """Entries made in one turn of the loop travel together. Without a line they wait on disk until somebody asks."""
        if self._line is None:
            return
        self._outbox.append(entry)
        if not self._is_posting:
            self._is_posting = True
            self._tasks.start("post", self._post_all())

    async def _post_all(self) -> None:
        await asyncio.sleep(_GATHER_S)
        self._is_posting = False
        entries, self._outbox = self._outbox, []
        if self._line is not None:
            await self._send_entries(self._line, entries)

    async def _send_entries(self, line: Lines, entries: Sequence[Entry]) -> None:
        """In letters that every server takes."""
        page: list[Wire] = []
        size = 0
        for entry in entries:
            wire = wired(entry)
            length = len(msgspec.json.encode(wire))
            if page and size + length > _PAGE_BYTES:
                await self._send(line, Entries(self._incidents.console, page))
                page, size = [], 0
            page.append(wire)
            size += length
        if page:
            await self._send(line, Entries(self._incidents.console, page))

    async def _send(self, line: Lines, letter: Letter) -> None:
        """A line that was cut is told by who receives from it."""
        try:
            for topic, part in self._topics.parts(letter):
                await line.publish(topic, encoded(part))
        except ServerError as error:
            log.info("a letter about incidents was not sent: %s", error)

    def _here(self, *, is_new: bool = False, is_whole: bool = False) -> Here:
        incidents = self._incidents
        on = incidents.current.id if incidents.current is not None and incidents.is_taking_part else ""
        told: Have = {}
        size = 0
        for file in incidents.files[:_MOST_FILES]:
            if file.is_open or is_whole or file.id == on:
                have = {str(console): number for console, number in incidents.have(file.id).items()}
                size += len(encoded(have))
                if size > _PAGE_BYTES:
                    break
                told[file.id] = have
        return Here(incidents.console, self._name(), self._clock.now(), on, told, is_new)

    def _set(self, state: SharingState, trouble: str) -> None:
        if (state, trouble) != (self.state, self.trouble):
            self.state, self.trouble = state, trouble
            self.changed.emit(None)


def _lacks(known: Mapping[ConsoleId, int], theirs: Mapping[str, int]) -> bool:
    """Whether they have something that is not known here."""
    return any(known.get(ConsoleId(console), 0) < number for console, number in theirs.items())
