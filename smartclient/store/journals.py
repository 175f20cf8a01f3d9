"""The journals of several servers read as one: each session writes its own server's, and what concerns none has a file beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from heapq import merge
from pathlib import Path
from typing import TypeVar

from smartclient.domain.alarms import Alarm
from smartclient.domain.devices import DeviceState
from smartclient.domain.events import AlarmChanged, Event, EventKind, GrantChanged, Happened, ResponseChanged
from smartclient.domain.ids import DeviceId, ServerKey, server_of
from smartclient.store.journal import Entry, Journal
from smartclient.store.journal_span import Told

T = TypeVar("T")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Journals(Journal):
    """A journal that hands what concerns one server to that server's, and reads all of them in order of time."""

    def __init__(self, path: Path, parts: Mapping[ServerKey, Journal]) -> None:
        """Opens the file at `path` for what concerns no server; raises JournalUnwritable. `parts` are closed with it."""
        super().__init__(path)
        self.parts = dict(parts)
        for part in self.parts.values():
            part.acted.connect(self.acted.emit)

    @property
    def paths(self) -> tuple[Path, ...]:
        """What concerns no server, then each server's."""
        return (*super().paths, *(part.path for part in self.parts.values()))

    def write_events(self, events: Sequence[Event], now: datetime) -> None:
        """Writes each where it belongs. Raises JournalUnwritable."""
        for key, own in _sorted_out(events).items():
            part = self.parts.get(key)
            super().write_events(own, now) if part is None else part.write_events(own, now)

    def write_states(self, states: Mapping[DeviceId, DeviceState], now: datetime, *, are_all: bool) -> None:
        """Writes each where it belongs. Raises JournalUnwritable."""
        for key, part in self.parts.items():
            own = {device: state for device, state in states.items() if server_of(device) == key}
            if own:
                part.write_states(own, now, are_all=are_all)

    def write_act(self, actor: str, act: str, subject: str, now: datetime, detail: object = None) -> None:
        """Writes it with the server of its subject. Raises JournalUnwritable."""
        part = self.parts.get(server_of(subject))
        if part is None:
            super().write_act(actor, act, subject, now, detail)
        else:
            part.write_act(actor, act, subject, now, detail)

    def happened(self, kinds: frozenset[EventKind], since: datetime, until: datetime) -> list[Happened]:
        """What happened on all servers, oldest first; as of one for a thread."""
        told = self._of_all(lambda part: part.happened(kinds, since, until), super().happened(kinds, since, until))
        return list(merge(*told, key=lambda event: event.at))

    def acts(self, since: datetime) -> list[Entry]:
        """What operators did, oldest first; as of one for a thread."""
        return list(
            merge(*self._of_all(lambda part: part.acts(since), super().acts(since)), key=lambda each: each.written_at)
        )

    def told(self, since: datetime, until: datetime) -> Told:
        """What all said in a span; as of one for a thread. Each server's is in the order in which it was written."""
        told = self._of_all(lambda part: part.told(since, until), super().told(since, until))
        return Told(
            tuple(event for each in told for event in each.events),
            tuple(states for each in told for states in each.states),
        )

    def notable(self, since: datetime, until: datetime) -> tuple[Event, ...]:
        """Alarms and events of all, oldest first; as of one for a thread."""
        told = self._of_all(lambda part: part.notable(since, until), super().notable(since, until))
        return tuple(sorted((event for each in told for event in each), key=_when))

    def close(self) -> None:
        """Closes all."""
        for part in self.parts.values():
            part.close()
        super().close()

    def _of_all(self, ask: Callable[[Journal], T], own: T) -> list[T]:
        return [*(ask(part) for part in self.parts.values()), own]


def _sorted_out(events: Iterable[Event]) -> dict[ServerKey, list[Event]]:
    found: dict[ServerKey, list[Event]] = {}
    for event in events:
        found.setdefault(server_of(_about(event)), []).append(event)
    return found


def _about(event: Event) -> str:
    """The thing of the server that told it."""
    match event:
        case Happened(id=thing) | AlarmChanged(alarm=Alarm(id=thing)):
            return thing
        case ResponseChanged(status=status):
            return status.building
        case GrantChanged(grant=grant):
            return grant.id
        case _:
            return ""


def _when(event: Event) -> datetime:
    match event:
        case Happened(at=at) | AlarmChanged(alarm=Alarm(changed_at=at)):
            return at
        case ResponseChanged(status=status) if status.since is not None:
            return status.since
        case _:
            return _LONG_AGO
