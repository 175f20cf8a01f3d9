"""Reads the server's devices again when it said that its configuration changed, once no more such words come."""

import asyncio
import logging
import random
from collections.abc import Callable

from smartclient.adapters.server import Server
from smartclient.domain.errors import ServerError
from smartclient.domain.ids import DeviceId
from smartclient.domain.snapshot import Snapshot
from smartclient.session.backoff import Backoff
from smartclient.session.record import Record
from smartclient.store.notices import Grade, Notices
from smartclient.store.shares import Share
from smartclient.store.site_store import SiteStore

CALM_S = 3.0
"""An administrator's changes come in bursts."""
AGAIN = Backoff()
"""After a reading that failed."""
NOTICE = "configuration"

log = logging.getLogger(__name__)


class Rereading:
    """Waits for the calm, reads beside the running event stream, and says what is new and what is gone."""

    def __init__(
        self,
        server: Server,
        store: SiteStore | Share,
        record: Record,
        notices: Notices,
        take: Callable[[Snapshot], None],
        calm_s: float = CALM_S,
    ) -> None:
        self._server, self._store, self._record, self._notices, self._take = server, store, record, notices, take
        self._calm_s = calm_s
        self._wanted = asyncio.Event()
        self._changes = 0

    def want(self) -> None:
        """What we know of the devices may be old."""
        self._changes += 1
        self._wanted.set()

    async def run(self) -> None:
        """Follows the changes until it is cancelled; what was not read stays wanted for the next run."""
        failures = 0
        while True:
            await self._wanted.wait()
            changes = await self._calm()
            try:
                snapshot = await self._server.connect()
            except ServerError as error:
                log.warning("the configuration cannot be read again: %s", error)
                failures += 1
                await asyncio.sleep(AGAIN.wait_s(failures, random.random()))
                continue
            failures = 0
            if changes == self._changes:
                self._wanted.clear()
            self._show(snapshot)

    async def _calm(self) -> int:
        changes = 0
        while changes != self._changes:
            changes = self._changes
            await asyncio.sleep(self._calm_s)
        return changes

    def _show(self, snapshot: Snapshot) -> None:
        before, after = self._on_server(), {device.id for device in snapshot.devices}
        new, gone = sorted(after - before), sorted(before - after)
        self._record.act("", "read the configuration again", snapshot.server_name, {"new": new, "gone": gone})
        self._take(snapshot)
        if new or gone:
            self._notices.say(NOTICE, f"The server's devices changed: {len(new)} new, {len(gone)} gone.", Grade.QUIET)

    def _on_server(self) -> set[DeviceId]:
        return {device.id for device in self._store.devices.values() if device.is_on_server}
