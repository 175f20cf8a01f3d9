"""Edits of safety symbols: amenities of IMDF, and devices of ours that no server knows."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from smartclient.domain.edits import Edit
from smartclient.domain.ids import LevelId
from smartclient.domain.site import Amenity, LonLat
from smartclient.plans.editing.devices import rounded
from smartclient.plans.text import clean

AMENITY_WORDS: Mapping[str, str] = {
    "defibrillator": "AED",
    "firstaid": "first aid",
    "firealarmpullstation": "pull station",
    "fireextinguisher": "fire extinguisher",
    "meetingpoint": "assembly point",
}
"""Amenity categories of IMDF that are safety symbols."""


def add_amenity(category: str, name: str, position: LonLat, level: LevelId | None) -> Edit:
    """A new symbol."""
    amenity = Amenity(str(uuid.uuid4()), level, category, clean(name), rounded(position))
    return Edit(f"Add {words(amenity)}", (amenity,))


def move_amenity(amenity: Amenity, position: LonLat, level: LevelId | None) -> Edit:
    """To another place."""
    return Edit(f"Move {words(amenity)}", (replace(amenity, position=rounded(position), level_id=level),))


def change_amenity(amenity: Amenity, name: str, category: str) -> Edit:
    """Another name or kind."""
    return Edit(f"Change {words(amenity)}", (replace(amenity, name=clean(name), category=category),))


def remove_amenity(amenity: Amenity) -> Edit:
    """Takes it away."""
    return Edit(f"Remove {words(amenity)}", removed=((Amenity, amenity.id),))


def words(amenity: Amenity) -> str:
    """`AED HS · gym`."""
    kind = AMENITY_WORDS.get(amenity.category, amenity.category)
    return kind if amenity.name.casefold() == kind.casefold() else f"{kind} {amenity.name}".strip()
