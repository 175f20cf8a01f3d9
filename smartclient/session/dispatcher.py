"""The dispatcher: carries what the operator asks to the server and says what came of it, never guessing."""

import asyncio
from collections.abc import Awaitable, Callable

from smartclient.adapters.server import Server, capabilities_at
from smartclient.domain.commands import Command
from smartclient.domain.errors import CLEAR_ANSWERS, ServerError
from smartclient.domain.grants import GrantId
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.signal import Signal
from smartclient.runtime.tasks import Tasks
from smartclient.session.access import why_not
from smartclient.session.command_words import detail_of, verb_of
from smartclient.session.record import Record
from smartclient.store.changes import Changes
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from smartclient.store.pending import Pending, PendingState, Subject, subject_of
from smartclient.store.site_store import SiteStore

TIME_LIMIT_S = 10.0


class Dispatcher:
    """Sends commands. The pending mark of each ends by the server's event, by a refusal, or after `time_limit_s` as unknown."""

    def __init__(
        self,
        server: Server,
        store: SiteStore,
        journal: Journal,
        notices: Notices,
        clock: Clock,
        time_limit_s: float = TIME_LIMIT_S,
    ) -> None:
        self._server, self._store, self._notices, self._clock = server, store, notices, clock
        self._record = Record(journal, notices, clock)
        self._time_limit_s = time_limit_s
        self._tasks = Tasks("dispatcher")
        self.execute: Callable[[Command], Awaitable[None]] = server.execute
        """Hands a command over; the server's way, unless something of this side is asked."""
        self.why_locked: Callable[[], str] = lambda: ""
        """Why nobody may ask anything at this console now; empty when somebody may."""
        self._told: set[Subject] = set()
        self._waiting: dict[Subject, Pending] = {}
        self.confirmed: Signal[Command] = Signal()
        """Tells the commands that the server's event confirmed."""
        store.changed.connect(self._tidy)

    def send(self, command: Command) -> None:
        """Returns at once; needs a running loop. What cannot be asked is a notice with the reason."""
        subject = subject_of(command)
        if reason := self.why_locked() or why_not(command, self._store, capabilities_at(self._server, subject)):
            self._say(subject, f"{self._name(subject)}: {reason}")
            return
        self._notices.end(_key(subject))
        pending = Pending(command, self._clock.now())
        self._record.act(self._store.user_of(subject), verb_of(command), subject, detail_of(command) or None)
        self._store.mark(pending)
        self._waiting[subject] = pending
        self._tasks.start(verb_of(command), self._carry(pending))

    async def stop(self) -> None:
        """Ends all waiting; the marks stay as they are."""
        await self._tasks.cancel()

    async def _carry(self, pending: Pending) -> None:
        ends_s = self._clock.steady_s() + self._time_limit_s
        try:
            async with asyncio.timeout(self._time_limit_s):
                await self.execute(pending.command)
        except CLEAR_ANSWERS as error:
            self._end(pending, PendingState.REFUSED, str(error))
            return
        except (ServerError, TimeoutError):
            self._end(pending, PendingState.UNKNOWN, "")
            return
        await asyncio.sleep(max(0.0, ends_s - self._clock.steady_s()))
        self._end(pending, PendingState.UNKNOWN, "")

    def _end(self, pending: Pending, state: PendingState, reason: str) -> None:
        """Ends the mark unless the server's event did so already."""
        subject = subject_of(pending.command)
        name, user = self._name(subject), self._store.user_of(subject)
        sentence = f"{name}: {reason}" if reason else f"No answer from the server about {name}."
        if self._waiting.get(subject) == pending:
            self._look_at(subject)
            self._waiting.pop(subject, None)
        if self._store.end_mark(pending, state, sentence):
            self._record.act(user, f"{verb_of(pending.command)}: {state.value}", subject, reason or None)
            self._say(subject, sentence)
        elif state is PendingState.REFUSED:
            self._record.act(user, f"{verb_of(pending.command)}: {state.value}", subject, reason or None)
            self._notices.say(f"{_key(subject)}/earlier", sentence)

    def _say(self, subject: Subject, sentence: str) -> None:
        self._told.add(subject)
        self._notices.say(_key(subject), sentence)

    def _tidy(self, _: Changes) -> None:
        """A notice goes when its mark goes: the answer came after all, or the operator took the mark away."""
        for subject in [s for s in self._told if self._store.pending(s) is None]:
            self._told.discard(subject)
            self._notices.end(_key(subject))
        for subject in list(self._waiting):
            self._look_at(subject)

    def _look_at(self, subject: Subject) -> None:
        """A mark that is gone, and was not ended here, was taken away by the server's event."""
        if self._store.pending(subject) is None:
            self.confirmed.emit(self._waiting.pop(subject).command)

    def _name(self, subject: Subject) -> str:
        device, alarm = self._store.devices.get(DeviceId(subject)), self._store.alarms.get(AlarmId(subject))
        if device is not None:
            return device.name
        building = next((each for each in self._store.site.buildings if each.id == BuildingId(subject)), None)
        if building is not None:
            return building.name
        grant = self._store.grants.get(GrantId(subject))
        campus = grant.campus if grant is not None else subject
        venue = next((each for each in self._store.site.venues if each.id == campus), None)
        if venue is not None:
            return venue.name
        return f"alarm {alarm.number}" if alarm is not None else "this"


def _key(subject: Subject) -> str:
    return f"command/{subject}"
