"""Incidents shared with the consoles of all servers: each file over the message channel of its own server."""

import asyncio
from collections.abc import Mapping

from smartclient.domain.ids import IncidentId, LevelId, ServerKey, plain, server_of
from smartclient.domain.site import LonLat
from smartclient.runtime.signal import Signal
from smartclient.session.incidents.sharing import Sharing


class Sharings:
    """Needs a running loop; `stop` ends all. `changed` tells that it stands otherwise with one of them."""

    def __init__(self, parts: Mapping[ServerKey, Sharing]) -> None:
        self.parts = dict(parts)
        self.changed: Signal[None] = Signal()
        for part in self.parts.values():
            part.changed.connect(self.changed.emit)

    def of(self, incident: IncidentId) -> Sharing | None:
        """How that file is shared; None where its server is none of these."""
        return self.parts.get(server_of(incident))

    def say_here(self) -> None:
        """Tells all others at once on what this operator works now: to those of other servers, on nothing of theirs."""
        for part in self.parts.values():
            part.say_here()

    def point(self, position: LonLat | None, level: LevelId | None) -> None:
        """Shows those on the current file where this operator points on the map."""
        there = LevelId(plain(level)) if level is not None else None
        for part in self.parts.values():
            part.point(position, there)

    async def stop(self) -> None:
        """Says goodbye to all and ends; one that does not answer holds up no other."""
        await asyncio.gather(*(part.stop() for part in self.parts.values()))
