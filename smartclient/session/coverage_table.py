"""The coverage of floors as a table for a spreadsheet: floors, ways, ways out, blind spots, rooms."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from smartclient.domain.ids import LevelId
from smartclient.geometry.coverage import Shares
from smartclient.session.floor_coverage import FloorCoverage
from smartclient.session.ways_out import SeenWayOut
from smartclient.store.places import Places, floor_words

HEAD = (
    "campus", "building", "floor", "what", "name", "detect %", "observe %", "recognise %", "identify %",
    "area m2", "length m", "leads to", "place", "latitude", "longitude",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | float
Spot = tuple[Cell, Cell, Cell]


def table(places: Places, floors: Iterable[tuple[FloorCoverage, Sequence[SeenWayOut]]]) -> str:
    """The table as CSV (RFC 4180), one line for each floor, place, way out and blind spot."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for coverage, ways in floors:
        head = _head(places, coverage.floor.level.id)
        writer.writerows([_safe(cell) for cell in (*head, *row)] for row in _rows(places, coverage, ways))
    return text.getvalue()


def _rows(places: Places, coverage: FloorCoverage, ways: Sequence[SeenWayOut]) -> Iterator[tuple[Cell, ...]]:
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
        where: Spot = _spot(places, middle.x, middle.y, level)
        yield (what, place.place.name, *_percents(place.shares), round(place.place.shape.area, 1), "", "", *where)
    for way in ways:
        unseen = way.unseen
        spot: Spot = _spot(places, unseen.x, unseen.y, unseen.level) if unseen is not None else ("", "", "")
        yield (
            "way out",
            way.way.room,
            *_percents(way.shares),
            "",
            round(way.way.length_m, 1),
            way.way.exit.name,
            *spot,
        )
    for blind in coverage.blind:
        there = _spot(places, blind.x, blind.y, level)
        yield ("blind spot", blind.place.name, *none, round(blind.area_m2, 1), "", "", *there)


def _head(places: Places, level_id: LevelId) -> tuple[str, str, str]:
    level = places.levels[level_id]
    venue, building = places.venues.get(level.venue_id), places.building_of(level_id)
    return (venue.name if venue else "", building.name if building and not level.outdoor else "", floor_words(level))


def _percents(shares: Shares) -> tuple[float, ...]:
    return tuple(round(share * 100, 1) for share in shares)


def _spot(places: Places, x: float, y: float, level: LevelId) -> Spot:
    lon, lat = places.frame.point_to_world(x, y)
    return places.at_local(x, y, level).words, round(lat, 7), round(lon, 7)


def _safe(cell: Cell) -> Cell:
    """A name from outside that a spreadsheet would take for a formula is marked as a text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
