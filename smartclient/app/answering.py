"""From alarm to answer in one watch: the rooms that stand ready once lists and wall are there, and their keys."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smartclient.app.incident_map import IncidentMapRoom, Marked
from smartclient.app.incidents import AroundIncidents, IncidentRoom
from smartclient.app.rounds import RoundsRoom
from smartclient.ui.actions import Action

if TYPE_CHECKING:
    from smartclient.app.watch import Watch


class Answering:
    """Build it on the running loop, after the lists; the watch ends what it built."""

    def __init__(self, watch: "Watch") -> None:
        self.incidents = IncidentRoom(AroundIncidents.of(watch), watch.window)
        watch.closing.push_async_callback(self.incidents.stop)
        self.incident_map = IncidentMapRoom(Marked.of(watch, self.incidents), watch.window)
        watch.closing.push_async_callback(self.incident_map.stop)
        self.incidents.open_replay = self.incident_map.open_replay
        self.rounds = RoundsRoom.of(watch)
        watch.closing.push_async_callback(self.rounds.stop)
        self._walls, self._window = watch.walls, watch.window

    def actions(self) -> Iterator[Action]:
        """The rows of all."""
        yield from self.incidents.actions()
        yield from self.incident_map.actions()
        yield from self.rounds.actions(self._window)

    def saved_actions(self) -> list[Action]:
        """What people kept under names of their own: layouts of the wall, lists of rounds."""
        return [*self._walls.saved_actions(), *self.rounds.saved_actions(self._window)]
