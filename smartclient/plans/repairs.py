"""Polygons that cross themselves are rebuilt, all of an archive in one go."""

from collections.abc import Mapping
from dataclasses import replace

from smartclient.geometry import polygons
from smartclient.plans.features import Feature
from smartclient.plans.problems import Report
from smartclient.plans.shapes import Shape


def with_valid_polygons(features: Mapping[str, list[Feature]], report: Report) -> dict[str, list[Feature]]:
    """All features; invalid polygons repaired and reported, largest part first, those with no area left without a shape."""
    every = [rings for of_type in features.values() for f in of_type if f.shape for rings in f.shape.polygons]
    repairs = iter(polygons.repaired(every))
    return {
        name: [
            _repaired(f, [next(repairs) for _ in f.shape.polygons], report) if f.shape and f.shape.polygons else f
            for f in of_type
        ]
        for name, of_type in features.items()
    }


def _repaired(feature: Feature, repairs: list[polygons.Repair], report: Report) -> Feature:
    reason = next((repair.reason for repair in repairs if repair.reason), "")
    if not reason and len(repairs) == 1:
        return feature
    parts = sorted((part for repair in repairs for part in repair.parts), key=polygons.area, reverse=True)
    if reason:
        outcome = "repaired, its outline may differ" if parts else "not drawn"
        report.error(feature.file, feature.id, f"invalid polygon: {reason}", outcome)
    return replace(feature, shape=Shape(polygons=tuple(parts)) if parts else None)
