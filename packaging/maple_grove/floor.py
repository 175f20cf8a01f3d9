"""A floor as its designer writes it: rooms as rectangles between wall centres, in the building's own metres."""

from dataclasses import dataclass, field

import shapely

from maple_grove.kinds import KINDS, Kind

LIFT_M = 2.8
UNNUMBERED = frozenset({"hall", "lobby", "vestibule", "void", "passage"})


@dataclass(frozen=True, slots=True)
class Room:
    """A room; `cell` runs along the centres of its walls. `number` is what the door says and is unique on its floor."""

    kind: str
    name: str
    number: str
    cell: shapely.Polygon

    @property
    def key(self) -> str:
        return self.number or self.name

    @property
    def traits(self) -> Kind:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out through the outer wall: at `at` (0…1, west to east or south to north) of the room's `side` N, E, S or W."""

    room: str
    side: str
    at: float = 0.5
    width_m: float = 1.9
    principal: bool = False
    category: str = "pedestrian"


@dataclass(slots=True)
class Floor:
    """One floor: ordinal 0 is the ground. Rooms are added in rows and columns along a corridor."""

    ordinal: int
    rooms: list[Room] = field(default_factory=list)
    exits: list[Exit] = field(default_factory=list)
    links: list[tuple[str, str, float, float]] = field(default_factory=list)
    door_to: dict[str, str] = field(default_factory=dict)

    def room(self, kind: str, x0: float, y0: float, x1: float, y1: float, name: str = "", number: str = "") -> None:
        """Adds a room from wall centre to wall centre."""
        if kind not in UNNUMBERED and not number:
            raise ValueError(f"{kind} {name} at {x0}, {y0} has no number")
        x0, y0, x1, y1 = (round(v, 3) for v in (x0, y0, x1, y1))
        self.rooms.append(Room(kind, name or KINDS[kind].name, number, shapely.box(x0, y0, x1, y1)))

    def row(self, x: float, y0: float, y1: float, text: str, number: int, step: int = 2) -> float:
        """Adds rooms side by side towards the east, `"kind width name, kind width …"`; returns where the row ends."""
        for kind, length, name in _parse(text):
            label = "" if kind in UNNUMBERED else str(number)
            if kind != "gap":
                self.room(kind, x, y0, x + length, y1, name, label)
                number += step if label else 0
            x = round(x + length, 3)
        return x

    def column(self, y: float, x0: float, x1: float, text: str, number: int, step: int = 2) -> float:
        """Adds rooms one behind the other towards the north; returns where the column ends."""
        for kind, length, name in _parse(text):
            label = "" if kind in UNNUMBERED else str(number)
            if kind != "gap":
                self.room(kind, x0, y, x1, y + length, name, label)
                number += step if label else 0
            y = round(y + length, 3)
        return y

    def shorten_lift(self, number: str, hall_side: str, neighbour: str) -> None:
        """Keeps a lift's car beside the hall on its `hall_side` N, E, S or W; the rest is its machine room, entered from `neighbour`."""
        lift = next(room for room in self.rooms if room.number == number)
        x0, y0, x1, y1 = lift.cell.bounds
        car, rest = {
            "W": ((x0, y0, x0 + LIFT_M, y1), (x0 + LIFT_M, y0, x1, y1)),
            "E": ((x1 - LIFT_M, y0, x1, y1), (x0, y0, x1 - LIFT_M, y1)),
            "S": ((x0, y0, x1, y0 + LIFT_M), (x0, y0 + LIFT_M, x1, y1)),
            "N": ((x0, y1 - LIFT_M, x1, y1), (x0, y0, x1, y1 - LIFT_M)),
        }[hall_side]
        self.rooms.remove(lift)
        self.room("lift", *car, lift.name, number)
        self.room("machine", *rest, "", f"{number}A")
        self.door_to[f"{number}A"] = neighbour

    def exit(self, room: str, side: str, at: float = 0.5, width_m: float = 1.9, **more: object) -> None:
        """Adds an exterior door to the room with this number or name."""
        principal, category = bool(more.get("principal", False)), str(more.get("category", "pedestrian"))
        self.exits.append(Exit(room, side, at, width_m, principal, category))

    def link(self, room: str, other: str, width_m: float = 0.95, at: float = 0.5) -> None:
        """Adds a door between two rooms beyond the one every room has; `at` is its place (0…1) along the shared wall."""
        self.links.append((room, other, width_m, at))

    @property
    def label(self) -> str:
        return f"{self.ordinal + 1}F"


@dataclass(slots=True)
class Building:
    """A building in its own frame; `short` begins its devices' names, `main` is placed by the campus."""

    key: str
    name: str
    short: str
    floors: list[Floor]
    category: str = "unspecified"


def _parse(text: str) -> list[tuple[str, float, str]]:
    """`"class 8.6, office 4 Principal"` as kind, length in metres and name (empty: the kind's own)."""
    found = []
    for part in text.split(","):
        kind, length, *name = part.split()
        found.append((kind, float(length), " ".join(name)))
    return found
