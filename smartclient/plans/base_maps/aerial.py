"""The base map as the picture from above that laws ask for: when it was taken, whose it is, and which campuses it shows."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from smartclient.domain.campus_record import Aerial
from smartclient.domain.errors import PlanError
from smartclient.domain.ids import VenueId
from smartclient.domain.site import LonLat, Venue
from smartclient.plans.base_maps.opening import open_base_map
from smartclient.plans.base_maps.tiles import TileSource, tile_at
from smartclient.runtime.settings import KeptBaseMap

_ID = "base map"
_COARSEST = 14
"""A tile of this zoom is two kilometres wide; a picture that ends before it shows no campus."""


def aerial_of(kept: KeptBaseMap) -> Aerial | None:
    """The base map as an aerial picture; None where there is none, or its date is not known."""
    try:
        captured = date.fromisoformat(kept.captured)
    except ValueError:
        return None
    return Aerial(_ID, captured, kept.attribution, kept.place) if kept.place else None


def aerials_of(kept: KeptBaseMap, venues: Iterable[Venue]) -> Mapping[VenueId, Aerial]:
    """The dated base map for each campus that it shows. A file is looked into, which may take seconds; a tile server is believed."""
    found = aerial_of(kept)
    if found is None:
        return {}
    if "://" in kept.place:
        return {venue.id: found for venue in venues}
    try:
        with closing(open_base_map(Path(kept.place).expanduser())) as source:
            return {venue.id: found for venue in venues if _shows(source, venue.display_point)}
    except PlanError:
        return {}


def _shows(source: TileSource, position: LonLat) -> bool:
    address = tile_at(position, source.deepest)
    while address.zoom > _COARSEST and source.tile(address) is None:
        address = address.parent
    return source.tile(address) is not None
