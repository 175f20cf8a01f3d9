"""The buildings of a drawing: one with all that is drawn, or one for each outline that stands alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely

from smartclient.geometry.frames import Points
from smartclient.plans.importing.floor import FloorPlan
from smartclient.plans.importing.outlines import polygons_in
from smartclient.plans.importing.spaces import Space

_APART_M = 1.0
"""Outlines nearer than this to one another are one building."""
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Block:
    """A building as it was drawn: its name, empty where nobody gave one, and its floors by ordinal, in metres."""

    name: str
    floors: Mapping[int, FloorPlan]


def detached(block: Block) -> tuple[Block, ...]:
    """The block taken apart where its outlines stand alone, the largest first; itself where they do not.

    Each is called what its outline is called in the drawing, else `Building A`, `Building B`.
    """
    outlines = [floor.outline for floor in block.floors.values()]
    near = _APART_M / 2
    bodies = polygons_in(shapely.union_all([outline.buffer(near, join_style="mitre") for outline in outlines]))
    if len(bodies) < 2:
        return (block,)
    parted = {ordinal: _parted(floor, bodies) for ordinal, floor in block.floors.items()}
    names = [space for floor in block.floors.values() for space in floor.buildings if space.name]
    found = []
    for number, body in enumerate(bodies):
        floors = {o: parts[number] for o, parts in parted.items() if not parts[number].outline.is_empty}
        if floors:
            found.append(Block(_name(body, names, number), floors))
    return tuple(found)


def _parted(floor: FloorPlan, bodies: list[shapely.Polygon]) -> list[FloorPlan]:
    """What of a floor belongs to each body; the grounds stay with the first."""
    tree = shapely.STRtree(bodies)

    def mine(points: list[shapely.Point], number: int) -> list[int]:
        return np.flatnonzero(tree.nearest(points) == number).tolist() if points else []

    spaces = [space.area.representative_point() for space in floor.spaces]
    doors = [door.middle for door in floor.doors]
    details = [_middle(line) for line in floor.details]
    pieces = [piece.representative_point() for piece in floor.furniture]
    return [
        replace(
            floor,
            spaces=tuple(floor.spaces[i] for i in mine(spaces, number)),
            doors=tuple(floor.doors[i] for i in mine(doors, number)),
            details=tuple(floor.details[i] for i in mine(details, number)),
            furniture=tuple(floor.furniture[i] for i in mine(pieces, number)),
            outline=floor.outline.intersection(body),
            grounds=floor.grounds if number == 0 else (),
            left_out=floor.left_out if number == 0 else type(floor.left_out)(),
        )
        for number, body in enumerate(bodies)
    ]


def _name(body: shapely.Polygon, names: list[Space], number: int) -> str:
    said = next((space.name for space in names if body.contains(space.area.representative_point())), "")
    return said or f"Building {_LETTERS[number] if number < len(_LETTERS) else number + 1}"


def _middle(line: Points) -> shapely.Point:
    return shapely.Point(line.mean(axis=0))
