"""Plans and drawings from anybody: IMDF as folder and zip, every drawing that can be imported, base maps, laws, compiled plans."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from smartclient import plans
from smartclient.plans.base_maps.opening import open_base_map
from smartclient.plans.base_maps.tiles import TileAddress
from smartclient.plans.cache import read_cached
from smartclient.plans.files import is_safe_name
from smartclient.plans.importing.reading import read_drawing
from smartclient.plans.law.rules import law, names
from smartclient.plans.records.reading import read_records
from smartclient.runtime import paths
from tests.builders import drawings, tile_files
from tests.builders.tiny_site import tiny_archive, write_files
from tests.fuzz.scratch import as_file, as_folder, scratch
from tests.fuzz.target import Form, Target


def _archive(data: bytes) -> None:
    """The input is all files of an archive: `{name: content}`; a content that is text stands in its file as it is."""
    folder = as_folder("archive")
    for name, content in _files(data).items():
        if is_safe_name(name) and "/" not in name and len(name) < 60:
            text = content if isinstance(content, str) else json.dumps(content)
            (folder / name).write_bytes(text.encode(errors="replace"))
    plans.read(folder)
    read_records(folder)


def _files(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return {"manifest.json": data.decode(errors="replace")}
    return told if isinstance(told, dict) else {"manifest.json": told}


def _zip(data: bytes) -> None:
    path = as_file("plan.zip", data)
    plans.read(path)
    read_records(path)


@cache
def _record() -> dict[str, Any]:
    own = paths.floorplans() / "maple-grove" / "high-school" / "record.json"
    told: dict[str, Any] = json.loads(own.read_bytes())
    return told


def _archives() -> list[bytes]:
    whole = tiny_archive()
    return [json.dumps(whole).encode(), json.dumps(whole | {"record.json": _record()}).encode()]


def _zips() -> list[bytes]:
    inner = io.BytesIO()
    write_files(as_folder("seed"), tiny_archive())
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((scratch() / "seed").iterdir()):
            archive.write(path, path.name)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("district.json", '{"name": "District", "campuses": ["school.zip"]}')
        archive.writestr("school.zip", inner.getvalue())
    return [inner.getvalue(), outer.getvalue()]


def _drawing(suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        drawing = read_drawing(as_file(f"drawing{suffix}", data), 1, lambda _share: None)
        assert drawing.bounds is not None

    return read


def _drawn(write: Callable[[Path], Path], suffix: str) -> Callable[[], list[bytes]]:
    return lambda: [write(scratch() / f"seed{suffix}").read_bytes()]


def _geojson() -> list[bytes]:
    writers = (drawings.write_geojson, drawings.write_indoor_geojson)
    return [write(scratch() / "seed.geojson").read_bytes() for write in writers]


def _shapefile(data: bytes) -> None:
    """The three files of one drawing, each behind its length."""
    for suffix in (".shp", ".shx", ".dbf"):
        length = int.from_bytes(data[:4], "big")
        as_file(f"shapes{suffix}", data[4 : 4 + length])
        data = data[4 + length :]
    read_drawing(scratch() / "shapes.shp", 1, lambda _share: None)


def _shapes() -> list[bytes]:
    drawings.write_shapefile(scratch() / "seed.shp", with_projection=False)
    parts = [(scratch() / f"seed{suffix}").read_bytes() for suffix in (".shp", ".shx", ".dbf")]
    return [b"".join(len(part).to_bytes(4, "big") + part for part in parts)]


_TILES = {TileAddress(2, 1, 1): "red", TileAddress(2, 1, 2): "blue"}


def _base_map(data: bytes) -> None:
    (scratch() / "map.pgw").write_text("0.01\n0\n0\n-0.01\n-90\n44\n")
    opened = open_base_map(as_file("map.png", data))
    try:
        for address in (*_TILES, TileAddress(0, 0, 0), TileAddress(12, 1030, 1500)):
            opened.tile(address)
    finally:
        opened.close()


def _base_maps() -> list[bytes]:
    (scratch() / "seed.mbtiles").unlink(missing_ok=True)
    return [
        tile_files.mbtiles(scratch() / "seed.mbtiles", _TILES, minzoom="2", maxzoom="2").read_bytes(),
        tile_files.pmtiles(scratch() / "seed.pmtiles", _TILES).read_bytes(),
        tile_files.png("red", 64),
        _geotiff(),
    ]


def _geotiff() -> bytes:
    from PIL import Image
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    tags = ImageFileDirectory_v2()
    tags[33550] = (0.01, 0.01, 0.0)
    tags[33922] = (0.0, 0.0, 0.0, -90.0, 44.0, 0.0)
    tags[34735] = (1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326)
    for tag, kind in ((33550, 12), (33922, 12), (34735, 3)):
        tags.tagtype[tag] = kind
    made = io.BytesIO()
    Image.new("RGB", (32, 32), "green").save(made, "TIFF", tiffinfo=tags)
    return made.getvalue()


def _compiled(data: bytes) -> None:
    """A compiled plan as it may lie in the cache."""
    site, cache_folder = scratch() / "compiled-site", scratch() / "compiled-cache"
    if not site.is_dir():
        write_files(site, tiny_archive())
    read_cached(site, cache_folder)
    for kept in (cache_folder / "plans").iterdir():
        if kept.suffix == ".plan":
            kept.write_bytes(data)
    made, _ = read_cached(site, cache_folder)
    assert made.venues


def _compiled_plan() -> list[bytes]:
    _compiled(b"")
    return [next((scratch() / "compiled-cache" / "plans").glob("*.plan")).read_bytes()]


def _laws() -> list[bytes]:
    return [(paths.resources() / "law" / f"{name}.toml").read_bytes() for name in names()]


def targets() -> Sequence[Target]:
    """All of them."""
    return (
        Target("plan-archive", Form.JSON, _archives, _archive),
        Target("plan-zip", Form.BINARY, _zips, _zip),
        Target("plan-compiled", Form.BINARY, _compiled_plan, _compiled),
        Target("drawing-dxf", Form.TEXT, _drawn(drawings.write_dxf, ".dxf"), _drawing(".dxf")),
        Target(
            "drawing-geojson",
            Form.JSON,
            lambda: [
                *_drawn(drawings.write_geojson, ".geojson")(),
                *_drawn(drawings.write_indoor_geojson, ".geojson")(),
            ],
            _drawing(".geojson"),
        ),
        Target("drawing-osm", Form.TEXT, lambda: [_OSM], _drawing(".osm")),
        Target("drawing-pdf", Form.BINARY, _drawn(drawings.write_pdf, ".pdf"), _drawing(".pdf")),
        Target(
            "drawing-picture", Form.BINARY, _drawn(lambda path: drawings.write_png(path, 4), ".png"), _drawing(".png")
        ),
        Target("drawing-shapefile", Form.BINARY, _shapes, _shapefile),
        Target("drawing-ifc", Form.TEXT, _drawn(drawings.write_ifc, ".ifc"), _drawing(".ifc"), is_fatal=True),
        Target("base-map", Form.BINARY, _base_maps, _base_map),
        Target("law", Form.TEXT, _laws, lambda data: law(str(as_file("law.toml", data)))),
    )


_OSM = b"""<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="43.1" lon="-89.5"/><node id="2" lat="43.1" lon="-89.4999"/><node id="3" lat="43.1001" lon="-89.4999"/>
<node id="4" lat="43.1001" lon="-89.5"><tag k="door" v="hinged"/><tag k="level" v="0"/></node>
<way id="9"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
<tag k="indoor" v="room"/><tag k="level" v="0;1"/><tag k="ref" v="101"/></way>
<relation id="7"><member type="way" ref="9" role="outer"/><tag k="building" v="school"/><tag k="type" v="multipolygon"/></relation>
</osm>"""
