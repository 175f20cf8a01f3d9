"""The wording of a radio string: what is said in which order, and what is left out first when it is too long."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

LONGEST = 90
"""Characters: what fits a line, and a breath."""
_LEAST = 10
"""Characters that are left of a name that is cut."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What may be said, in the order in which it is said; empty parts are left out."""

    campus: str = ""
    building: str = ""
    cell: str = ""
    floor: str = ""
    short_floor: str = ""
    """The floor where there is little room, `2F`."""
    room: str = ""
    door: str = ""
    stair: str = ""

    @property
    def text(self) -> str:
        said = (self.campus, self.building, self.cell, self.floor, self.room, self.door, self.stair)
        return ", ".join(part for part in said if part)


def shortened(parts: Parts) -> str:
    """The first wording that is short enough: first less is said of what is known anyway, at last long names are cut."""
    for wording in _wordings(parts):
        if len(wording.text) <= LONGEST:
            return wording.text
        parts = wording
    names = ("campus", "building", "room", "floor", "door", "stair")
    while len(parts.text) > LONGEST:
        longest = max(names, key=lambda name: len(getattr(parts, name)))
        own = getattr(parts, longest)
        if len(own) <= _LEAST:
            break
        parts = replace(parts, **{longest: cut(own, max(len(own) - (len(parts.text) - LONGEST), _LEAST))})
    return cut(parts.text, LONGEST)


def _wordings(parts: Parts) -> Iterator[Parts]:
    yield parts
    yield (parts := replace(parts, door=parts.door.removeprefix("nearest ")))
    yield (parts := replace(parts, floor=parts.short_floor or parts.floor))
    yield replace(parts, stair="")


def cut(text: str, length: int) -> str:
    """At most so many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip(" ,") + "…"
