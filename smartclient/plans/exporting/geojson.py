"""A site as one GeoJSON file that loses nothing: IMDF's features of all campuses, and beside them the files that hold none."""

import json
from pathlib import Path
from typing import Any

import msgspec

from smartclient.domain.errors import PlanUnreadable
from smartclient.domain.site import Site
from smartclient.plans.files import MAX_FILE_BYTES, is_safe_name
from smartclient.plans.writing.whole_site import site_files

MEMBER = "smartclient_files"
"""Foreign member (RFC 7946, 6.1): contents of `manifest.json`, `grid.json`, `district.json` by their paths."""
_FILE = "smartclient_file"
"""Foreign member of a feature: the file of the archive that it belongs to."""


def to_geojson(site: Site) -> bytes:
    """The file; any GIS shows its features, and `from_geojson` makes the same site of it."""
    features: list[Any] = []
    others: dict[str, Any] = {}
    for name, content in sorted(site_files(site, None).items()):
        value = msgspec.json.decode(content)
        if name.endswith(".geojson"):
            features += [{**feature, _FILE: name} for feature in value["features"]]
        else:
            others[name] = value
    whole = {"type": "FeatureCollection", "name": site.name, MEMBER: others, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def is_ours(path: Path) -> bool:
    """Whether the file is such an export."""
    try:
        with path.open("rb") as file:
            return MEMBER.encode() in file.read(4000)
    except OSError:
        return False


def from_geojson(path: Path) -> dict[str, bytes]:
    """The files of the archive or district that the export at `path` was made from. Raises PlanUnreadable."""
    try:
        data = path.read_bytes() if path.stat().st_size <= 4 * MAX_FILE_BYTES else b""
        whole = msgspec.json.decode(data)
        features, others = whole["features"], dict(whole[MEMBER])
        files: dict[str, list[Any]] = {}
        for feature in features:
            files.setdefault(feature.pop(_FILE), []).append(feature)
        found = {name: json.dumps(value, ensure_ascii=False).encode() for name, value in others.items()}
        for name, members in files.items():
            found[name] = json.dumps({"type": "FeatureCollection", "features": members}, ensure_ascii=False).encode()
    except (OSError, msgspec.DecodeError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as trouble:
        raise PlanUnreadable(f"{path.name} is no GeoJSON that smartclient exported, or it is damaged.") from trouble
    if not all(isinstance(name, str) and is_safe_name(name) for name in found):
        raise PlanUnreadable(f"{path.name} names files outside of the plan.")
    return found
