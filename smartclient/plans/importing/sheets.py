"""Drawings that are placed and mapped, one a floor or several floors in one, put together to a school."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from smartclient.domain.site import Site
from smartclient.geometry.frames import Frame
from smartclient.plans.importing.blocks import Block, detached
from smartclient.plans.importing.drawing import Drawing, Layer
from smartclient.plans.importing.floor import FloorPlan, floor_plan
from smartclient.plans.importing.placing import Placement
from smartclient.plans.importing.roles import Role
from smartclient.plans.importing.school import GridWish, Names, counted, to_site

WALL_M = 0.15
_WHOLE_BUILDING = 0
"""Layers that belong to no floor in a drawing of several, such as the building's outline, go to the ground floor."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing with its place, the roles of its layers, and the `floor` that it is where it does not tell floors itself."""

    drawing: Drawing
    placement: Placement
    roles: Mapping[str, Role]
    floor: int = 0
    building: str = ""
    """The building it is of, empty for the one of the whole import."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A new school, and a sentence for everything that did not become part of it."""

    site: Site
    left_out: tuple[str, ...] = field(default=())


def imported(
    sheets: Sequence[Sheet], names: Names, grid: GridWish | None, wall_m: float = WALL_M, *, is_split: bool = False
) -> Imported:
    """The school that the sheets draw; with `is_split` outlines that stand alone are buildings of their own.

    Raises PlanUnreadable when nothing of them became a room, a wall or an outline.
    """
    frame = sheets[0].placement.frame
    of_building: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        of_building[sheet.building or names.building].append(sheet)
    drawn = [Block(name, floor_plans(own, frame, wall_m)) for name, own in of_building.items()]
    blocks = [block for whole in drawn for block in (detached(whole) if is_split else (whole,))]
    told = {ordinal: name for sheet in sheets for ordinal, name in sheet.drawing.floors.items()}
    site = to_site(blocks, frame, Names(names.school, names.building, names.address, {**told, **names.floors}), grid)
    unmapped = Counter(
        f"paths on layers that are left out ({name}) were"
        for sheet in sheets
        for layer in sheet.drawing.layers
        if sheet.roles.get(layer.name, Role.NOTHING) is Role.NOTHING
        for name in [layer.name] * len(layer)
    )
    own = [sentence for sheet in sheets for sentence in sheet.drawing.left_out]
    counts = sum((counted(block.floors) for block in drawn), unmapped)
    return Imported(site, (*own, *(f"{count:,} {what} left out." for what, count in counts.most_common())))


def floor_plans(sheets: Sequence[Sheet], frame: Frame, wall_m: float = WALL_M) -> dict[int, FloorPlan]:
    """The floors by ordinal, in the metres of `frame`."""
    layers: defaultdict[int, list[Layer]] = defaultdict(list)
    roles: dict[str, Role] = {}
    for number, sheet in enumerate(sheets):
        placement = sheet.placement.in_frame(frame)
        tells_floors = any(layer.floor is not None for layer in sheet.drawing.layers)
        for layer in sheet.drawing.layers:
            ordinal = layer.floor if layer.floor is not None else _WHOLE_BUILDING if tells_floors else sheet.floor
            placed = placement.placed(layer)
            name = f"{number}/{layer.name}"
            roles[name] = sheet.roles.get(layer.name, Role.NOTHING)
            layers[ordinal].append(replace(placed, name=name))
    return {ordinal: floor_plan(on_floor, roles, wall_m) for ordinal, on_floor in sorted(layers.items())}
