"""One campus as the checks look at it: its plan, its record, its revision, and today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.campus_record import Aerial, CampusRecord
from smartclient.domain.devices import Device
from smartclient.domain.ids import BuildingId, LevelId
from smartclient.domain.site import Building, Level, LonLat, Opening, Site, Surrounding, Unit, UnitKind, Venue
from smartclient.geometry.frames import Frame
from smartclient.geometry.grid import Grid
from smartclient.plans.law.answers import Lack

if TYPE_CHECKING:
    import shapely

_AT_WALL_M = 2.0
_NOT_ROOMS = frozenset({UnitKind.WALL, UnitKind.WINDOW, UnitKind.GROUNDS, UnitKind.CORRIDOR})


@dataclass(frozen=True)
class Campus:
    """`plan` holds this campus alone, `surroundings` what lies around all campuses."""

    plan: Site
    surroundings: tuple[Surrounding, ...]
    record: CampusRecord
    revision: str
    today: date
    base_map: Aerial | None = None
    """The base map where it shows this campus and its date is known."""

    @property
    def venue(self) -> Venue:
        """The campus itself."""
        return self.plan.venues[0]

    @cached_property
    def frame(self) -> Frame:
        """Metres around the middle of the campus."""
        return Frame(*self.venue.display_point)

    @cached_property
    def levels(self) -> dict[LevelId, Level]:
        """All levels by id."""
        return {level.id: level for level in self.plan.levels}

    @cached_property
    def buildings(self) -> dict[BuildingId, Building]:
        """All buildings by id."""
        return {building.id: building for building in self.plan.buildings}

    @cached_property
    def rooms(self) -> tuple[Unit, ...]:
        """Everything indoors with a door of its own: rooms, restrooms, stores, stairs, lifts."""
        return tuple(unit for unit in self._indoors if unit.kind not in _NOT_ROOMS)

    @cached_property
    def corridors(self) -> tuple[Unit, ...]:
        """Halls, lobbies and passages."""
        return tuple(unit for unit in self._indoors if unit.kind is UnitKind.CORRIDOR)

    @cached_property
    def _indoors(self) -> tuple[Unit, ...]:
        return tuple(
            unit for unit in self.plan.units if (level := self.levels.get(unit.level_id)) and not level.outdoor
        )

    @cached_property
    def doors(self) -> dict[BuildingId, tuple[Opening, ...]]:
        """The exterior doors of each building."""
        found: defaultdict[BuildingId, list[Opening]] = defaultdict(list)
        for opening in self.plan.openings:
            building = self.building_of(opening.level_id)
            if opening.is_exterior and building is not None:
                found[building.id].append(opening)
        return {building: tuple(openings) for building, openings in found.items()}

    @cached_property
    def outline(self) -> NDArray[np.float64]:
        """The outer ring of the campus, WGS 84, shape (n, 2)."""
        return np.array(self.venue.area[0])

    @cached_property
    def grid(self) -> Grid:
        """The campus's grid in its own metres; ask only where there is one."""
        spec = self.plan.grids[0]
        corner = self.frame.point_to_local(*spec.origin)
        return Grid(*corner, spec.cell_m, spec.columns, spec.rows, spec.bearing_deg)

    def building_at(self, position: LonLat) -> BuildingId | None:
        """The building around a point or with its wall within 2 m of it."""
        import shapely

        point = shapely.Point(self.frame.point_to_local(*position))
        near = min(self._footprints, key=lambda each: each[1].distance(point), default=None)
        return near[0] if near is not None and near[1].distance(point) <= _AT_WALL_M else None

    @cached_property
    def _footprints(self) -> "list[tuple[BuildingId, shapely.Polygon]]":
        import shapely

        return [
            (building.id, shapely.Polygon(self.frame.to_local(np.array(rings[0]))))
            for building in self.plan.buildings
            for rings in building.footprints
        ]

    def building_of(self, level_id: LevelId | None) -> Building | None:
        """The building a level belongs to; None outdoors."""
        level = self.levels.get(level_id) if level_id else None
        ids = level.building_ids if level is not None and not level.outdoor else ()
        return next((self.buildings[each] for each in ids if each in self.buildings), None)

    def floor_words(self, level_id: LevelId) -> str:
        """`Middle School 2F`."""
        level, building = self.levels[level_id], self.building_of(level_id)
        return f"{building.name} {level.short_name}" if building else level.name

    def unit_lack(self, unit: Unit, what: str) -> Lack:
        """A room that is wanting, named as well as it can be."""
        own = " ".join(part for part in (unit.number, unit.name) if part) or unit.category or "room"
        return Lack(
            unit.id, f"{own}, {self.floor_words(unit.level_id)}: {what}", unit.display_point, self._floor(unit.level_id)
        )

    def opening_lack(self, opening: Opening, what: str) -> Lack:
        """A door that is wanting."""
        middle = ((opening.line[0][0] + opening.line[-1][0]) / 2, (opening.line[0][1] + opening.line[-1][1]) / 2)
        own = opening.name or "exterior door without a number"
        return Lack(
            opening.id, f"{own}, {self.floor_words(opening.level_id)}: {what}", middle, self._floor(opening.level_id)
        )

    def building_lack(self, building: Building, what: str) -> Lack:
        """A building that lacks something."""
        return Lack(building.id, f"{building.name}: {what}", building.display_point)

    def campus_lack(self, what: str) -> Lack:
        """The campus as a whole lacks something."""
        return Lack(self.venue.id, f"{self.venue.name}: {what}", self.venue.display_point)

    def _floor(self, level_id: LevelId) -> LevelId | None:
        return None if self.levels[level_id].outdoor else level_id


def placed(devices: Iterable[Device]) -> Iterable[Device]:
    """Those that are on the plan."""
    return (device for device in devices if device.placement is not None)
