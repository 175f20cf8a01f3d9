"""Everything on the map that is not a camera: doors, buttons, sensors, safety equipment."""

from dataclasses import dataclass

import shapely

from maple_grove.archive import Archive, labels, stable_id
from maple_grove.cameras import View
from maple_grove.edges import outer_edges
from maple_grove.indoors import PlacedBuilding, Storey
from maple_grove.kinds import STUDENT_RESTROOMS, TEACHING
from maple_grove.walls import INNER_HALF_M, OUTER_M, Opening

CONTROLLED_ROOMS = (
    "reception", "server", "vestibule", "gym", "electrical", "library", "mechanical", "kitchen", "fitness", "auditorium",
    "boyslocker", "girlslocker", "staff", "health", "shop", "science", "music", "art", "computer", "mail", "storage", "stage",
    "conference", "cafeteria", "garage", "custodial", "office",
)  # fmt: skip


UTILITY_ROOMS = {
    "power": ("electrical", "server", "mechanical", "storage"),
    "water": ("mechanical", "custodial", "storage"),
    "hvac": ("mechanical", "custodial", "storage"),
}
HAZARDS = {
    "mechanical": "boiler",
    "custodial": "cleaning chemicals",
    "garage": "fuel and oil",
    "shop": "machines and solvents",
    "electrical": "high voltage",
}
CHEMICAL_STORE = "Prep room"
FIRST_AID_ROOMS = ("health", "staff", "reception", "office")
GAS_SIDE = ("mechanical", "kitchen", "receiving", "electrical", "storage", "custodial")


@dataclass(slots=True)
class Fitter:
    """Hangs devices; ids and server paths follow from their names."""

    archive: Archive
    outdoor_id: str

    def device(self, category: str, name: str, spot: shapely.Point | None, level_id: str | None, **more: object) -> str:
        """Adds a device at a point in district metres; `server` names the collection it has on the server."""
        server = more.pop("server", None)
        properties: dict[str, object] = {
            "category": category,
            "name": labels(name),
            "level_id": level_id,
            "unit_id": None,
        }
        properties |= more
        properties["server_id"] = f"{server}/{stable_id('server', str(server), name)}" if server else None
        return self.archive.add("device", name, spot, properties)

    def camera(self, view: View) -> None:
        self.device(
            "camera",
            view.name,
            view.spot,
            view.level_id or self.outdoor_id,
            server="cameras",
            unit_id=view.unit_id,
            bearing=view.bearing,
            tilt=view.tilt,
            field_of_view=view.field_of_view,
            range=view.range_m,
            height=view.height_m,
            form=view.form,
            url=None,
            **({"masks": view.masks} if view.masks else {}),
        )

    def door(self, building: PlacedBuilding, storey: Storey, index: int, name: str) -> None:
        """Puts an opening under access control."""
        opening_id = storey.opening_ids[index]
        opening = storey.plan.openings[index]
        self.archive.features["opening"][opening_id]["properties"]["access_control"] = ["badgereader"]
        spot = building.place.apply(opening.centre)
        unit_id = storey.unit_ids[opening.room]
        self.device(
            "door",
            name,
            spot,
            storey.level_id,
            server="accessControlUnits",
            unit_id=unit_id,
            opening_id=opening_id,
            height=1.1,
        )


def controlled_doors(buildings: list[PlacedBuilding]) -> list[tuple[int, PlacedBuilding, Storey, int, str]]:
    """Every door that could be under access control, the most needed first: (rank, building, floor, opening, name)."""
    found = []
    for building in buildings:
        for storey in building.storeys:
            for index, opening in enumerate(storey.plan.openings):
                room = storey.plan.rooms[opening.room]
                if opening.is_exterior:
                    found.append((0, building, storey, index, f"{building.design.short} · {storey.doors[index]}"))
                elif opening.has_door and room.kind in CONTROLLED_ROOMS:
                    label = f"{building.design.short} · {room.number} {room.name}".replace("·  ", "· ")
                    found.append((CONTROLLED_ROOMS.index(room.kind) + 1, building, storey, index, label))
    ranked = sorted(found, key=lambda row: row[0])
    return _distinct(ranked)


def _distinct(
    rows: list[tuple[int, PlacedBuilding, Storey, int, str]],
) -> list[tuple[int, PlacedBuilding, Storey, int, str]]:
    """Rooms with several doors have them lettered A, B …"""
    names = [row[4] for row in rows]
    seen: dict[str, int] = {}
    lettered = []
    for rank, building, storey, index, name in rows:
        if names.count(name) > 1:
            seen[name] = seen.get(name, 0) + 1
            lettered.append((rank, building, storey, index, f"{name} {'ABCDEFGH'[seen[name] - 1]}"))
        else:
            lettered.append((rank, building, storey, index, name))
    return lettered


