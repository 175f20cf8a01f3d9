"""Campuses that come into a plan or leave it: their folders, and the list in `district.json`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from smartclient.domain.errors import PlanUnwritable
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site, Surrounding
from smartclient.plans.decoding import read_object
from smartclient.plans.district import DISTRICT, HERE
from smartclient.plans.files import Files
from smartclient.plans.problems import Report
from smartclient.plans.stamp import SUFFIXES
from smartclient.plans.surroundings import NAME as SURROUNDINGS
from smartclient.plans.writing.archive import campus_files, surrounding_feature
from smartclient.plans.writing.campuses import Campuses
from smartclient.plans.writing.collection import Collection
from smartclient.plans.writing.features import labels
from smartclient.plans.writing.opened import OpenArchive
from smartclient.plans.writing.whole_site import folder_name


class MovingCampuses:
    """Which campuses are new in `after`, and which are gone. What was one archive becomes a district, its files where they were."""

    def __init__(self, root: Files, archives: Sequence[OpenArchive], before: Site, after: Site) -> None:
        self._root, self._archives, self._after = root, archives, after
        was, now = {venue.id for venue in before.venues}, {venue.id for venue in after.venues}
        known = {VenueId(own) for archive in archives for own in archive.venue_ids()}
        self.come = now - was - known
        self.gone = (was - now) & known

    def changes(self, path: Path) -> Mapping[str, bytes | None]:
        """The files to write and to take away; `path` is where the plan lies. Raises PlanUnwritable."""
        if not self.come and not self.gone:
            return {}
        if self.gone and not self._after.venues:
            raise PlanUnwritable("The last campus cannot be taken out of a plan.")
        changed: dict[str, bytes | None] = {}
        value = self._list()
        names: list[str] = value["campuses"]
        taken = {*self._root.names(), *(each.name for each in path.iterdir())} if path.is_dir() else self._root.names()
        for archive in self._archives:
            if archive.venue_ids() & self.gone:
                changed |= self._without(archive)
                names.remove(archive.name)
        for venue_id, campus in Campuses(self._after).each().items():
            if venue_id in self.come:
                name = folder_name(campus.name, {*names, *taken})
                names.append(name)
                inside = campus_files(campus, path / name if path.is_dir() else None)
                changed |= {f"{name}/{file}": content for file, content in inside.items()}
        return {**changed, DISTRICT: (json.dumps(value, indent=2) + "\n").encode()}

    def _list(self) -> dict[str, Any]:
        if DISTRICT not in self._root.names():
            return {"name": labels(self._after.name), "campuses": [HERE]}
        value = read_object(self._root, DISTRICT, DISTRICT, Report())
        if value is None or not isinstance(value.get("campuses"), list):
            raise PlanUnwritable(f"{DISTRICT} is broken, and saving would lose what cannot be read. Mend it first.")
        return value

    def _without(self, archive: OpenArchive) -> Mapping[str, bytes | None]:
        """A zip goes whole, of a folder what belongs to the plan."""
        if not archive.name:
            raise PlanUnwritable("The campus that lies in the plan's own folder cannot be taken out of it.")
        if self._root.is_zip(archive.name):
            return {archive.name: None}
        return {f"{archive.name}/{name}": None for name in archive.files.names() if name.lower().endswith(SUFFIXES)}


def added_surroundings(root: Files, before: Sequence[Surrounding], after: Sequence[Surrounding]) -> Mapping[str, bytes]:
    """`surroundings.geojson` with what is new around the campuses; nothing where nothing is. Raises PlanUnwritable."""
    known = set(before)
    new = [one for one in after if one not in known]
    if not new:
        return {}
    collection = Collection(SURROUNDINGS, root.read(SURROUNDINGS) if SURROUNDINGS in root.names() else None)
    for one in new:
        collection.add(surrounding_feature(one))
    return {SURROUNDINGS: collection.to_bytes()}
