"""The last look before writing: nothing broken, nothing overlapping, every room reachable."""

from collections import defaultdict

import shapely

from maple_grove.archive import Archive
from maple_grove.frame import to_wgs84

TOLERANCE_M2 = 0.02
WALLS = frozenset({"brick", "drywall", "glass"})


def check(archive: Archive) -> None:
    """Raises ValueError that names the first thing wrong."""
    for kind, features in archive.features.items():
        for identity in features:
            shape = archive.shapes.get(identity)
            if shape is not None and (not shape.is_valid or shape.is_empty):
                raise ValueError(f"{archive.key}: {kind} {identity} is not valid: {shapely.is_valid_reason(shape)}")
            if shape is not None and not to_wgs84(shape).is_valid:
                raise ValueError(f"{archive.key}: {kind} {identity} is not valid as written, in whole centimetres")
    _units_fit(archive)


def _units_fit(archive: Archive) -> None:
    by_level: dict[str, list[str]] = defaultdict(list)
    for identity, feature in archive.features["unit"].items():
        by_level[feature["properties"]["level_id"]].append(identity)
    for level_id, units in by_level.items():
        shapes = [archive.shapes[u] for u in units]
        level = archive.shapes[level_id].buffer(0.02)
        tree = shapely.STRtree(shapes)
        for i, shape in enumerate(shapes):
            if not level.covers(shape):
                raise ValueError(f"{archive.key}: unit {_words(archive, units[i])} leaves its level")
            for j in tree.query(shape):
                if j > i and shape.intersection(shapes[j]).area > TOLERANCE_M2:
                    raise ValueError(
                        f"{archive.key}: {_words(archive, units[i])} overlaps {_words(archive, units[int(j)])}"
                    )


def _words(archive: Archive, unit: str) -> str:
    properties = archive.features["unit"][unit]["properties"]
    return f"{properties['category']} {properties['name']} {properties['alt_name']}"
