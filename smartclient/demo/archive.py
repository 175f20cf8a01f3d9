"""Reads a site folder (a district of IMDF archives, or one archive, unpacked or zipped) into a `DemoSite`."""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from smartclient.demo.plan import Building, Campus, DemoSite, Device, Fixture, Level, LonLat, Opening, Ring, Unit

LARGEST_FILE = 64 * 1024 * 1024


class SiteUnreadableError(Exception):
    """The path holds no site: missing, not a folder or zip, or without a single readable archive."""


class _Feature(msgspec.Struct):
    id: str
    geometry: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None


class _Collection(msgspec.Struct):
    features: list[msgspec.Raw]


class _District(msgspec.Struct):
    campuses: list[str]
    name: dict[str, str] | str | None = None


@dataclass
class _Parts:
    campuses: list[Campus] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    fixtures: list[Fixture] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_site(path: Path) -> DemoSite:
    """Reads a site; features that cannot be read are left out and named in `problems`. Raises SiteUnreadableError."""
    parts = _Parts()
    name = path.stem
    district = path / "district.json"
    try:
        if district.is_file():
            listing = msgspec.json.decode(district.read_bytes(), type=_District)
            name = _label(listing.name) or name
            for key in listing.campuses:
                _read_archive(_inside(path, key), key, parts)
        else:
            _read_archive(path, path.stem, parts)
            name = parts.campuses[0].name
    except (OSError, RuntimeError, ValueError, msgspec.DecodeError, zipfile.BadZipFile) as error:
        raise SiteUnreadableError(f"{path} cannot be read as a site: {error}") from error
    return DemoSite(
        name,
        tuple(parts.campuses),
        tuple(parts.buildings),
        tuple(parts.levels),
        tuple(parts.units),
        tuple(parts.openings),
        tuple(parts.fixtures),
        tuple(parts.devices),
        tuple(parts.problems),
    )


def _inside(folder: Path, key: str) -> Path:
    if Path(key).name != key:
        raise SiteUnreadableError(
            f"{folder / 'district.json'} names the campus {key!r}, which is not a folder beside it"
        )
    return next((found for found in (folder / key, folder / f"{key}.zip") if found.exists()), folder / key)


def _read_archive(path: Path, key: str, parts: _Parts) -> None:
    files = _files(path)
    if "venue.geojson" not in files:
        raise SiteUnreadableError(f"{path} has no venue.geojson, so it is not an IMDF archive")
    for kind, make in _READERS.items():
        for feature in _features(files.get(f"{kind}.geojson", b""), f"{key}/{kind}.geojson", parts):
            try:
                make(feature, feature.properties or {}, key, parts)
            except (KeyError, TypeError, ValueError) as error:
                parts.problems.append(f"{key}/{kind}.geojson {feature.id}: {error!r}; left out")
    if not any(campus.key == key for campus in parts.campuses):
        raise SiteUnreadableError(f"{path} has no readable venue")


def _files(path: Path) -> dict[str, bytes]:
    wanted = {f"{kind}.geojson" for kind in _READERS}
    if path.is_dir():
        return {name: (path / name).read_bytes() for name in wanted if (path / name).is_file()}
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            name = entry.filename.rsplit("/", 1)[-1]
            if name in wanted and entry.file_size <= LARGEST_FILE:
                found[name] = archive.read(entry)
    return found


def _features(text: bytes, file: str, parts: _Parts) -> list[_Feature]:
    if not text:
        return []
    features = []
    try:
        raws = msgspec.json.decode(text, type=_Collection).features
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        parts.problems.append(f"{file}: {error}; nothing of it is used")
        return []
    for number, raw in enumerate(raws):
        try:
            features.append(msgspec.json.decode(raw, type=_Feature))
        except (msgspec.DecodeError, RecursionError, ValueError) as error:
            parts.problems.append(f"{file} feature {number}: {error}; left out")
    return features


