"""The district's base map: roads, railway, water, woods, parks and blocks of houses between the campuses."""

from pathlib import Path
from random import Random

import shapely
from shapely.geometry.base import BaseGeometry

from maple_grove.archive import Properties, write_collection
from maple_grove.campus import Campus
from maple_grove.curves import Points, blob, spline
from maple_grove.frame import to_wgs84
from maple_grove.town import (
    CREEK,
    EAST_WEST,
    HEDGES,
    ISLAND,
    LAKE,
    MAJOR,
    NORTH_SOUTH,
    PARKS,
    PATHS,
    POND,
    RAIL,
    STREETS,
    WOODS,
)

CREEK_WIDTH_M = 11.0
BLOCK_DEPTH_M = 52.0
STREET_WIDTH_M = 8.0
NEIGHBOUR_M = (8.0, 48.0)
"""From where to where beyond a campus its neighbour is named."""

GREEN_M2 = 20_000.0
"""A gap between back gardens is open ground only if it is larger than this."""
Road = tuple[str, str, float, shapely.LineString]


def write(campuses: list[Campus], folder: Path) -> None:
    """Writes `surroundings.geojson`."""
    schools = shapely.union_all([campus.place.apply(shapely.Polygon(campus.boundary)) for campus in campuses])
    roads = _roads(schools)
    water = _water(schools)
    parks = {name: _soft(corners).difference(schools).difference(water[0]) for name, corners in PARKS.items()}
    built = shapely.union_all([line.buffer(width / 2 + 3) for _, _, width, line in roads])
    rail = shapely.LineString(spline(RAIL))
    kept_free = shapely.union_all(
        [schools.buffer(16), *water, *(park.buffer(8) for park in parks.values()), built, rail.buffer(20)]
    )
    houses = _blocks(roads, kept_free)
    woods = _woods(shapely.union_all([kept_free, *houses]).buffer(5))
    features = [
        *(_feature("residential", "", part) for part in houses),
        *(_feature("wood", "", part) for part in woods),
        *(
            _feature("neighbour", name, strip)
            for name, strip in _neighbours(campuses, roads, water, parks, houses, woods)
        ),
        *(_feature("park", name, part) for name, shape in parks.items() for part in shapely.get_parts(shape)),
        *(
            _feature("water", name, shape)
            for name, shape in zip(("Heron Lake", "Maple Creek", "", "", ""), water, strict=True)
        ),
        *(_feature("path", name, shapely.LineString(spline(points)), 2.5) for name, points in PATHS.items()),
        _feature("rail", "Maple Grove Junction Line", rail, 3.0),
        *(_feature(category, name, line, width) for category, name, width, line in sorted(roads, key=lambda r: r[2])),
    ]
    write_collection(folder / "surroundings.geojson", features, "surroundings")


def _feature(category: str, name: str, shape: BaseGeometry, width_m: float | None = None) -> Properties:
    properties: Properties = {"category": category}
    properties |= {"name": name} if name else {}
    properties |= {"width": width_m} if width_m is not None else {}
    mapped = shapely.geometry.mapping(to_wgs84(shape))
    return {
        "type": "Feature",
        "geometry": {"type": mapped["type"], "coordinates": mapped["coordinates"]},
        "properties": properties,
    }


def _neighbours(
    campuses: list[Campus],
    roads: list[Road],
    water: list[shapely.Polygon],
    parks: dict[str, BaseGeometry],
    houses: list[shapely.Polygon],
    woods: list[shapely.Polygon],
) -> list[tuple[str, shapely.Polygon]]:
    """What lies beyond each side of each campus, named, as a strip along that side."""
    named: list[tuple[str, BaseGeometry]] = [("Heron Lake", water[0]), ("Maple Creek", water[1]), *parks.items()]
    built, wooded = shapely.union_all(houses), shapely.union_all(woods)
    found = []
    for campus in campuses:
        west, south, east, north = shapely.Polygon(campus.boundary).bounds
        wide, high = (east - west) / 5, (north - south) / 5
        near, far = NEIGHBOUR_M
        for box in (
            (west + wide, north + near, east - wide, north + far),
            (east + near, south + high, east + far, north - high),
            (west + wide, south - far, east - wide, south - near),
            (west - far, south + high, west - near, north - high),
        ):
            strip = campus.place.apply(shapely.box(*box))
            found.append((_neighbour_name(strip, roads, named, built, wooded), strip))
    return found


def _neighbour_name(
    strip: shapely.Polygon,
    roads: list[Road],
    named: list[tuple[str, BaseGeometry]],
    built: BaseGeometry,
    wooded: BaseGeometry,
) -> str:
    shares = {name: strip.intersection(shape).area / strip.area for name, shape in named}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] > 0.2:
        return best
    if strip.intersection(built).area > 0.15 * strip.area:
        _, street, _, _ = min(roads, key=lambda road: road[3].distance(strip.centroid))
        return f"Homes on {street}"
    return "Woodland" if strip.intersection(wooded).area > 0.3 * strip.area else "Farmland"


