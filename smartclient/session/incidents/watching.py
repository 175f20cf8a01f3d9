"""Which cameras stood on this operator's walls, or on the verification card, while an incident was open, from when to when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from smartclient.domain.ids import DeviceId, IncidentId, server_of
from smartclient.domain.incident_entries import Watched
from smartclient.runtime.clock import Clock
from smartclient.session.incidents.scope import Scope
from smartclient.store.changes import Later
from smartclient.store.incidents.incidents import Incidents
from smartclient.store.wall_tiles import WallTiles
from smartclient.store.workspace import Aspect, Workspace

GLANCE_S = 2.0
"""A camera that stood on a wall for less was not watched."""


@dataclass(slots=True)
class _Look:
    incident: IncidentId
    since: datetime
    is_entered: bool = False


class Watching:
    """Enters each camera when it has stood for a glance, and again with its end; a killed program leaves the end open."""

    def __init__(
        self,
        incidents: Incidents,
        workspace: Workspace,
        scope: Scope,
        clock: Clock,
        later: Later,
        card: Callable[[], WallTiles | None] = lambda: None,
    ) -> None:
        """`card` has the tiles of the verification card, once there is one."""
        self._incidents, self._workspace, self._scope = incidents, workspace, scope
        self._clock, self._later, self._card = clock, later, card
        self._card_tiles: WallTiles | None = None
        self._looks: dict[DeviceId, _Look] = {}
        self._stops = [
            workspace.changed.connect(lambda aspect: self.look() if aspect is Aspect.TILES else None),
            incidents.changed.connect(lambda _nothing: self.look()),
        ]

    def stop(self) -> None:
        """Ends all looks."""
        for stop in self._stops:
            stop()
        for camera in tuple(self._looks):
            self._end(camera)

    def look(self) -> None:
        """Walls or card may show others now."""
        self._follow_card()
        incident = self._incidents.current
        is_open = incident is not None and incident.is_open and self._incidents.is_taking_part
        shown = self._shown() if is_open else frozenset()
        for camera, look in tuple(self._looks.items()):
            if camera not in shown or incident is None or look.incident != incident.id:
                self._end(camera)
        for camera in shown - self._looks.keys():
            if incident is not None and server_of(camera) == server_of(incident.id):
                look = self._looks[camera] = _Look(incident.id, self._clock.now())
                self._later(GLANCE_S, lambda camera=camera, look=look: self._enter(camera, look))  # type: ignore[misc]

    def _follow_card(self) -> None:
        if self._card_tiles is None and (tiles := self._card()) is not None:
            self._card_tiles = tiles
            self._stops.append(tiles.changed.connect(lambda _nothing: self.look()))

    def _shown(self) -> frozenset[DeviceId]:
        """The card lies over the main wall."""
        walls, card = self._workspace.walls, self._card_tiles
        if card is not None and any(card.tiles):
            walls = (card, *walls[1:])
        return frozenset(camera for wall in walls for camera in wall.tiles if camera is not None)

    def _enter(self, camera: DeviceId, look: _Look) -> None:
        if self._looks.get(camera) is look:
            look.is_entered = True
            self._incidents.add_to(look.incident, Watched(camera, self._scope.name(camera), look.since), look.since)

    def _end(self, camera: DeviceId) -> None:
        look = self._looks.pop(camera)
        if look.is_entered:
            name, now = self._scope.name(camera), self._clock.now()
            self._incidents.add_to(look.incident, Watched(camera, name, look.since, now), look.since)
