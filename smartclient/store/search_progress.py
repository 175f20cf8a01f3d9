"""How many rooms of each floor and building have been cleared, and where there is danger or somebody hurt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smartclient.domain.ids import BuildingId, LevelId, UnitId
from smartclient.domain.incident_entries import RoomMarked, RoomStatus
from smartclient.domain.incidents import Mark
from smartclient.domain.site import Unit, UnitKind
from smartclient.store.places import Places

SEARCHED = frozenset(
    {UnitKind.ROOM, UnitKind.CORRIDOR, UnitKind.RESTROOM, UnitKind.STAIRS, UnitKind.LIFT, UnitKind.SERVICE}
)
"""What a team looks into."""

Rooms = Mapping[UnitId, Mark[RoomMarked]]


@dataclass(frozen=True, slots=True)
class Count:
    """So many `cleared` of `total` places to search, and how many are marked as dangerous or with somebody hurt."""

    cleared: int = 0
    total: int = 0
    danger: int = 0
    casualties: int = 0

    @property
    def words(self) -> str:
        """`12/40 cleared, 1 danger`."""
        parts = [f"{self.cleared}/{self.total} cleared"]
        parts += [f"{self.danger} danger"] if self.danger else []
        parts += [f"{self.casualties} casualt{'y' if self.casualties == 1 else 'ies'}"] if self.casualties else []
        return ", ".join(parts)

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.cleared + other.cleared,
            self.total + other.total,
            self.danger + other.danger,
            self.casualties + other.casualties,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """The counts of buildings in which something is marked, and of all their floors."""

    levels: Mapping[LevelId, Count]
    buildings: Mapping[BuildingId, Count]


def buildings_of(places: Places, rooms: Rooms) -> frozenset[BuildingId]:
    """The buildings with a mark in them."""
    levels = {mark.body.level for mark in rooms.values()}
    found = (places.building_of(level) for level in levels)
    return frozenset(building.id for building in found if building is not None)


def progress(places: Places, rooms: Rooms) -> Progress:
    """Counts what is marked; floors of a building without a mark are counted, buildings without one are not."""
    levels: dict[LevelId, Count] = {}
    buildings: dict[BuildingId, Count] = {}
    for building in buildings_of(places, rooms):
        for level in places.floors.get(building, ()):
            levels[level.id] = _count(places.units_on(level.id), rooms)
        buildings[building] = sum((levels[level.id] for level in places.floors.get(building, ())), Count())
    return Progress(levels, buildings)


def _count(units: Iterable[Unit], rooms: Rooms) -> Count:
    searched = [rooms.get(unit.id) for unit in units if unit.kind in SEARCHED]
    said = [mark.body.status for mark in searched if mark is not None]
    numbers = (said.count(status) for status in (RoomStatus.CLEARED, RoomStatus.DANGER, RoomStatus.CASUALTY))
    cleared, danger, casualties = numbers
    return Count(cleared, len(searched), danger, casualties)
