"""An archive on disk opened for changes: which feature of which file stands behind each thing of a site."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartclient.domain.devices import Device
from smartclient.domain.edits import Name, Thing
from smartclient.domain.errors import PlanError, PlanUnwritable
from smartclient.domain.site import Amenity, Building, Fixture, Level, Opening, Unit, Venue
from smartclient.plans.archive import SeenIds
from smartclient.plans.decoding import read_features, read_object
from smartclient.plans.devices import device_id
from smartclient.plans.district import DISTRICT, campus_archive, campus_names, open_plan
from smartclient.plans.features import Feature, Reader
from smartclient.plans.files import Files
from smartclient.plans.imdf import FEATURE_TYPES, file_name
from smartclient.plans.manifest import read_manifest
from smartclient.plans.problems import Report
from smartclient.plans.text import clean
from smartclient.plans.writing.collection import Collection

KINDS: dict[str, type[Thing]] = {
    "venue": Venue,
    "building": Building,
    "level": Level,
    "unit": Unit,
    "opening": Opening,
    "amenity": Amenity,
    "fixture": Fixture,
    "kiosk": Fixture,
    "detail": Fixture,
    "device": Device,
}
"""What becomes of each feature type."""
Place = tuple[str, int]
"""A feature type, and a feature's number in its file."""


@dataclass(slots=True)
class OpenArchive:
    """`name` is its folder or zip in the district, empty where it is the whole plan."""

    name: str
    files: Files
    language: str
    places: dict[Name, Place] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    _collections: dict[str, Collection] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)

    @property
    def prefix(self) -> str:
        """What stands before its files in words and problems."""
        return f"{self.name}/" if self.name else ""

    def collection(self, feature_type: str) -> Collection:
        """The features of a type, from its file or for a file to be made. Raises PlanUnwritable for a broken one."""
        name = self.prefix + file_name(feature_type)
        if feature_type in self._broken:
            raise PlanUnwritable(f"{name} is broken, and saving would lose what cannot be read. Mend it first.")
        return self._collections.setdefault(feature_type, Collection(name, None))

    def venue_ids(self) -> set[str]:
        """The campuses of this archive, or the one that stands in."""
        return {own_id for kind, own_id in self.places if kind is Venue} or {f"venue {self.prefix}"}

    def changed_files(self) -> dict[str, bytes]:
        """The new content of the files that are to be written."""
        changed = ((kind, found) for kind, found in self._collections.items() if found.is_changed)
        return {file_name(kind): found.to_bytes() for kind, found in changed}

    def read(self, seen: SeenIds) -> None:
        """Finds every feature; ids are those that `plans.archive` gives, which depend on the archives before."""
        reader, names = Reader(self.prefix, self.language, seen.features, Report()), self.files.names()
        for feature_type in FEATURE_TYPES:
            if file_name(feature_type) not in names:
                continue
            for number, value in enumerate(self._values(feature_type)):
                if isinstance(value, dict):
                    own_id = reader.id_of(feature_type, number + 1, value)
                    self._note(feature_type, number, own_id, value, seen)

    def _values(self, feature_type: str) -> list[Any]:
        name = file_name(feature_type)
        try:
            found = Collection(self.prefix + name, self.files.read(name))
        except PlanError:
            self._broken.add(feature_type)
            return read_features(self.files, name, name, Report())
        self._collections[feature_type] = found
        return found.values()

    def _note(self, feature_type: str, number: int, own_id: str, value: dict[str, Any], seen: SeenIds) -> None:
        if feature_type == "address":
            self.addresses[own_id] = number
        if feature_type == "device":
            own_id = device_id(_with_server_id(own_id, value), seen.devices, Report())
        if feature_type in KINDS:
            self.places[KINDS[feature_type], own_id] = (feature_type, number)


def open_archives(path: Path) -> tuple[Files, list[OpenArchive]]:
    """The files of a plan, and its archives in their order. Raises PlanError."""
    root = open_plan(path)
    seen, found = SeenIds(), []
    for name, files in _archives(root):
        language = read_manifest(files, "", Report()).language
        archive = OpenArchive(name, files, language)
        archive.read(seen)
        found.append(archive)
    return root, found


def _archives(root: Files) -> Iterator[tuple[str, Files]]:
    if DISTRICT not in root.names():
        yield "", root
        return
    for name in campus_names(read_object(root, DISTRICT, DISTRICT, Report()) or {}, Report()):
        try:
            yield campus_archive(root, name)
        except PlanError:
            continue


def _with_server_id(own_id: str, value: dict[str, Any]) -> Feature:
    properties = value.get("properties")
    said = properties.get("server_id") if isinstance(properties, dict) else None
    return Feature("", "device", own_id, {"server_id": clean(said)} if isinstance(said, str) else {}, None)
