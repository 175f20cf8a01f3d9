"""Venues, buildings and levels that stand in for missing ones, so that one lost feature does not hide all that belongs to it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from smartclient.domain.site import LonLat, Rings
from smartclient.plans.features import Feature
from smartclient.plans.imdf import file_name
from smartclient.plans.problems import Report
from smartclient.plans.shapes import Shape

Features = Mapping[str, list[Feature]]
_ON_LEVEL = ("unit", "opening", "fixture", "kiosk", "detail")
_PAD = 1e-6


def with_stand_ins(features: Features, prefix: str, report: Report) -> dict[str, list[Feature]]:
    """All features, plus what is needed for every unit to have a level, every indoor level a building, all a venue."""
    complete = dict(features)
    complete["level"] = _levels(complete, prefix)
    complete["level"] = [_with_building(level, complete, report) for level in complete["level"]]
    complete["building"] = [*complete["building"], *_buildings(complete, prefix)]
    if not any(venue.shape for venue in complete["venue"]):
        complete["venue"] = _venues(complete, prefix, report)
    return complete


def is_within(point: LonLat, rings: Rings) -> bool:
    """Whether `point` is in the rectangle around the polygon."""
    lons, lats = zip(*rings[0], strict=True)
    return bool(min(lons) <= point[0] <= max(lons) and min(lats) <= point[1] <= max(lats))


def _levels(features: Features, prefix: str) -> list[Feature]:
    levels = list(features["level"])
    known = {level.id for level in levels}
    on_level: dict[str, list[Feature]] = {}
    for name in _ON_LEVEL:
        for feature in features[name]:
            if feature.shape and (level_id := feature.reference("level_id")):
                on_level.setdefault(level_id, []).append(feature)
    above = 1 + max((int(level.number("ordinal") or 0) for level in levels), default=-1)
    for level_id in sorted(on_level.keys() - known):
        properties = {"name": f"Level {level_id[:8]}", "short_name": "?", "ordinal": above, "outdoor": False}
        levels.append(Feature(prefix + file_name("level"), "level", level_id, properties, None))
    return [level if level.shape else replace(level, shape=_around(on_level.get(level.id, ()))) for level in levels]


def _with_building(level: Feature, features: Features, report: Report) -> Feature:
    if level.properties.get("outdoor") or level.references("building_ids") or not level.shape:
        return level
    owners = [
        building_id
        for footprint in features["footprint"]
        if footprint.shape and is_within(_middle(level.shape), footprint.shape.polygons[0])
        for building_id in footprint.references("building_ids")
    ]
    building_id = owners[0] if owners else f"building of {level.id}"
    outcome = "taken for a level of the building it lies in" if owners else "a nameless building stands in"
    report.error(level.file, level.id, "it is indoors and belongs to no building", outcome)
    return replace(level, properties={**level.properties, "building_ids": (building_id,)})


def _buildings(features: Features, prefix: str) -> list[Feature]:
    known = {building.id for building in features["building"]}
    wanted = dict.fromkeys(
        building_id
        for name in ("level", "footprint")
        for f in features[name]
        for building_id in f.references("building_ids")
    )
    file = prefix + file_name("building")
    return [Feature(file, "building", wanted_id, {"name": ""}, None) for wanted_id in wanted if wanted_id not in known]


def _venues(features: Features, prefix: str, report: Report) -> list[Feature]:
    area = _around(f for name in ("footprint", "level", "unit") for f in features[name])
    if area is None:
        return features["venue"]
    file = prefix + file_name("venue")
    report.error(file, "", "no venue can be drawn", "the rectangle around its buildings stands in")
    first = features["venue"][0] if features["venue"] else Feature(file, "venue", f"venue {prefix}", {}, None)
    return [replace(first, shape=area), *features["venue"][1:]]


def _middle(shape: Shape) -> LonLat:
    lons, lats = zip(*shape.points(), strict=True)
    return ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)


def _around(features: Iterable[Feature]) -> Shape | None:
    points = [point for f in features if f.shape for point in f.shape.points()]
    if not points:
        return None
    lons, lats = zip(*points, strict=True)
    west, east, south, north = min(lons) - _PAD, max(lons) + _PAD, min(lats) - _PAD, max(lats) + _PAD
    return Shape(polygons=((((west, south), (east, south), (east, north), (west, north), (west, south)),),))
