"""A site written anew: one campus as an archive, several as a district; a folder, or a zip by the path's ending."""

import json
import re
import unicodedata
import zipfile
from collections.abc import Collection
from pathlib import Path

from smartclient.domain.errors import PlanUnwritable
from smartclient.domain.site import Site
from smartclient.plans.district import DISTRICT
from smartclient.plans.surroundings import NAME as SURROUNDINGS
from smartclient.plans.writing.archive import campus_files, surroundings_file
from smartclient.plans.writing.campuses import Campuses
from smartclient.plans.writing.disk import replaced_file, written_folder
from smartclient.plans.writing.features import labels


def write_archive(site: Site, path: Path) -> None:
    """Writes `site` to `path`, whole or not at all. A folder must be new or empty; a `.zip` is replaced.

    What `plans.read` then reads equals `site` but for ids that were no UUID and media that lie outside of `path`.
    Raises PlanUnwritable.
    """
    if not site.venues:
        raise PlanUnwritable("A plan without a campus cannot be written: draw the outline of the campus first.")
    is_zip = path.suffix.lower() == ".zip"
    files = site_files(site, None if is_zip else path)
    if is_zip:
        with replaced_file(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        written_folder(path, files)


def site_files(site: Site, folder: Path | None) -> dict[str, bytes]:
    """The files by their relative paths; `folder` is where they are going to lie, None in a zip."""
    if len(site.venues) == 1 and not site.surroundings:
        return campus_files(site, folder)
    campuses = Campuses(site).each()
    names = _folder_names([venue.name for venue in site.venues])
    files = {DISTRICT: (json.dumps({"name": labels(site.name), "campuses": names}, indent=2) + "\n").encode()}
    if site.surroundings:
        files[SURROUNDINGS] = surroundings_file(site.surroundings)
    for name, campus in zip(names, campuses.values(), strict=True):
        inside = campus_files(campus, folder / name if folder else None)
        files |= {f"{name}/{file}": content for file, content in inside.items()}
    return files


def _folder_names(names: list[str]) -> list[str]:
    """A folder for each name."""
    used: list[str] = []
    for name in names:
        used.append(folder_name(name, used))
    return used


def folder_name(name: str, used: Collection[str]) -> str:
    """`Maple Grove High School` is `maple-grove-high-school`, with a number where that is used already."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "campus"
    free, number = slug, 2
    while free in used:
        free, number = f"{slug}-{number}", number + 1
    return free
