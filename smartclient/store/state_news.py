"""What of the server's states is news: the same value told again is none, however often the line comes back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from smartclient.domain.devices import DeviceState, Fact
from smartclient.domain.ids import DeviceId

_FACETS = tuple(each.name for each in fields(DeviceState))
_UNKNOWN = DeviceState()


def state_news(
    known: Mapping[DeviceId, DeviceState], told: Mapping[DeviceId, DeviceState]
) -> dict[DeviceId, DeviceState]:
    """The states that say something else than is known."""
    return {device: state for device, state in told.items() if _is_news(known.get(device, _UNKNOWN), state)}


def _is_news(known: DeviceState, told: DeviceState) -> bool:
    for facet in _FACETS:
        new: Fact[Any] | None = getattr(told, facet)
        old: Fact[Any] | None = getattr(known, facet)
        if new is not None and (old is None or (old.value != new.value and old.is_before(new.at, new.event))):
            return True
    return False
