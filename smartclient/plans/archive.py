"""One IMDF archive, from files to a site with one campus."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from smartclient.domain.errors import PlanUnreadable
from smartclient.domain.site import Site
from smartclient.plans import checks
from smartclient.plans.campus_grid import read_grid
from smartclient.plans.decoding import read_features
from smartclient.plans.devices import to_devices
from smartclient.plans.features import Feature, Reader
from smartclient.plans.files import Files
from smartclient.plans.imdf import FEATURE_TYPES, REQUIRED_FILES, file_name
from smartclient.plans.manifest import NAME as MANIFEST
from smartclient.plans.manifest import read_manifest
from smartclient.plans.places import to_site
from smartclient.plans.problems import Report
from smartclient.plans.references import resolved
from smartclient.plans.repairs import with_valid_polygons
from smartclient.plans.standins import with_stand_ins
from smartclient.plans.zone import only_near


@dataclass(frozen=True, slots=True)
class SeenIds:
    """Ids used so far in a site, each with the file that used it first."""

    features: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)


def is_archive(names: Sequence[str]) -> bool:
    """Whether files of these names look like an archive."""
    ours = sum(file_name(feature_type) in names for feature_type in FEATURE_TYPES)
    return ours >= 2 or (MANIFEST in names and ours >= 1)


def read_archive(files: Files, prefix: str, seen: SeenIds, report: Report) -> Site:
    """The archive in `files`; `prefix` (`high-school/`) stands before file names in problems.

    Raises PlanUnreadable when it is no archive at all.
    """
    names = files.names()
    if not is_archive(names):
        raise PlanUnreadable(f"{prefix or 'this'} is no IMDF archive")
    for name in files.refused():
        report.error(prefix + name, "", "it leads out of the plan", "not opened")
    manifest = read_manifest(files, prefix, report)
    reader = Reader(prefix, manifest.language, seen.features, report)
    features = _features(files, prefix, reader, report)
    checks.check_declared(features, manifest, prefix, report)
    features = with_valid_polygons(only_near(features, report), report)
    features = resolved(features, reader.renamed, report)
    features = with_stand_ins(features, prefix, report)
    checks.check_counts(features, prefix, report)
    site = to_site(features, report)
    checks.check_places(features, report)
    venue = site.venues[0] if site.venues else None
    return replace(
        site,
        name=venue.name if venue else "",
        devices=to_devices(features["device"], {level.id for level in site.levels}, files.folder, seen.devices, report),
        grids=read_grid(files, prefix, venue, report),
    )


def _features(files: Files, prefix: str, reader: Reader, report: Report) -> dict[str, list[Feature]]:
    names = files.names()
    features: dict[str, list[Feature]] = {}
    for feature_type in FEATURE_TYPES:
        name = file_name(feature_type)
        if name in names:
            features[feature_type] = reader.read(feature_type, read_features(files, name, prefix + name, report))
        else:
            features[feature_type] = []
            if feature_type in REQUIRED_FILES:
                report.error(prefix + name, "", "the file is missing", f"the campus has no {feature_type}")
    return features
