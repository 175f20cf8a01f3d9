"""The revision id of a plan: the same eight digits wherever the same plan is, others whenever anything in it is different."""

import hashlib
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import PurePath
from typing import Any

import msgspec

from smartclient.domain.devices import Device
from smartclient.domain.site import Building, Site

_BY_ID = attrgetter("id")
_BY_VENUE = attrgetter("venue_id")
_SERVER_SAYS = frozenset({"controller"})
_LATER = frozenset({"address"})
"""Members that older plans do not have: where they are empty, the plan keeps the revision it always had."""


def revision_of(site: Site) -> str:
    """Eight hexadecimal digits over what the plan says: not over the order of its features, nor where on a disk it lies.

    Takes about 50 ms for 12,000 things.
    """
    return hashlib.blake2b(msgspec.json.encode(_canonical(site)), digest_size=4).hexdigest()


def _canonical(site: Site) -> dict[str, Any]:
    return {
        "name": site.name,
        "venues": sorted(site.venues, key=_BY_ID),
        "buildings": [_said(building) for building in sorted(site.buildings, key=_BY_ID)],
        "levels": sorted(site.levels, key=_BY_ID),
        "units": sorted(site.units, key=_BY_ID),
        "openings": sorted(site.openings, key=_BY_ID),
        "amenities": sorted(site.amenities, key=_BY_ID),
        "fixtures": sorted(site.fixtures, key=_BY_ID),
        "grids": sorted(site.grids, key=_BY_VENUE),
        "surroundings": site.surroundings,
        "devices": [_said(_portable(device)) for device in sorted(site.devices, key=_BY_ID)],
    }


def _said(thing: Building | Device) -> dict[str, Any]:
    """The thing as the plan says it: not what only a server tells, nor what the plan leaves unsaid since that was thought of."""
    found = {field.name: getattr(thing, field.name) for field in fields(thing)}
    return {name: value for name, value in found.items() if name not in _SERVER_SAYS and (value or name not in _LATER)}


def _portable(device: Device) -> Device:
    is_file = bool(device.url) and "://" not in device.url
    return replace(device, url=PurePath(device.url).name) if is_file else device
