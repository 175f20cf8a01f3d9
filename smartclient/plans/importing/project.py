"""An import while a person works on it: its parts, one a file or page, and what is said of the school."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from smartclient.domain.errors import PlanUnreadable
from smartclient.domain.site import LonLat
from smartclient.geometry.control_points import Shaping
from smartclient.plans.importing.drawing import Drawing, Point
from smartclient.plans.importing.joining import Target
from smartclient.plans.importing.placing import ControlPoint, NotPlaced, Placement, place
from smartclient.plans.importing.properties import floor_in_name
from smartclient.plans.importing.roles import Role, guesses
from smartclient.plans.importing.school import GridWish, Names
from smartclient.plans.importing.sheets import WALL_M, Imported, Sheet, imported
from smartclient.plans.importing.tracing import DOORS, ROOMS, Tracing, traced_layers


@dataclass(slots=True)
class Mark:
    """A control point in the making: its place in the drawing, and in the world once that is known."""

    drawn: Point
    world: LonLat | None = None


@dataclass(slots=True)
class Part:
    """One drawing on its way to become a floor, or several floors."""

    path: Path
    page: int
    drawing: Drawing
    floor: int = 0
    floor_name: str = ""
    marks: list[Mark] = field(default_factory=list)
    shaping: Shaping = Shaping.SIMILARITY
    roles: dict[str, Role] = field(default_factory=dict)
    tracing: Tracing = field(default_factory=Tracing)
    building: str = ""
    """Empty for the building of the whole import."""

    @property
    def is_traced(self) -> bool:
        """Whether its rooms are drawn by hand."""
        return self.drawing.picture is not None

    @property
    def tells_floors(self) -> bool:
        """Whether its layers say themselves which floor they are on."""
        return any(layer.floor is not None for layer in self.drawing.layers)

    def placement(self) -> Placement:
        """Where it lies. Raises NotPlaced."""
        known = tuple(ControlPoint(mark.drawn, mark.world) for mark in self.marks if mark.world is not None)
        return place(self.drawing, known, self.shaping)

    def sheet(self) -> Sheet:
        """What it became. Raises NotPlaced."""
        drawn = traced_layers(self.tracing.traced)
        layers = drawn if self.is_traced else (*self.drawing.layers, *drawn)
        roles = {**self.roles, ROOMS: Role.ROOMS, DOORS: Role.DOORS}
        return Sheet(replace(self.drawing, layers=layers), self.placement(), roles, self.floor, self.building)


@dataclass(slots=True)
class Project:
    """All parts, the names, the grid, the thickness of walls that are not drawn."""

    parts: list[Part] = field(default_factory=list)
    school: str = ""
    building: str = ""
    address: str = ""
    wall_m: float = WALL_M
    grid: GridWish | None = field(default_factory=GridWish)
    is_split: bool = False
    """Whether outlines that stand alone are buildings of their own."""
    target: Target | None = None
    """Where it goes in the plan that is open; None for a site of its own."""

    @property
    def has_campus(self) -> bool:
        """Whether it goes onto a campus that is there, with that one's name, address and grid."""
        return self.target is not None and self.target.venue_id is not None

    def add(self, path: Path, page: int, drawing: Drawing) -> Part:
        """Takes a drawing in; its floor is what its name says, else the next one up."""
        said = floor_in_name(path.stem)
        used = {part.floor for part in self.parts}
        free = next(ordinal for ordinal in range(len(used) + 1) if ordinal not in used)
        part = Part(
            path, page, drawing, floor=free if said is None or said in used else said, roles=guesses(drawing.layers)
        )
        part.floor_name = drawing.floors.get(part.floor, "")
        self.parts.append(part)
        self.building = self.building or drawing.building
        self.school = self.school or drawing.building
        self.address = self.address or drawing.address
        return part

    def why_not_ready(self) -> str:
        """What is still missing before it can be saved, for a person; empty when nothing is."""
        return next(self._missing(), "")

    def imported(self) -> Imported:
        """The school. Raises PlanError with what stands in the way."""
        missing = self.why_not_ready()
        if missing:
            raise PlanUnreadable(missing)
        floors = {part.floor: part.floor_name for part in self.parts if part.floor_name and not part.tells_floors}
        names = Names(self.school or "Import", self.building, self.address, floors)
        return imported([part.sheet() for part in self.parts], names, self.grid, self.wall_m, is_split=self.is_split)

    def _missing(self) -> Iterator[str]:
        if not self.parts:
            yield "Choose a drawing first."
        for part in self.parts:
            try:
                part.placement()
            except NotPlaced as trouble:
                yield str(trouble)
            if part.is_traced and not part.tracing.traced.rooms:
                yield f"Nothing is traced on {part.path.name} yet: draw its rooms."
        if not self.school and not self.has_campus:
            yield "The school has no name yet."
