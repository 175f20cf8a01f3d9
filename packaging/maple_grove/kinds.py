"""What the rooms of a school are: IMDF category, usual name, door and windows of every kind."""

from dataclasses import dataclass
from enum import Enum

SINGLE_M = 0.95
DOUBLE_M = 1.9


class Windows(Enum):
    """How an outer wall of a room is glazed: pane width, pier between panes (metres)."""

    NONE = (0.0, 0.0)
    SLIT = (0.9, 1.6)
    OFFICE = (1.5, 0.9)
    CLASS = (2.1, 0.5)
    SHOPFRONT = (2.6, 0.3)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of room. `rank` orders what a neighbour's door may open onto: 0 is circulation, 9 never."""

    category: str
    name: str
    windows: Windows = Windows.NONE
    door_m: float = SINGLE_M
    rank: int = 9
    open_plan: bool = False


KINDS = {
    "hall": Kind("walkway", "Hall", Windows.SHOPFRONT, DOUBLE_M, 0, open_plan=True),
    "lobby": Kind("lobby", "Lobby", Windows.SHOPFRONT, DOUBLE_M, 0, open_plan=True),
    "vestibule": Kind("lobby", "Vestibule", Windows.SHOPFRONT, DOUBLE_M),
    "passage": Kind("walkway", "Passage", Windows.OFFICE, SINGLE_M, 1),
    "reception": Kind("waitingroom", "Reception", Windows.OFFICE, SINGLE_M, 2),
    "class": Kind("classroom", "Classroom", Windows.CLASS),
    "kinder": Kind("classroom", "Kindergarten", Windows.CLASS),
    "science": Kind("laboratory", "Science lab", Windows.CLASS, SINGLE_M, 5),
    "computer": Kind("classroom", "Computer lab", Windows.CLASS),
    "art": Kind("classroom", "Art studio", Windows.CLASS, SINGLE_M, 5),
    "music": Kind("classroom", "Music room", Windows.SLIT, DOUBLE_M, 5),
    "shop": Kind("classroom", "Workshop", Windows.CLASS, DOUBLE_M, 5),
    "small": Kind("classroom", "Resource room", Windows.OFFICE),
    "library": Kind("library", "Library", Windows.SHOPFRONT, DOUBLE_M, 4),
    "cafeteria": Kind("foodservice", "Cafeteria", Windows.SHOPFRONT, DOUBLE_M, 3),
    "kitchen": Kind("kitchen", "Kitchen", Windows.NONE, SINGLE_M, 4),
    "serving": Kind("foodservice", "Serving line", Windows.NONE, DOUBLE_M, 4),
    "gym": Kind("recreation", "Gymnasium", Windows.NONE, DOUBLE_M, 4),
    "fitness": Kind("fitnessroom", "Fitness room", Windows.CLASS),
    "auditorium": Kind("auditorium", "Auditorium", Windows.NONE, DOUBLE_M, 4),
    "stage": Kind("theater", "Stage", Windows.NONE, DOUBLE_M, 5),
    "office": Kind("office", "Office", Windows.OFFICE),
    "conference": Kind("conferenceroom", "Conference room", Windows.OFFICE),
    "staff": Kind("lounge", "Staff lounge", Windows.OFFICE),
    "health": Kind("firstaid", "Health office", Windows.OFFICE, SINGLE_M, 6),
    "mail": Kind("mailroom", "Mail and copy room"),
    "girls": Kind("restroom.female", "Girls restroom"),
    "boys": Kind("restroom.male", "Boys restroom"),
    "toilet": Kind("restroom.unisex", "Staff restroom"),
    "girlslocker": Kind("shower", "Girls locker room", rank=6),
    "boyslocker": Kind("shower", "Boys locker room", rank=6),
    "custodial": Kind("nonpublic", "Custodial"),
    "storage": Kind("storage", "Storage"),
    "mechanical": Kind("nonpublic", "Mechanical room", Windows.NONE, DOUBLE_M),
    "electrical": Kind("nonpublic", "Electrical room"),
    "machine": Kind("nonpublic", "Lift machine room"),
    "server": Kind("serverroom", "Server room"),
    "receiving": Kind("nonpublic", "Receiving", Windows.NONE, DOUBLE_M, 3),
    "garage": Kind("parking", "Bus bay", Windows.NONE, SINGLE_M, 3),
    "stair": Kind("stairs", "Stair", Windows.SLIT, DOUBLE_M),
    "lift": Kind("elevator", "Lift", Windows.NONE, 1.1),
    "void": Kind("opentobelow", "Open to below", Windows.SHOPFRONT),
}

CIRCULATION = frozenset(name for name, kind in KINDS.items() if kind.open_plan)
TEACHING = frozenset({"class", "kinder", "science", "computer", "art", "music", "shop", "small"})
PRIVATE = frozenset({"girls", "boys", "toilet", "girlslocker", "boyslocker"})
STUDENT_RESTROOMS = frozenset({"girls", "boys"})
