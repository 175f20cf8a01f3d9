"""Views from outside that are over and still open on a server that does not end them: this console of the school ends them."""

from datetime import timedelta

from smartclient.adapters.server import Server
from smartclient.domain.commands import EndGrant
from smartclient.domain.errors import ServerError
from smartclient.domain.grants import Ending, Grant, GrantId, GrantState
from smartclient.runtime.clock import Clock
from smartclient.runtime.tasks import Tasks
from smartclient.session.grants.words import clock as time_of_day
from smartclient.session.grants.words import who
from smartclient.session.record import Record
from smartclient.store.notices import Grade, Notices
from smartclient.store.site_store import SiteStore

AGAIN = timedelta(seconds=10)
LATE = timedelta(seconds=10)
"""Who ends a view so long after its time says so: nobody was there to do it."""


class Overdue:
    """`look` is called again and again; what it ends it writes down, also while the console is locked."""

    def __init__(self, server: Server, store: SiteStore, record: Record, notices: Notices, clock: Clock) -> None:
        self._server, self._store, self._record, self._notices, self._clock = server, store, record, notices, clock
        self._tasks = Tasks("overdue grants")
        self._tried: dict[GrantId, float] = {}

    def look(self) -> None:
        """Ends what is over now; what could not be ended is tried again."""
        now, now_s = self._clock.now(), self._clock.steady_s()
        for grant in self._store.grants.values():
            is_over = grant.state is GrantState.OPEN and grant.ends_at is not None and now >= grant.ends_at
            tried_s = self._tried.get(grant.id)
            is_due = tried_s is None or now_s - tried_s >= AGAIN.total_seconds()
            if is_over and is_due and grant.campus in self._store.grant_terms.ends_here:
                self._tried[grant.id] = now_s
                self._tasks.start("end a grant", self._end(grant))

    async def stop(self) -> None:
        """Ends nothing more."""
        await self._tasks.cancel()

    async def _end(self, grant: Grant) -> None:
        key, person = f"overdue {grant.id}", who(grant)
        since = f" at {time_of_day(grant.ends_at)}" if grant.ends_at is not None else ""
        self._record.act(
            "", "end a view whose time is up", str(grant.id), {"person": person, "campus": str(grant.campus)}
        )
        try:
            await self._server.execute(EndGrant(grant.id, Ending.TIMER))
        except ServerError as error:
            words = f"The view of {person} was over{since}, and the server still lets {person} see. {error}"
            self._notices.say(key, words, Grade.TROUBLE)
            return
        self._notices.end(key)
        if grant.ends_at is not None and self._clock.now() - grant.ends_at > LATE:
            words = f"The view of {person} was over{since}; nobody was there to end it, and this console did it now."
            self._notices.say(f"{key} late", words, Grade.WARNING)
