"""Sports grounds at their real sizes: track and football, baseball, soccer, tennis, basketball, playground."""

from math import cos, pi, radians, sin

import shapely
from shapely.affinity import affine_transform

from maple_grove.frame import G
from maple_grove.grounds import Grounds, Points

LANE_M, LANES = 1.22, 8
STRAIGHT_M, RADIUS_M = 84.39, 36.5


def stadium(g: Grounds, x: float, y: float) -> None:
    """A 400 m track, from west to east about (x, y), round a football pitch; stands to the south and north."""
    outer = RADIUS_M + LANE_M * LANES
    infield = _capsule(x, y, RADIUS_M)
    pitch = shapely.box(x - 54.9, y - 24.4, x + 54.9, y + 24.4)
    g.surface("fieldofplay", "Football field", pitch)
    g.surface("recreation", "Track", _capsule(x, y, outer).difference(infield))
    g.surface("fieldofplay", "Track infield", infield)
    g.line(*[_capsule(x, y, RADIUS_M + LANE_M * i).exterior for i in range(LANES + 1)])
    g.line(pitch.exterior)
    g.line(*[[(x + yards * 0.9144, y - 24.4), (x + yards * 0.9144, y + 24.4)] for yards in range(-50, 51, 5)])
    for hash_y in (y - 8.1, y + 8.1):
        g.line(*[[(x + i * 4.572 - 0.3, hash_y), (x + i * 4.572 + 0.3, hash_y)] for i in range(-9, 10)])
    g.line([(x - outer + 9.8, y - outer), (x - outer + 9.8, y - RADIUS_M)])
    for side, depth, half in ((-1, 13.0, 34.0), (1, 7.0, 22.0)):
        near = y + side * (outer + 4)
        far = near + side * depth
        g.surface("recreation", "Home stand" if side < 0 else "Visitors stand", _box(x - half, near, x + half, far))
        g.line(*[[(x - half, near + side * d * 1.0), (x + half, near + side * d * 1.0)] for d in range(1, int(depth))])


def _box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _capsule(x: float, y: float, radius: float) -> shapely.Polygon:
    half = STRAIGHT_M / 2
    return shapely.LineString([(x - half, y), (x + half, y)]).buffer(radius, quad_segs=20)


def baseball(
    g: Grounds, x: float, y: float, turn_deg: float, reach_m: float = 98.0, name: str = "Baseball field"
) -> None:
    """A diamond with home plate at (x, y); `turn_deg` turns the right-field line counter-clockwise from east."""
    base = 27.43 if reach_m > 70 else 18.29
    skin = base * 1.05

    def put(shape: G) -> G:
        c, s = cos(radians(turn_deg)), sin(radians(turn_deg))
        turned: G = affine_transform(shape, (c, -s, s, c, x, y))
        return turned

    fence = shapely.Polygon([(0, 0), *[(reach_m * cos(a * pi / 60), reach_m * sin(a * pi / 60)) for a in range(31)]])
    mound = shapely.Point(base / 2, base / 2)
    fair = shapely.Polygon([(0, 0), (reach_m, 0), (reach_m, reach_m), (0, reach_m)])
    dirt = mound.buffer(skin, quad_segs=12).intersection(fair.buffer(3)).union(shapely.Point(0, 0).buffer(4))
    grass = shapely.box(2.5, 2.5, base - 2.5, base - 2.5).difference(mound.buffer(2.7))
    g.surface("fieldofplay", f"{name} diamond", put(grass))
    g.surface("recreation", f"{name} infield", put(dirt))
    g.surface("fieldofplay", name, put(fence.buffer(4, join_style="round")))
    g.line(put(shapely.LineString([(reach_m, 0), (0, 0), (0, reach_m)])))
    g.line(put(fence.exterior), put(shapely.box(0, 0, base, base).exterior))
    for dugout in (shapely.box(4, -8.5, 16, -6), shapely.box(-8.5, 4, -6, 16)):
        g.surface("unenclosedarea", "Dugout", put(dugout))


