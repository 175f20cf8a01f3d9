"""Everything on the map that is not a camera: doors, buttons, sensors, safety equipment."""

from dataclasses import dataclass

import shapely

from maple_grove.archive import Archive, labels, stable_id
from maple_grove.cameras import View
from maple_grove.indoors import PlacedBuilding, Storey
from maple_grove.kinds import STUDENT_RESTROOMS, TEACHING
from maple_grove.walls import INNER_HALF_M, Opening

CONTROLLED_ROOMS = (
    "reception", "server", "vestibule", "gym", "electrical", "library", "mechanical", "kitchen", "fitness", "auditorium",
    "boyslocker", "girlslocker", "staff", "health", "shop", "science", "music", "art", "computer", "mail", "storage", "stage",
    "conference", "cafeteria", "garage", "custodial", "office",
)  # fmt: skip


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
            shutoff = {"mechanical": "hvac", "electrical": "power"}.get(room.kind)
            if shutoff:
                spot = building.place.apply(_beside_door(storey, room.key))
                fitter.device(f"shutoff.{shutoff}", f"{label} · {shutoff} shut-off", spot, height=1.5, **where)


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
    """Intercom, key box and weapons detection at the main entrance, intercoms at service doors, pull stations at all exits."""
    ground, short = building.storeys[0], building.design.short
    for index, door in ground.doors.items():
        opening = ground.plan.openings[index]
        nx, ny = opening.normal
        room = ground.plan.clear[opening.room]
        unit_id = ground.unit_ids[opening.room]
        pull = building.place.apply(beside(opening, room, 0.5))
        _amenity(fitter.archive, "firealarmpullstation", f"{short} · {door} · pull station", pull, unit_id)
        side = opening.line.length / 2 + 0.5
        outside = shapely.Point(opening.centre.x + nx * 0.35 - ny * side, opening.centre.y + ny * 0.35 + nx * side)
        wall = building.place.apply(outside)
        if opening.principal or opening.category == "service":
            fitter.device(
                "intercom", f"{short} · {door} · intercom", wall, fitter.outdoor_id, server="inputEvents", height=1.3
            )
        if opening.principal:
            inside = building.place.apply(shapely.Point(opening.centre.x - nx * 2.2, opening.centre.y - ny * 2.2))
            where = {"level_id": ground.level_id, "unit_id": unit_id}
            fitter.device(
                "sensor.weapon",
                f"{short} · {door} · weapons detection",
                inside,
                server="inputEvents",
                height=1.0,
                **where,
            )
            moved = building.place.apply(shapely.Point(outside.x - 0.7 * ny, outside.y + 0.7 * nx))
            fitter.device("keybox", f"{short} · {door} · key box", moved, fitter.outdoor_id, height=1.5)
            panel = building.place.apply(beside(opening, room, 1.2))
            fitter.device(
                "firepanel", f"{short} · fire alarm panel", panel, ground.level_id, unit_id=unit_id, height=1.6
            )


def fit_safety(fitter: Fitter, building: PlacedBuilding) -> None:
    """A defibrillator with a trauma kit on every floor and at the gym; extinguishers along the halls."""
    for storey in building.storeys:
        label = f"{building.design.short} · {storey.label}"
        halls = [r for r in storey.plan.floor.rooms if r.kind in {"hall", "lobby"}]
        places = [r for r in storey.plan.floor.rooms if r.kind in {"gym", "lobby", "cafeteria"}] or halls[:1]
        for room in places:
            spot, kit = (building.place.apply(_on_wall(storey, room.key, at)) for at in (0.30, 0.34))
            unit_id = storey.unit_ids[room.key]
            _amenity(fitter.archive, "defibrillator", f"{label} · AED {room.name}", spot, unit_id)
            fitter.device(
                "traumakit", f"{label} · {room.name} · trauma kit", kit, storey.level_id, unit_id=unit_id, height=1.4
            )
        for room in halls:
            spot = building.place.apply(_on_wall(storey, room.key, 0.62))
            _amenity(
                fitter.archive,
                "fireextinguisher",
                f"{label} · {room.name} extinguisher",
                spot,
                storey.unit_ids[room.key],
            )


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
