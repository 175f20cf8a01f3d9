"""GeoJSON: rooms, lines and places with whatever properties they have; OpenStreetMap's indoor tags where it has those."""

from collections import Counter
from pathlib import Path
from typing import Any

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.decoding import read_features
from smartclient.plans.files import Folder
from smartclient.plans.importing.drawing import Draft, Drawing
from smartclient.plans.importing.indoor_tagging import IndoorTags, is_indoor_tagged
from smartclient.plans.importing.properties import facts_of, floor_in_name, floors_of
from smartclient.plans.problems import Report
from smartclient.plans.shapes import BadShape, Shape, to_shape
from smartclient.plans.text import clean

_LAYER_KEYS = ("layer", "Layer", "feature_type", "category", "type", "class", "highway")
_MOST_FEATURES = 500_000


def read_geojson(path: Path) -> Drawing:
    """The features of the file at `path`, WGS 84; their floor from their properties, else from the file's name.

    Raises PlanUnreadable.
    """
    report = Report()
    values = read_features(Folder(path.parent), path.name, path.name, report)
    draft, problems = Draft(), Counter[str]()
    file_floor = floor_in_name(path.stem)
    tags = IndoorTags(draft) if any(is_indoor_tagged(_properties(value)) for value in values[:2000]) else None
    for value in values[:_MOST_FEATURES]:
        properties = _properties(value)
        try:
            shape = to_shape(value.get("geometry") if isinstance(value, dict) else None)
        except BadShape as trouble:
            problems[str(trouble)[:80]] += 1
            continue
        if tags is not None:
            tags.take(properties, shape)
        else:
            floors = floors_of(properties) or (file_floor,)
            for floor in floors:
                draw(draft, _layer(properties, path), properties, shape, floor)
    layers = draft.layers()
    if not layers:
        reason = "; ".join(
            [problem.what for problem in report.problems()][:1] + [text for text, _ in problems.most_common(1)]
        )
        raise PlanUnreadable(
            f"{path.name} holds no GeoJSON features that can be drawn{': ' + reason if reason else ''}."
        )
    sentences = tuple(f"{problem.what}; {problem.consequence}." for problem in report.problems()[:5])
    bad = tuple(f"{count:,} features were left out: {text}." for text, count in problems.most_common(5))
    facts = tags.facts if tags is not None else {}
    return Drawing(
        path.stem,
        layers,
        is_world=True,
        building=facts.get("building", ""),
        address=facts.get("address", ""),
        left_out=(*draft.sentences(), *sentences, *bad),
    )


def draw(draft: Draft, layer: str, properties: dict[str, Any], shape: Shape, floor: int | None) -> None:
    """One feature's geometry with what its properties say."""
    facts = facts_of(properties)
    for rings in shape.polygons:
        draft.area(layer, rings, floor, facts)
    for line in shape.lines:
        draft.line(layer, line, floor)
    if shape.point is not None:
        draft.point(layer, shape.point, floor, facts)


def _layer(properties: dict[str, Any], path: Path) -> str:
    said = next((value for key in _LAYER_KEYS if isinstance(value := properties.get(key), str) and value), "")
    return clean(said)[:60] or path.stem


def _properties(value: Any) -> dict[str, Any]:
    properties = value.get("properties") if isinstance(value, dict) else None
    return properties if isinstance(properties, dict) else {}
