"""Tiles of the Web Mercator pyramid (EPSG:3857; OGC Two Dimensional Tile Matrix Set, WebMercatorQuad) and where they come from."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from smartclient.domain.site import LonLat

TILE_PX = 256
DEEPEST = 22
LARGEST_TILE_BYTES = 4 << 20
"""A tile of this many bytes is no tile."""
_CIRCUMFERENCE_M = 40_075_016.686
_FARTHEST_LAT = 85.051_128

LonLatBounds = tuple[float, float, float, float]
"""West, south, east, north; degrees."""


@dataclass(frozen=True, slots=True, order=True)
class TileAddress:
    """`zoom` 0 is the whole world in one tile; `column` counts from the west, `row` from the north (the XYZ scheme)."""

    zoom: int
    column: int
    row: int

    @property
    def parent(self) -> "TileAddress":
        """The tile one zoom up that holds this one."""
        return TileAddress(self.zoom - 1, self.column // 2, self.row // 2)

    def corner(self, across: float, down: float) -> LonLat:
        """The point so many tiles right and below of its north-west corner; WGS 84, longitude first."""
        count = 2**self.zoom
        turned = math.pi * (1 - 2 * (self.row + down) / count)
        return (self.column + across) / count * 360 - 180, math.degrees(math.atan(math.sinh(turned)))


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose picture it is, and when it was taken, where known."""

    attribution: str = ""
    captured: date | None = None

    @property
    def words(self) -> str:
        """`© City · captured 2026-05-01`; says so when the date is not known."""
        taken = f"captured {self.captured.isoformat()}" if self.captured else "capture date unknown"
        return " · ".join(part for part in (self.attribution, taken) if part)


class TileSource(Protocol):
    """Where tiles come from. Called in threads, several at a time."""

    @property
    def deepest(self) -> int:
        """The last zoom that has tiles."""
        ...

    @property
    def credit(self) -> Credit:
        """What must be shown beside the picture."""
        ...

    def tile(self, address: TileAddress) -> bytes | None:
        """PNG, JPEG or WebP, or None where there is no tile. Raises PlanError or ServerError with a sentence for a person."""
        ...

    def close(self) -> None:
        """Lets go of the file or the line."""
        ...


def tile_at(position: LonLat, zoom: int) -> TileAddress:
    """The tile around WGS 84 degrees; beyond the pyramid's north and south the nearest one."""
    count = 2**zoom
    lat = math.radians(min(max(position[1], -_FARTHEST_LAT), _FARTHEST_LAT))
    column = math.floor((position[0] + 180) / 360 * count)
    row = math.floor((1 - math.asinh(math.tan(lat)) / math.pi) / 2 * count)
    return TileAddress(zoom, min(max(column, 0), count - 1), min(max(row, 0), count - 1))


def tiles_within(bounds: LonLatBounds, zoom: int) -> Iterator[TileAddress]:
    """The tiles that touch `bounds`, row by row."""
    west, south, east, north = bounds
    first, last = tile_at((west, north), zoom), tile_at((east, south), zoom)
    for row in range(first.row, last.row + 1):
        for column in range(first.column, last.column + 1):
            yield TileAddress(zoom, column, row)


def zoom_for(metres_per_px: float, lat: float, deepest: int) -> int:
    """The zoom whose pixels are nearest in size to those of the screen, at that latitude."""
    whole_m = _CIRCUMFERENCE_M * math.cos(math.radians(lat)) / TILE_PX
    return min(max(round(math.log2(whole_m / metres_per_px)), 0), deepest, DEEPEST)
