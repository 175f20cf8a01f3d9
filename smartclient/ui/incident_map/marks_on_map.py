"""An incident's marks on one map: laid on it, kept in step with its search, counted on the floor rail and on buildings' plates."""

from smartclient.domain.ids import BuildingId, VenueId
from smartclient.domain.incidents import Incident
from smartclient.session.clearing import Clearing
from smartclient.store.places import Places
from smartclient.store.search_progress import Count
from smartclient.ui.bindings import bind
from smartclient.ui.incident_map.marks_layer import MarksLayer
from smartclient.ui.incident_map.signs_layer import Signs, SignsLayer
from smartclient.ui.incident_map.unit_shapes import UnitShapes
from smartclient.ui.map.map_view import MapView

_LAYER = "incident marks"


class MarksOnMap:
    """Without an incident nothing is laid on the map, which costs no frame anything."""

    def __init__(self, site_map: MapView, places: Places, clearing: Clearing) -> None:
        self._map, self._places = site_map, places
        self.clearing = clearing
        self.shapes = UnitShapes(places)
        self._incident: Incident | None = None
        self._plan: tuple[object, ...] = ({}, {}, {}, frozenset(), places.site)
        self._signs = Signs([], ())
        bind(site_map, clearing.changed, lambda _nothing: self._lay())

    def show(self, incident: Incident | None) -> None:
        """Shows what is marked in it; None: nothing."""
        self._incident = incident
        self.clearing.take(incident.rooms if incident is not None else {})
        self._lay()

    def _lay(self) -> None:
        """Lays what is different; the picture of the plan is drawn anew only where that is."""
        incident, found = self._incident, self.clearing.frontier
        marks = (incident.rooms, incident.zones, incident.routes) if incident is not None else ({}, {}, {})
        plan = (*marks, found.next_rooms, self._places.site)
        if plan != self._plan:
            self._plan = plan
            shapes = self.shapes.of({*incident.rooms, *found.next_rooms}) if incident is not None else {}
            layer = MarksLayer(incident, shapes, found.next_rooms) if incident is not None and any(marks) else None
            self._map.lay(_LAYER, layer)
            self._count()
        posts = [mark.body for mark in incident.posts.values()] if incident is not None else []
        signs = Signs(posts, found.exposures)
        if signs != self._signs:
            self._signs = signs
            self._map.lay_over(_LAYER, SignsLayer(signs) if posts or found.exposures else None)

    def _count(self) -> None:
        progress = self.clearing.progress
        venues: dict[VenueId, Count] = {}
        notes: dict[BuildingId | VenueId, str] = {}
        for building, count in progress.buildings.items():
            notes[building] = count.words
            venue = self._places.buildings[building].venue_id
            venues[venue] = venues.get(venue, Count()) + count
        notes |= {venue: count.words for venue, count in venues.items()}
        self._map.show_notes(notes, {level: f"{each.cleared}/{each.total}" for level, each in progress.levels.items()})
