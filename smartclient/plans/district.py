"""A site from its path: a district of several campuses, or one archive, unpacked or zipped."""

import zipfile
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from smartclient.domain.errors import PlanError, PlanMissing, PlanUnreadable
from smartclient.domain.site import Site
from smartclient.plans.archive import SeenIds, is_archive, read_archive
from smartclient.plans.decoding import read_object
from smartclient.plans.files import Files, Folder, open_zip
from smartclient.plans.manifest import NAME as MANIFEST
from smartclient.plans.problems import Problem, Report
from smartclient.plans.recognition import describe_file, describe_folder
from smartclient.plans.scope import Campus, campus_of
from smartclient.plans.surroundings import read_surroundings
from smartclient.plans.text import clean, in_language
from smartclient.plans.zone import distance_m

DISTRICT = "district.json"
HERE = "."
"""A campus of this name is the archive that lies in the district's own folder: where one campus became several."""
_MAX_CAMPUSES = 500
_DISTRICT_RADIUS_M = 300_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A site, every problem found in it sorted by file and feature, and the campuses that were read."""

    site: Site
    problems: tuple[Problem, ...]
    campuses: tuple[Campus, ...]


def read(path: Path) -> tuple[Site, tuple[Problem, ...]]:
    """The site at `path` and every problem found in it, sorted by file and feature.

    Raises PlanMissing when there is nothing, PlanUnreadable when what is there is no IMDF at all.
    """
    reading = read_campuses(path)
    return reading.site, reading.problems


def read_campuses(path: Path, folders: AbstractSet[str] | None = None) -> Reading:
    """As `read`; of a district only the campuses in these folders, where some are named: no file of another is opened.

    An archive that is no district lies in the folder "".
    """
    files = open_plan(path)
    report = Report()
    names = files.names()
    if DISTRICT in names:
        site, campuses = _district(files, folders, report)
    elif is_archive(names):
        site, campuses = _only(files, folders, report)
    else:
        raise PlanUnreadable(_refusal(path))
    return Reading(replace(site, name=site.name or clean(path.stem) or "Site"), report.problems(), campuses)


def open_plan(path: Path) -> Files:
    """The files of a district or archive. Raises PlanMissing and PlanUnreadable."""
    if path.is_dir():
        return Folder(path)
    if not path.exists():
        raise PlanMissing(f"There is nothing at {path}.")
    if path.is_file() and zipfile.is_zipfile(path):
        return open_zip(path)
    raise PlanUnreadable(_refusal(path))


def _refusal(path: Path) -> str:
    if path.is_dir():
        found = describe_folder(path)
        seems = f"it seems to hold {found}" if found else "nothing in it is a floor plan we know"
        return f"{path.name} is no IMDF archive: there is no {MANIFEST} or {DISTRICT}; {seems}."
    if zipfile.is_zipfile(path):
        return f"{path.name} is a zip without an IMDF archive: there is no {MANIFEST} or {DISTRICT} in it."
    return f"{path.name} is no IMDF archive: it seems to be {describe_file(path)}."


def _only(files: Files, folders: AbstractSet[str] | None, report: Report) -> tuple[Site, tuple[Campus, ...]]:
    """One archive, or nothing of it."""
    if folders is not None and "" not in folders:
        return Site(""), ()
    site = read_archive(files, "", SeenIds(), report)
    return site, (campus_of("", site),)


def _district(files: Files, folders: AbstractSet[str] | None, report: Report) -> tuple[Site, tuple[Campus, ...]]:
    value = read_object(files, DISTRICT, DISTRICT, report) or {}
    seen = SeenIds()
    campuses: list[Site] = []
    found: list[Campus] = []
    for name in campus_names(value, report):
        if folders is not None and name not in folders:
            continue
        try:
            folder, archive = campus_archive(files, name)
            campuses.append(read_archive(archive, f"{folder}/" if folder else "", seen, report))
            found.append(campus_of(name, campuses[-1]))
        except PlanError as trouble:
            report.error(DISTRICT, name, str(trouble), "the campus is missing")
    _check_distances(campuses, report)
    site = replace(_joined(campuses), name=_name(value, report), surroundings=read_surroundings(files, report))
    return site, tuple(found)


def _name(value: dict[str, Any], report: Report) -> str:
    name = value.get("name")
    if isinstance(name, dict) and (text := in_language(name, "en")):
        return text
    report.error(DISTRICT, "", "name is missing or not in a language", "named after its folder")
    return clean(name) if isinstance(name, str) else ""


def campus_names(value: dict[str, Any], report: Report) -> list[str]:
    """The archives that `district.json` lists, each once."""
    names = value.get("campuses")
    if not isinstance(names, list) or not names:
        report.error(DISTRICT, "", "campuses is missing or empty", "no campus is shown")
        return []
    if len(names) > _MAX_CAMPUSES:
        report.error(DISTRICT, "", f"{len(names)} campuses", f"only the first {_MAX_CAMPUSES} are read")
    texts = [name for name in names[:_MAX_CAMPUSES] if isinstance(name, str)]
    if len(texts) < len(names[:_MAX_CAMPUSES]):
        report.error(DISTRICT, "", "campuses holds something that is no name", "left out")
    for name in sorted({name for name in texts if texts.count(name) > 1}):
        report.error(DISTRICT, clean(name), "the campus is listed twice", "read once")
    return list(dict.fromkeys(texts))


def campus_archive(district: Files, name: str) -> tuple[str, Files]:
    """The folder of a campus of a district, empty where that is the district's own, and its files. Raises PlanUnreadable."""
    return ("", district) if name == HERE else (name, district.inside(name))


def _check_distances(campuses: list[Site], report: Report) -> None:
    middles = [campus.venues[0].display_point for campus in campuses if campus.venues]
    for campus in (campus for campus in campuses if campus.venues and len(middles) > 1):
        venue = campus.venues[0]
        nearest = sorted(distance_m(venue.display_point, middle) for middle in middles)[1]
        if nearest > _DISTRICT_RADIUS_M:
            what = f"{campus.name} lies {nearest / 1000:.0f} km from every other campus"
            report.error(DISTRICT, venue.id, what, "shown there; are latitude and longitude swapped?")


def _joined(campuses: list[Site]) -> Site:
    return Site(
        name="",
        venues=tuple(venue for campus in campuses for venue in campus.venues),
        buildings=tuple(building for campus in campuses for building in campus.buildings),
        levels=tuple(level for campus in campuses for level in campus.levels),
        units=tuple(unit for campus in campuses for unit in campus.units),
        openings=tuple(opening for campus in campuses for opening in campus.openings),
        amenities=tuple(amenity for campus in campuses for amenity in campus.amenities),
        fixtures=tuple(fixture for campus in campuses for fixture in campus.fixtures),
        grids=tuple(grid for campus in campuses for grid in campus.grids),
        devices=tuple(device for campus in campuses for device in campus.devices),
    )
