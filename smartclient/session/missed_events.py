"""After a gap in the event stream, reads from the server's own log what happened meanwhile, so that it is late but not lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import chain, repeat

from smartclient.adapters.server import Server
from smartclient.domain.errors import NotPermitted, Refused, ServerError, Unsupported
from smartclient.domain.events import Event, EventsMissing, Happened
from smartclient.domain.recordings import Span
from smartclient.store.notices import Notices

MARGIN = timedelta(minutes=2)
"""The clocks of server and workstation differ; what is read twice is known by its id."""
AHEAD = timedelta(days=1)
LONGEST = timedelta(days=1)
AGAIN_S = (0.0, 2.0, 10.0)
"""How long to wait before each try; the last one again and again, since the line may be cut anew meanwhile."""
NOTICE = "missing"

log = logging.getLogger(__name__)


class MissedEvents:
    """`take` is given events, oldest first, and answers how many of them were new."""

    def __init__(self, server: Server, notices: Notices, take: Callable[[Sequence[Event]], Awaitable[int]]) -> None:
        self._server, self._notices, self._take = server, notices, take

    async def read(self, gap: EventsMissing, newest: datetime | None) -> None:
        """Says that events may be missing, then which of them the server still knew. `newest` is the server's own time of the last
        event before the gap.
        """
        begin, end = gap.since.astimezone(), gap.until.astimezone()
        span = f"from {begin:%H:%M:%S} to {end:%H:%M:%S}"
        self._notices.say(NOTICE, f"Events may be missing {span}. The server's log is read.")
        found = await self._asked(min(gap.since, newest or gap.since), gap.until)
        if found is None:
            self._notices.say(NOTICE, f"Events may be missing {span}; the server's log of that time cannot be read.")
            return
        count = await self._take(found)
        known = "no event" if count == 0 else "one event" if count == 1 else f"{count:,} events"
        self._notices.say(
            NOTICE,
            f"No events came {span}. The server's log had {known} of that time; what it does not keep, such as motion, is missing.",
        )

    async def since(self, last: datetime, now: datetime) -> Sequence[Happened]:
        """What the server logged while this program did not run; nothing where it cannot be read."""
        return await self._asked(max(last, now - LONGEST), now) or ()

    async def _asked(self, since: datetime, until: datetime) -> Sequence[Happened] | None:
        """Oldest first; None where the server does not tell this user."""
        for wait_s in chain(AGAIN_S, repeat(AGAIN_S[-1])):
            await asyncio.sleep(wait_s)
            try:
                found = await self._server.past_events(Span(since - MARGIN, until + AHEAD))
            except (NotPermitted, Refused, Unsupported) as error:
                log.info("the server's log cannot be read: %s", error)
                return None
            except ServerError as error:
                log.info("the server's log cannot be read now: %s", error)
            else:
                return tuple(sorted(found, key=lambda event: event.at))
        return None
