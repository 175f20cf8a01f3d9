"""Small drawings of one school wing in every format that can be imported: four rooms along a corridor, doors, names."""

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from ezdxf.filemanagement import new

ROOMS = (
    (0.0, 5.0, "101", "SCIENCE LAB"),
    (6.0, 5.0, "102", "CLASSROOM"),
    (12.0, 5.0, "103", "BOYS"),
    (18.0, 5.0, "104", "OFFICE"),
)
"""West and south of each room, 6 by 5 metres, its number and name; the corridor lies below them, 3 metres deep."""
WIDE, DEEP, CORRIDOR, LENGTH = 6.0, 5.0, 3.0, 24.0
CORNERS = ((0.0, 2.0, -89.5, 43.1), (24.0, 2.0, -89.499705, 43.1), (24.0, 10.0, -89.499705, 43.100072))
"""Control points of the wing: metres of the drawing, longitude and latitude."""


def write_dxf(path: Path, unit: float = 1000.0, insunits: int = 4, *, with_rooms: bool = True) -> Path:
    """The wing with walls of two lines, rooms, door blocks with swings, room tags as block attributes. Millimetres."""
    document = new("R2010")
    document.units = insunits
    space = document.modelspace()
    block = document.blocks.new("DOOR")
    block.add_line((0, 0), (0, 0.9 * unit))
    block.add_arc((0, 0), 0.9 * unit, 0, 90)
    tag = document.blocks.new("TAG")
    tag.add_attdef("NO", (0, 0), dxfattribs={"height": 0.2 * unit})
    for x, y, number, name in ROOMS:
        if with_rooms:
            box = [(x, y), (x + WIDE, y), (x + WIDE, y + DEEP), (x, y + DEEP)]
            space.add_lwpolyline([(a * unit, b * unit) for a, b in box], close=True, dxfattribs={"layer": "A-AREA"})
        else:
            _walls(space, x, y, unit)
        insert = space.add_blockref("TAG", ((x + 2) * unit, (y + 3) * unit), dxfattribs={"layer": "A-AREA-IDEN"})
        insert.add_attrib(
            "NO", number, ((x + 2) * unit, (y + 3) * unit), dxfattribs={"layer": "A-AREA-IDEN", "height": 200}
        )
        space.add_mtext(name, dxfattribs={"layer": "A-AREA-IDEN", "insert": ((x + 2) * unit, (y + 2) * unit)})
        space.add_blockref("DOOR", ((x + 2) * unit, y * unit), dxfattribs={"layer": "A-DOOR"})
    if with_rooms:
        hall = [(0, 2), (LENGTH, 2), (LENGTH, 5), (0, 5)]
        space.add_lwpolyline([(a * unit, b * unit) for a, b in hall], close=True, dxfattribs={"layer": "A-CIRC"})
    space.add_circle((3 * unit, 7 * unit), 0.5 * unit, dxfattribs={"layer": "A-FURN"})
    space.add_line((0, 0), (LENGTH * unit, 0), dxfattribs={"layer": "A-ANNO-DIMS"})
    document.saveas(path)
    return path


def _walls(space: Any, x: float, y: float, unit: float) -> None:
    """A room of single lines; the wall to the corridor has a gap for its door."""
    for (x0, y0), (x1, y1) in (
        ((x, y), (x + 2, y)),
        ((x + 2.9, y), (x + WIDE, y)),
        ((x + WIDE, y), (x + WIDE, y + DEEP)),
        ((x + WIDE, y + DEEP), (x, y + DEEP)),
        ((x, y + DEEP), (x, y)),
    ):
        space.add_line((x0 * unit, y0 * unit), (x1 * unit, y1 * unit), dxfattribs={"layer": "A-WALL"})


