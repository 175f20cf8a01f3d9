"""Features as the archive has them, each checked against the table of IMDF and cleaned."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smartclient.domain.site import LonLat
from smartclient.plans.imdf import FEATURE_TYPES, FeatureType, Kind, file_name
from smartclient.plans.problems import Report
from smartclient.plans.shapes import BadShape, Shape, to_point, to_shape
from smartclient.plans.text import clean, in_language, is_language_tag

_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_MAX_ID = 100
_MAX_URL = 2000
_MAX_AREAS, _MAX_CORNERS = 32, 64


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature whose properties have the table's types or are absent; text is cleaned, labels are in one language."""

    file: str
    type: str
    id: str
    properties: Mapping[str, Any]
    shape: Shape | None

    def text(self, name: str) -> str:
        """A text property, empty where it is absent."""
        value: str = self.properties.get(name) or ""
        return value

    def reference(self, name: str) -> str | None:
        """The id a property points to."""
        value: str | None = self.properties.get(name)
        return value

    def references(self, name: str) -> tuple[str, ...]:
        """The ids a property points to."""
        value: tuple[str, ...] = self.properties.get(name) or ()
        return value

    def number(self, name: str) -> float | None:
        """A numeric property."""
        value: float | None = self.properties.get(name)
        return value

    def areas(self, name: str) -> tuple[tuple[LonLat, ...], ...]:
        """Areas of a picture: corners, right and down, 0…1 from its upper left."""
        value: tuple[tuple[LonLat, ...], ...] = self.properties.get(name) or ()
        return value

    def door(self) -> tuple[str, str]:
        """The kind and the material of its door, empty where there is none."""
        value: tuple[str, str] = self.properties.get("door") or ("", "")
        return value

    @property
    def display_point(self) -> LonLat | None:
        """Where its label belongs."""
        value: LonLat | None = self.properties.get("display_point")
        return value

    def without(self, name: str) -> "Feature":
        """The same feature, that property absent."""
        return replace(self, properties={key: value for key, value in self.properties.items() if key != name})


