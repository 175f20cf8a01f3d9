"""The incident files of this watch: the one that is worked on, the list of all, and what comes from other consoles."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from smartclient.domain.errors import IncidentsUnwritable
from smartclient.domain.ids import ALONE, ConsoleId, IncidentId, ServerKey, VenueId, keyed, server_of
from smartclient.domain.incident_entries import Body, Entry, EntryId, Joined, Opened
from smartclient.domain.incidents import Incident, fold, grown
from smartclient.domain.keying import servers_in
from smartclient.domain.logical_time import LogicalTime, is_believable
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.store.changes import TELL_AFTER_S, Later
from smartclient.store.incidents.encoding import kind_of
from smartclient.store.incidents.incident_log import HEADS, IncidentLog
from smartclient.store.notices import Grade, Notices

if TYPE_CHECKING:
    from smartclient.store.incidents.several_logs import SeveralLogs

NOTICE = "incident files"
_ELSEWHERE = "incident of another district"
_NOBODY = ""


class Incidents:
    """Only the loop's thread touches it. `changed` tells at most 30 ms later; `added` at once, each entry this console made."""

    def __init__(
        self,
        log: "IncidentLog | SeveralLogs",
        user: Callable[[IncidentId], str],
        clock: Clock,
        later: Later,
        notices: Notices,
    ) -> None:
        """`user` is how this operator signs entries of a file."""
        self.changed: Signal[None] = Signal()
        self.added: Signal[Entry] = Signal()
        self.came: Signal[tuple[Entry, ...]] = Signal()
        """Tells at once what other consoles added."""
        self.console = ConsoleId(secrets.token_hex(6))
        """A name of its own for every run, so that no two ever number their entries alike."""
        self.current: Incident | None = None
        """The file that is worked on, or looked at."""
        self.is_taking_part = False
        """Whether this operator works on it; else it is only looked at."""
        self.disputed = 0
        """How often somebody tried to write an entry anew; the first stays."""
        self._log, self._user, self._clock, self._notices = log, user, clock, notices
        self._later, self._is_waiting, self._is_over = later, False, False
        self._time = LogicalTime()
        self._numbers: dict[IncidentId, int] = {}
        self._heads: dict[IncidentId, Incident] | None = None
        self._have: dict[IncidentId, dict[ConsoleId, int]] = {}
        self._expected: IncidentId | None = None
        self._meanwhile: list[Entry] = []
        self._try(lambda: log.begin_console(self.console, clock.now()))
        if log.trouble:
            notices.say(NOTICE, log.trouble, Grade.TROUBLE)

    @property
    def files(self) -> list[Incident]:
        """Every file by what it is about (without its other entries): open ones first, newest first."""
        known = self._known_heads()
        return sorted(known.values(), key=lambda each: (not each.is_open, -_opened(each)))

    def venue_of(self, incident: IncidentId) -> VenueId | None:
        """The campus a file is about; None for the whole district, and before its beginning has come."""
        known = self._known_heads().get(incident)
        return known.opened.venue if known is not None else None

    def read(self, incident: IncidentId) -> Incident:
        """All of one file from disk: for a thread. `show` is to follow, with what has come meanwhile."""
        return fold(incident, self._log.file(incident))

    def begin(self, opened: Opened, server: ServerKey = ALONE) -> Incident:
        """Opens a new file and works on it; of several servers it belongs to that one."""
        self._expected = None
        self.current, self.is_taking_part = Incident(IncidentId(keyed(server, secrets.token_hex(8))), ()), True
        self.add(opened)
        return self.current

    def expect(self, incident: IncidentId) -> None:
        """That file is being read; what comes until it is shown is added to it then."""
        self._expected, self._meanwhile = incident, []

    def show(self, incident: Incident) -> None:
        """Shows a file that was expected and read; harmless where another one was expected since."""
        if incident.id != self._expected:
            return
        incident = grown(incident, *self._meanwhile)
        self._expected, self._meanwhile = None, []
        self.current, self.is_taking_part = incident, False
        if incident.entries:
            self._time.see(incident.entries[-1].stamp)
        self._tell()

    def join(self) -> None:
        """Takes part in the current file; everybody sees who came."""
        if self.current is not None and not self.is_taking_part:
            self.is_taking_part = True
            if self.current.is_open:
                self.add(Joined())
            self._tell()

    @property
    def left_open(self) -> IncidentId | None:
        """The open file to which this machine added something last, to go on with after the program ended under it."""
        heads = self._known_heads()
        return next((each for each in self._log.own() if each in heads and heads[each].is_open), None)

    def leave(self) -> None:
        """Works on none, and shows none."""
        self._expected = None
        self.current, self.is_taking_part = None, False
        self._tell()

    def add(self, body: Body, at: datetime | None = None) -> Entry | None:
        """Adds to the current file, as of now unless it happened `at` another time; None where there is no file."""
        return None if self.current is None else self.add_to(self.current.id, body, at)

    def add_to(self, incident: IncidentId, body: Body, at: datetime | None = None) -> Entry | None:
        """Adds to that file and tells the other consoles; None for what another server knows, whose users alone may read it."""
        now, server = self._clock.now(), server_of(incident)
        if server and servers_in(body) - {server, ALONE}:
            words = "That belongs to another district than the incident, and stays out of its file."
            self._notices.say(_ELSEWHERE, words)
            return None
        number = self._numbers[incident] = self._numbers.get(incident, 0) + 1
        entry = Entry(
            EntryId(self.console, number),
            incident,
            self._time.stamp(now),
            at or now,
            self._user(incident) or _NOBODY,
            body,
        )
        self._keep([entry])
        self.added.emit(entry)
        return entry

    def merge(self, entries: Iterable[Entry]) -> list[Entry]:
        """Takes what other consoles added; the answer is what was new. What is known stays as it was known first."""
        now = self._clock.now()
        news: dict[tuple[IncidentId, EntryId], Entry] = {}
        for entry in entries:
            if entry.id.console == self.console or not is_believable(entry.stamp, now):
                continue
            known = news.get((entry.incident, entry.id)) or self._log.entry(entry.incident, entry.id)
            if known is None:
                news[entry.incident, entry.id] = entry
                self._time.see(entry.stamp)
            elif known != entry:
                self.disputed += 1
        fresh = sorted(news.values(), key=lambda entry: entry.order)
        if fresh:
            self._keep(fresh)
            self.came.emit(tuple(fresh))
        return fresh

    def have(self, incident: IncidentId) -> Mapping[ConsoleId, int]:
        """Of each console the number up to which no entry is missing here."""
        if incident not in self._have:
            self._have[incident] = self._log.have(incident)
        return self._have[incident]

    def beyond(self, incident: IncidentId, have: Mapping[str, int], limit: int) -> list[Entry]:
        """Entries that somebody who has so much lacks."""
        return self._log.beyond(incident, have, limit)

    def containing(self, text: str) -> set[IncidentId]:
        """Files in which those words stand; for a thread."""
        return self._log.containing(text)

    def close(self) -> None:
        """Closes the files, and tells nothing any more: who heard of what came last would read them."""
        self._is_over = True
        self._log.close()

    def _keep(self, entries: list[Entry]) -> None:
        """On disk first, then in the picture."""
        self._try(lambda: self._log.add(entries))
        if self.current is not None:
            self.current = grown(self.current, *(each for each in entries if each.incident == self.current.id))
        self._meanwhile += (each for each in entries if each.incident == self._expected)
        for entry in entries:
            self._count(entry)
            if kind_of(entry.body) in HEADS:
                heads = self._known_heads()
                heads[entry.incident] = grown(heads.get(entry.incident, Incident(entry.incident, ())), entry)
        self._tell()

    def _count(self, entry: Entry) -> None:
        """One more without a gap, and those that came before it."""
        have, console, number = self._have.get(entry.incident), entry.id.console, entry.id.number
        if have is None or have.get(console, 0) + 1 != number:
            return
        while self._log.entry(entry.incident, EntryId(console, number + 1)) is not None:
            number += 1
        have[console] = number

    def _known_heads(self) -> dict[IncidentId, Incident]:
        if self._heads is None:
            self._heads = {each.id: each for each in self._log.heads()}
        return self._heads

    def _tell(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._later(TELL_AFTER_S, self._tell_now)

    def _tell_now(self) -> None:
        self._is_waiting = False
        if not self._is_over:
            self.changed.emit(None)

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except IncidentsUnwritable as error:
            self._notices.say(NOTICE, str(error), Grade.TROUBLE)
        else:
            self._notices.end(NOTICE)


def _opened(incident: Incident) -> float:
    return incident.opened_at.timestamp() if incident.opened_at is not None else 0.0
