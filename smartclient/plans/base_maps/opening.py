"""A base map from a file, whatever kind of file it is."""

from pathlib import Path

from smartclient.domain.errors import PlanMissing
from smartclient.plans.base_maps.tiles import TileSource

_SQLITE, _PMTILES = b"SQLite format 3\0", b"PMTiles"


def open_base_map(path: Path) -> TileSource:
    """Opens MBTiles, PMTiles, GeoTIFF, or a picture with a world file. Raises PlanMissing or PlanUnreadable. May take seconds."""
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
    except OSError as error:
        raise PlanMissing(f"The base map {path} cannot be opened: {error.strerror}.") from error
    if head == _SQLITE:
        from smartclient.plans.base_maps.mbtiles import MbTiles

        return MbTiles(path)
    if head.startswith(_PMTILES):
        from smartclient.plans.base_maps.pmtiles_file import PmTiles

        return PmTiles(path)
    from smartclient.plans.base_maps.raster import RasterMap

    return RasterMap(path)