def _label(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    return value[:200] if isinstance(value, str) else ""


def _number(properties: dict[str, Any], key: str) -> float:
    value = properties.get(key)
    return 0.0 if value is None else float(value)


def _ring(coordinates: list[list[float]]) -> Ring:
    return tuple((float(point[0]), float(point[1])) for point in coordinates)


def _rings(feature: _Feature) -> tuple[Ring, ...]:
    geometry = feature.geometry or {}
    if geometry.get("type") != "Polygon":
        raise ValueError("geometry is not a Polygon")
    return tuple(_ring(ring) for ring in geometry["coordinates"])


def _venue(feature: _Feature, properties: dict[str, Any], key: str, parts: _Parts) -> None:
    outline = _rings(feature)[0] if feature.geometry else ()
    parts.campuses.append(Campus(key, _label(properties.get("name")) or key, outline, feature.id.lower()))


def _building(feature: _Feature, properties: dict[str, Any], key: str, parts: _Parts) -> None:
    parts.buildings.append(Building(feature.id, _label(properties.get("name")), key))


def _level(feature: _Feature, properties: dict[str, Any], key: str, parts: _Parts) -> None:
    parts.levels.append(
        Level(
            feature.id,
            _label(properties.get("name")),
            _label(properties.get("short_name")),
            int(properties.get("ordinal") or 0),
            bool(properties.get("outdoor")),
            tuple(str(item) for item in properties.get("building_ids") or ()),
            key,
        )
    )


def _unit(feature: _Feature, properties: dict[str, Any], _key: str, parts: _Parts) -> None:
    parts.units.append(
        Unit(
            feature.id,
            str(properties["category"]),
            _label(properties.get("name")),
            _label(properties.get("alt_name")),
            str(properties["level_id"]),
            _rings(feature),
        )
    )


def _opening(feature: _Feature, properties: dict[str, Any], _key: str, parts: _Parts) -> None:
    geometry = feature.geometry or {}
    if geometry.get("type") != "LineString":
        raise ValueError("geometry is not a LineString")
    door = properties.get("door")
    parts.openings.append(
        Opening(
            feature.id,
            str(properties["category"]),
            _label(properties.get("name")),
            str(properties["level_id"]),
            _ring(geometry["coordinates"]),
            str(door.get("type") or "") if isinstance(door, dict) else "",
        )
    )


def _fixture(feature: _Feature, properties: dict[str, Any], _key: str, parts: _Parts) -> None:
    category, level_id = str(properties["category"]), str(properties["level_id"])
    parts.fixtures.append(Fixture(feature.id, category, _label(properties.get("name")), level_id, _rings(feature)))


def _device(feature: _Feature, properties: dict[str, Any], key: str, parts: _Parts) -> None:
    resource, _, guid = str(properties.get("server_id") or "").partition("/")
    parts.devices.append(
        Device(
            id=feature.id,
            category=str(properties["category"]),
            name=_label(properties.get("name")),
            campus=key,
            level_id=properties.get("level_id"),
            unit_id=properties.get("unit_id"),
            opening_id=properties.get("opening_id"),
            position=_position(feature),
            bearing=_number(properties, "bearing"),
            tilt=_number(properties, "tilt"),
            field_of_view=_number(properties, "field_of_view"),
            range=_number(properties, "range"),
            height=_number(properties, "height"),
            form=str(properties.get("form") or ""),
            masks=tuple(tuple((float(x), float(y)) for x, y in mask) for mask in properties.get("masks") or ()),
            resource=resource,
            guid=guid.lower(),
        )
    )


def _position(feature: _Feature) -> LonLat | None:
    if feature.geometry is None:
        return None
    longitude, latitude = feature.geometry["coordinates"][:2]
    return float(longitude), float(latitude)


_READERS = {
    "venue": _venue,
    "building": _building,
    "level": _level,
    "unit": _unit,
    "opening": _opening,
    "fixture": _fixture,
    "device": _device,
}
