"""References between features that lead nowhere."""

from collections.abc import Mapping
from dataclasses import replace

from smartclient.plans.features import Feature
from smartclient.plans.imdf import FEATURE_TYPES, Kind, Property
from smartclient.plans.problems import Report

_CONSEQUENCES = {
    "level": "shown on a level that stands in for it",
    "building": "a nameless building stands in for it",
    "opening": "not bound to an opening",
}
_WITH_STAND_INS = ("level", "building")


def resolved(
    features: Mapping[str, list[Feature]], renamed: Mapping[str, str], report: Report
) -> dict[str, list[Feature]]:
    """All features; dangling references are reported and removed, save those to levels and buildings, which get stand-ins.

    `renamed` maps ids as references say them to ids as they are now.
    """
    ids = {name: {feature.id for feature in of_type} for name, of_type in features.items()}
    return {
        name: [_resolved(_renamed(feature, renamed), ids, report) for feature in of_type]
        for name, of_type in features.items()
    }


def _renamed(feature: Feature, renamed: Mapping[str, str]) -> Feature:
    if not renamed:
        return feature
    properties = dict(feature.properties)
    for name, rule in FEATURE_TYPES[feature.type].properties.items():
        if rule.to and name in properties:
            value = properties[name]
            is_one = isinstance(value, str)
            properties[name] = renamed.get(value, value) if is_one else tuple(renamed.get(one, one) for one in value)
    return replace(feature, properties=properties)


def _resolved(feature: Feature, ids: Mapping[str, set[str]], report: Report) -> Feature:
    for name, rule in FEATURE_TYPES[feature.type].properties.items():
        if not rule.to or name not in feature.properties:
            continue
        known = ids.get(rule.to, set())
        targets = feature.properties[name] if rule.kind is Kind.REFERENCES else (feature.properties[name],)
        dangling = [target for target in targets if target not in known]
        if not dangling:
            continue
        for target in dangling:
            report.error(
                feature.file,
                feature.id,
                f"{name} {target} is no {rule.to} here",
                _CONSEQUENCES.get(rule.to, "read without it"),
            )
        if rule.to not in _WITH_STAND_INS:
            feature = _without(feature, name, rule, known)
    return feature


def _without(feature: Feature, name: str, rule: Property, known: set[str]) -> Feature:
    if rule.kind is Kind.REFERENCE:
        return feature.without(name)
    kept = tuple(target for target in feature.references(name) if target in known)
    return replace(feature, properties={**feature.properties, name: kept})
