"""The outdoors of a campus: surfaces that do not overlap, painted lines, trees, poles."""

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import shapely
from shapely.geometry.base import BaseGeometry

from maple_grove.archive import Archive, labels, point
from maple_grove.frame import Placement

STALL_M = (2.7, 5.4)
AISLE_M = 6.6
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Pole:
    """A camera outdoors, in campus metres; bearing in degrees clockwise from the campus' own north."""

    name: str
    x: float
    y: float
    bearing: float
    form: str = "bullet"
    range_m: float = 45.0


@dataclass(slots=True)
class Grounds:
    """Lays surfaces in campus metres; what lies first stays, later surfaces go round it."""

    archive: Archive
    place: Placement
    boundary: shapely.Polygon
    level_id: str
    taken: BaseGeometry
    poles: list[Pole] = field(default_factory=list)
    units: list[tuple[str, shapely.Polygon]] = field(default_factory=list)
    trees: int = 0

    def surface(self, category: str, name: str, shape: BaseGeometry) -> None:
        """Adds a ground surface where nothing lies yet."""
        free = (
            shape.intersection(self.boundary)
            .difference(self.taken)
            .buffer(-0.1, join_style="mitre")
            .buffer(0.095, join_style="mitre")
        )
        self.taken = self.taken.union(free.buffer(0.01, quad_segs=1))
        for part in shapely.get_parts(free):
            if part.geom_type == "Polygon" and part.area > 1.5:
                self._unit(category, name, part)

    def _unit(self, category: str, name: str, shape: shapely.Polygon) -> None:
        placed = self.place.apply(shape)
        properties = {
            "category": category,
            "restriction": None,
            "accessibility": None,
            "name": labels(name),
            "alt_name": None,
            "level_id": self.level_id,
            "display_point": point(placed.representative_point()) if name else None,
        }
        identity = self.archive.add("unit", f"outdoor/{category} {len(self.units)}", placed, properties)
        self.units.append((identity, shape))

    def line(self, *paths: Points | shapely.LineString) -> None:
        """Adds painted lines."""
        for path in paths:
            count = self.archive.count("detail")
            line = self.place.apply(shapely.LineString(path))
            self.archive.add("detail", f"outdoor/{count}", line, {"level_id": self.level_id})

    def road(self, points: Points, width_m: float, name: str = "") -> None:
        self.surface("road", name, _rounded(points).buffer(width_m / 2, cap_style="flat"))

    def walk(self, points: Points, width_m: float = 2.4) -> None:
        self.surface(
            "walkway", "", shapely.LineString(points).buffer(width_m / 2, cap_style="flat", join_style="mitre")
        )

    def parking(self, name: str, x0: float, y0: float, bays: int, rows: int) -> tuple[float, float]:
        """A lot of `rows` double-sided aisles from west to east; returns its size. Islands with trees close its ends."""
        stall_w, stall_d = STALL_M
        width, depth = bays * stall_w + 8.0, rows * (2 * stall_d + AISLE_M)
        islands = []
        for row in range(rows):
            base = y0 + row * (2 * stall_d + AISLE_M)
            for y, end in ((base, base + stall_d), (base + stall_d + AISLE_M, base + 2 * stall_d + AISLE_M)):
                self.line(*[[(x0 + 4 + i * stall_w, y), (x0 + 4 + i * stall_w, end)] for i in range(bays + 1)])
            if row:
                islands.append((x0 + 4, base))
                self.line([(x0 + 4, base), (x0 + 4 + bays * stall_w, base)])
        for x, y in islands:
            for i in range(0, bays + 1, 6):
                spot = shapely.Point(x + i * stall_w, y)
                self._unit("vegetation", "", spot.buffer(1.3, quad_segs=3))
                self.taken = self.taken.union(spot.buffer(1.3, quad_segs=3))
        lot = shapely.box(x0, y0, x0 + width, y0 + depth).buffer(-2).buffer(2, quad_segs=4)
        self.surface("parking", name, lot)
        return width, depth

    def tree(self, x: float, y: float, radius: float) -> None:
        """Plants a tree where the ground is free."""
        crown = shapely.Point(x, y).buffer(radius, quad_segs=3)
        if self.boundary.contains(crown) and not self.taken.intersects(crown):
            self._unit("vegetation", "", crown)
            self.taken = self.taken.union(crown)
            self.trees += 1

    def tree_row(self, points: Points, every_m: float = 11.0, seed: int = 1) -> None:
        line, random = shapely.LineString(points), Random(seed)
        for i in range(int(line.length / every_m) + 1):
            at = line.interpolate(i * every_m)
            self.tree(at.x + random.uniform(-0.6, 0.6), at.y + random.uniform(-0.6, 0.6), random.uniform(2.2, 3.3))

    def grove(self, x: float, y: float, radius: float, count: int, seed: int) -> None:
        random = Random(seed)
        for _ in range(count):
            self.tree(x + random.gauss(0, radius / 2), y + random.gauss(0, radius / 2), random.uniform(1.9, 4.2))

    def lawn_trees(self, every_m2: float = 1900.0, clear_m: float = 5.0, seed: int = 90) -> None:
        """Single trees on what is left as lawn, away from everything that was laid before and from the cameras."""
        random = Random(seed)
        west, south, east, north = self.boundary.bounds
        lawn = self.boundary.buffer(-clear_m).difference(self.taken.buffer(clear_m))
        lawn = lawn.difference(
            shapely.union_all([shapely.Point(pole.x, pole.y).buffer(2 * clear_m) for pole in self.poles])
        )
        for _ in range(int(self.boundary.area / every_m2)):
            spot = shapely.Point(random.uniform(west, east), random.uniform(south, north))
            if lawn.contains(spot):
                self.tree(spot.x, spot.y, random.uniform(2.4, 4.4))

    def bed(self, shape: BaseGeometry, name: str = "") -> None:
        """A planting bed with soft corners."""
        self.surface("vegetation", name, shape.buffer(-1.0).buffer(1.0, quad_segs=4))

    def pole(self, name: str, x: float, y: float, bearing: float, form: str = "bullet", range_m: float = 45.0) -> None:
        self.poles.append(Pole(name, x, y, bearing, form, range_m))

    def assembly(self, name: str, x: float, y: float) -> None:
        """An assembly point on a patch of its own."""
        self.surface("unenclosedarea", name, shapely.Point(x, y).buffer(5, quad_segs=6))
        spot = shapely.Point(x, y)
        inside = [identity for identity, shape in self.units if shape.contains(spot)]
        self.amenity("meetingpoint", name, spot, inside)

    def amenity(self, category: str, name: str, spot: shapely.Point, unit_ids: list[str]) -> None:
        properties = {
            "category": category,
            "accessibility": None,
            "name": labels(name),
            "alt_name": None,
            "phone": None,
            "website": None,
            "hours": None,
            "unit_ids": unit_ids,
            "correlation_id": None,
        }
        self.archive.add("amenity", f"outdoor/{name}", self.place.apply(spot), properties)


def _rounded(points: Points, radius_m: float = 9.0) -> shapely.LineString:
    """A path whose corners are turned as a bus turns them: each corner becomes a short curve."""
    if len(points) < 3:
        return shapely.LineString(points)
    path = [points[0]]
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:], strict=False):
        before, after = shapely.LineString([(bx, by), (ax, ay)]), shapely.LineString([(bx, by), (cx, cy)])
        reach = min(radius_m, before.length / 2, after.length / 2)
        start, end = before.interpolate(reach), after.interpolate(reach)
        for i in range(9):
            t = i / 8
            x = (1 - t) ** 2 * start.x + 2 * t * (1 - t) * bx + t * t * end.x
            y = (1 - t) ** 2 * start.y + 2 * t * (1 - t) * by + t * t * end.y
            path.append((x, y))
    path.append(points[-1])
    return shapely.LineString([p for p, q in pairwise([*path, (1e9, 1e9)]) if p != q])
