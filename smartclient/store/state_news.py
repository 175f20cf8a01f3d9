"""What of the server's states is news to a store: the same value told again is none, however often the line comes back."""

from collections.abc import Mapping
from dataclasses import fields

from smartclient.domain.devices import DeviceState
from smartclient.domain.ids import DeviceId
from smartclient.store.fold import merge
from smartclient.store.site_store import SiteStore

_FACETS = tuple(each.name for each in fields(DeviceState))
_UNKNOWN = DeviceState()


def state_news(store: SiteStore, told: Mapping[DeviceId, DeviceState]) -> dict[DeviceId, DeviceState]:
    """The states that say something else than the store knows."""
    return {
        device: state
        for device, state in told.items()
        if _values(merge(known := store.last_state(device), state)) != _values(known)
    }


def known_states(told: Mapping[DeviceId, DeviceState]) -> dict[DeviceId, DeviceState]:
    """The states that say anything."""
    return {device: state for device, state in told.items() if state != _UNKNOWN}


def _values(state: DeviceState) -> list[object]:
    facts = (getattr(state, facet) for facet in _FACETS)
    return [fact.value if fact is not None else None for fact in facts]
