"""The coverage of floors as a table for a spreadsheet: floors, ways, ways out, blind spots, rooms."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from smartclient.domain.ids import LevelId
from smartclient.geometry.coverage import Shares
from smartclient.session.floor_coverage import FloorCoverage
from smartclient.session.ways_out import SeenWayOut
from smartclient.store.places import Places, floor_words
from smartclient.store.routes import Standpoint

HEAD = (
    "campus", "building", "floor", "what", "name", "detect %", "observe %", "recognise %", "identify %",
    "area m2", "length m", "leads to", "place", "latitude", "longitude",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | float
Spot = tuple[Cell, Cell, Cell]


def table(
    places: Places, floors: Iterable[tuple[FloorCoverage, Sequence[SeenWayOut]]], where: Callable[[Standpoint], str]
) -> str:
    """The table as CSV (RFC 4180), one line for each floor, place, way out and blind spot; `where` says a spot's place."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for coverage, ways in floors:
        head = _head(places, coverage.floor.level.id)
        writer.writerows(
            [_safe(cell) for cell in (*head, *row)] for row in _rows(_Spots(places, where), coverage, ways)
        )
    return text.getvalue()


def _rows(spots: "_Spots", coverage: FloorCoverage, ways: Sequence[SeenWayOut]) -> Iterator[tuple[Cell, ...]]:
    level, none = coverage.floor.level.id, ("", "", "", "")
    yield (
        "floor",
        coverage.floor.level.name,
        *_percents(coverage.shares),
        round(coverage.floor.whole.area, 1),
        *none,
        "",
    )
    for place in coverage.places:
        what = "way" if place.place.is_way else "place"
        middle = place.place.shape.representative_point()
        where: Spot = spots.at(middle.x, middle.y, level)
        yield (what, place.place.name, *_percents(place.shares), round(place.place.shape.area, 1), "", "", *where)
    for way in ways:
        unseen = way.unseen
        spot: Spot = spots.at(unseen.x, unseen.y, unseen.level) if unseen is not None else ("", "", "")
        yield (
            "way out",
            way.way.room,
            *_percents(way.shares),
            "",
            round(way.way.length_m, 1),
            way.way.exit.name,
            *spot,
        )
    for camera, alone_m2 in coverage.alone_m2.items():
        x, y = coverage.views[camera].detect.centroid.coords[0]
        yield ("camera alone", coverage.cameras[camera].name, *none, round(alone_m2, 1), "", "", *spots.at(x, y, level))
    for blind in coverage.blind:
        there = spots.at(blind.x, blind.y, level)
        yield ("blind spot", blind.place.name, *none, round(blind.area_m2, 1), "", "", *there)


def _head(places: Places, level_id: LevelId) -> tuple[str, str, str]:
    level = places.levels[level_id]
    venue, building = places.venues.get(level.venue_id), places.building_of(level_id)
    return (venue.name if venue else "", building.name if building and not level.outdoor else "", floor_words(level))


def _percents(shares: Shares) -> tuple[float, ...]:
    return tuple(round(share * 100, 1) for share in shares)


@dataclass(frozen=True, slots=True)
class _Spots:
    """Says where spots are, in words and in degrees."""

    places: Places
    where: Callable[[Standpoint], str]

    def at(self, x: float, y: float, level: LevelId) -> Spot:
        lon, lat = self.places.frame.point_to_world(x, y)
        return self.where(Standpoint(x, y, level)), round(lat, 7), round(lon, 7)


def _safe(cell: Cell) -> Cell:
    """A name from outside that a spreadsheet would take for a formula is marked as a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
