"""The journal as the session uses it: when it cannot be written there is one notice, and the watch goes on."""

import logging
from collections.abc import Callable, Mapping, Sequence

from smartclient.domain.devices import DeviceState
from smartclient.domain.errors import JournalUnwritable
from smartclient.domain.events import Event
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.journal import Journal
from smartclient.store.notices import Grade, Notices

NOTICE = "journal"

log = logging.getLogger(__name__)


class Record:
    """Writes events and acts."""

    def __init__(self, journal: Journal, notices: Notices, clock: Clock) -> None:
        self._journal, self._notices, self._clock = journal, notices, clock
        self._is_failing = False
        self._told = ""
        self._tell_trouble()

    def events(self, events: Sequence[Event]) -> None:
        """What happened, before it is shown."""
        if events:
            self._try(lambda: self._journal.write_events(events, self._clock.now()))

    def states(self, states: Mapping[DeviceId, DeviceState], *, are_all: bool) -> None:
        """What the server says is known of devices: all of it from this row on, or what is different."""
        self._try(lambda: self._journal.write_states(states, self._clock.now(), are_all=are_all))

    def act(self, actor: str, act: str, subject: str, detail: object = None) -> None:
        """What the operator did, and what came of it."""
        self._try(lambda: self._journal.write_act(actor, act, subject, self._clock.now(), detail))

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except JournalUnwritable as error:
            if not self._is_failing:
                log.warning("%s", error)
                self._notices.say(NOTICE, str(error), Grade.TROUBLE)
            self._is_failing = True
        else:
            if self._is_failing:
                log.warning("the journal is written again")
                self._notices.end(NOTICE)
            self._is_failing = False
            self._tell_trouble()

    def _tell_trouble(self) -> None:
        """Once: the journal is written, but not where or as a person expects."""
        if self._journal.trouble != self._told:
            self._told = self._journal.trouble
            self._notices.say(NOTICE, self._told, Grade.TROUBLE)
