"""One campus's differences put into its archive, feature by feature."""

import json
from typing import Any

import msgspec

from smartclient.domain.devices import Device
from smartclient.domain.edits import Thing, name_of
from smartclient.domain.errors import PlanUnwritable
from smartclient.domain.site import Amenity, Building, Fixture, GridSpec, Level, Opening, Rings, Site, Unit, Venue
from smartclient.plans.campus_grid import NAME as GRID
from smartclient.plans.decoding import read_object
from smartclient.plans.imdf import file_name
from smartclient.plans.manifest import NAME as MANIFEST
from smartclient.plans.problems import Report
from smartclient.plans.shapes import BadShape, to_shape
from smartclient.plans.writing import features
from smartclient.plans.writing.addresses import address_feature
from smartclient.plans.writing.amenity_units import AmenityUnits
from smartclient.plans.writing.archive import DEVICE_EXTENSION, GRID_EXTENSION, grid_object
from smartclient.plans.writing.differences import Difference
from smartclient.plans.writing.geometry import Json
from smartclient.plans.writing.opened import OpenArchive
from smartclient.plans.writing.orphans import mend
from smartclient.plans.writing.patches import patched

_PART = "/part"


class ChangedArchive:
    """An archive and the site as it was read and as it is to be."""

    def __init__(self, archive: OpenArchive, before: Site, after: Site) -> None:
        self._archive = archive
        self._units = (AmenityUnits(before), AmenityUnits(after))
        self._after = after
        self._gone: set[str] = set()
        self._files: dict[str, bytes | None] = {}
        self._extensions: set[str] = set()
        sites = (before, after)
        every = [str(u.id) for site in sites for u in site.units] + [f.id for site in sites for f in site.fixtures]
        self._parted = {_first_part(own_id) for own_id in every if _PART in own_id}

    def take(self, difference: Difference) -> None:
        """Puts one difference in. Raises PlanUnwritable."""
        before, after = difference.before, difference.after
        if isinstance(difference.thing, GridSpec):
            self._take_grid(after)
        elif after is None:
            self._remove(difference.thing)
        elif before is None or name_of(after) not in self._archive.places:
            self._add(after)
        else:
            self._patch(before, after)

    def has(self, device: Device) -> bool:
        """Whether the device's feature is in this archive."""
        return (Device, str(device.id)) in self._archive.places

    def files(self) -> dict[str, bytes | None]:
        """The new content of the files that are different; None for one that goes. Raises PlanUnwritable."""
        mend(self._archive, frozenset(self._gone), self._places_of)
        changed: dict[str, bytes | None] = {**self._archive.changed_files(), **self._files}
        if file_name("device") in changed:
            self._extensions.add(DEVICE_EXTENSION)
        return changed | self._manifest()

    def take_out(self, device: Device) -> tuple[msgspec.Raw, Json]:
        """The text of a device that moves to another archive, with the feature as we would write it."""
        kind, number = self._archive.places[Device, device.id]
        raw = self._archive.collection(kind).raw(number)
        self._archive.collection(kind).remove(number)
        return raw, features.device_feature(device)

    def bring_in(self, raw: msgspec.Raw, before: Json, device: Device) -> None:
        """The device that `take_out` took from another archive."""
        after = features.device_feature(device)
        self._archive.collection("device").add(patched(raw, before, after, self._archive.language))

    def _patch(self, before: Thing, after: Thing) -> None:
        kind, number = self._archive.places[name_of(after)]
        old, new = self._written(before, 0), self._written(after, 1)
        if old["geometry"] != new["geometry"]:
            self._check_whole(after)
        if isinstance(before, Building) and isinstance(after, Building) and before.footprints != after.footprints:
            self._patch_footprints(before, after)
            old = _unlabelled(old)
        collection = self._archive.collection(kind)
        if old != new:
            collection.put(number, patched(collection.raw(number), old, new, self._archive.language))
        if isinstance(before, Venue | Building) and isinstance(after, Venue | Building):
            self._patch_address(before, after)

    def _add(self, thing: Thing) -> None:
        self._add_all([self._written(thing, 1)])
        if isinstance(thing, Building):
            self._add_all(features.footprint_features(thing))
        if isinstance(thing, Venue) or (isinstance(thing, Building) and thing.address):
            self._add_all([address_feature(features.address_id(thing), thing.address)])

    def _add_all(self, found: list[Json]) -> None:
        for one in found:
            self._archive.collection(one["feature_type"]).add(one)

    def _remove(self, thing: Thing) -> None:
        self._check_whole(thing)
        place = self._archive.places.get(name_of(thing))
        if place is not None:
            self._archive.collection(place[0]).remove(place[1])
        if isinstance(thing, Building):
            self._remove_footprints(thing)
        if isinstance(thing, Unit):
            self._gone.add(thing.id)

    def _places_of(self, own_id: str) -> Json:
        amenity = next((each for each in self._after.amenities if each.id == own_id), None)
        said = self._written(amenity, 1)["properties"] if amenity is not None else {"unit_ids": []}
        return {name: said[name] for name in ("unit_ids", "level_id") if name in said}

    def _patch_footprints(self, before: Building, after: Building) -> None:
        """Each outline goes into the feature it was read from; where they do not pair, all are written anew."""
        collection = self._archive.collection("footprint")
        own = self._footprints(before)
        is_paired = [_polygons(value) for value in own.values()] == [(rings,) for rings in before.footprints]
        if not is_paired or len(before.footprints) != len(after.footprints):
            self._remove_footprints(before)
            self._add_all(features.footprint_features(after))
            return
        for number, old, new in zip(
            own, features.footprint_features(before), features.footprint_features(after), strict=True
        ):
            if old != new:
                collection.put(number, patched(collection.raw(number), old, new, self._archive.language))

    def _remove_footprints(self, building: Building) -> None:
        for number in self._footprints(building):
            self._archive.collection("footprint").remove(number)

    def _footprints(self, building: Building) -> dict[int, Json]:
        """Those of this building alone, by their numbers."""
        return {
            number: value
            for number, value in enumerate(self._archive.collection("footprint").values())
            if value is not None and [_lower(i) for i in value["properties"].get("building_ids") or ()] == [building.id]
        }

    def _patch_address(self, before: Venue | Building, after: Venue | Building) -> None:
        """A building without an address of its own may bear its campus's, which stays as it is."""
        if before.address == after.address or not after.address:
            return
        kind, number = self._archive.places[name_of(after)]
        value = msgspec.json.decode(self._archive.collection(kind).raw(number))
        at = self._archive.addresses.get(_lower(value["properties"].get("address_id")))
        old, new = (address_feature(features.address_id(place), place.address) for place in (before, after))
        collection = self._archive.collection("address")
        if at is None or not before.address:
            collection.add(new)
        else:
            collection.put(at, patched(collection.raw(at), old, new, self._archive.language))

    def _take_grid(self, grid: Thing | None) -> None:
        if isinstance(grid, GridSpec):
            had = (
                read_object(self._archive.files, GRID, GRID, Report()) if GRID in self._archive.files.names() else None
            )
            self._files[GRID] = (json.dumps({**(had or {}), **grid_object(grid)}) + "\n").encode()
            self._extensions.add(GRID_EXTENSION)
        else:
            self._files[GRID] = None

    def _manifest(self) -> dict[str, bytes]:
        """The manifest, where it does not yet declare what is used now."""
        value = read_object(self._archive.files, MANIFEST, MANIFEST, Report())
        declared: Any = value.get("extensions") if value else None
        known = declared if isinstance(declared, list) else []
        missing = sorted(one for one in self._extensions if not _is_declared(one, known))
        if value is None or not missing:
            return {}
        return {MANIFEST: (json.dumps({**value, "extensions": [*known, *missing]}, indent=2) + "\n").encode()}

    def _check_whole(self, thing: Thing) -> None:
        """A feature in several parts is several things to us, and cannot be put together again."""
        if isinstance(thing, Unit | Fixture) and _first_part(thing.id) in self._parted:
            raise PlanUnwritable(
                f"{getattr(thing, 'name', '') or thing.category} has several parts and cannot be changed here."
            )

    def _written(self, thing: Thing, when: int) -> Json:
        match thing:
            case Venue():
                return features.venue_feature(thing)
            case Building():
                return features.building_feature(thing)
            case Level():
                return features.level_feature(thing)
            case Unit():
                return features.unit_feature(thing)
            case Opening():
                return features.opening_feature(thing)
            case Amenity():
                return features.amenity_feature(thing, self._units[when].at)
            case Fixture():
                return features.fixture_feature(thing)
            case Device():
                return features.device_feature(thing)
        raise TypeError(thing)


def _unlabelled(written: Json) -> Json:
    """As if it said no label: one that was worked out from the old outlines is to be written down with the new."""
    return {**written, "properties": {**written["properties"], "display_point": None}}


def _polygons(footprint: Json) -> tuple[Rings, ...]:
    """Its outlines as they are read; none where they cannot be."""
    try:
        return to_shape(footprint.get("geometry")).polygons
    except BadShape:
        return ()


def _first_part(own_id: str) -> str:
    return own_id.split(_PART, maxsplit=1)[0]


def _is_declared(extension: str, declared: list[Any]) -> bool:
    name = extension.split("#", maxsplit=1)[0]
    return any(isinstance(one, str) and one.split("#", maxsplit=1)[0] == name for one in declared)


def _lower(own_id: object) -> str:
    return own_id.lower() if isinstance(own_id, str) else ""
