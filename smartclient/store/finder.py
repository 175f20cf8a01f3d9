"""The find box's answers: every word typed must match a word of the thing, exactly, as its beginning, inside it, or with a slip."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import BuildingId, DeviceId, LevelId, VenueId
from smartclient.domain.site import LonLat, Site, UnitKind
from smartclient.geometry.frames import Frame
from smartclient.geometry.grid import Grid

Bounds = tuple[float, float, float, float]
"""West, south, east, north; degrees."""

LONGEST_TEXT = 80
_AROUND_POINT_M = 15.0
_ELSEWHERE = 0.5
"""A word that only says where the thing is counts half."""
_EXACT, _BEGINS, _INSIDE, _SLIP = 1.0, 0.8, 0.45, 0.35
_WORD = re.compile(r"[^\W_]+")
_ROOMS = frozenset({UnitKind.ROOM, UnitKind.RESTROOM, UnitKind.CORRIDOR, UnitKind.SERVICE, UnitKind.GROUNDS})


class Kind(StrEnum):
    """What was found; the order in which equally good answers stand."""

    CAMPUS = "campus"
    BUILDING = "building"
    ROOM = "room"
    DOOR = "door"
    CAMERA = "camera"
    DEVICE = "device"
    CELL = "grid cell"


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Match:
    """One answer: `name`, `words` saying where it is, `bounds` in degrees to fly to, and what to choose there; `score` 0…1."""

    kind: Kind
    name: str
    words: str
    bounds: Bounds
    device: DeviceId | None = None
    level: LevelId | None = None
    building: BuildingId | None = None
    score: float = 0.0


def words_of(text: str) -> list[str]:
    """The words of a text, lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT]).casefold()
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def is_slip(typed: str, word: str) -> bool:
    """Whether `typed` is `word` with one letter wrong, missing, added or swapped with its neighbour; short words must be right."""
    if len(typed) < 4 or abs(len(typed) - len(word)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rest, other = typed[start:], word[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == other[1:] or rest == other[1:] or rest[1:] == other or swapped == other


class Finder:
    """An index from words to things, made once from a site."""

    def __init__(self, site: Site, frame: Frame, grids: Mapping[VenueId, Grid], spot: Callable[[LevelId], str]) -> None:
        """`spot` says in words where a level is."""
        self._site, self._frame, self._grids, self._spot = site, frame, grids, spot
        self._spots = {level.id: spot(level.id) for level in site.levels}
        self._matches: list[Match] = []
        self._lengths: list[int] = []
        self._holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for match in self._everything():
            self._add(match)

    def find(self, text: str, limit: int) -> list[Match]:
        """Up to `limit` answers, best first."""
        typed = words_of(text)
        if not typed:
            return []
        found = sorted((*self._named(typed), *self._cells(typed)), key=lambda m: (-m.score, _RANK[m.kind], m.name))
        return found[:limit]

    def _named(self, typed: list[str]) -> Iterator[Match]:
        totals: dict[int, float] | None = None
        for word in typed:
            scores = self._scores(word)
            totals = scores if totals is None else {i: old + scores[i] for i, old in totals.items() if i in scores}
        for index, total in (totals or {}).items():
            completeness = min(len(typed) / self._lengths[index], 1.0)
            yield replace(self._matches[index], score=(total / len(typed)) * (0.8 + 0.2 * completeness))

    def _scores(self, typed: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for word, holders in self._holders.items():
            grade = _grade(typed, word)
            if grade:
                for index, weight in holders:
                    found[index] = max(found.get(index, 0.0), grade * weight)
        if not found:
            slips = (holders for word, holders in self._holders.items() if is_slip(typed, word))
            found = {index: _SLIP * weight for holders in slips for index, weight in holders}
        return found

    def _cells(self, typed: list[str]) -> Iterator[Match]:
        for venue in self._site.venues:
            grid = self._grids.get(venue.id)
            rest = [word for word in typed[1:] if word != "grid"]
            text = "".join(typed[:2]) if len(typed) > 1 and typed[1].isdigit() else typed[0]
            rest = rest[1:] if text != typed[0] else rest
            cell = grid.parse(text) if grid else None
            if grid and cell and all(any(w.startswith(r) for w in words_of(venue.name)) for r in rest):
                corners = self._frame.to_world(np.array(grid.outline(cell)))
                yield Match(Kind.CELL, f"Grid {cell.label}", venue.name, _bounds(corners.tolist()), score=0.9)

    def _add(self, match: Match) -> None:
        own = dict.fromkeys(words_of(match.name), 1.0)
        self._lengths.append(max(len(own), 1))
        for word, weight in (dict.fromkeys(words_of(match.words), _ELSEWHERE) | own).items():
            self._holders[word].append((len(self._matches), weight))
        self._matches.append(match)

    def _everything(self) -> Iterator[Match]:
        for venue in self._site.venues:
            yield Match(Kind.CAMPUS, venue.name, venue.address, _bounds(venue.area[0]))
        names = {venue.id: venue.name for venue in self._site.venues}
        for building in self._site.buildings:
            if points := [point for footprint in building.footprints for point in footprint[0]]:
                where = names.get(building.venue_id, "")
                yield Match(Kind.BUILDING, building.name, where, _bounds(points), building=building.id)
        yield from self._rooms()
        yield from self._devices()

    def _rooms(self) -> Iterator[Match]:
        buildings = {level.id: level.building_ids for level in self._site.levels}
        for unit in self._site.units:
            if unit.kind in _ROOMS and (unit.name or unit.number):
                name = " · ".join(part for part in (unit.number, unit.name) if part)
                own = buildings.get(unit.level_id, ())
                where = self._spots.get(unit.level_id, "")
                yield Match(
                    Kind.ROOM, name, where, _bounds(unit.area[0]), level=unit.level_id, building=own[0] if own else None
                )

    def _devices(self) -> Iterator[Match]:
        kinds = {DeviceKind.CAMERA: Kind.CAMERA, DeviceKind.DOOR: Kind.DOOR}
        buildings = {level.id: level.building_ids for level in self._site.levels}
        for device in self._site.devices:
            placement = device.placement
            if placement is None:
                continue
            level = placement.level_id
            own = buildings.get(level, ()) if level else ()
            yield Match(
                kinds.get(device.kind, Kind.DEVICE),
                device.name,
                self._spots.get(level, "") if level else "",
                around(placement.position),
                device=device.id,
                level=level,
                building=own[0] if own else None,
            )


def _grade(typed: str, word: str) -> float:
    if typed == word:
        return _EXACT
    if word.startswith(typed):
        return _BEGINS
    return _INSIDE if len(typed) > 2 and typed in word else 0.0


def _bounds(points: Iterable[Iterable[float]]) -> Bounds:
    x, y = zip(*((lon, lat) for lon, lat in points), strict=True)
    return (min(x), min(y), max(x), max(y))


def around(position: LonLat) -> Bounds:
    """What to show when somebody goes to a point: some metres on every side."""
    up = _AROUND_POINT_M / 111_320
    across = up / max(float(np.cos(np.radians(position[1]))), 0.01)
    lon, lat = position
    return (lon - across, lat - up, lon + across, lat + up)
