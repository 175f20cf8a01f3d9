"""Edits of a plan: what one step of a person puts in and takes away, and its name in words."""

from dataclasses import dataclass

from smartclient.domain.devices import Device
from smartclient.domain.site import Amenity, Building, Fixture, GridSpec, Level, Opening, Unit, Venue

Thing = Venue | Building | Level | Unit | Opening | Amenity | Fixture | GridSpec | Device
"""What a plan is made of. A grid is known by its campus, everything else by its id."""

Name = tuple[type[Thing], str]
"""A thing by its kind and id."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One step: every thing in `put` replaces the one of its name, or is new; those in `removed` go.

    `words` are for the history: "Move camera HS Main · 2F · Hall B".
    """

    words: str
    put: tuple[Thing, ...] = ()
    removed: tuple[Name, ...] = ()


def name_of(thing: Thing) -> Name:
    """The name of a thing."""
    return type(thing), thing.venue_id if isinstance(thing, GridSpec) else thing.id
