"""How each kind of room or ground is finished: floor, walls, ceiling, height."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]

CREAM: Colour = (0.80, 0.77, 0.69)
WHITE: Colour = (0.80, 0.80, 0.78)
GREY: Colour = (0.62, 0.63, 0.63)


@dataclass(frozen=True, slots=True)
class Style:
    """Finish of a room. Below `band_m` metres walls have the colour `band`; `height` is the ceiling's, in metres.

    `sill` is where window panes begin; `floor` and `ceiling` name patterns; `gloss` is how mirror-like the floor is.
    """

    floor: str = "vinyl"
    floor_colour: Colour = (0.66, 0.64, 0.59)
    wall: Colour = CREAM
    band: Colour = CREAM
    band_m: float = 0.0
    block: bool = False
    ceiling: str = "tiles"
    height: float = 2.8
    sill: float = 0.9
    gloss: float = 0.25


PLAIN = Style()
_BLUE: Colour = (0.30, 0.40, 0.52)

_STYLES = {
    "walkway": Style("vinyl", (0.68, 0.66, 0.61), CREAM, _BLUE, 1.1, block=True, sill=0.4, gloss=0.5),
    "lobby": Style("terrazzo", (0.62, 0.60, 0.57), WHITE, (0.55, 0.42, 0.30), 1.0, height=3.4, sill=0.15, gloss=0.6),
    "classroom": Style("vinyl", (0.60, 0.61, 0.60), WHITE),
    "laboratory": Style("vinyl", (0.52, 0.54, 0.56), WHITE, gloss=0.35),
    "library": Style("carpet", (0.34, 0.38, 0.40), WHITE, height=3.4, sill=0.5, gloss=0.0),
    "foodservice": Style(
        "checker", (0.66, 0.64, 0.60), WHITE, (0.62, 0.45, 0.27), 1.0, height=4.2, sill=0.3, gloss=0.45
    ),
    "kitchen": Style("quarry", (0.46, 0.30, 0.24), WHITE, WHITE, 2.0, block=True),
    "recreation": Style(
        "maple", (0.72, 0.55, 0.36), CREAM, _BLUE, 2.0, block=True, ceiling="trusses", height=7.6, gloss=0.55
    ),
    "fitnessroom": Style("carpet", (0.22, 0.23, 0.25), WHITE, gloss=0.05),
    "auditorium": Style("carpet", (0.34, 0.20, 0.22), (0.52, 0.43, 0.36), height=6.0, gloss=0.0),
    "theater": Style("maple", (0.40, 0.30, 0.22), (0.20, 0.20, 0.22), height=6.0, gloss=0.2),
    "office": Style("carpet", (0.42, 0.44, 0.47), WHITE, gloss=0.0),
    "conferenceroom": Style("carpet", (0.38, 0.40, 0.44), WHITE, gloss=0.0),
    "waitingroom": Style("carpet", (0.42, 0.42, 0.44), WHITE, gloss=0.0),
    "lounge": Style("carpet", (0.48, 0.45, 0.40), WHITE, gloss=0.0),
    "stairs": Style("concrete", (0.55, 0.55, 0.54), CREAM, _BLUE, 1.1, block=True, ceiling="plaster", gloss=0.15),
    "elevator": Style("carpet", (0.30, 0.30, 0.32), GREY, ceiling="plaster", height=2.4, gloss=0.0),
    "parking": Style("concrete", (0.48, 0.48, 0.47), GREY, block=True, ceiling="trusses", height=5.0),
    "nonpublic": Style("concrete", (0.52, 0.52, 0.50), GREY, block=True, ceiling="plaster"),
    "storage": Style("concrete", (0.52, 0.52, 0.50), GREY, block=True, ceiling="plaster"),
    "serverroom": Style("vinyl", (0.58, 0.59, 0.60), GREY),
    "shower": Style("quarry", (0.52, 0.53, 0.54), WHITE, _BLUE, 1.4, block=True),
}

_GROUND = {
    "parking": Style("asphalt", (0.30, 0.30, 0.31)),
    "road": Style("road", (0.27, 0.27, 0.28)),
    "walkway": Style("paving", (0.66, 0.65, 0.62)),
    "unenclosedarea": Style("paving", (0.58, 0.57, 0.55)),
    "fieldofplay": Style("turf", (0.26, 0.38, 0.19)),
    "recreation": Style("asphalt", (0.36, 0.36, 0.37)),
    "vegetation": Style("grass", (0.30, 0.37, 0.20)),
}
LAWN = Style("grass", (0.31, 0.38, 0.20))

WALLS = frozenset({"brick", "drywall", "glass", "column"})


def indoors(category: str) -> Style:
    """The finish of a room by its IMDF category."""
    return _STYLES.get(category, PLAIN)


def outdoors(category: str) -> Style:
    """The finish of a piece of ground by its IMDF category."""
    return _GROUND.get(category, LAWN)
