"""A very small campus as an IMDF archive: one building, two floors of three rooms and a hall, four cameras, three doors, a grid."""

import json
import math
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ORIGIN = (-89.55, 43.1)
"""The building's south-west corner, longitude and latitude."""
LEVELS = ("1F", "2F")
ROOMS_PER_LEVEL = 3
CAMERAS = 4
DOORS = 3
_DEGREE_M = 111_320.0
_WIDTH_M, _DEPTH_M, _HALL_M = 24.0, 12.0, 3.0


def id_of(name: str) -> str:
    """The id of a feature by its name here: `venue`, `building`, `level 1F`, `room 2F 1`, `hall 1F`, `camera 1`, `door 1` …"""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"smartclient:tiny:{name}"))


def lonlat(x_m: float, y_m: float) -> list[float]:
    """The place `x_m` metres east and `y_m` metres north of the building's corner."""
    lon = ORIGIN[0] + x_m / (_DEGREE_M * math.cos(math.radians(ORIGIN[1])))
    return [round(lon, 7), round(ORIGIN[1] + y_m / _DEGREE_M, 7)]


def write_tiny_archive(folder: Path) -> None:
    """Writes the archive's files into `folder`, which is made."""
    write_files(folder, tiny_archive())


def write_files(folder: Path, files: Mapping[str, Any]) -> None:
    """Writes decoded JSON by file name into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")


def tiny_archive() -> dict[str, Any]:
    """The archive as decoded JSON by file name."""
    features = [*_campus(), *(f for level in LEVELS for f in _level(level)), *_devices()]
    files: dict[str, Any] = {
        "manifest.json": {
            "version": "1.0.0",
            "created": "2026-01-01T00:00:00Z",
            "language": "en-US",
            "extensions": ["imdf:extension:smartclient:device#1.0.0", "imdf:extension:smartclient:grid#1.0.0"],
        },
        "grid.json": {"origin": lonlat(-10, 30), "cell": 10, "columns": 5, "rows": 4, "bearing": 0},
    }
    for feature in features:
        collection = files.setdefault(
            f"{feature['feature_type']}.geojson", {"type": "FeatureCollection", "features": []}
        )
        collection["features"].append(feature)
    return files


def _feature(feature_type: str, own_name: str, geometry: dict[str, Any] | None, /, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": id_of(own_name),
        "feature_type": feature_type,
        "geometry": geometry,
        "properties": properties,
    }


def _point(x_m: float, y_m: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": lonlat(x_m, y_m)}


def _line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [lonlat(*point) for point in points]}


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[lonlat(*corner) for corner in corners]]}


def _campus() -> list[dict[str, Any]]:
    outline = _box(0, 0, _WIDTH_M, _DEPTH_M)
    address_id, building_id = id_of("address"), id_of("building")
    venue = {"category": "university", "name": {"en": "Tiny School"}, "address_id": address_id}
    return [
        _feature(
            "address", "address", None, address="1 Oak Street", locality="Maple Grove", province="US-WI", country="US"
        ),
        _feature("venue", "venue", _box(-10, -10, 40, 30), **venue, display_point=_point(5, 20)),
        _feature("building", "building", None, category="unspecified", name={"en": "Main"}, address_id=address_id),
        _feature("footprint", "footprint", outline, category="ground", building_ids=[building_id]),
    ]


def _level(level: str) -> list[dict[str, Any]]:
    level_id, rooms_south = id_of(f"level {level}"), _HALL_M
    ordinal = LEVELS.index(level)
    named = {"name": {"en": f"Floor {ordinal + 1}"}, "short_name": {"en": level}}
    features = [
        _feature(
            "level",
            f"level {level}",
            _box(0, 0, _WIDTH_M, _DEPTH_M),
            category="unspecified",
            outdoor=False,
            ordinal=ordinal,
            building_ids=[id_of("building")],
            **named,
        ),
        _feature(
            "unit",
            f"hall {level}",
            _box(0, 0, _WIDTH_M, _HALL_M),
            category="walkway",
            name={"en": "Hall"},
            level_id=level_id,
        ),
    ]
    room_m = _WIDTH_M / ROOMS_PER_LEVEL
    for number in range(1, ROOMS_PER_LEVEL + 1):
        west = (number - 1) * room_m
        label = {"name": {"en": "Classroom"}, "alt_name": {"en": f"{level[0]}0{number}"}}
        area = _box(west, rooms_south, west + room_m, _DEPTH_M)
        features += [
            _feature("unit", f"room {level} {number}", area, category="classroom", level_id=level_id, **label),
            _feature(
                "opening",
                f"opening {level} {number}",
                _line((west + 3.5, rooms_south), (west + 4.5, rooms_south)),
                category="pedestrian",
                level_id=level_id,
            ),
        ]
    if ordinal == 0:
        entrance = {"category": "pedestrian.principal", "name": {"en": "Door 1"}, "level_id": level_id}
        features += [
            _feature("opening", "entrance", _line((0, 1), (0, 2)), **entrance),
            _feature("amenity", "aed", _point(12, 1), category="defibrillator", unit_ids=[id_of(f"hall {level}")]),
        ]
    return features


def _devices() -> list[dict[str, Any]]:
    cameras = [("1F", 1.0, 1.5, 90), ("1F", 23.0, 1.5, 270), ("2F", 1.0, 1.5, 90), ("2F", 12.0, 11.5, 180)]
    doors = [("1F", 0.0, 1.5, "entrance"), ("1F", 4.0, 3.0, "opening 1F 1"), ("2F", 4.0, 3.0, "opening 2F 1")]
    views = {"form": "dome", "field_of_view": 90, "range": 15, "tilt": 20, "height": 2.8}
    return [
        _device("camera", number, level, _point(x, y), bearing=bearing, **views)
        for number, (level, x, y, bearing) in enumerate(cameras, 1)
    ] + [
        _device("door", number, level, _point(x, y), opening_id=id_of(opening))
        for number, (level, x, y, opening) in enumerate(doors, 1)
    ]


def _device(kind: str, number: int, level: str, place: dict[str, Any], /, **properties: Any) -> dict[str, Any]:
    name = f"{kind} {number}"
    collection = {"camera": "cameras", "door": "accessControlUnits"}[kind]
    return _feature(
        "device",
        name,
        place,
        category=kind,
        name={"en": f"Main · {level} · {name}"},
        level_id=id_of(f"level {level}"),
        server_id=f"{collection}/{id_of(f'server {name}')}",
        **properties,
    )
