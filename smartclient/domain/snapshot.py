"""The whole present from the server at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from smartclient.domain.alarms import Alarm, AlarmTerms
from smartclient.domain.devices import Device, DeviceState
from smartclient.domain.grants import Grant, GrantTerms, Viewing
from smartclient.domain.ids import BuildingId, DeviceId
from smartclient.domain.response import ResponseStatus


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the server had at `taken_at`: its devices (placed where it knows coordinates), their states, the open alarms, and who asked."""

    taken_at: datetime
    server_name: str
    user: str
    devices: tuple[Device, ...] = ()
    states: Mapping[DeviceId, DeviceState] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()
    commandable: frozenset[DeviceId] = frozenset()
    """Doors this user can lock and unlock through this server."""
    alarm_terms: AlarmTerms = field(default_factory=AlarmTerms)
    """What alarms can become here."""
    responses: tuple[ResponseStatus, ...] = ()
    """What buildings are under; one that is not among them is unknown to the server."""
    directable: frozenset[BuildingId] = frozenset()
    """Buildings this user can put under an action of the Standard Response Protocol."""
    grants: tuple[Grant, ...] = ()
    """Those of today and all that are not over, as far as this user may know of them."""
    viewings: tuple[Viewing, ...] = ()
    """Who outside the school watches, as far as this user may know."""
    grant_terms: GrantTerms = field(default_factory=GrantTerms)
    """What this user may do with grants here."""
    sees_all: bool = True
    """Whether the server hides no device from this user; False also where it does not tell."""