def _roads(schools: BaseGeometry) -> list[Road]:
    major = [
        ("road.major", name, width, shapely.LineString(_through(points))) for name, (width, points) in MAJOR.items()
    ]
    grid = [(name, shapely.LineString([(x, start), (x, end)])) for name, (x, start, end) in NORTH_SOUTH.items()]
    grid += [(name, shapely.LineString([(start, y), (end, y)])) for name, (y, start, end) in EAST_WEST.items()]
    minor = [
        ("road.minor", name, width, shapely.LineString(spline(points))) for name, (width, points) in STREETS.items()
    ]
    keep_off = schools.buffer(4)
    for name, line in grid:
        parts = shapely.get_parts(line.difference(keep_off))
        minor += [("road.minor", name, STREET_WIDTH_M, part) for part in parts if part.length > 40]
    return [*major, *minor]


def _through(points: Points) -> Points:
    """A curve, except across the town's grid, where highways are straight streets."""
    west, east = min(x for x, _, _ in NORTH_SOUTH.values()), max(x for x, _, _ in NORTH_SOUTH.values())
    straight = [p for p in points if p[0] in (west, east)]
    if len(straight) < 2:
        return spline(points)
    first, last = points.index(straight[0]), points.index(straight[1])
    before, after = points[: first + 1], points[last:]
    return [*spline(before), *(spline(after) if len(after) > 1 else after)]


def _water(schools: BaseGeometry) -> list[shapely.Polygon]:
    """Lake, creek, ponds."""
    island = blob(*ISLAND, seed=5)
    lake = shapely.Polygon(spline(LAKE, is_closed=True)).difference(schools.buffer(20)).difference(island)
    creek = shapely.LineString(spline(CREEK)).buffer(CREEK_WIDTH_M / 2, cap_style="flat").difference(lake)
    creek = max(shapely.get_parts(creek), key=lambda part: part.area)
    return [lake, creek, *(blob(x, y, rx, ry, seed=i, turn=0.4) for i, (x, y, rx, ry) in enumerate(POND))]


def _soft(corners: Points) -> shapely.Polygon:
    shore = spline(corners, is_closed=True, steps=5) if len(corners) > 5 else corners
    return shapely.Polygon(shore).buffer(-6).buffer(6, quad_segs=4)


def _blocks(roads: list[Road], kept_free: BaseGeometry) -> list[shapely.Polygon]:
    """House lots along every street of the town, cut into blocks by the streets."""
    quiet = [
        line.buffer(BLOCK_DEPTH_M, quad_segs=6)
        for category, name, _, line in roads
        if category == "road.minor" and name not in RURAL
    ]
    joined = shapely.get_parts(shapely.union_all(quiet).buffer(34).buffer(-34))
    filled = [
        shapely.Polygon(part.exterior, [r for r in part.interiors if shapely.Polygon(r).area > GREEN_M2])
        for part in joined
    ]
    lots = shapely.union_all(filled).difference(kept_free)
    rounded = [part.buffer(-5).buffer(5, quad_segs=3).simplify(0.4) for part in shapely.get_parts(lots)]
    whole = [piece for part in rounded for piece in shapely.get_parts(part)]
    return [piece for piece in whole if piece.geom_type == "Polygon" and piece.area > 700]


RURAL = frozenset(
    {
        "Creek Road",
        "Depot Street",
        "Quarry Road",
        "Lakeshore Drive",
        "Tower Road",
        "Junction Road",
        "Quarry Town Road",
        "County Highway K",
        "County Highway Q",
    }
)


def _hedge(ends: tuple[float, float, float, float], seed: int) -> BaseGeometry:
    """A tree line with gaps and uneven crowns."""
    random = Random(seed)
    line = shapely.LineString([ends[:2], ends[2:]])
    spots = [line.interpolate(i * 13.0 + random.uniform(-4, 4)) for i in range(int(line.length / 13))]
    return shapely.union_all(
        [spot.buffer(random.uniform(7, 11), quad_segs=3) for spot in spots if random.random() > 0.08]
    )


def _along_creek() -> list[BaseGeometry]:
    """Willows and cottonwoods on the banks, thicker here and there."""
    random, line = Random(3), shapely.LineString(spline(CREEK))
    spots = [line.interpolate(at) for at in range(0, int(line.length), 34)]
    return [spot.buffer(random.uniform(12, 38), quad_segs=4) for spot in spots if random.random() > 0.3]


def _woods(kept_free: BaseGeometry) -> list[shapely.Polygon]:
    grown: list[BaseGeometry] = [
        blob(x, y, rx, ry, seed=40 + i, turn=turn) for i, (x, y, rx, ry, turn) in enumerate(WOODS)
    ]
    grown += [*(_hedge(ends, seed=i) for i, ends in enumerate(HEDGES)), *_along_creek()]
    left = shapely.union_all(grown).difference(kept_free).buffer(-3).buffer(3, quad_segs=3).simplify(0.5)
    return [part for part in shapely.get_parts(left) if part.area > 400]
