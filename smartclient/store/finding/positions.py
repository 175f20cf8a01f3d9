"""Places that have no name: grid cells, with a floor or without, squares of the national grid, latitude and longitude."""

from collections.abc import Iterator, Sequence

import numpy as np

from smartclient.domain.site import Level, Venue
from smartclient.geometry.degrees import lonlat_words, parse_lonlat
from smartclient.geometry.grid import Cell, Grid
from smartclient.geometry.usng import Square, parse_usng, usng
from smartclient.store.finding.lexicon import words_of
from smartclient.store.finding.match import Kind, Match, around, bounds_of
from smartclient.store.places import Places
from smartclient.store.servers import short_district

_CELL, _CELL_ON_FLOOR, _CELL_WITHOUT_FLOOR, _POSITION, _SHORT_POSITION = 0.9, 0.95, 0.7, 1.0, 0.85
_LEAST_AROUND_M = 15.0


class Positions:
    """Reads what was typed as a position; answers nothing where it is none."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def find(self, text: str) -> Iterator[Match]:
        """All readings of the text, in any order."""
        cells = list(self._cells(list(words_of(text))))
        is_somewhere = any(match.level for match in cells)
        yield from (match for match in cells if match.level or not is_somewhere or match.score == _CELL)
        yield from self._squares(text)
        lonlat = parse_lonlat(text)
        if lonlat is not None:
            where = self._places.at(lonlat).words or f"off campus, {usng(*lonlat)}"
            yield Match(Kind.POSITION, lonlat_words(*lonlat), where, around(lonlat), score=_POSITION)

    def _squares(self, text: str) -> Iterator[Match]:
        frame = self._places.frame
        square = parse_usng(text, (frame.lon, frame.lat))
        if square is not None:
            is_whole = text.strip()[:1].isdigit() and any(c.isalpha() for c in text)
            yield self._square(square, _POSITION if is_whole else _SHORT_POSITION)

    def _square(self, square: Square, score: float) -> Match:
        where = self._places.at(square.middle).words or f"off campus, {lonlat_words(*square.middle)}"
        bounds = around(square.middle, max(square.side_m / 2, _LEAST_AROUND_M))
        return Match(Kind.POSITION, square.text, where, bounds, score=score)

    def _cells(self, typed: list[str]) -> Iterator[Match]:
        if typed[:1] == ["grid"]:
            typed = typed[1:]
        if not typed:
            return
        is_split = len(typed) > 1 and typed[0].isalpha() and typed[1].isdigit()
        text, rest = ("".join(typed[:2]), typed[2:]) if is_split else (typed[0], typed[1:])
        for venue in self._places.site.venues:
            grid = self._places.grids.get(venue.id)
            cell = grid.parse(text) if grid else None
            if grid is not None and cell is not None:
                yield from self._cell(venue, grid, cell, [word for word in rest if word != "grid"])

    def _cell(self, venue: Venue, grid: Grid, cell: Cell, rest: Sequence[str]) -> Iterator[Match]:
        """The cell, or the floors in it that the rest of the words names."""
        outline = np.array(grid.outline(cell))
        ring = tuple((lon, lat) for lon, lat in self._places.frame.to_world(outline).tolist())
        bounds = bounds_of(ring)
        if _are_of(rest, venue.name):
            yield Match(
                Kind.CELL, f"Grid {cell.label}", self._told(venue, venue.name), bounds, outline=ring, score=_CELL
            )
            return
        meant = [level for level in self._floors(venue) if _are_of(rest, self._floor_words(venue, level))]
        here = [level for level in meant if self._has(level, outline)]
        for level in here:
            name = f"Grid {cell.label} · {level.short_name}"
            where = self._told(venue, self._places.words_of_level(level.id))
            building = level.building_ids[0]
            yield Match(
                Kind.CELL,
                name,
                where,
                bounds,
                level=level.id,
                building=building,
                outline=ring,
                score=_CELL_ON_FLOOR,
            )
        if meant and not here:
            where = self._told(venue, f"{venue.name} · no building there has {meant[0].short_name}")
            yield Match(Kind.CELL, f"Grid {cell.label}", where, bounds, outline=ring, score=_CELL_WITHOUT_FLOOR)

    def _told(self, venue: Venue, where: str) -> str:
        """With the district where there are several."""
        district = short_district(self._places.site.district_of(venue.id))
        return f"{district} · {where}" if district else where

    def _floors(self, venue: Venue) -> list[Level]:
        levels = (level for level in self._places.site.levels if level.venue_id == venue.id)
        return [level for level in levels if not level.outdoor and level.building_ids]

    def _floor_words(self, venue: Venue, level: Level) -> str:
        return f"{level.name} {level.short_name} {self._places.words_of_level(level.id)} {venue.name}"

    def _has(self, level: Level, outline: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> bool:
        """Whether the floor's box and the cell's box share ground."""
        own = self._places.frame.to_local(np.array(level.area[0]))
        is_apart = (own.min(axis=0) > outline.max(axis=0)) | (own.max(axis=0) < outline.min(axis=0))
        return not bool(is_apart.any())


def _are_of(typed: Sequence[str], text: str) -> bool:
    """Whether every word typed begins a word of the text."""
    known = words_of(text)
    return all(any(word.startswith(one) for word in known) for one in typed)
