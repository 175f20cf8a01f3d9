"""The last look before writing: nothing leaves its floor, nothing overlaps, every room can be reached."""

from collections import defaultdict

import shapely

from maple_grove.archive import Archive
from maple_grove.indoors import PlacedBuilding

TOLERANCE_M2 = 0.02
WALLS = frozenset({"brick", "drywall", "glass"})


def check(archive: Archive) -> None:
    """Raises ValueError that names the first thing wrong: a room outside its floor, two that overlap, one nobody can reach."""
    by_level: dict[str, list[str]] = defaultdict(list)
    for identity, feature in archive.features["unit"].items():
        by_level[feature["properties"]["level_id"]].append(identity)
    for level_id, units in by_level.items():
        shapes = [archive.shapes[u] for u in units]
        level = archive.shapes[level_id].buffer(0.02)
        tree = shapely.STRtree(shapes)
        for i, shape in enumerate(shapes):
            if not level.covers(shape):
                raise ValueError(f"{archive.key}: unit {_words(archive, units[i])} leaves its level")
            for j in tree.query(shape):
                if j > i and shape.intersection(shapes[j]).area > TOLERANCE_M2:
                    raise ValueError(
                        f"{archive.key}: {_words(archive, units[i])} overlaps {_words(archive, units[int(j)])}"
                    )


def check_crowns(archive: Archive) -> None:
    """Raises ValueError that names a camera hanging in a tree or a planting bed."""
    green = [
        archive.shapes[i] for i, f in archive.features["unit"].items() if f["properties"]["category"] == "vegetation"
    ]
    tree = shapely.STRtree(green)
    for identity, feature in archive.features["device"].items():
        spot = archive.shapes.get(identity)
        if spot is not None and feature["properties"]["category"] == "camera" and len(tree.query(spot, "intersects")):
            raise ValueError(f"{archive.key}: {feature['properties']['name']} hangs in a tree")


def check_ways(building: PlacedBuilding) -> None:
    """Raises ValueError that names the rooms to which no way leads from outdoors by doors, stairs and lifts."""
    ways: dict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
    outdoors = (-1, "outdoors")
    for floor, storey in enumerate(building.storeys):
        for opening in storey.plan.openings:
            one, other = (floor, opening.room), (floor, opening.other) if opening.other else outdoors
            ways[one].add(other)
            ways[other].add(one)
        for room in storey.plan.floor.rooms:
            if room.kind in {"stair", "lift"}:
                ways[(floor, room.key)].add((-2, room.name))
                ways[(-2, room.name)].add((floor, room.key))
    reached, queue = {outdoors}, [outdoors]
    while queue:
        new = ways[queue.pop()] - reached
        reached |= new
        queue += new
    rooms = [(i, r) for i, storey in enumerate(building.storeys) for r in storey.plan.floor.rooms if r.kind != "void"]
    cut_off = [f"{room.kind} {room.key}" for floor, room in rooms if (floor, room.key) not in reached]
    if cut_off:
        raise ValueError(f"{building.design.key}: no way to {', '.join(cut_off)}")


def _words(archive: Archive, unit: str) -> str:
    properties = archive.features["unit"][unit]["properties"]
    return f"{properties['category']} {properties['name']} {properties['alt_name']}"