def png(width: int, height: int, pixels: bytes | None = None) -> bytes:
    """A grey PNG; `pixels` are one byte each, white where None."""
    rows = pixels if pixels is not None else b"\xff" * (width * height)
    lines = b"".join(b"\0" + rows[row * width : (row + 1) * width] for row in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def write_png(path: Path, per_m: int = 40) -> Path:
    """The wing as a scan, `per_m` pixels a metre, its lowest left corner (0, 0) at the picture's lower left, 10 metres high."""
    wide, high = int(LENGTH * per_m), int(10 * per_m)
    paper = np.full((high, wide), 255, dtype=np.uint8)

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        columns = slice(max(int(x0 * per_m) - 1, 0), int(x1 * per_m) + 2)
        rows = slice(max(high - int(y1 * per_m) - 2, 0), high - int(y0 * per_m) + 1)
        paper[rows, columns] = 0

    for y in (2.0, 5.0, 10.0):
        line(0, y, LENGTH, y)
    for x in (0.0, 6.0, 12.0, 18.0, 24.0):
        line(x, 5.0, x, 10.0)
    path.write_bytes(png(wide, high, paper.tobytes()))
    return path


def write_pdf(path: Path) -> Path:
    """The wing on a page of 240 by 100 points, ten points a metre, with the rooms' numbers."""
    ink = ["1 w"]
    for x, y, number, _ in ROOMS:
        ink.append(f"{x * 10} {y * 10} {WIDE * 10} {DEEP * 10} re S")
        ink.append(f"BT /F1 8 Tf {x * 10 + 20} {y * 10 + 20} Td ({number}) Tj ET")
    stream = "\n".join(ink).encode()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 240 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for index, body in enumerate(bodies, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (index, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    path.write_bytes(
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )
    return path


def lonlat(x: float, y: float) -> list[float]:
    """About where metres of the wing are in the world."""
    return [round(-89.5 + x / 81_400, 8), round(43.1 + y / 111_100, 8)]


def box(x: float, y: float, wide: float, deep: float) -> list[list[float]]:
    """A closed ring in the world."""
    return [lonlat(*corner) for corner in ((x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep), (x, y))]


def write_geojson(path: Path, **more: Any) -> Path:
    """The rooms as plain features with a name each, as a school's own map has them."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": number, **more},
            "geometry": {"type": "MultiPolygon", "coordinates": [[box(x, y, WIDE, DEEP)]]},
        }
        for x, y, number, _ in ROOMS
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def write_indoor_geojson(path: Path) -> Path:
    """The wing in OpenStreetMap's indoor tags on two floors, with a staircase through both and a landing between."""

    def feature(kind: str, coordinates: Any, **tags: str) -> dict[str, Any]:
        return {
            "type": "Feature",
            "properties": {key.replace("_", ":"): value for key, value in tags.items()},
            "geometry": {"type": kind, "coordinates": coordinates},
        }

    features = [
        feature("Polygon", [box(x, y, WIDE, DEEP)], indoor="room", level="0;1", ref=number)
        for x, y, number, _ in ROOMS[:3]
    ]
    features += [
        feature("Polygon", [box(18, 5, WIDE, DEEP)], indoor="room", level="0-1", stairs="yes"),
        feature("Polygon", [box(0, 2, LENGTH, CORRIDOR)], indoor="corridor", level="0-1"),
        feature("Point", lonlat(3, 5), door="hinged", level="0"),
        feature("Point", lonlat(20, 5), door="hinged", level="0.5"),
        feature("Point", lonlat(0, 3.5), entrance="main", door="hinged", ref="1", level="0"),
        feature(
            "Polygon",
            [box(0, 2, LENGTH, 8)],
            building="school",
            name="East wing",
            addr_street="Prairie Road",
            addr_housenumber="415",
        ),
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def write_shapefile(path: Path, *, with_projection: bool = True) -> Path:
    """The rooms in UTM zone 16 north, with a table of numbers and uses."""
    import shapefile
    from pyproj import CRS, Transformer

    system = CRS.from_epsg(32616)
    to_utm = Transformer.from_crs(4326, system, always_xy=True)
    with shapefile.Writer(str(path)) as writer:
        writer.field("ROOM_NO", "C", 10)
        writer.field("USE", "C", 20)
        for x, y, number, name in ROOMS:
            ring = [to_utm.transform(lon, lat) for lon, lat in box(x, y, WIDE, DEEP)]
            writer.poly([ring[::-1]])
            writer.record(number, name)
    if with_projection:
        path.with_suffix(".prj").write_text(system.to_wkt("WKT1_ESRI"))
    return path


def write_ifc(path: Path) -> Path:
    """Two storeys with a space, a wall and a door each, at 43.1° north 89.5° west, the model's y axis 30° east of true north."""
    import ifcopenshell
    import ifcopenshell.api

    run: Any = ifcopenshell.api.run
    model: Any = run("project.create_file", version="IFC4")
    project = run("root.create_entity", model, ifc_class="IfcProject", name="School")
    run("unit.assign_unit", model, length={"is_metric": True, "raw": "METERS"})
    whole = run("context.add_context", model, context_type="Model")
    body = run(
        "context.add_context",
        model,
        context_type="Model",
        context_identifier="Body",
        target_view="MODEL_VIEW",
        parent=whole,
    )
    whole.TrueNorth = model.createIfcDirection((-0.5, 0.8660254))
    site = run("root.create_entity", model, ifc_class="IfcSite", name="Site")
    site.RefLatitude, site.RefLongitude = (43, 6, 0, 0), (-89, -30, 0, 0)
    building = run("root.create_entity", model, ifc_class="IfcBuilding", name="East wing")
    run("aggregate.assign_object", model, products=[site], relating_object=project)
    run("aggregate.assign_object", model, products=[building], relating_object=site)
    for number, elevation in enumerate((0.0, 3.5)):
        storey = run("root.create_entity", model, ifc_class="IfcBuildingStorey", name=f"Level {number + 1}")
        storey.Elevation = elevation
        run("aggregate.assign_object", model, products=[storey], relating_object=building)
        space = run("root.create_entity", model, ifc_class="IfcSpace", name=f"{number + 1}01")
        space.LongName = "Science lab"
        run("aggregate.assign_object", model, products=[space], relating_object=storey)
        _extruded(model, run, body, space, (0.0, 0.0, 6.0, 5.0), elevation)
        for kind, size in (("IfcWall", (0.0, -0.2, 6.0, 0.2)), ("IfcDoor", (2.0, -0.15, 0.9, 0.1))):
            part = run("root.create_entity", model, ifc_class=kind, name=kind)
            run("spatial.assign_container", model, products=[part], relating_structure=storey)
            _extruded(model, run, body, part, size, elevation)
    model.write(str(path))
    return path


def _extruded(
    model: Any, run: Any, body: Any, product: Any, size: tuple[float, float, float, float], elevation: float
) -> None:
    x, y, wide, deep = size
    profile = model.createIfcRectangleProfileDef(
        "AREA",
        None,
        model.createIfcAxis2Placement2D(model.createIfcCartesianPoint((x + wide / 2, y + deep / 2)), None),
        wide,
        deep,
    )
    place = model.createIfcAxis2Placement3D(model.createIfcCartesianPoint((0.0, 0.0, elevation)), None, None)
    solid = model.createIfcExtrudedAreaSolid(profile, place, model.createIfcDirection((0.0, 0.0, 1.0)), 2.5)
    shape = model.createIfcShapeRepresentation(body, "Body", "SweptSolid", [solid])
    run("geometry.assign_representation", model, product=product, representation=shape)
    run("geometry.edit_object_placement", model, product=product, matrix=np.eye(4))
