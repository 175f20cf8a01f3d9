"""The demo district, read once, whole and campus by campus, with its records."""

from datetime import date
from functools import cache
from pathlib import Path

from smartclient import plans
from smartclient.domain.campus_record import CampusRecord
from smartclient.domain.ids import VenueId
from smartclient.domain.site import Site
from smartclient.plans.records.reading import read_records
from smartclient.plans.revision import revision_of
from smartclient.plans.writing.campuses import Campuses

MAPLE_GROVE = Path(__file__).parents[2] / "floorplans" / "maple-grove"
DAY = date(2026, 9, 1)
"""A day on which the district's walk-throughs and reviews are young."""


@cache
def maple_grove() -> Site:
    """All of it."""
    return plans.read(MAPLE_GROVE)[0]


@cache
def maple_grove_revision() -> str:
    """Its revision."""
    return revision_of(maple_grove())


@cache
def maple_grove_records() -> dict[VenueId, CampusRecord]:
    """What is on record of its campuses."""
    return read_records(MAPLE_GROVE)[0]


@cache
def campus_named(name: str) -> Site:
    """One campus as a site of its own, with what lies around it."""
    from dataclasses import replace

    whole = maple_grove()
    (found,) = [campus for campus in Campuses(whole).each().values() if campus.name == name]
    return replace(found, surroundings=whole.surroundings)
