"""What each layer of a drawing becomes: guessed from its name and content, for a person to put right."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from smartclient.plans.importing.drawing import Form, Layer


class Role(StrEnum):
    """What the paths and texts of a layer mean; the value is the word used in a mapping file."""

    ROOMS = "rooms"
    CORRIDORS = "corridors"
    STAIRS = "stairs"
    ELEVATORS = "elevators"
    RESTROOMS = "restrooms"
    WALLS = "walls"
    WINDOWS = "windows"
    DOORS = "doors"
    NAMES = "names"
    OUTLINE = "outline"
    DETAILS = "details"
    FURNITURE = "furniture"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """For a person choosing one."""
        return _WORDS[self]


_WORDS = {
    Role.ROOMS: "Rooms (closed outlines)",
    Role.CORRIDORS: "Corridors (closed outlines)",
    Role.STAIRS: "Stairs",
    Role.ELEVATORS: "Elevators",
    Role.RESTROOMS: "Restrooms (closed outlines)",
    Role.WALLS: "Walls",
    Role.WINDOWS: "Windows",
    Role.DOORS: "Doors",
    Role.NAMES: "Names and numbers of rooms",
    Role.OUTLINE: "Outline of the building",
    Role.DETAILS: "Lines to draw as they are",
    Role.FURNITURE: "Furniture",
    Role.NOTHING: "Leave out",
}
_GUESSES = (
    (
        Role.NOTHING,
        r"dim|grid|axis|achse|raster|anno-(?!room|area|name)|titl|border|vport|defpoints|hatch|patt|schraff|xref|legend|revc|clng",
    ),
    (Role.NOTHING, r"(elec|lite|light|hvac|mech|plum|sprk|fire-?prot)|(^|[-_ ])[emp]-"),
    (
        Role.NAMES,
        r"(room|rm|area|space|raum|salle|flor)[-_ ]*(iden|name|numb|no|tag|text|nr|num|label)|iden|normen|beschrift|lettering",
    ),
    (Role.DOORS, r"(?<!in)door|tür|tuer|porte|puerta|opening|entrance|(^|[-_ |])dr([-_ ]|$)"),
    (Role.WINDOWS, r"glaz|wind|fenster|fenetre|fenêtre|ventana|glass|curtain"),
    (Role.STAIRS, r"stair|strs|trepp|escalier|escalera|steps"),
    (Role.ELEVATORS, r"elev|evtr|lift|aufzug|ascens"),
    (Role.RESTROOMS, r"restroom|toilet|(^|[-_ ])wc([-_ ]|$)|sanit"),
    (Role.CORRIDORS, r"corridor|couloir|flur|hallway|circ"),
    (Role.FURNITURE, r"furn|fixt|equip|eqpm|möbel|moebel|mobilier|case"),
    (Role.WALLS, r"wall|wand|wände|mur|pared|muro|cols|column|stütz|poteau"),
    (Role.OUTLINE, r"outline|footprint|^building|gross|bgf|umriss|fond|perim"),
    (Role.ROOMS, r"room|raum|räume|salle|space|area|nrf|zone|(^|[-_ ])rm([-_ ]|$)|indoor=|unit"),
    (Role.NOTHING, r"chemin|route|path|weg|highway|other"),
)
_PATTERNS = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _GUESSES)
_HAS_NAMES = 0.3


def guess(layer: Layer) -> Role:
    """The likeliest role of one layer."""
    role = next((role for role, pattern in _PATTERNS if pattern.search(layer.name)), None)
    areas = layer.count(Form.AREA)
    if role in (Role.ROOMS, Role.CORRIDORS, Role.RESTROOMS, Role.OUTLINE) and not areas:
        return Role.NAMES if layer.words else Role.DETAILS
    if role is not None:
        return role
    if layer.words and not len(layer):
        return Role.NAMES
    if areas and layer.facts and sum(1 for facts in layer.facts if facts.name or facts.number) >= _HAS_NAMES * areas:
        return Role.ROOMS
    return Role.DETAILS if len(layer) else Role.NOTHING


def guesses(layers: Iterable[Layer]) -> dict[str, Role]:
    """A role for each layer name; of several floors with the same name the one with most paths decides."""
    largest: dict[str, Layer] = {}
    for layer in layers:
        if layer.name not in largest or len(layer) > len(largest[layer.name]):
            largest[layer.name] = layer
    return {name: guess(layer) for name, layer in largest.items()}


def chosen(layers: Iterable[Layer], said: Mapping[str, Role]) -> dict[str, Role]:
    """The guesses, but what a person said for those layers that were named (case does not matter)."""
    wanted = {name.lower(): role for name, role in said.items()}
    return {name: wanted.get(name.lower(), role) for name, role in guesses(layers).items()}
