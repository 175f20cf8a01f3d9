"""The incident files of a watch and how they are shared: one log and one line for each server."""

import asyncio
from typing import TYPE_CHECKING

from smartclient.domain.ids import ALONE, IncidentId, ServerKey, VenueId, keyed, plain, server_of
from smartclient.session.incidents.presence import Presence
from smartclient.session.incidents.presences import Presences
from smartclient.session.incidents.sharing import Sharing
from smartclient.session.incidents.sharings import Sharings
from smartclient.session.incidents.topics import Topics
from smartclient.store.incidents.incident_log import IncidentLog
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.incidents.kept import beside, open_log
from smartclient.store.incidents.several_logs import SeveralLogs
from smartclient.store.incidents.share import IncidentShare

if TYPE_CHECKING:
    from smartclient.app.incidents import AroundIncidents


class IncidentLines:
    """Build it on the running loop; `start` begins a server's line once that server is there."""

    def __init__(self, around: "AroundIncidents") -> None:
        self._around = around
        later = asyncio.get_running_loop().call_later
        self.incidents = Incidents(self._log(), self._name, around.clock, later, around.notices)
        keys: tuple[ServerKey, ...] = tuple(around.districts.by_key) if around.districts is not None else (ALONE,)
        parts = {key: Presence(around.clock) for key in keys}
        self.presence = Presences(parts)
        self.sharing = Sharings({key: self._sharing(key, presence) for key, presence in parts.items()})

    def start(self, server: ServerKey) -> None:
        """Begins to share the files of that server, where that has not begun."""
        self.sharing.parts[server].start()

    async def stop(self) -> None:
        """Says goodbye; files stay open and are gone on with the next time."""
        await self.sharing.stop()
        self.incidents.close()

    def _log(self) -> IncidentLog | SeveralLogs:
        districts = self._around.districts
        if districts is None:
            return open_log(beside(self._around.journal.path))
        return SeveralLogs({key: open_log(each.incidents) for key, each in districts.by_key.items()})

    def _sharing(self, key: ServerKey, presence: Presence) -> Sharing:
        around, incidents = self._around, self.incidents
        districts = around.districts
        venues = frozenset(VenueId(plain(each.id)) for each in around.store.site.venues if server_of(each.id) == key)
        if districts is None:
            topics = Topics(venues, around.venues, incidents.venue_of)
            return Sharing(around.server, incidents, presence, lambda: self._name(ALONE), around.clock, topics)
        district, share = districts.by_key[key], IncidentShare(incidents, key)
        topics = Topics(venues, district.scope, share.venue_of)
        return Sharing(district.server, share, presence, lambda: self._name(keyed(key, "")), around.clock, topics)

    def _name(self, thing: IncidentId | str) -> str:
        """How this operator is called among those of the server of that thing."""
        return self._around.store.user_of(thing) or self._around.user
