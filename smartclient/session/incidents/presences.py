"""Who else is at work on which incident, of all servers: people are known to each server by themselves."""

from collections.abc import Mapping
from dataclasses import replace

from smartclient.domain.ids import IncidentId, LevelId, ServerKey, keyed, plain, server_of
from smartclient.runtime.signal import Signal
from smartclient.session.incidents.presence import Colleague, Pointer, Presence


class Presences:
    """`changed` tells of people, `moved` of pointers, whichever server they are at."""

    def __init__(self, parts: Mapping[ServerKey, Presence]) -> None:
        """`parts` know incidents and levels as their servers do."""
        self.parts = dict(parts)
        self.changed: Signal[None] = Signal()
        self.moved: Signal[None] = Signal()
        for part in self.parts.values():
            part.changed.connect(self.changed.emit)
            part.moved.connect(self.moved.emit)

    def on(self, incident: IncidentId) -> tuple[Colleague, ...]:
        """The others at work on that incident."""
        part = self.parts.get(server_of(incident))
        return part.on(IncidentId(plain(incident))) if part is not None else ()

    def pointers(self, incident: IncidentId) -> tuple[Pointer, ...]:
        """Where the others at work on it point now."""
        key = server_of(incident)
        part = self.parts.get(key)
        found = part.pointers(IncidentId(plain(incident))) if part is not None else ()
        return tuple(replace(one, level=_level(key, one.level)) for one in found) if key else found


def _level(key: ServerKey, level: LevelId | None) -> LevelId | None:
    return LevelId(keyed(key, level)) if level is not None else None
