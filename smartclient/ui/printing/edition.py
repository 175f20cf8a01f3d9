"""What is printed: the plans of one revision, what is on record of them, and on which day; and into which sheets it falls."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from smartclient.domain.campus_record import Aerial, CampusRecord
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import BuildingId, LevelId, VenueId
from smartclient.domain.response import ResponseStatus
from smartclient.domain.site import Level, Opening
from smartclient.geometry.viewport import Bounds
from smartclient.plans.printing.legibility import DIVISIONS, OVERLAP, division
from smartclient.plans.printing.paper import Paper
from smartclient.store.places import Places, floor_words
from smartclient.ui.map.chart import Chart
from smartclient.ui.printing.paper_ground import PaperGround

RadioString = Callable[[Opening], str]
"""How an exterior door is said over the radio."""

_ROW_MM, _TABLE_HEAD_MM = 5.6, 9.0


class SheetKind(StrEnum):
    """What a sheet shows."""

    CAMPUS = "campus"
    FLOOR = "floor"
    DOORS = "doors"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `doors` are the rows of a page of doors."""

    kind: SheetKind
    venue_id: VenueId
    title: str
    subtitle: str
    level_id: LevelId | None = None
    building_id: BuildingId | None = None
    doors: tuple[Opening, ...] = field(default=(), repr=False)
    part: Bounds | None = None
    """The piece of a floor that is too large for one page, metres."""

    @property
    def name(self) -> str:
        """As it is chosen by."""
        return f"{self.title} · {self.subtitle}"


@dataclass(frozen=True)
class Edition:
    """Everything that stands on the pages."""

    chart: Chart
    records: Mapping[VenueId, CampusRecord]
    revision: str
    today: date
    paper: Paper
    radio_string: RadioString
    aerials: Mapping[VenueId, Aerial] = field(default_factory=dict)
    """The dated base map, for the campuses that it shows."""
    ground: PaperGround | None = None
    """The base map under the plans, where one is printed."""
    drilling: frozenset[VenueId] = frozenset()
    """The campuses with an exercise while this is printed: their pages say so."""
    responses: Mapping[BuildingId, ResponseStatus] = field(default_factory=dict)
    """What buildings are under while this is printed."""

    def aerial(self, venue_id: VenueId) -> Aerial | None:
        """The youngest dated picture from above, on record or under the plans."""
        base = self.aerials.get(venue_id)
        known = (*self.record(venue_id).aerials, *([base] if base is not None else []))
        return max(known, key=lambda each: each.captured, default=None)

    @property
    def places(self) -> Places:
        """The plan's answers to where."""
        return self.chart.places

    def record(self, venue_id: VenueId) -> CampusRecord:
        """What is on record of a campus, an empty record where there is nothing."""
        return self.records.get(venue_id, CampusRecord(venue_id))

    def sheets(self) -> tuple[Sheet, ...]:
        """Campus by campus: the whole, its doors, then each floor of each building from the ground up."""
        return tuple(sheet for venue in self.places.site.venues for sheet in self._of_campus(venue.id))

    def _of_campus(self, venue_id: VenueId) -> Iterable[Sheet]:
        venue = self.places.venues[venue_id]
        yield Sheet(SheetKind.CAMPUS, venue_id, venue.name, "Campus")
        yield from self._door_sheets(venue_id)
        for building in self.places.site.buildings:
            if building.venue_id == venue_id:
                for level in self.places.floors.get(building.id, ()):
                    words = f"{building.name}, {floor_words(level)}"
                    whole = Sheet(SheetKind.FLOOR, venue_id, venue.name, words, level.id, building.id)
                    yield from self._parts(whole, level)

    def _parts(self, whole: Sheet, level: Level) -> Iterable[Sheet]:
        """One page, or as many as it takes to read the floor, from the north-west on."""
        across, down = division(level, self.places.units_on(level.id), self.paper) or DIVISIONS[-1]
        if across * down == 1:
            yield whole
            return
        west, south, east, north = self.chart.level_bounds[level.id]
        wide, high = (east - west) / across, (north - south) / down
        more_x, more_y = wide * (OVERLAP - 1) / 2, high * (OVERLAP - 1) / 2
        for row in range(down):
            for column in range(across):
                left, top = west + column * wide, north - row * high
                bounds = (left - more_x, top - high - more_y, left + wide + more_x, top + more_y)
                words = f"{whole.subtitle}, part {row * across + column + 1} of {across * down}"
                yield replace(whole, subtitle=words, part=bounds)

    def _door_sheets(self, venue_id: VenueId) -> Iterable[Sheet]:
        venue, box = self.places.venues[venue_id], self.paper.map
        doors = self.exterior_doors(venue_id)
        fitting = max(int((box.height - _TABLE_HEAD_MM) / _ROW_MM), 1)
        pages = [doors[start : start + fitting] for start in range(0, len(doors), fitting)]
        for number, page in enumerate(pages, 1):
            words = "Exterior doors" if len(pages) == 1 else f"Exterior doors, part {number} of {len(pages)}"
            yield Sheet(SheetKind.DOORS, venue_id, venue.name, words, doors=tuple(page))

    def exterior_doors(self, venue_id: VenueId) -> list[Opening]:
        """The exterior doors of a campus, building by building, by number."""
        levels = {level.id: level for level in self.places.site.levels if level.venue_id == venue_id}
        order = {building.id: place for place, building in enumerate(self.places.site.buildings)}
        doors = [o for o in self.places.site.openings if o.is_exterior and o.level_id in levels]

        def rank(door: Opening) -> tuple[int, int, tuple[str, int]]:
            level = levels[door.level_id]
            building = order.get(level.building_ids[0], len(order)) if level.building_ids else len(order)
            return building, level.ordinal, natural(door.name)

        return sorted(doors, key=rank)


class NothingToPrint(PlanError):
    """No sheet is of what was asked for."""


def chosen(sheets: Iterable[Sheet], wanted: str, levels: Mapping[LevelId, Level]) -> tuple[Sheet, ...]:
    """The sheets that `wanted` means: a floor's short name (`2F`), `campus`, `doors`, or part of a title; all when empty.

    Raises NothingToPrint.
    """
    offered = tuple(sheets)
    text = wanted.strip().lower()

    def is_meant(sheet: Sheet) -> bool:
        level = levels.get(sheet.level_id) if sheet.level_id else None
        return text in (sheet.kind, level.short_name.lower() if level else "") or text in sheet.name.lower()

    found = tuple(sheet for sheet in offered if is_meant(sheet))
    if not found:
        raise NothingToPrint(f"No page is of {wanted!r}; there are {', '.join(sheet.name for sheet in offered[:8])} …")
    return found


def natural(name: str) -> tuple[str, int]:
    """`Door 10` after `Door 9`."""
    head = name.rstrip("0123456789")
    digits = name[len(head) :]
    return head.lower(), int(digits[:9]) if digits else 0
