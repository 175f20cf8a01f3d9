"""The feature types of IMDF 1.0 (OGC 20-094) and our `device` extension: geometry and properties, as one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a property holds."""

    TEXT = "text"
    LABELS = "labels"
    NUMBER = "number"
    WHOLE = "whole number"
    FLAG = "true or false"
    POINT = "point"
    REFERENCE = "reference"
    REFERENCES = "list of references"
    AREAS = "list of areas of a picture"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Property:
    """A property; `to` is the feature type a reference points to."""

    kind: Kind
    required: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class FeatureType:
    """A feature type; `geometries` are the GeoJSON types it may have, the standard's own first, empty for none."""

    geometries: tuple[str, ...]
    properties: Mapping[str, Property]
    geometry_required: bool = True


def _all(kind: Kind, names: str) -> dict[str, Property]:
    """Properties from a line such as `category! name`, `!` for required."""
    return {name.rstrip("!"): Property(kind, name.endswith("!")) for name in names.split()}


def _text(names: str) -> dict[str, Property]:
    return _all(Kind.TEXT, names)


def _labels(names: str) -> dict[str, Property]:
    return _all(Kind.LABELS, names)


def _to(target: str, *, required: bool = False, name: str = "") -> dict[str, Property]:
    return {name or f"{target}_id": Property(Kind.REFERENCE, required, target)}


def _to_many(target: str, *, required: bool = False) -> dict[str, Property]:
    return {f"{target}_ids": Property(Kind.REFERENCES, required, target)}


_AREA = ("Polygon", "MultiPolygon")
_DISPLAY = {"display_point": Property(Kind.POINT)}
_MUST_DISPLAY = {"display_point": Property(Kind.POINT, required=True)}
_NAMES = _labels("name alt_name")
_ON_LEVEL = _to("level", required=True)

FEATURE_TYPES: Mapping[str, FeatureType] = {
    "address": FeatureType((), _text("address! unit locality! province country! postal_code")),
    "venue": FeatureType(
        _AREA,
        _text("category! restriction") | _labels("name! alt_name") | _MUST_DISPLAY | _to("address", required=True),
    ),
    "building": FeatureType((), _text("category! restriction") | _NAMES | _DISPLAY | _to("address")),
    "footprint": FeatureType(_AREA, _text("category!") | _labels("name") | _to_many("building", required=True)),
    "level": FeatureType(
        _AREA,
        _text("category! restriction")
        | {"outdoor": Property(Kind.FLAG, required=True), "ordinal": Property(Kind.WHOLE, required=True)}
        | _labels("name! short_name!")
        | _DISPLAY
        | _to("address")
        | _to_many("building"),
    ),
    "unit": FeatureType(("Polygon",), _text("category! restriction") | _NAMES | _DISPLAY | _ON_LEVEL),
    "opening": FeatureType(
        ("LineString",), _text("category!") | _NAMES | _DISPLAY | _ON_LEVEL | _all(Kind.DOOR, "door")
    ),
    "fixture": FeatureType(("Polygon",), _text("category!") | _NAMES | _DISPLAY | _to("anchor") | _ON_LEVEL),
    "section": FeatureType(_AREA, _text("category! restriction") | _NAMES | _DISPLAY | _to("address") | _ON_LEVEL),
    "geofence": FeatureType(
        _AREA, _text("category! restriction") | _NAMES | _DISPLAY | _to_many("building") | _to_many("level")
    ),
    "kiosk": FeatureType(_AREA, _NAMES | _DISPLAY | _to("anchor") | _ON_LEVEL),
    "detail": FeatureType(("LineString", "MultiLineString"), _text("category") | _ON_LEVEL),
    "anchor": FeatureType(("Point",), _to("address") | _to("unit", required=True)),
    "amenity": FeatureType(("Point",), _text("category!") | _NAMES | _to_many("unit", required=True) | _to("level")),
    "occupant": FeatureType((), _text("category!") | _labels("name!") | _to("anchor", required=True)),
    "relationship": FeatureType(
        ("Point", "LineString", *_AREA), _text("category! direction!"), geometry_required=False
    ),
    "device": FeatureType(
        ("Point",),
        _text("category! form server_id url recorded_from")
        | _labels("name!")
        | _to("level")
        | _to("unit")
        | _to("opening")
        | _all(Kind.NUMBER, "bearing tilt field_of_view range height")
        | _all(Kind.WHOLE, "pixels")
        | _all(Kind.AREAS, "masks"),
        geometry_required=False,
    ),
}

REQUIRED_FILES = ("address", "venue", "building", "footprint", "level", "unit")
"""Types without which an archive is no plan of a building."""


def file_name(feature_type: str) -> str:
    """Where features of that type are kept."""
    return f"{feature_type}.geojson"
