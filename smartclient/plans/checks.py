"""Checks across features: counts, display points, devices on their levels."""

from collections.abc import Mapping

from smartclient.domain.site import LonLat, Rings
from smartclient.geometry import polygons
from smartclient.plans.features import Feature
from smartclient.plans.imdf import file_name
from smartclient.plans.manifest import NAME as MANIFEST
from smartclient.plans.manifest import Manifest
from smartclient.plans.problems import Report

Features = Mapping[str, list[Feature]]
_DISPLAY_TOLERANCE_DEG = 1e-6
"""0.1 m: coordinates are rounded to seven decimals."""
_DEVICE_TOLERANCE_DEG = 2.0 / 111_320
"""2 m: cameras hang on the outer face of a wall and belong to the floor behind it."""


def check_declared(features: Features, manifest: Manifest, prefix: str, report: Report) -> None:
    """An extension that is used is to be declared in the manifest."""
    if features["device"] and not manifest.declares_devices:
        report.warning(
            prefix + MANIFEST, "", "device.geojson is there and its extension is not declared", "read all the same"
        )


def check_counts(features: Features, prefix: str, report: Report) -> None:
    """One venue; a building and an address at least; a footprint and a level for each building."""
    for name in ("venue", "building", "address"):
        if not features[name]:
            report.error(prefix + file_name(name), "", f"there is no {name}", "the campus is read without one")
    if len(features["venue"]) > 1:
        count = len(features["venue"])
        report.error(
            prefix + file_name("venue"), "", f"there are {count} venues in one archive", "each is shown as a campus"
        )
    for name, outcome in (("footprint", "drawn by its levels"), ("level", "it has no floors to look into")):
        owners = {building for feature in features[name] for building in feature.references("building_ids")}
        for building in features["building"]:
            if building.id not in owners:
                report.error(building.file, building.id, f"the building has no {name}", outcome)


def check_places(features: Features, report: Report) -> None:
    """Display points inside their polygons, devices within their levels."""
    labelled = [
        (feature, feature.display_point, feature.shape.polygons)
        for of_type in features.values()
        for feature in of_type
        if feature.shape and feature.shape.polygons and feature.display_point
    ]
    for feature in _outside(labelled, _DISPLAY_TOLERANCE_DEG):
        report.warning(feature.file, feature.id, "display_point lies outside its polygon", "labelled there")
    levels = {level.id: level.shape.polygons for level in features["level"] if level.shape}
    placed = [
        (device, device.shape.point, area)
        for device in features["device"]
        if device.shape and device.shape.point and (area := levels.get(device.reference("level_id") or ""))
    ]
    for device in _outside(placed, _DEVICE_TOLERANCE_DEG):
        report.warning(device.file, device.id, "it lies outside its level", "drawn where the file says")


def _outside(placed: list[tuple[Feature, LonLat, tuple[Rings, ...]]], tolerance_deg: float) -> list[Feature]:
    inside = polygons.lie_within([point for _, point, _ in placed], [area for _, _, area in placed], tolerance_deg)
    return [feature for (feature, _, _), is_inside in zip(placed, inside, strict=True) if not is_inside]