def fit_rooms(fitter: Fitter, building: PlacedBuilding) -> None:
    """A panic button for every classroom and reception, a vape sensor for every student restroom."""
    for storey in building.storeys:
        for room in storey.plan.floor.rooms:
            shape = building.place.apply(storey.plan.clear[room.key])
            where = {"level_id": storey.level_id, "unit_id": storey.unit_ids[room.key]}
            label = f"{building.design.short} · {room.number} {room.name}"
            if room.kind in TEACHING or room.kind in {"reception", "library", "gym", "cafeteria"}:
                spot = building.place.apply(_beside_door(storey, room.key))
                fitter.device("panicbutton", f"{label} · panic button", spot, server="inputEvents", height=1.2, **where)
            if room.kind in STUDENT_RESTROOMS:
                fitter.device(
                    "sensor.vape", f"{label} · vape sensor", shape.centroid, server="inputEvents", height=2.6, **where
                )


def fit_utilities(fitter: Fitter, building: PlacedBuilding) -> None:
    """The shut-offs of a building: power, water and ventilation indoors, gas on the outer wall."""
    ground, short = building.storeys[0], building.design.short
    for number, (utility, kinds) in enumerate(UTILITY_ROOMS.items()):
        room = min((r for r in ground.plan.floor.rooms if r.kind in kinds), key=lambda r: kinds.index(r.kind))
        inner = ground.plan.clear[room.key].buffer(-0.2, join_style="mitre").exterior
        spot = building.place.apply(inner.interpolate(0.1 + 0.2 * number, normalized=True))
        where = {"level_id": ground.level_id, "unit_id": ground.unit_ids[room.key]}
        fitter.device(f"shutoff.{utility}", f"{short} · {utility} shut-off", spot, height=1.5, **where)
    whole = shapely.union_all([room.cell for room in ground.plan.floor.rooms])
    rooms = sorted(
        ground.plan.floor.rooms, key=lambda r: GAS_SIDE.index(r.kind) if r.kind in GAS_SIDE else len(GAS_SIDE)
    )
    edge = next(edge for room in rooms for edge in outer_edges(room.cell, whole) if edge.length > 3)
    meter = building.place.apply(shapely.Point(edge.point(edge.length * 0.2, OUTER_M + 0.3)))
    fitter.device("shutoff.gas", f"{short} · gas shut-off", meter, fitter.outdoor_id, height=0.8)


def fit_hazards(fitter: Fitter, building: PlacedBuilding) -> None:
    """What endangers those who come in: boilers, chemicals, fuel, high voltage, each on the wall of its room."""
    for storey in building.storeys:
        for room in storey.plan.floor.rooms:
            hazard = "laboratory chemicals" if room.name == CHEMICAL_STORE else HAZARDS.get(room.kind)
            if hazard is not None:
                spot = building.place.apply(_on_wall(storey, room.key, 0.8))
                name = f"{building.design.short} · {room.number} {room.name} · {hazard}"
                where = {"level_id": storey.level_id, "unit_id": storey.unit_ids[room.key]}
                fitter.device("hazard", name, spot, height=1.5, **where)


def _beside_door(storey: Storey, key: str, along_m: float = 0.75) -> shapely.Point:
    """A place on the wall inside a room, next to its first door."""
    opening = next(o for o in storey.plan.openings if key in (o.room, o.other) and o.has_door)
    return beside(opening, storey.plan.clear[key], along_m)


def beside(opening: Opening, room: shapely.Polygon, along_m: float) -> shapely.Point:
    """The point just inside `room` that is `along_m` past the end of an opening (shorter where a corner comes first)."""
    (ax, ay), (bx, by) = opening.line.coords
    length = opening.line.length
    ux, uy = (bx - ax) / length, (by - ay) / length
    inner = room.buffer(-0.15, join_style="mitre")
    options = [shapely.Point(bx + ux * along_m, by + uy * along_m), shapely.Point(ax - ux * along_m, ay - uy * along_m)]
    spots = [shapely.shortest_line(inner, option).interpolate(0) for option in options]
    return max(spots, key=lambda spot: round(spot.distance(opening.line), 2))


def fit_entrances(fitter: Fitter, building: PlacedBuilding) -> None:
    """A pull station at every exit, intercoms at main and service doors, and what a main entrance has beside."""
    ground, short = building.storeys[0], building.design.short
    for index, door in ground.doors.items():
        opening = ground.plan.openings[index]
        pull = building.place.apply(beside(opening, ground.plan.clear[opening.room], 0.5))
        label = f"{short} · {door}"
        _amenity(fitter.archive, "firealarmpullstation", f"{label} · pull station", pull, ground.unit_ids[opening.room])
        if opening.principal or opening.category == "service":
            wall = building.place.apply(_outside(opening, 0.5))
            fitter.device("intercom", f"{label} · intercom", wall, fitter.outdoor_id, server="inputEvents", height=1.3)
        if opening.principal:
            _fit_main_entrance(fitter, building, opening, label)


