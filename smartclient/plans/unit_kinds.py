"""Which kind of unit each IMDF unit category is drawn as."""

from collections.abc import Mapping

from smartclient.domain.site import UnitKind

_WORDS: Mapping[UnitKind, str] = {
    UnitKind.ROOM: (
        "room auditorium classroom conferenceroom firstaid fitnessroom foodservice huddleroom kitchen laboratory library lounge "
        "mothersroom movietheater office phoneroom privatelounge shower smokingarea theater waitingroom unspecified"
    ),
    UnitKind.CORRIDOR: "walkway lobby ramp movingwalkway footbridge platform opentobelow",
    UnitKind.RESTROOM: "restroom",
    UnitKind.STAIRS: "stairs steps escalator",
    UnitKind.LIFT: "elevator",
    UnitKind.WALL: "brick concrete drywall column wood structure",
    UnitKind.WINDOW: "glass",
    UnitKind.SERVICE: "storage serverroom mailroom nonpublic",
    UnitKind.GROUNDS: "parking road fieldofplay vegetation recreation unenclosedarea terrace",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
UNIT_CATEGORIES = tuple(sorted(_KINDS))
"""IMDF's unit categories that are known here, without the kinds of restrooms."""
_ALSO_INDOORS = ("fieldofplay", "recreation")


def kind_of(category: str, *, outdoor: bool) -> UnitKind | None:
    """How `category` (`restroom.female` counts as `restroom`) is drawn on an `outdoor` level or an indoor one; None if unknown."""
    word = category.split(".", maxsplit=1)[0]
    kind = _KINDS.get(word)
    if outdoor and kind in (UnitKind.ROOM, UnitKind.CORRIDOR):
        return UnitKind.GROUNDS
    if not outdoor and word in _ALSO_INDOORS:
        return UnitKind.ROOM
    return kind
