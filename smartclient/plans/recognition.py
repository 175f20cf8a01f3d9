"""What a thing that is no IMDF seems to be, in words for a person."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

_HEAD_BYTES = 2000
_MOST_LOOKED_AT = 200
_SIGNS = (
    (b"ISO-10303-21", "an IFC building model"),
    (b"OSMHeader", "an OpenStreetMap extract (pbf)"),
    (b"<osm", "OpenStreetMap data (XML)"),
    (b"<gml:", "a GML or IndoorGML document"),
    (b"<kml", "a KML map"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"<svg", "an SVG drawing"),
    (b"AutoCAD Binary DXF", "a DXF drawing"),
    (b"SECTION\n", "a DXF drawing"),
    (b"SECTION\r\n", "a DXF drawing"),
    (b"SQLite format 3", "a database (GeoPackage or another SQLite file)"),
)


def seems_to_be(head: bytes) -> str:
    """A file's kind by its first bytes, `an IFC building model`; empty when nothing is recognised."""
    if head.startswith(b"AC10"):
        return "an AutoCAD drawing (DWG)"
    for sign, words in _SIGNS:
        if sign in head:
            return words
    if b"FeatureCollection" in head or b'"Feature"' in head:
        is_osm = b'"way/' in head or b'"relation/' in head or b'"node/' in head
        return "plain GeoJSON made from OpenStreetMap" if is_osm else "plain GeoJSON"
    return ""


def describe_file(path: Path) -> str:
    """What the file at `path` seems to be, or `of a kind we do not know`."""
    return seems_to_be(_head(path)) or "of a kind we do not know"


def describe_folder(path: Path) -> str:
    """What a folder holds: `plain GeoJSON (rooms.geojson and 5 more)`; empty when nothing is recognised."""
    return _summary((file.relative_to(path).as_posix(), seems_to_be(_head(file))) for file in _files(path))


def _summary(kinds: Iterable[tuple[str, str]]) -> str:
    examples: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name, kind in kinds:
        if kind:
            examples.setdefault(kind, name)
            counts[kind] += 1
    parts = [
        f"{kind} ({examples[kind]}{f' and {count - 1} more' if count > 1 else ''})"
        for kind, count in counts.most_common()
    ]
    return " and ".join(parts)


def _files(path: Path) -> list[Path]:
    try:
        near = sorted(path.iterdir())
        deeper = [
            file for folder in near if folder.is_dir() and not folder.is_symlink() for file in sorted(folder.iterdir())
        ]
    except OSError:
        return []
    return [file for file in [*near, *deeper][:_MOST_LOOKED_AT] if file.is_file()]


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except OSError:
        return b""
