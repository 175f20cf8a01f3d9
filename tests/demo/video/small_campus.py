"""A small campus for the tests of drawn video: one storey of rooms along a hall, a lot and a lawn, six cameras."""

from __future__ import annotations

import pyproj
import shapely

from smartclient.demo.plan import Building, Campus, DemoSite, Device, Level, Opening, Ring, Unit

_FRAME = pyproj.Proj(proj="aeqd", lat_0=43.1, lon_0=-89.5, ellps="WGS84")

ROOMS = {
    "hall": ("walkway", "Hall A", "", (0, 9, 46, 12.4)),
    "101": ("classroom", "Classroom", "101", (0, 0, 8.6, 9)),
    "103": ("classroom", "Classroom", "103", (8.6, 0, 17.2, 9)),
    "lobby": ("lobby", "Main lobby", "", (17.2, 0, 28, 9)),
    "107": ("library", "Library", "107", (28, 0, 46, 9)),
    "102": ("foodservice", "Commons", "102", (0, 12.4, 20, 30)),
    "104": ("recreation", "Gymnasium", "104", (20, 12.4, 46, 34)),
}
DOORS = {
    "d101": ((3.5, 9), (4.45, 9), "", "door-101"),
    "d103": ((12, 9), (12.95, 9), "", ""),
    "dlobby": ((20, 9), (25, 9), "open", ""),
    "d107": ((34, 9), (35.9, 9), "", ""),
    "d102": ((9, 12.4), (10.9, 12.4), "", ""),
    "d104": ((32, 12.4), (33.9, 12.4), "", "door-104"),
    "Door 1": ((21.6, 0), (23.5, 0), "exterior", "door-1"),
    "Door 2": ((46, 9.7), (46, 11.6), "exterior", "door-2"),
}
WINDOWS = [
    (1, 3.1),
    (3.8, 5.9),
    (6.2, 8.2),
    (9.5, 11.6),
    (12.2, 14.3),
    (14.8, 16.9),
    (18, 20.6),
    (24.4, 27),
    (29, 31.6),
    (32, 34.6),
    (36, 38.6),
]
CAMERAS = {
    "cam-hall": ("indoor", (1.2, 10.9), 2.6, 90.0, 14.0, 78.0, "dome", "HS Main · 1F · Hall A · west"),
    "cam-hall-east": ("indoor", (44.8, 10.4), 2.6, 270.0, 14.0, 78.0, "dome", "HS Main · 1F · Hall A · east"),
    "cam-commons": ("indoor", (0.7, 29.2), 3.4, 140.0, 20.0, 95.0, "dome", "HS Main · 1F · Commons"),
    "cam-gym": ("indoor", (20.8, 13.1), 5.5, 52.0, 20.0, 90.0, "bullet", "HS Main · 1F · Gymnasium"),
    "cam-lobby": ("indoor", (22.4, 8.2), 2.9, 185.0, 18.0, 90.0, "dome", "HS Main · 1F · Main entrance inside"),
    "cam-front": ("outdoor", (8.0, -12.0), 3.6, 55.0, 10.0, 85.0, "bullet", "HS Main · Main entrance outside"),
    "cam-lot": ("outdoor", (20.0, -0.6), 4.2, 190.0, 17.0, 88.0, "bullet", "HS Main · South lot"),
    "cam-ptz": ("outdoor", (40.0, -16.0), 6.5, 300.0, 14.0, 62.0, "ptz", "HS Main · South lot · pole"),
    "cam-fisheye": ("indoor", (10.0, 21.0), 3.9, 0.0, 90.0, 180.0, "fisheye", "HS Main · 1F · Commons · fisheye"),
    "cam-wall": ("indoor", (6.5, 11.4), 1.5, 180.0, 0.0, 60.0, "bullet", "HS Main · 1F · facing a wall"),
    "cam-door": ("indoor", (4.0, 12.0), 2.2, 180.0, 25.0, 70.0, "bullet", "HS Main · 1F · facing door 101"),
}


