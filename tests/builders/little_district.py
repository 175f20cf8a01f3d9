"""A small district on disk for the demo server: a high school with two floors and a yard, and an elementary school."""

import json
from pathlib import Path
from typing import Any

from smartclient.demo.ids import derived

LEVEL_1, LEVEL_2, YARD = "hs-1f", "hs-2f", "hs-yard"
HALL, ENTRANCE, ELM_HALL = "HS Main · 1F · Hall A", "HS Main · 1F · Entrance", "Elm · 1F · Hall"
DOOR_1, DOOR_7, ELM_DOOR = "HS Main · Door 1", "HS Main · Door 7", "Elm · Door 1"
INTERCOM = "HS Main · Door 1 · intercom"
PANIC, VAPE, WEAPON = "HS Main · 101 · panic", "HS Main · 1F · restroom", "HS Main · entrance scanner"


def guid(resource: str, name: str) -> str:
    """The server guid of a device of this district."""
    return derived(resource, name)


def write_district(folder: Path) -> Path:
    """Writes the district and returns its folder."""
    listing = {"name": {"en": "Little District"}, "campuses": ["high-school", "elm-street"]}
    folder.mkdir(parents=True)
    (folder / "district.json").write_text(json.dumps(listing))
    _write_high_school(folder / "high-school")
    _write_elementary(folder / "elm-street")
    return folder


def _write_high_school(folder: Path) -> None:
    devices = [
        _device("cameras", "camera", HALL, LEVEL_1, (-89.5, 43.1), bearing=90.0, field_of_view=90.0, range=12.0),
        _device("cameras", "camera", ENTRANCE, LEVEL_1, (-89.501, 43.1), form="ptz"),
        _device("cameras", "camera", "HS Main · 2F · Hall A", LEVEL_2, (-89.5, 43.1)),
        _device("cameras", "camera", "HS Yard", YARD, (-89.5, 43.1004)),
        _device("cameras", "camera", "HS spare", None, None),
        _device("accessControlUnits", "door", DOOR_1, LEVEL_1, (-89.5011, 43.1), opening_id="opening-1"),
        _device("accessControlUnits", "door", DOOR_7, LEVEL_1, (-89.4999, 43.1), opening_id="opening-7"),
        _device("inputEvents", "panicbutton", PANIC, LEVEL_1, (-89.5, 43.1001)),
        _device("inputEvents", "sensor.vape", VAPE, LEVEL_1, (-89.5, 43.1002)),
        _device("inputEvents", "sensor.weapon", WEAPON, LEVEL_1, (-89.5011, 43.1)),
        _device("inputEvents", "intercom", INTERCOM, LEVEL_1, (-89.5011, 43.1)),
        _device("", "traumakit", "HS Main · trauma kit", LEVEL_1, (-89.5, 43.1)),
    ]
    levels = [
        _feature("level", LEVEL_1, name={"en": "First"}, short_name={"en": "1F"}, ordinal=0, building_ids=["hs-main"]),
        _feature("level", LEVEL_2, name={"en": "Second"}, short_name={"en": "2F"}, ordinal=1, building_ids=["hs-main"]),
        _feature("level", YARD, name={"en": "Yard"}, short_name={"en": "G"}, ordinal=0, outdoor=True),
    ]
    buildings = [_feature("building", "hs-main", name={"en": "HS Main"})]
    _write(folder, "Maple High School", buildings, levels, [_opening("opening-1"), _opening("opening-7")], devices)


def _write_elementary(folder: Path) -> None:
    devices = [
        _device("cameras", "camera", ELM_HALL, "elm-1f", (-89.6, 43.2)),
        _device("accessControlUnits", "door", ELM_DOOR, "elm-1f", (-89.6, 43.2), opening_id="elm-opening"),
    ]
    levels = [_feature("level", "elm-1f", name={"en": "First"}, short_name={"en": "1F"}, building_ids=["elm"])]
    buildings = [_feature("building", "elm", name={"en": "Elm"})]
    _write(folder, "Elm Street School", buildings, levels, [_opening("elm-opening", "elm-1f")], devices)


def _write(
    folder: Path, name: str, buildings: list[Any], levels: list[Any], openings: list[Any], devices: list[Any]
) -> None:
    folder.mkdir()
    level = levels[0]["id"]
    square = _square(-89.502, 43.099) if level == LEVEL_1 else _square(-89.601, 43.199)
    kinds = {
        "venue": [_feature("venue", f"venue-{folder.name}", square, name={"en": name})],
        "building": buildings,
        "level": levels,
        "unit": [_feature("unit", f"unit-{folder.name}", square, category="walkway", level_id=level)],
        "opening": openings,
        "device": devices,
    }
    for kind, features in kinds.items():
        collection = {"type": "FeatureCollection", "features": features}
        (folder / f"{kind}.geojson").write_text(json.dumps(collection))


def _feature(kind: str, identity: str, geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": identity, "feature_type": kind, "geometry": geometry, "properties": properties}


def _square(west: float, south: float, side: float = 0.002) -> dict[str, Any]:
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[west + x, south + y] for x, y in corners]]}


def _opening(identity: str, level: str = LEVEL_1) -> dict[str, Any]:
    line = {"type": "LineString", "coordinates": [[-89.5, 43.1], [-89.49999, 43.1]]}
    return _feature("opening", identity, line, category="pedestrian", level_id=level, name={"en": identity})


def _device(
    resource: str, category: str, name: str, level: str | None, place: tuple[float, float] | None, **more: Any
) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": list(place)} if place else None
    server_id = f"{resource}/{guid(resource, name).upper()}" if resource else None
    more |= {"category": category, "name": {"en": name}, "level_id": level, "server_id": server_id}
    return _feature("device", derived("device", name), geometry, **more)
