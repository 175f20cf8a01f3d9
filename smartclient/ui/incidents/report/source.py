"""What a report is made from, so that it can be made in any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId, UnitId
from smartclient.domain.incidents import Incident
from smartclient.domain.site import Site
from smartclient.session.incidents.words import IncidentWords
from smartclient.store.places import unit_words


@dataclass(frozen=True)
class ReportSource:
    """The file, the plans of its site and the devices on them; `printed_by` asks for it at `printed_at`."""

    incident: Incident
    site: Site
    devices: Mapping[DeviceId, Device]
    printed_by: str
    printed_at: datetime

    def words(self) -> IncidentWords:
        """Says entries with the names of this site's rooms."""
        rooms = {unit.id: unit_words(unit) for unit in self.site.units}

        def room(unit: UnitId) -> str:
            return rooms.get(unit) or "A room that is not on the plan"

        return IncidentWords(room)
