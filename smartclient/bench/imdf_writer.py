"""Writes an invented site as the IMDF district it would be on disk, so that opening it is measured with reading it."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from smartclient.domain.devices import Device
from smartclient.domain.site import Rings, Site

_EXTENSION = "imdf:extension:smartclient:device#1.0.0"
Json = dict[str, Any]


def write_district(site: Site, folder: Path) -> None:
    """One archive a venue, and the `district.json` that joins them."""
    folder.mkdir(parents=True)
    archives: Mapping[str, dict[str, list[Json]]] = _archives(site)
    for number, files in enumerate(archives.values()):
        archive = folder / f"campus-{number:03}"
        archive.mkdir()
        (archive / "manifest.json").write_text(
            json.dumps(
                {"version": "1.0.0", "created": "2026-01-01T00:00:00Z", "language": "en", "extensions": [_EXTENSION]}
            )
        )
        for name, features in files.items():
            content = {"type": "FeatureCollection", "features": features}
            (archive / f"{name}.geojson").write_text(json.dumps(content))
    names = [f"campus-{number:03}" for number in range(len(archives))]
    (folder / "district.json").write_text(json.dumps({"name": {"en": site.name}, "campuses": names}))


def _archives(site: Site) -> dict[str, dict[str, list[Json]]]:
    venue_of = {level.id: level.venue_id for level in site.levels}
    found: dict[str, dict[str, list[Json]]] = {venue.id: defaultdict(list) for venue in site.venues}
    for venue in site.venues:
        address = _id(f"address {venue.id}")
        properties: Json = {
            "address": "1 Main St",
            "locality": "Town",
            "province": "US-WI",
            "country": "US",
            "unit": None,
        }
        found[venue.id]["address"].append(_feature("address", address, None, properties))
        details: Json = {"category": venue.category, "name": _labels(venue.name), "address_id": address}
        details["display_point"] = _point(venue.display_point)
        found[venue.id]["venue"].append(_feature("venue", _id(venue.id), _polygon(venue.area), details))
    for building in site.buildings:
        files = found[building.venue_id]
        named: Json = {"name": _labels(building.name), "category": "unspecified", "display_point": None}
        files["building"].append(_feature("building", _id(building.id), None, named))
        shape: Json = {"category": "ground", "name": None, "building_ids": [_id(building.id)]}
        files["footprint"] += [
            _feature("footprint", _id(f"footprint {building.id}"), _polygon(area), shape)
            for area in building.footprints
        ]
    for level in site.levels:
        properties = {"category": "unspecified", "outdoor": level.outdoor, "ordinal": level.ordinal}
        properties |= {"name": _labels(level.name), "short_name": _labels(level.short_name)}
        properties["building_ids"] = [_id(building) for building in level.building_ids]
        found[level.venue_id]["level"].append(_feature("level", _id(level.id), _polygon(level.area), properties))
    for unit in site.units:
        properties = {"category": unit.category, "name": _labels(unit.name), "alt_name": _labels(unit.number)}
        properties |= {"level_id": _id(unit.level_id), "display_point": _point(unit.display_point)}
        found[venue_of[unit.level_id]]["unit"].append(_feature("unit", _id(unit.id), _polygon(unit.area), properties))
    for venue_id, features in _devices(site.devices, venue_of):
        found[venue_id]["device"].append(features)
    return found


def _devices(devices: Iterable[Device], venue_of: Mapping[Any, str]) -> Iterable[tuple[str, Json]]:
    for device in devices:
        place, view = device.placement, device.view
        if place is None or place.level_id is None:
            continue
        properties: Json = {
            "category": device.kind.value,
            "name": _labels(device.name),
            "level_id": _id(place.level_id),
        }
        if view is not None:
            properties |= {"bearing": view.bearing_deg, "field_of_view": view.field_of_view_deg}
            properties |= {"range": view.range_m, "form": view.form.value}
        yield venue_of[place.level_id], _feature("device", _id(device.id), _point(place.position), properties)


def _feature(kind: str, own_id: str, geometry: Json | None, properties: Json) -> Json:
    return {"type": "Feature", "id": own_id, "feature_type": kind, "geometry": geometry, "properties": properties}


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _labels(text: str) -> Json | None:
    return {"en": text} if text else None


def _point(position: tuple[float, float]) -> Json:
    return {"type": "Point", "coordinates": list(position)}


def _polygon(rings: Rings) -> Json:
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring] for ring in rings]}
