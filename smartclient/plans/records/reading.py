"""The records of all campuses at a path, with every problem told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartclient.domain.campus_record import CampusRecord
from smartclient.domain.errors import PlanError, PlanUnreadable
from smartclient.domain.ids import VenueId
from smartclient.plans.archive import is_archive
from smartclient.plans.decoding import read_features, read_object
from smartclient.plans.district import DISTRICT, campus_archive, campus_names, open_plan
from smartclient.plans.files import Files
from smartclient.plans.manifest import NAME as MANIFEST
from smartclient.plans.problems import Problem, Report
from smartclient.plans.records.entries import to_record
from smartclient.plans.stamp import RECORD
from smartclient.plans.text import clean

EXTENSION = "imdf:extension:smartclient:record#1.0.0"
_DECLARED = EXTENSION.split("#", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class CampusFiles:
    """The archive of one campus; `folder` is its name in the district, empty where the site is one archive."""

    venue_id: VenueId
    folder: str
    files: Files

    @property
    def prefix(self) -> str:
        """What stands before file names in problems."""
        return f"{self.folder}/" if self.folder else ""


def read_records(path: Path) -> tuple[dict[VenueId, CampusRecord], tuple[Problem, ...]]:
    """The record of each campus, an empty one where there is no `record.json`. Raises PlanError when there is no plan at all."""
    report = Report()
    records = {campus.venue_id: _record(campus, report) for campus in campuses(path)}
    return records, report.problems()


def campuses(path: Path) -> Iterator[CampusFiles]:
    """The archives of a site. Raises PlanMissing and PlanUnreadable; archives that cannot be read are passed over."""
    files = open_plan(path)
    names = files.names()
    if DISTRICT not in names:
        if not is_archive(names):
            raise PlanUnreadable(f"{path.name} is no IMDF archive.")
        yield from _campus("", files)
        return
    for name in campus_names(read_object(files, DISTRICT, DISTRICT, Report()) or {}, Report()):
        try:
            yield from _campus(*campus_archive(files, name))
        except PlanError:
            continue


def is_declared(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest declares the extension."""
    extensions = manifest.get("extensions")
    return isinstance(extensions, list) and any(str(each).startswith(_DECLARED) for each in extensions)


def _campus(folder: str, files: Files) -> Iterator[CampusFiles]:
    """The first venue owns the record, as it does the grid."""
    for value in read_features(files, "venue.geojson", "venue.geojson", Report())[:1]:
        own_id = value.get("id") if isinstance(value, dict) else None
        if isinstance(own_id, str):
            yield CampusFiles(VenueId(clean(own_id).lower()), folder, files)


def _record(campus: CampusFiles, report: Report) -> CampusRecord:
    label = campus.prefix + RECORD
    if RECORD not in campus.files.names():
        return CampusRecord(campus.venue_id)
    value = read_object(campus.files, RECORD, label, report)
    if value is None:
        return CampusRecord(campus.venue_id)
    manifest = read_object(campus.files, MANIFEST, campus.prefix + MANIFEST, Report())
    if manifest is not None and not is_declared(manifest):
        report.warning(
            campus.prefix + MANIFEST, "", f"{RECORD} is there and its extension is not declared", "read all the same"
        )
    return to_record(campus.venue_id, value, label, report)
