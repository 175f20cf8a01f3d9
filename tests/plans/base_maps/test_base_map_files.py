"""Base maps from files: the right tile, and one sentence for what is none."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin
from pmtiles.tile import TileType

from smartclient.domain.errors import PlanMissing, PlanUnreadable
from smartclient.plans.base_maps.opening import open_base_map
from smartclient.plans.base_maps.tiles import DEEPEST, TileAddress, tile_at, tiles_within, zoom_for
from tests.builders.tile_files import mbtiles, pmtiles, raster

HERE = (-89.52, 43.1)
LONGITUDES, LATITUDES = st.floats(-179.99, 179.99), st.floats(-85, 85)


@given(LONGITUDES, LATITUDES, st.integers(0, DEEPEST))
def test_a_point_lies_in_its_tile(lon: float, lat: float, zoom: int) -> None:
    address = tile_at((lon, lat), zoom)
    (west, north), (east, south) = address.corner(0, 0), address.corner(1, 1)
    assert west - 1e-9 <= lon <= east + 1e-9
    assert south - 1e-9 <= lat <= north + 1e-9
    if zoom:
        assert address.parent == tile_at((lon, lat), zoom - 1)


def test_tiles_within_are_all_that_touch() -> None:
    address = tile_at(HERE, 15)
    west, north = address.corner(-0.5, -0.5)
    east, south = address.corner(1.5, 0.5)
    assert len(list(tiles_within((west, south, east, north), 15))) == 6


def test_the_zoom_has_pixels_of_the_screens_size() -> None:
    assert zoom_for(156_543.03, 0, 22) == 0
    assert zoom_for(0.2986, 0, 22) == 19
    assert zoom_for(0.2986, 0, 17) == 17


@pytest.mark.parametrize("write", [mbtiles, pmtiles])
def test_a_file_of_tiles_gives_them(write: "type", tmp_path: Path) -> None:
    address = tile_at(HERE, 16)
    source = open_base_map(write(tmp_path / "map.tiles", {address: "#204060", address.parent: "#ff0000"}))
    content = source.tile(address)
    assert content is not None
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.convert("RGB").getpixel((9, 9)) == (0x20, 0x40, 0x60)
    assert source.tile(TileAddress(16, 0, 0)) is None
    assert source.deepest == 16
    source.close()


def test_what_a_file_says_of_itself_is_told(tmp_path: Path) -> None:
    address = tile_at(HERE, 3)
    source = open_base_map(mbtiles(tmp_path / "a.mbtiles", {address: "#fff"}, attribution="© <b>City</b>\n"))
    assert "City" in source.credit.words
    assert "\n" not in source.credit.words
    assert source.credit.words.endswith("capture date unknown")
    source.close()
    assert open_base_map(pmtiles(tmp_path / "a.pmtiles", {address: "#fff"})).credit.attribution == "© City"


def test_a_picture_with_a_world_file_is_cut_into_tiles(tmp_path: Path) -> None:
    address = tile_at(HERE, 17)
    west, north = address.corner(0, 0)
    east, _south = address.corner(1, 1)
    path = raster(tmp_path / "air.png", "#336699", west, north, (east - west) / 512, 1024)
    source = open_base_map(path)
    content = source.tile(address)
    assert content is not None
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.getpixel((128, 128)) == (0x33, 0x66, 0x99, 255)
    beyond = source.tile(TileAddress(17, address.column - 1, address.row))
    if beyond is not None:
        with Image.open(io.BytesIO(beyond)) as picture:
            assert picture.getpixel((128, 128))[3] == 0  # type: ignore[index]
    assert source.tile(TileAddress(17, address.column - 9, address.row)) is None
    source.close()


def test_a_geotiff_says_itself_where_it_lies(tmp_path: Path) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[33550], tags[33922] = (0.5, 0.5, 0.0), (0.0, 0.0, 0.0, 300_000.0, 4_774_000.0, 0.0)
    tags[34735] = (1, 1, 0, 1, 3072, 0, 1, 32616)
    tags.tagtype[33550] = tags.tagtype[33922] = 12
    tags.tagtype[34735] = 3
    path = tmp_path / "air.tif"
    Image.new("RGB", (400, 400), "#808000").save(path, tiffinfo=tags)
    from pyproj import Transformer

    middle = Transformer.from_crs(32616, 4326, always_xy=True).transform(300_100.0, 4_773_900.0)
    content = open_base_map(path).tile(tile_at(middle, 20))
    assert content is not None
    with Image.open(io.BytesIO(content)) as picture:
        assert (0x80, 0x80, 0, 255) in {colour for _, colour in picture.getcolors() or ()}


def broken(name: str, folder: Path) -> Path:
    path = folder / name
    address = tile_at(HERE, 4)
    if name == "empty.mbtiles":
        return mbtiles(path, {})
    if name == "vector.mbtiles":
        return mbtiles(path, {address: "#fff"}, format="pbf")
    if name == "other.sqlite":
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("CREATE TABLE notes (words TEXT)")
        return path
    if name == "vector.pmtiles":
        return pmtiles(path, {address: "#fff"}, TileType.MVT)
    if name == "cut.pmtiles":
        path.write_bytes(pmtiles(folder / "whole.pmtiles", {address: "#fff"}).read_bytes()[:90])
        return path
    if name == "nowhere.png":
        Image.new("RGB", (8, 8)).save(path)
        return path
    if name == "flat.png":
        raster(path, "#fff", 0, 0, 0, 8)
        return path
    path.write_bytes(b"GIF89a but not really")
    return path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.mbtiles", "holds no tiles"),
        ("vector.mbtiles", "needs pictures"),
        ("other.sqlite", "no MBTiles file"),
        ("vector.pmtiles", "vector tiles"),
        ("cut.pmtiles", "no PMTiles file"),
        ("nowhere.png", "does not say where it lies"),
        ("flat.png", "no size"),
        ("lie.png", "cannot be read as a picture"),
    ],
)
def test_what_is_no_base_map_is_refused_in_a_sentence(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(PlanUnreadable, match=words):
        open_base_map(broken(name, tmp_path))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(PlanMissing, match="cannot be opened"):
        open_base_map(tmp_path / "none.mbtiles")


def test_a_damaged_tile_is_said(tmp_path: Path) -> None:
    address = tile_at(HERE, 6)
    path = pmtiles(tmp_path / "a.pmtiles", {address: "#fff"})
    content = bytearray(path.read_bytes())
    content[127:160] = b"\0" * 33
    path.write_bytes(content)
    with pytest.raises(PlanUnreadable):
        open_base_map(path).tile(address)
