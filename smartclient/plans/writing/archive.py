"""A campus as the files of an IMDF 1.0 archive with our extension, written from nothing."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from smartclient.domain.devices import Device
from smartclient.domain.site import GridSpec, Site, Surrounding
from smartclient.plans.campus_grid import NAME as GRID
from smartclient.plans.imdf import FEATURE_TYPES, file_name
from smartclient.plans.manifest import NAME as MANIFEST
from smartclient.plans.writing.addresses import address_feature
from smartclient.plans.writing.amenity_units import AmenityUnits
from smartclient.plans.writing.features import (
    LANGUAGE,
    address_id,
    amenity_feature,
    building_feature,
    derived_id,
    device_feature,
    fixture_feature,
    footprint_features,
    level_feature,
    opening_feature,
    unit_feature,
    venue_feature,
)
from smartclient.plans.writing.geometry import Json, line_string, polygon

DEVICE_EXTENSION = "imdf:extension:smartclient:device#1.0.0"
GRID_EXTENSION = "imdf:extension:smartclient:grid#1.0.0"
GENERATED_BY = "smartclient"
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


def campus_files(campus: Site, folder: Path | None) -> dict[str, bytes]:
    """The files of an archive by name; ids that are no UUID become one.

    Streams that are files are named relative to `folder` where they lie in it, and left out where not.
    """
    features: dict[str, list[Json]] = defaultdict(list)
    for one in campus_features(_portable(campus, folder)):
        features[one["feature_type"]].append(_with_uuids(one))
    files = {MANIFEST: _manifest(has_devices=bool(features["device"]), has_grid=bool(campus.grids))}
    files |= {file_name(kind): collection(features[kind], kind) for kind in FEATURE_TYPES if features[kind]}
    if campus.grids:
        files[GRID] = (json.dumps(grid_object(campus.grids[0])) + "\n").encode()
    return files


def campus_features(campus: Site) -> Iterator[Json]:
    """Every feature, ids as they are."""
    units = AmenityUnits(campus)
    for venue in campus.venues:
        yield address_feature(address_id(venue), venue.address)
        yield venue_feature(venue)
    for building in campus.buildings:
        yield building_feature(building)
        if building.address:
            yield address_feature(address_id(building), building.address)
        yield from footprint_features(building)
    yield from (level_feature(level) for level in campus.levels)
    yield from (unit_feature(unit) for unit in campus.units)
    yield from (opening_feature(opening) for opening in campus.openings)
    yield from (amenity_feature(amenity, units.at) for amenity in campus.amenities)
    yield from (fixture_feature(fixture) for fixture in campus.fixtures)
    yield from (device_feature(device) for device in campus.devices)


def collection(features: Iterable[Json], name: str) -> bytes:
    """A FeatureCollection with one feature a line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features)
    return f'{{"type":"FeatureCollection","name":"{name}","features":[\n{lines}\n]}}\n'.encode()


def grid_object(grid: GridSpec) -> Json:
    """`grid.json`."""
    return {
        "origin": list(grid.origin),
        "cell": grid.cell_m,
        "columns": grid.columns,
        "rows": grid.rows,
        "bearing": grid.bearing_deg,
    }


def surroundings_file(surroundings: Iterable[Surrounding]) -> bytes:
    """`surroundings.geojson`."""
    return collection((surrounding_feature(one) for one in surroundings), "surroundings")


def surrounding_feature(one: Surrounding) -> Json:
    """What lies around a campus, as a feature without an id."""
    properties: Json = {"category": one.category, "name": one.name or None}
    if one.is_line:
        properties["width"] = one.width_m
    geometry = line_string(one.shape[0]) if one.is_line else polygon(one.shape)
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _manifest(*, has_devices: bool, has_grid: bool) -> bytes:
    extensions = [DEVICE_EXTENSION] * has_devices + [GRID_EXTENSION] * has_grid
    value: Json = {
        "version": "1.0.0",
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "generated_by": GENERATED_BY,
        "language": LANGUAGE,
        "extensions": extensions or None,
    }
    return (json.dumps(value, indent=2) + "\n").encode()


def _with_uuids(one: Json) -> Json:
    properties = dict(one["properties"])
    for name, rule in FEATURE_TYPES[one["feature_type"]].properties.items():
        value = properties.get(name)
        if rule.to and value:
            properties[name] = _uuid(value) if isinstance(value, str) else [_uuid(each) for each in value]
    return {**one, "id": _uuid(one["id"]), "properties": properties}


def _uuid(own_id: str) -> str:
    return own_id if _UUID.fullmatch(own_id) else derived_id(own_id)


def _portable(campus: Site, folder: Path | None) -> Site:
    return replace(campus, devices=tuple(_with_portable_url(device, folder) for device in campus.devices))


def _with_portable_url(device: Device, folder: Path | None) -> Device:
    if not device.url or "://" in device.url:
        return device
    path = Path(device.url)
    is_inside = folder is not None and path.is_relative_to(folder.resolve())
    return replace(device, url=path.relative_to(folder.resolve()).as_posix() if folder and is_inside else "")
