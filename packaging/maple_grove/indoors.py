"""A building on its campus: floors, rooms, walls and doors become IMDF features."""

from dataclasses import dataclass, field

import shapely

from maple_grove.archive import Archive, labels, point
from maple_grove.floor import Building
from maple_grove.frame import Placement
from maple_grove.walls import FloorPlan, Opening, build


@dataclass(slots=True)
class Storey:
    """One floor of a placed building with the ids of its features; `doors` names each opening by its index in the plan."""

    plan: FloorPlan
    level_id: str
    unit_ids: dict[str, str] = field(default_factory=dict)
    opening_ids: list[str] = field(default_factory=list)
    doors: dict[int, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.plan.floor.label


@dataclass(slots=True)
class PlacedBuilding:
    """A building, where it stands in the district, and its floors from the ground up."""

    design: Building
    place: Placement
    storeys: list[Storey]
    footprint: shapely.Polygon


def put_up(archive: Archive, design: Building, place: Placement, address_id: str) -> PlacedBuilding:
    """Draws a building into the archive."""
    plans = [build(floor) for floor in design.floors]
    footprint = place.apply(plans[0].outline)
    building_id = archive.add(
        "building",
        design.key,
        None,
        {
            "name": labels(design.name),
            "alt_name": labels(design.short),
            "category": design.category,
            "restriction": None,
            "display_point": point(footprint.representative_point()),
            "address_id": address_id,
        },
    )
    archive.add("footprint", design.key, footprint, {"category": "ground", "name": None, "building_ids": [building_id]})
    storeys = [_storey(archive, design, place, plan, building_id) for plan in plans]
    placed = PlacedBuilding(design, place, storeys, footprint)
    _connect_floors(archive, placed)
    return placed


def _storey(archive: Archive, design: Building, place: Placement, plan: FloorPlan, building_id: str) -> Storey:
    outline = place.apply(plan.outline)
    ordinal = plan.floor.ordinal
    words = ("First floor", "Second floor", "Third floor")[ordinal]
    level_id = archive.add(
        "level",
        f"{design.key}/{ordinal}",
        outline,
        {
            "category": "unspecified",
            "restriction": None,
            "outdoor": False,
            "ordinal": ordinal,
            "name": labels(words),
            "short_name": labels(plan.floor.label),
            "display_point": point(outline.representative_point()),
            "address_id": None,
            "building_ids": [building_id],
        },
    )
    storey = Storey(plan, level_id)
    _add_units(archive, design.key, place, storey)
    storey.doors = _door_names(plan)
    for index, opening in enumerate(plan.openings):
        name = f"{design.key}/{plan.floor.label}/{index}"
        line = place.apply(opening.line)
        storey.opening_ids.append(archive.add("opening", name, line, _opening_properties(storey, index, opening, line)))
    return storey


def _add_units(archive: Archive, key: str, place: Placement, storey: Storey) -> None:
    for room in storey.plan.floor.rooms:
        shape = place.apply(storey.plan.clear[room.key])
        restriction = (
            "employeesonly" if room.traits.category in {"nonpublic", "serverroom", "storage", "mailroom"} else None
        )
        properties = _unit(room.traits.category, storey.level_id, room.name, room.number)
        properties |= {"restriction": restriction, "display_point": point(_middle(shape))}
        storey.unit_ids[room.key] = archive.add("unit", f"{key}/{storey.label}/{room.key}", shape, properties)
    for index, (material, shape) in enumerate(storey.plan.walls):
        properties = _unit(material, storey.level_id)
        archive.add("unit", f"{key}/{storey.label}/wall {index}", place.apply(shape), properties)


def _unit(category: str, level_id: str, name: str = "", number: str = "") -> dict[str, object]:
    return {
        "category": category,
        "restriction": None,
        "accessibility": None,
        "name": labels(name),
        "alt_name": labels(number),
        "level_id": level_id,
        "display_point": None,
    }


def _middle(shape: shapely.Polygon) -> shapely.Point:
    centre = shape.centroid
    return centre if shape.buffer(-0.3).contains(centre) else shape.representative_point()


def _door_names(plan: FloorPlan) -> dict[int, str]:
    """Exterior doors clockwise from the main entrance as `Door 1`, `Door 2` …; doors onto an enclosed court after them."""
    ring = shapely.LinearRing(plan.outline.exterior)
    if ring.is_ccw:
        ring = ring.reverse()
    exterior = [(i, o) for i, o in enumerate(plan.openings) if o.is_exterior]
    start = next((ring.project(o.centre) for _, o in exterior if o.principal), 0.0)
    around = sorted(
        (ring.project(o.centre) - start + 0.01) % ring.length for _, o in exterior if ring.distance(o.centre) < 1
    )
    court = [i for i, o in exterior if ring.distance(o.centre) >= 1]
    names = {i: f"Door {len(around) + 1 + n}" for n, i in enumerate(court)}
    for index, opening in exterior:
        if index not in names:
            names[index] = f"Door {around.index((ring.project(opening.centre) - start + 0.01) % ring.length) + 1}"
    return names


def _opening_properties(storey: Storey, index: int, opening: Opening, line: shapely.LineString) -> dict[str, object]:
    return {
        "category": opening.category,
        "accessibility": None,
        "access_control": None,
        "door": {"type": "swinging", "automatic": False, "material": "metal" if opening.is_exterior else "wood"}
        if opening.has_door
        else {"type": "open", "automatic": False, "material": None},
        "name": labels(storey.doors.get(index, "")),
        "alt_name": None,
        "display_point": point(line.interpolate(0.5, normalized=True)),
        "level_id": storey.level_id,
    }


def _connect_floors(archive: Archive, placed: PlacedBuilding) -> None:
    """Stairs and lifts that stand above each other lead from floor to floor. Raises ValueError if one is out of line."""
    for lower, upper in zip(placed.storeys, placed.storeys[1:], strict=False):
        below, above = lower.plan.rooms, upper.plan.rooms
        for key, room in above.items():
            if room.kind not in {"stair", "lift"}:
                continue
            twin = next((k for k, r in below.items() if r.kind == room.kind and r.name == room.name), None)
            if twin is None or below[twin].cell.symmetric_difference(room.cell).area > 0.1:
                raise ValueError(f"{placed.design.key}: {room.name} does not stand above itself on {upper.label}")
            category = "stairs" if room.kind == "stair" else "elevator"
            archive.add(
                "relationship",
                f"{placed.design.key}/{room.name}/{lower.label}",
                None,
                {
                    "category": category,
                    "direction": "undirected",
                    "hours": None,
                    "origin": {"id": lower.unit_ids[twin], "feature_type": "unit"},
                    "intermediary": [],
                    "destination": {"id": upper.unit_ids[key], "feature_type": "unit"},
                },
            )