class Reader:
    """Checks the features of one archive. Ids are lower-cased; an id used before gets a suffix."""

    def __init__(self, prefix: str, language: str, seen: dict[str, str], report: Report) -> None:
        """`prefix` stands before file names in problems; `seen` maps ids to files and is shared by the archives of a site."""
        self._prefix = prefix
        self._language = language
        self._seen = seen
        self._own: set[str] = set()
        self._report = report
        self.renamed: dict[str, str] = {}
        """Ids that another archive used first: what the archive's references say, and what is meant."""

    def read(self, feature_type: str, values: Iterable[Any]) -> list[Feature]:
        """The usable features among `values`, decoded members of a FeatureCollection."""
        file = self._prefix + file_name(feature_type)
        made = (self._feature(file, feature_type, index, value) for index, value in enumerate(values, 1))
        return [feature for feature in made if feature is not None]

    def _feature(self, file: str, feature_type: str, index: int, value: Any) -> Feature | None:
        if not isinstance(value, dict):
            self._report.error(file, f"#{index}", "not a GeoJSON feature", "left out")
            return None
        own_id = self.id_of(feature_type, index, value)
        if value.get("type") != "Feature":
            self._report.error(file, own_id, 'its type is not "Feature"', "read as one")
        if (said := value.get("feature_type")) != feature_type:
            self._report.error(file, own_id, f"feature_type is {_quoted(said)}", f"read as {feature_type}")
        rule = FEATURE_TYPES[feature_type]
        properties = value.get("properties")
        if not isinstance(properties, dict):
            self._report.error(file, own_id, "it has no properties", "read as if all were null")
            properties = {}
        shape = self._shape(file, own_id, rule, value.get("geometry"))
        return Feature(file, feature_type, own_id, self._properties(file, own_id, rule, properties), shape)

    def id_of(self, feature_type: str, index: int, value: Mapping[str, Any]) -> str:
        """The id of the feature in that place of its file, counted from 1; ask once for each, in the order of the files."""
        file = self._prefix + file_name(feature_type)
        said = value.get("id")
        own_id = clean(said).lower() if isinstance(said, str) else ""
        if not own_id or len(own_id) > _MAX_ID:
            own_id = f"{feature_type}-{index}"
            self._report.error(file, f"#{index}", "it has no usable id", f"called {own_id}")
        elif not _UUID.fullmatch(own_id):
            self._report.warning(file, own_id, "its id is not a UUID", "used as it is")
        return self._unique(file, own_id)

    def _unique(self, file: str, own_id: str) -> str:
        unique = own_id if own_id not in self._seen else self._free_id(own_id)
        if own_id in self._own:
            outcome = f"called {unique}; references mean the first"
            self._report.error(file, own_id, f"its id is used before, in {self._seen[own_id]}", outcome)
        elif unique != own_id:
            self._report.error(file, own_id, f"its id is used before, in {self._seen[own_id]}", f"called {unique}")
            self.renamed[own_id] = unique
        self._own.add(own_id)
        self._seen[unique] = file
        return unique

    def _free_id(self, own_id: str) -> str:
        number = 2
        while f"{own_id}/{number}" in self._seen:
            number += 1
        return f"{own_id}/{number}"

    def _shape(self, file: str, own_id: str, rule: FeatureType, value: Any) -> Shape | None:
        if value is None:
            if rule.geometries and rule.geometry_required:
                self._report.error(file, own_id, "it has no geometry", "not drawn")
            return None
        try:
            shape = to_shape(value)
        except BadShape as trouble:
            self._report.error(file, own_id, str(trouble), "not drawn")
            return None
        if shape.flaw:
            self._report.error(file, own_id, shape.flaw, "closed")
        if value["type"] not in rule.geometries:
            wanted = rule.geometries[0] if rule.geometries else "null"
            self._report.error(file, own_id, f"geometry is a {value['type']}, not {wanted}", "used where it can be")
        return shape

    def _properties(self, file: str, own_id: str, rule: FeatureType, values: Mapping[str, Any]) -> dict[str, Any]:
        cleaned: dict[str, Any] = {}
        for name, wanted in rule.properties.items():
            value = values.get(name)
            if value is None:
                if wanted.required:
                    self._report.error(file, own_id, f"{name} is missing", "read without it")
                continue
            try:
                cleaned[name] = self._value(file, own_id, name, wanted.kind, value)
            except (BadShape, ValueError) as trouble:
                self._report.error(file, own_id, f"{name} is no {wanted.kind}: {str(trouble)[:150]}", "read without it")
        return cleaned

    def _value(self, file: str, own_id: str, name: str, kind: Kind, value: Any) -> Any:
        if kind is Kind.LABELS:
            return self._label(file, own_id, name, value)
        if kind is Kind.POINT:
            return to_point(value)
        if kind is Kind.AREAS:
            return _areas(value)
        if kind is Kind.DOOR:
            return _door(value)
        if kind is Kind.REFERENCES and isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(dict.fromkeys(clean(v).lower() for v in value))
        if kind in (Kind.TEXT, Kind.REFERENCE) and isinstance(value, str):
            return value[:_MAX_URL] if name == "url" else clean(value) if kind is Kind.TEXT else clean(value).lower()
        if kind is Kind.FLAG and isinstance(value, bool):
            return value
        if kind in (Kind.NUMBER, Kind.WHOLE) and _is_number(value):
            if kind is Kind.WHOLE and value != int(value):
                raise ValueError(_quoted(value))
            return int(value) if kind is Kind.WHOLE else float(value)
        raise ValueError(_quoted(value))

    def _label(self, file: str, own_id: str, name: str, value: Any) -> str:
        if isinstance(value, str):
            self._report.error(file, own_id, f"{name} has no language", "used in every language")
            return clean(value)
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValueError(_quoted(value))
        for tag in value:
            if not is_language_tag(tag):
                self._report.error(
                    file, own_id, f"{name} names no language: {_quoted(tag)}", "used if nothing fits better"
                )
        return in_language(value, self._language)


def _door(value: Any) -> tuple[str, str]:
    """Kind and material of a door, a door without a kind being `unspecified`. Raises ValueError."""
    parts: list[Any] = [value.get(name) or "" for name in ("type", "material")] if isinstance(value, dict) else [None]
    if not all(isinstance(part, str) for part in parts):
        raise ValueError(_quoted(value))
    kind, material = parts
    return clean(kind).lower() or "unspecified", clean(material).lower()


def _areas(value: Any) -> tuple[tuple[LonLat, ...], ...]:
    """Polygons of fractions. Raises ValueError."""
    if not isinstance(value, list) or len(value) > _MAX_AREAS:
        raise ValueError(_quoted(value))
    return tuple(_area(area) for area in value)


def _area(value: Any) -> tuple[LonLat, ...]:
    if not isinstance(value, list) or not 3 <= len(value) <= _MAX_CORNERS:
        raise ValueError(_quoted(value))
    return tuple(_corner(corner) for corner in value)


def _corner(value: Any) -> LonLat:
    if not isinstance(value, list) or len(value) != 2 or not all(_is_number(part) and 0 <= part <= 1 for part in value):
        raise ValueError(_quoted(value))
    return float(value[0]), float(value[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e6


def _quoted(value: Any) -> str:
    return clean(repr(value)[:60])
