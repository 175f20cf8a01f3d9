"""The incident files of several servers as one log: each server's lie in its own file, with the ids that its server knows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from smartclient.domain.errors import IncidentsUnwritable
from smartclient.domain.ids import ConsoleId, IncidentId, ServerKey, keyed, plain, server_of
from smartclient.domain.incident_entries import Entry, EntryId
from smartclient.domain.incidents import Incident, fold
from smartclient.domain.keying import with_key, without_key
from smartclient.store.incidents.incident_log import IncidentLog


class SeveralLogs:
    """What `Incidents` asks of an IncidentLog. The files are those of a watch over one server alone, so that nothing is lost
    when servers are added or taken away. A file of no server is kept nowhere.
    """

    def __init__(self, parts: Mapping[ServerKey, IncidentLog]) -> None:
        """`parts` are closed with it."""
        self.parts = dict(parts)

    @property
    def trouble(self) -> str:
        """What a person must know of them although they can be written."""
        return " ".join(dict.fromkeys(part.trouble for part in self.parts.values() if part.trouble))

    def begin_console(self, console: ConsoleId, now: datetime) -> None:
        """Notes in all that entries of that console are this machine's own. Raises IncidentsUnwritable."""
        for part in self.parts.values():
            part.begin_console(console, now)

    def add(self, entries: Sequence[Entry]) -> None:
        """Writes each with its server's. Raises IncidentsUnwritable, after those that can be written are."""
        by_server: defaultdict[ServerKey, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_server[server_of(entry.incident)].append(without_key(entry))
        trouble: IncidentsUnwritable | None = None
        for key, own in by_server.items():
            try:
                if key in self.parts:
                    self.parts[key].add(own)
            except IncidentsUnwritable as error:
                trouble = error
        if trouble is not None:
            raise trouble

    def file(self, incident: IncidentId) -> list[Entry]:
        """All of one file: for a thread."""
        key, part, own = self._found(incident)
        return [with_key(entry, key) for entry in part.file(own)] if part is not None else []

    def entry(self, incident: IncidentId, id_: EntryId) -> Entry | None:
        """One entry, where it is there."""
        key, part, own = self._found(incident)
        found = part.entry(own, id_) if part is not None else None
        return with_key(found, key) if found is not None else None

    def heads(self) -> list[Incident]:
        """Every file of all by what it is about."""
        return [
            fold(IncidentId(keyed(key, head.id)), [with_key(entry, key) for entry in head.entries])
            for key, part in self.parts.items()
            for head in part.heads()
        ]

    def have(self, incident: IncidentId) -> dict[ConsoleId, int]:
        """Of each console the number up to which nothing is missing."""
        _key, part, own = self._found(incident)
        return part.have(own) if part is not None else {}

    def beyond(self, incident: IncidentId, have: Mapping[str, int], limit: int) -> list[Entry]:
        """Up to `limit` entries that somebody who has so much lacks."""
        key, part, own = self._found(incident)
        return [with_key(entry, key) for entry in part.beyond(own, have, limit)] if part is not None else []

    def own(self) -> dict[IncidentId, int]:
        """The files to which this machine added something, of all, each with the stamp of the last of it, the newest first."""
        found = ((keyed(key, file), stamp) for key, part in self.parts.items() for file, stamp in part.own().items())
        return {IncidentId(file): stamp for file, stamp in sorted(found, key=lambda each: each[1], reverse=True)}

    def containing(self, text: str) -> set[IncidentId]:
        """Files of all in which every word of `text` stands: for a thread."""
        return {IncidentId(keyed(key, file)) for key, part in self.parts.items() for file in part.containing(text)}

    def close(self) -> None:
        """Closes all."""
        for part in self.parts.values():
            part.close()

    def _found(self, incident: IncidentId) -> tuple[ServerKey, IncidentLog | None, IncidentId]:
        key = server_of(incident)
        return key, self.parts.get(key), IncidentId(plain(incident))
