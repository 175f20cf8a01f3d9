"""Which kind of drawing a file is, by its first bytes rather than by its name."""

from enum import StrEnum
from pathlib import Path

from smartclient.domain.errors import PlanMissing, PlanUnreadable
from smartclient.plans.recognition import describe_file

_HEAD_BYTES = 4000


class DrawingKind(StrEnum):
    """The kinds of files that can be drawn from."""

    DXF = "DXF drawing"
    IFC = "IFC building model"
    PDF = "PDF"
    PICTURE = "picture"
    SVG = "SVG drawing"
    GEOJSON = "GeoJSON"
    OSM = "OpenStreetMap data"
    SHAPEFILE = "Shapefile"


SUFFIXES = (".dxf", ".ifc", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".geojson", ".json", ".osm", ".shp")
TRACED = (DrawingKind.PICTURE, DrawingKind.SVG, DrawingKind.PDF)
"""Kinds that are placed by control points and traced by hand."""


def kind_of_file(path: Path) -> DrawingKind:
    """What the file at `path` is. Raises PlanMissing, or PlanUnreadable with what it seems to be and what to do."""
    if not path.exists():
        raise PlanMissing(f"There is nothing at {path}.")
    if path.is_dir():
        raise PlanUnreadable(f"{path.name} is a folder; name the drawings in it. A folder in IMDF opens by itself.")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as trouble:
        raise PlanUnreadable(f"{path.name} cannot be read: {trouble.strerror}.") from trouble
    kind = _by_content(head.lstrip(b"\xef\xbb\xbf"))
    if kind is not None:
        return kind
    if head.startswith(b"AC10"):
        raise PlanUnreadable(
            f"{path.name} is an AutoCAD drawing (DWG), whose format is secret. Save it as DXF and import that."
        )
    if not head:
        raise PlanUnreadable(f"{path.name} is empty.")
    raise PlanUnreadable(
        f"{path.name} is no drawing we can read: it seems to be {describe_file(path)}. DXF, IFC, PDF, PNG, JPEG, SVG, GeoJSON, "
        "OpenStreetMap XML and Shapefiles can be imported."
    )


def _by_content(head: bytes) -> DrawingKind | None:
    start = head.lstrip()[:200]
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return DrawingKind.PICTURE
    if b"%PDF-" in head[:1024]:
        return DrawingKind.PDF
    if start.startswith(b"ISO-10303-21"):
        return DrawingKind.IFC
    if head.startswith(b"\x00\x00\x27\x0a"):
        return DrawingKind.SHAPEFILE
    if head.startswith(b"AutoCAD Binary DXF") or _is_dxf(head):
        return DrawingKind.DXF
    if start.startswith(b"<"):
        return DrawingKind.SVG if b"<svg" in head else DrawingKind.OSM if b"<osm" in head else None
    if start.startswith((b"{", b"[")):
        return DrawingKind.GEOJSON
    return None


def _is_dxf(head: bytes) -> bool:
    """A DXF begins with a section, after comments perhaps."""
    lines = [line.strip() for line in head.split(b"\n")[:400]]
    pairs = [pair for pair in zip(lines[::2], lines[1::2], strict=False) if pair[0] != b"999"]
    return pairs[:1] == [(b"0", b"SECTION")]