def soccer(
    g: Grounds, x: float, y: float, length: float = 100.0, width: float = 64.0, name: str = "Soccer field"
) -> None:
    """A pitch from west to east with its south-west corner at (x, y)."""
    g.surface("fieldofplay", name, shapely.box(x - 3, y - 3, x + length + 3, y + width + 3))
    mid_x, mid_y = x + length / 2, y + width / 2
    g.line(shapely.box(x, y, x + length, y + width).exterior, [(mid_x, y), (mid_x, y + width)])
    g.line(shapely.Point(mid_x, mid_y).buffer(9.15).exterior)
    for end, inward in ((x, 1), (x + length, -1)):
        for depth, half in ((16.5, 20.15), (5.5, 9.16)):
            g.line(
                [
                    (end, mid_y - half),
                    (end + inward * depth, mid_y - half),
                    (end + inward * depth, mid_y + half),
                    (end, mid_y + half),
                ]
            )


def tennis(g: Grounds, x: float, y: float, courts: int) -> None:
    """Courts side by side towards the east, each 23.77 by 10.97 m, from the south-west corner of their slab."""
    g.surface("recreation", "Tennis courts", shapely.box(x, y, x + courts * 16.5 + 3, y + 35))
    for i in range(courts):
        left, low = x + 4.3 + i * 16.5, y + 5.6
        g.line(shapely.box(left, low, left + 10.97, low + 23.77).exterior)
        g.line(*_tennis_lines(left, low))


def _tennis_lines(left: float, low: float) -> list[Points]:
    right, net = left + 10.97, low + 11.885
    return [
        [(left - 0.9, net), (right + 0.9, net)],
        [(left + 1.37, low), (left + 1.37, low + 23.77)],
        [(right - 1.37, low), (right - 1.37, low + 23.77)],
        [(left + 1.37, net - 6.4), (right - 1.37, net - 6.4)],
        [(left + 1.37, net + 6.4), (right - 1.37, net + 6.4)],
        [((left + right) / 2, net - 6.4), ((left + right) / 2, net + 6.4)],
    ]


def basketball(g: Grounds, x: float, y: float) -> None:
    """A 26 by 14 m hard court with its south-west corner at (x, y)."""
    g.surface("recreation", "Basketball court", shapely.box(x - 2, y - 2, x + 28, y + 16))
    g.line(*court_lines(x, y, 26.0, 14.0))


def court_lines(x: float, y: float, length: float, width: float) -> list[shapely.LineString]:
    """The markings of a basketball court lying from west to east."""
    mid_y = y + width / 2
    court = shapely.box(x, y, x + length, y + width)
    lines = [
        shapely.LineString(court.exterior.coords),
        shapely.LineString([(x + length / 2, y), (x + length / 2, y + width)]),
    ]
    lines.append(shapely.LineString(shapely.Point(x + length / 2, mid_y).buffer(1.8, quad_segs=8).exterior.coords))
    for end, inward in ((x, 1), (x + length, -1)):
        key = [
            (end, mid_y - 2.45),
            (end + inward * 5.8, mid_y - 2.45),
            (end + inward * 5.8, mid_y + 2.45),
            (end, mid_y + 2.45),
        ]
        lines.append(shapely.LineString(key))
        ring = shapely.Point(end + inward * 1.6, mid_y).buffer(min(6.6, width / 2 - 0.6), quad_segs=10)
        arc = ring.exterior.intersection(court.buffer(-0.01))
        if arc.geom_type == "MultiLineString":
            arc = shapely.line_merge(arc)
        lines += [part for part in shapely.get_parts(arc) if part.length > 1]
    return lines


def playground(g: Grounds, x: float, y: float, name: str = "Playground") -> None:
    """A soft-edged play surface about (x, y) with climbing frame, slide and swings."""
    blob = shapely.union_all(
        [shapely.Point(x + dx, y + dy).buffer(r, quad_segs=8) for dx, dy, r in ((-7, 0, 9), (6, 2, 10), (0, -5, 8))]
    )
    g.surface("recreation", name, blob.buffer(3).buffer(-3))
    g.line(shapely.Point(x - 7, y).buffer(3, quad_segs=2).exterior, shapely.box(x + 3, y - 1, x + 9, y + 0.6).exterior)
    g.line(
        [(x - 2, y + 5), (x + 6, y + 7)],
        [(x - 3, y - 8), (x + 3, y - 6)],
        shapely.Point(x + 9, y + 6).buffer(1.6, quad_segs=3).exterior,
    )
