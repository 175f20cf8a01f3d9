"""A point of the map as people write it down: square of the national grid, latitude and longitude, campus cell, floor and room."""

from dataclasses import dataclass

from smartclient.domain.ids import LevelId
from smartclient.geometry.degrees import lonlat_words
from smartclient.geometry.usng import usng
from smartclient.store.places import Place, Places, building_words, unit_words


@dataclass(frozen=True, slots=True)
class Position:
    """`square` has 10 m, `exact_square` 1 m; `degrees` are latitude, longitude; `cell` and `place` may be empty."""

    square: str
    exact_square: str
    degrees: str
    cell: str
    place: str

    @property
    def line(self) -> str:
        """`18T WN 4711 2033 · H4 · Main 1F · Hall B`."""
        return " · ".join(part for part in (self.square, self.cell, self.place) if part)


def position_at(places: Places, x: float, y: float, level: LevelId | None) -> Position:
    """What is at local metres on a level, None outdoors."""
    lon, lat = places.frame.point_to_world(x, y)
    place = places.at_local(x, y, level)
    exact = usng(lon, lat, 5)
    square, letters, east, north = exact.rsplit(" ", 3)
    return Position(
        f"{square} {letters} {east[:4]} {north[:4]}", exact, lonlat_words(lon, lat), place.cell, _place_words(place)
    )


def _place_words(place: Place) -> str:
    """`Main 1F · Hall B`, outdoors the campus and the ground."""
    if place.building is not None and place.level is not None:
        where = f"{building_words(place.building)} {place.level.short_name}"
    else:
        where = place.venue.name if place.venue else ""
    return " · ".join(part for part in (where, unit_words(place.unit)) if part)
