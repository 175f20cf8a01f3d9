"""Features far from the rest of their campus, usually latitude and longitude swapped, are taken off the map and reported."""

import math
from collections.abc import Mapping
from dataclasses import replace
from statistics import median

from smartclient.domain.site import LonLat
from smartclient.plans.features import Feature
from smartclient.plans.problems import Report
from smartclient.plans.shapes import Shape

CAMPUS_RADIUS_M = 10_000
_METRES_PER_DEGREE = 111_320
_SURELY_NEAR_DEG = 0.06


def only_near(features: Mapping[str, list[Feature]], report: Report) -> dict[str, list[Feature]]:
    """All features; shapes more than 10 km from the middle of the archive are taken away, display points too."""
    shapes = [feature.shape for of_type in features.values() for feature in of_type if feature.shape is not None]
    if not shapes:
        return dict(features)
    home = (median(shape.first[0] for shape in shapes), median(shape.first[1] for shape in shapes))
    return {name: [_checked(feature, home, report) for feature in of_type] for name, of_type in features.items()}


def distance_m(a: LonLat, b: LonLat) -> float:
    """About how far apart two points are; good to one per cent, for telling near from far."""
    east = (a[0] - b[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, a[1] - b[1]) * _METRES_PER_DEGREE


def where_instead(point: LonLat, home: LonLat) -> str:
    """How far `point` is from `home`, and whether swapping its coordinates would bring it there."""
    swapped = distance_m((point[1], point[0]), home) <= CAMPUS_RADIUS_M
    hint = " (longitude and latitude look swapped)" if swapped else ""
    return f"{distance_m(point, home) / 1000:.0f} km from the rest of the campus{hint}"


def _checked(feature: Feature, home: LonLat, report: Report) -> Feature:
    if feature.shape is not None and (far := _farthest(feature.shape, home)) is not None:
        report.error(feature.file, feature.id, f"it lies {where_instead(far, home)}", "not drawn")
        feature = replace(feature, shape=None)
    point = feature.display_point
    if point is not None and distance_m(point, home) > CAMPUS_RADIUS_M:
        report.error(feature.file, feature.id, f"display_point lies {where_instead(point, home)}", "labelled elsewhere")
        feature = feature.without("display_point")
    return feature


def _farthest(shape: Shape, home: LonLat) -> LonLat | None:
    if all(
        abs(lon - home[0]) < _SURELY_NEAR_DEG and abs(lat - home[1]) < _SURELY_NEAR_DEG for lon, lat in shape.points()
    ):
        return None
    far = max(shape.points(), key=lambda point: distance_m(point, home))
    return far if distance_m(far, home) > CAMPUS_RADIUS_M else None
