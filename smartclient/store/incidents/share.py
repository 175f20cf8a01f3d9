"""The incident files of one server among those of several: what goes over its message channel has the ids that it knows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from smartclient.domain.ids import ConsoleId, IncidentId, ServerKey, VenueId, keyed, plain, server_of
from smartclient.domain.incident_entries import Entry
from smartclient.domain.incidents import Incident
from smartclient.domain.keying import with_key, without_key
from smartclient.runtime.signal import Signal
from smartclient.store.incidents.incidents import Incidents


class IncidentShare:
    """What sharing needs of Incidents, of one server; of the others' files nothing is seen."""

    def __init__(self, incidents: Incidents, key: ServerKey) -> None:
        self.added: Signal[Entry] = Signal()
        """Tells at once each entry that this console made."""
        self.console: ConsoleId = incidents.console
        self._incidents, self._key = incidents, key
        incidents.added.connect(self._pass_on)

    @property
    def current(self) -> Incident | None:
        """The file that is worked on, or looked at; None where it is another server's."""
        current = self._incidents.current
        return self._as_known_there(current) if current is not None and self._is_own(current.id) else None

    @property
    def is_taking_part(self) -> bool:
        """Whether this operator works on it."""
        return self._incidents.is_taking_part

    @property
    def files(self) -> list[Incident]:
        """Its files by what they are about: open ones first, newest first."""
        return [self._as_known_there(file) for file in self._incidents.files if self._is_own(file.id)]

    def venue_of(self, incident: IncidentId) -> VenueId | None:
        """The campus a file is about; None for the whole district, and before its beginning has come."""
        venue = self._incidents.venue_of(self._keyed(incident))
        return VenueId(plain(venue)) if venue is not None else None

    def merge(self, entries: Iterable[Entry]) -> list[Entry]:
        """Takes what other consoles added; the answer is what was new."""
        news = self._incidents.merge(with_key(entry, self._key) for entry in entries)
        return [without_key(entry) for entry in news]

    def have(self, incident: IncidentId) -> Mapping[ConsoleId, int]:
        """Of each console the number up to which no entry is missing here."""
        return self._incidents.have(self._keyed(incident))

    def beyond(self, incident: IncidentId, have: Mapping[str, int], limit: int) -> list[Entry]:
        """Entries that somebody who has so much lacks."""
        return [without_key(entry) for entry in self._incidents.beyond(self._keyed(incident), have, limit)]

    def _pass_on(self, entry: Entry) -> None:
        if self._is_own(entry.incident):
            self.added.emit(without_key(entry))

    def _as_known_there(self, file: Incident) -> Incident:
        return replace(file, id=IncidentId(plain(file.id)))

    def _is_own(self, incident: IncidentId) -> bool:
        return server_of(incident) == self._key

    def _keyed(self, incident: IncidentId) -> IncidentId:
        return IncidentId(keyed(self._key, incident))