def _ring(points: list[tuple[float, float]]) -> Ring:
    return tuple(_FRAME(x, y, inverse=True) for x, y in points)


def _unit(key: str, category: str, polygon: shapely.Polygon, level: str, name: str = "", number: str = "") -> Unit:
    rings = tuple(_ring([(x, y) for x, y in ring.coords]) for ring in (polygon.exterior, *polygon.interiors))
    return Unit(key, category, name, number, level, rings)


def _parts(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]


def _walls() -> list[Unit]:
    whole = shapely.union_all([shapely.box(*box) for *_, box in ROOMS.values()])
    clear = shapely.union_all([shapely.box(*box).buffer(-0.1, join_style="mitre") for *_, box in ROOMS.values()])
    gaps = shapely.union_all([shapely.LineString(line[:2]).buffer(0.3, cap_style="flat") for line in DOORS.values()])
    panes = shapely.union_all([shapely.box(left, -0.02, right, 0.1) for left, right in WINDOWS])
    cuts = shapely.union_all([shapely.box(left, -0.3, right, 0.11) for left, right in WINDOWS])
    outline = whole.buffer(0.25, join_style="mitre")
    brick = outline.difference(shapely.union_all([whole.buffer(-0.1, join_style="mitre"), gaps, cuts]))
    drywall = whole.buffer(-0.1, join_style="mitre").difference(shapely.union_all([clear, gaps]))
    kinds = (("brick", brick), ("drywall", drywall), ("glass", panes))
    return [_unit(f"{kind}-{n}", kind, part, "indoor") for kind, shape in kinds for n, part in enumerate(_parts(shape))]


def _openings() -> list[Opening]:
    return [
        Opening(key, "pedestrian", key, "indoor", _ring([start, end]), "" if kind == "open" else "movable")
        for key, (start, end, kind, _) in DOORS.items()
    ]


def _doors() -> list[Device]:
    return [
        Device(
            f"device-{guid}",
            "door",
            key,
            "small",
            "indoor",
            opening_id=key,
            position=_ring([start])[0],
            resource="accessControlUnits",
            guid=guid,
        )
        for key, (start, _, _, guid) in DOORS.items()
        if guid
    ]


def _cameras() -> list[Device]:
    return [
        Device(
            f"device-{guid}",
            "camera",
            name,
            "small",
            level,
            position=_ring([place])[0],
            bearing=bearing,
            tilt=tilt,
            field_of_view=view,
            range=30,
            height=height,
            form=form,
            resource="cameras",
            guid=guid,
        )
        for guid, (level, place, height, bearing, tilt, view, form, name) in CAMERAS.items()
    ]


def small_campus() -> DemoSite:
    """One campus of one building of one storey, and the outdoors."""
    rooms = [
        _unit(key, category, shapely.box(*box).buffer(-0.1, join_style="mitre"), "indoor", name, number)
        for key, (category, name, number, box) in ROOMS.items()
    ]
    grounds = [
        _unit("lot", "parking", shapely.box(-10, -45, 60, -14), "outdoor", "South lot"),
        _unit("path", "walkway", shapely.box(20, -14, 26, -0.3), "outdoor", "Walk"),
        _unit("road", "road", shapely.box(-60, -56, 110, -48), "outdoor", "Elm Street"),
    ]
    levels = (
        Level("indoor", "First floor", "1F", 0, False, ("main",), "small"),
        Level("outdoor", "Grounds", "G", 0, True, (), "small"),
    )
    outline = _ring([(-60, -60), (110, -60), (110, 60), (-60, 60), (-60, -60)])
    return DemoSite(
        "Small",
        (Campus("small", "Small campus", outline),),
        (Building("main", "Main", "small"),),
        levels,
        (*rooms, *_walls(), *grounds),
        tuple(_openings()),
        (),
        (*_cameras(), *_doors()),
    )
