"""Rooms by what people call them: typed, or the one that something selected stands in."""

from smartclient.domain.ids import DeviceId, LevelId
from smartclient.domain.site import Unit, UnitKind
from smartclient.store.finding.match import Kind
from smartclient.store.places import Places, unit_words
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace

_LIMIT = 40
_NOT_ROOMS = frozenset({UnitKind.WALL, UnitKind.WINDOW})


class Rooms:
    """Knows the plan, the devices and what is selected."""

    def __init__(self, store: SiteStore, workspace: Workspace, places: Places) -> None:
        self._store, self._workspace, self._places = store, workspace, places

    def room(self, text: str) -> Unit | None:
        """The room meant by what was typed, as the find box understands it; of several the best."""
        for match in self._places.find(text, _LIMIT):
            if match.kind is Kind.ROOM:
                return self._named(match.name, match.level)
        return None

    def selected_room(self) -> Unit | None:
        """The room that the selected device stands in, or the alarm's."""
        alarm = self._store.alarms.get(self._workspace.alarm) if self._workspace.alarm is not None else None
        return self._of(self._workspace.device) or (self._of(alarm.device) if alarm is not None else None)

    def words(self, unit: Unit) -> str:
        """A room's name and floor."""
        level = self._places.levels.get(unit.level_id)
        building = self._places.building_of(unit.level_id)
        parts = (
            unit_words(unit),
            building.name if building is not None else "",
            level.name if level is not None else "",
        )
        return " · ".join(part for part in parts if part)

    def _of(self, device_id: DeviceId | None) -> Unit | None:
        device = self._store.devices.get(device_id) if device_id is not None else None
        return self._places.of_device(device).unit if device is not None else None

    def _named(self, name: str, level: LevelId | None) -> Unit | None:
        """The room that a match stands for: matches are named by number and name."""
        rooms = (u for u in self._places.site.units if u.level_id == level and u.kind not in _NOT_ROOMS)
        return next((u for u in rooms if name == " · ".join(part for part in (u.number, u.name) if part)), None)
