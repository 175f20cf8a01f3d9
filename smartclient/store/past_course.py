"""What was so at any instant of a span: what the server told, in order of time, with the whole written down every so often."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceState, Fact
from smartclient.domain.events import AlarmChanged, Event, Happened, ResponseChanged
from smartclient.domain.ids import AlarmId, BuildingId, DeviceId
from smartclient.domain.response import ResponseStatus
from smartclient.store.fold import fold, merge
from smartclient.store.past_site import Standing

EVERY = 500
"""Moments between two checkpoints: so many are folded at most after a jump."""
_UNKNOWN = DeviceState()
_FACETS = tuple(each.name for each in fields(DeviceState))


@dataclass(frozen=True, slots=True)
class Known:
    """One fact about a device, known since it is so."""

    device: DeviceId
    state: DeviceState
    at: datetime


Moment = Happened | AlarmChanged | ResponseChanged | Known


class PastCourse:
    """Immutable; `at` remembers where it was asked last, as a replay asks on and on. For one thread."""

    def __init__(
        self, events: Iterable[Event], states: Iterable[Mapping[DeviceId, DeviceState]] = (), every: int = EVERY
    ) -> None:
        """Of two tellings of one time the later given counts; `every` so many moments the whole is written down."""
        told: list[Moment] = [known for each in states for known in _facts(each)]
        told += [event for event in events if isinstance(event, Happened | AlarmChanged | ResponseChanged)]
        dated = ((_when(moment), moment) for moment in told)
        ordered = sorted(((at, moment) for at, moment in dated if at is not None), key=lambda each: each[0])
        self._times = [at for at, _moment in ordered]
        self._moments = [moment for _at, moment in ordered]
        self._checkpoints = [Standing()]
        self._every = every
        for begin in range(0, len(self._moments) - every + 1, every):
            self._checkpoints.append(_after(self._checkpoints[-1], self._moments[begin : begin + every]))
        self._last = (0, Standing())

    def at(self, instant: datetime) -> Standing:
        """What was so then; one and the same object as long as nothing changes."""
        count = bisect_right(self._times, instant)
        begun, standing = self._last
        checkpoint = count // self._every
        if count == begun:
            return standing
        if count < begun or checkpoint * self._every > begun:
            begun, standing = checkpoint * self._every, self._checkpoints[checkpoint]
        self._last = (count, _after(standing, self._moments[begun:count]))
        return self._last[1]


def _facts(states: Mapping[DeviceId, DeviceState]) -> Iterator[Known]:
    for device, state in states.items():
        for facet in _FACETS:
            fact: Fact[Any] | None = getattr(state, facet)
            if fact is not None:
                alone: dict[str, Any] = {facet: fact}
                yield Known(device, DeviceState(**alone), fact.at)


def _when(moment: Moment) -> datetime | None:
    """When it became so; None for a response that nobody ever set."""
    match moment:
        case Happened() | Known():
            return moment.at
        case AlarmChanged(alarm):
            return alarm.changed_at
        case ResponseChanged(status):
            return status.since


def _after(standing: Standing, moments: Iterable[Moment]) -> Standing:
    """What is so after these moments."""
    states: dict[DeviceId, DeviceState] = dict(standing.states)
    alarms: dict[AlarmId, Alarm] = dict(standing.alarms)
    responses: dict[BuildingId, ResponseStatus] = dict(standing.responses)
    for moment in moments:
        match moment:
            case Happened():
                if moment.device is not None:
                    known = states.get(moment.device, _UNKNOWN)
                    if (news := fold(known, moment)) is not known:
                        states[moment.device] = news
            case AlarmChanged(alarm):
                before = alarms.get(alarm.id)
                if before is None or before.changed_at <= alarm.changed_at:
                    alarms[alarm.id] = alarm
            case ResponseChanged(status):
                responses[status.building] = status
            case Known():
                states[moment.device] = merge(states.get(moment.device, _UNKNOWN), moment.state)
    return Standing(states, alarms, responses)
