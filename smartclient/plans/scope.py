"""Which campuses of a plan a person may see, told by the devices that the server shows; the others' files are not opened."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

import msgspec

from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.site import Site

Scope = frozenset[VenueId] | None
"""The campuses a person may see; None is all there are."""
NOTHING: frozenset[VenueId] = frozenset()
"""Until the server has told."""
_OWN = "plan/"


class Campus(msgspec.Struct, frozen=True, array_like=True):
    """A campus of a plan by ids alone: the folder it lies in, its venues, and those of its devices that a server knows."""

    folder: str
    venues: frozenset[VenueId]
    devices: frozenset[DeviceId]


def campus_of(folder: str, site: Site) -> Campus:
    """What is remembered of the campus that was read from `folder`."""
    devices = frozenset(device.id for device in site.devices if not device.id.startswith(_OWN))
    return Campus(folder, frozenset(venue.id for venue in site.venues), devices)


def scope_of(campuses: Collection[Campus], shown: AbstractSet[DeviceId]) -> Scope:
    """The campuses of which the server shows at least one device; all where none of those that it knows is kept back.

    A campus whose plan names no device of a server is held back from nobody who sees the others.
    """
    if all(not campus.devices or campus.devices & shown for campus in campuses):
        return None
    return frozenset(venue for campus in campuses if campus.devices & shown for venue in campus.venues)


def folders_of(campuses: Iterable[Campus], scope: Scope) -> frozenset[str] | None:
    """The folders whose files may be opened; None for all."""
    return None if scope is None else frozenset(campus.folder for campus in campuses if campus.venues & scope)
