"""An IMDF archive in the making: features gathered by type, written one a line, the same bytes every time."""

import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from maple_grove.frame import to_wgs84

NAMESPACE = uuid.UUID("6f2d2b0e-5b7a-5c1e-9a53-4d8d7c0f1a11")
TYPES = (
    "address", "venue", "building", "footprint", "level", "unit", "opening", "fixture", "amenity", "anchor", "occupant",
    "section", "geofence", "kiosk", "detail", "relationship", "device",
)  # fmt: skip

Properties = dict[str, Any]


def stable_id(*parts: str) -> str:
    """A UUID that depends on nothing but the names given."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def labels(text: str) -> dict[str, str] | None:
    return {"en": text} if text else None


@dataclass(slots=True)
class Archive:
    """The features of one campus; geometry comes in district metres."""

    key: str
    features: dict[str, dict[str, Properties]] = field(default_factory=lambda: {kind: {} for kind in TYPES})
    shapes: dict[str, BaseGeometry] = field(default_factory=dict)

    def add(self, kind: str, name: str, shape: BaseGeometry | None, properties: Properties) -> str:
        """Adds a feature known by `name` among its type and returns its id. Raises ValueError if the name is taken or the shape broken."""
        identity = stable_id(self.key, kind, name)
        if identity in self.features[kind]:
            raise ValueError(f"{self.key}: {kind} {name} is there twice")
        if shape is not None:
            self.shapes[identity] = shape
            if not to_wgs84(shape).is_valid:
                raise ValueError(f"{self.key}: {kind} {name} is broken: {shapely.is_valid_reason(shape)}")
        geometry = None if shape is None else _geometry(shape)
        self.features[kind][identity] = {
            "type": "Feature",
            "id": identity,
            "feature_type": kind,
            "geometry": geometry,
            "properties": properties,
        }
        return identity

    def count(self, kind: str, category: str = "") -> int:
        return sum(not category or f["properties"].get("category") == category for f in self.features[kind].values())

    def write(self, folder: Path) -> None:
        """Writes the files of the archive; types without features get none."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*json"):
            old.unlink()
        _write_json(folder / "manifest.json", MANIFEST)
        for kind in TYPES:
            if self.features[kind]:
                write_collection(
                    folder / f"{kind}.geojson", [self.features[kind][key] for key in sorted(self.features[kind])], kind
                )


MANIFEST: Properties = {
    "version": "1.0.0",
    "created": "2026-08-15T12:00:00Z",
    "generated_by": "packaging/draw_maple_grove.py",
    "language": "en",
    "extensions": [
        "imdf:extension:smartclient:device#1.0.0",
        "imdf:extension:smartclient:grid#1.0.0",
        "imdf:extension:smartclient:record#1.0.0",
    ],
}


def write_collection(path: Path, features: list[Properties], name: str) -> None:
    """Writes a FeatureCollection with one feature a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    text = f'{{"type":"FeatureCollection","name":"{name}","features":[\n{lines}\n]}}\n'
    path.write_text(text, encoding="utf-8")


def _write_json(path: Path, value: Properties) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def point(shape: shapely.Point) -> Properties:
    """A display point, as IMDF writes it."""
    return _geometry(shape)


def _geometry(shape: BaseGeometry) -> Properties:
    if isinstance(shape, shapely.Polygon):
        shape = shapely.geometry.polygon.orient(shape)
    geometry: Properties = shapely.geometry.mapping(to_wgs84(shape))
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}
