"""Which broken glass a person at this console has seen: in the journal, so that it does not ring again after a restart."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from smartclient.domain.grants import Grant, GrantId
from smartclient.runtime.clock import Clock
from smartclient.session.record import Record
from smartclient.store.journal import Journal

_ACT = "see break-glass"
_REMEMBERED = timedelta(days=7)


class SeenGlass:
    """Until `recall` has read the journal everything counts as seen: nothing rings by mistake."""

    def __init__(self, record: Record, journal: Journal, clock: Clock, user: Callable[[], str]) -> None:
        self._record, self._journal, self._clock, self._user = record, journal, clock, user
        self._seen: set[GrantId] = set()
        self._is_read = False

    def is_seen(self, grant: Grant) -> bool:
        """Whether it need not ring any more."""
        return not self._is_read or grant.id in self._seen

    def see(self, grant: Grant) -> None:
        """A person has seen it."""
        if grant.id not in self._seen:
            self._seen.add(grant.id)
            self._record.act(self._user(), _ACT, grant.id, grant.person)

    async def recall(self) -> None:
        """Reads what was seen in earlier watches."""
        acts = await asyncio.to_thread(self._journal.acts, self._clock.now() - _REMEMBERED)
        self._seen |= {GrantId(entry.subject) for entry in acts if f'"{_ACT}"'.encode() in entry.body}
        self._is_read = True