def _fit_main_entrance(fitter: Fitter, building: PlacedBuilding, opening: Opening, label: str) -> None:
    """Key box outside, fire alarm panel inside, weapons detection where the public comes in."""
    ground = building.storeys[0]
    where = {"level_id": ground.level_id, "unit_id": ground.unit_ids[opening.room]}
    fitter.device(
        "keybox", f"{label} · key box", building.place.apply(_outside(opening, 1.2)), fitter.outdoor_id, height=1.5
    )
    panel = building.place.apply(beside(opening, ground.plan.clear[opening.room], 1.2))
    fitter.device("firepanel", f"{building.design.short} · fire alarm panel", panel, height=1.6, **where)
    if ground.plan.rooms[opening.room].kind in {"lobby", "vestibule"}:
        (nx, ny), at = opening.normal, opening.centre
        arch = building.place.apply(shapely.Point(at.x - nx * 2.2, at.y - ny * 2.2))
        fitter.device("sensor.weapon", f"{label} · weapons detection", arch, server="inputEvents", height=1.0, **where)


def _outside(opening: Opening, past_m: float) -> shapely.Point:
    """The place on the outer wall `past_m` beyond the end of an exterior door."""
    (nx, ny), side = opening.normal, opening.line.length / 2 + past_m
    return shapely.Point(opening.centre.x + nx * 0.35 - ny * side, opening.centre.y + ny * 0.35 + nx * side)


def fit_safety(fitter: Fitter, building: PlacedBuilding) -> None:
    """A defibrillator with a trauma kit on every floor and at the gym; extinguishers along the halls; a place for first aid."""
    _fit_first_aid(fitter, building)
    for storey in building.storeys:
        label = f"{building.design.short} · {storey.label}"
        halls = [r for r in storey.plan.floor.rooms if r.kind in {"hall", "lobby"}]
        places = [r for r in storey.plan.floor.rooms if r.kind in {"gym", "lobby", "cafeteria"}] or halls[:1]
        places = places or [max(storey.plan.floor.rooms, key=lambda room: room.cell.area)]
        for room in places:
            spot, kit = (building.place.apply(_on_wall(storey, room.key, at)) for at in (0.30, 0.34))
            unit_id = storey.unit_ids[room.key]
            _amenity(fitter.archive, "defibrillator", f"{label} · AED {room.name}", spot, unit_id)
            fitter.device(
                "traumakit", f"{label} · {room.name} · trauma kit", kit, storey.level_id, unit_id=unit_id, height=1.4
            )
        for room in (r for r in storey.plan.floor.rooms if r.kind in {"stair", "lift"}):
            middle = building.place.apply(storey.plan.clear[room.key].centroid)
            category = "stairs" if room.kind == "stair" else "elevator"
            _amenity(fitter.archive, category, f"{label} · {room.name}", middle, storey.unit_ids[room.key])
        for room in halls:
            spot = building.place.apply(_on_wall(storey, room.key, 0.62))
            _amenity(
                fitter.archive,
                "fireextinguisher",
                f"{label} · {room.name} extinguisher",
                spot,
                storey.unit_ids[room.key],
            )


def _fit_first_aid(fitter: Fitter, building: PlacedBuilding) -> None:
    ground, short = building.storeys[0], building.design.short
    rooms = [r for r in ground.plan.floor.rooms if r.kind in FIRST_AID_ROOMS]
    if rooms:
        room = min(rooms, key=lambda r: FIRST_AID_ROOMS.index(r.kind))
        spot = building.place.apply(_on_wall(ground, room.key, 0.55))
        _amenity(fitter.archive, "firstaid", f"{short} · {room.name} · first aid", spot, ground.unit_ids[room.key])


def _on_wall(storey: Storey, key: str, share: float) -> shapely.Point:
    """A place `share` of the way round a room's walls, moved on until no opening is near."""
    ring = storey.plan.clear[key].buffer(-0.15, join_style="mitre").exterior
    openings = shapely.union_all([o.line for o in storey.plan.openings])
    for step in range(60):
        spot = ring.interpolate((share + step / 60) % 1.0, normalized=True)
        if spot.distance(openings) > 0.9 + INNER_HALF_M:
            return spot
    raise ValueError(f"{key}: no free wall on {storey.label}")


def _amenity(archive: Archive, category: str, name: str, spot: shapely.Point, unit_id: str) -> None:
    empty = dict.fromkeys(("accessibility", "alt_name", "phone", "website", "hours", "correlation_id"))
    archive.add("amenity", name, spot, {"category": category, "name": labels(name), "unit_ids": [unit_id], **empty})
