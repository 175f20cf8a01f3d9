"""Base maps of plain colours, as files."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from smartclient.plans.base_maps.tiles import TileAddress

Colours = dict[TileAddress, str]


def png(colour: str, side_px: int = 256) -> bytes:
    """A square of one colour."""
    content = io.BytesIO()
    Image.new("RGB", (side_px, side_px), colour).save(content, "PNG")
    return content.getvalue()


def mbtiles(path: Path, colours: Colours, **told: str) -> Path:
    """An MBTiles file of such tiles."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        file.executemany("INSERT INTO metadata VALUES (?, ?)", ({"format": "png"} | told).items())
        for address, colour in colours.items():
            row = 2**address.zoom - 1 - address.row
            file.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (address.zoom, address.column, row, png(colour)))
    return path


def pmtiles(path: Path, colours: Colours, kind: TileType = TileType.PNG) -> Path:
    """A PMTiles file of such tiles."""
    with path.open("wb") as stream:
        writer = Writer(stream)
        for address in sorted(colours, key=lambda a: zxy_to_tileid(a.zoom, a.column, a.row)):
            writer.write_tile(zxy_to_tileid(address.zoom, address.column, address.row), png(colours[address]))
        zooms = [address.zoom for address in colours]
        header = {
            "tile_type": kind,
            "tile_compression": Compression.NONE,
            "min_zoom": min(zooms),
            "max_zoom": max(zooms),
            "min_lon_e7": -1800000000,
            "min_lat_e7": -850000000,
            "max_lon_e7": 1800000000,
            "max_lat_e7": 850000000,
            "center_zoom": 0,
            "center_lon_e7": 0,
            "center_lat_e7": 0,
        }
        writer.finalize(header, {"attribution": "© City"})
        writer.tile_f.close()
    return path


def raster(path: Path, colour: str, west: float, north: float, degrees_per_px: float, side_px: int) -> Path:
    """A picture with a world file, in degrees."""
    Image.new("RGB", (side_px, side_px), colour).save(path)
    lines = (degrees_per_px, 0, 0, -degrees_per_px, west + degrees_per_px / 2, north - degrees_per_px / 2)
    path.with_suffix(".pgw").write_text("\n".join(map(repr, lines)))
    return path
