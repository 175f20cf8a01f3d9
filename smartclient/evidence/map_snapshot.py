"""The floors of the exported cameras as drawings: rooms, walls, doors, each camera with what it sees. SVG, in metres."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from smartclient.domain.devices import Device, View
from smartclient.domain.ids import LevelId
from smartclient.domain.site import Level, LonLat, Rings, Site, Unit, UnitKind
from smartclient.geometry.frames import Frame

_FILLS = {
    UnitKind.CORRIDOR: "#e9ecef",
    UnitKind.WALL: "#3c4856",
    UnitKind.WINDOW: "#5e9ac4",
    UnitKind.STAIRS: "#dde3e8",
    UnitKind.LIFT: "#dde3e8",
    UnitKind.GROUNDS: "#e6ede1",
}
_ROOM, _EDGE, _TEXT, _CAMERA = "#ffffff", "#b7c1cb", "#1a2027", "#0b62c4"
_DRILL = "#6b3fc4"
_MARGIN_M = 6.0
_LARGEST_PX = 1600


def map_snapshots(site: Site, cameras: Sequence[Device], *, is_drill: bool = False) -> dict[str, bytes]:
    """A drawing a floor, by file name; cameras are numbered as they come, in all drawings alike. Unplaced ones are on none.

    Those of a drill are framed and say so.
    """
    levels = {level.id: level for level in site.levels}
    on_level: defaultdict[LevelId, list[tuple[int, Device]]] = defaultdict(list)
    for number, camera in enumerate(cameras, start=1):
        if camera.placement is not None and camera.placement.level_id in levels:
            on_level[camera.placement.level_id].append((number, camera))
    return {
        f"map-{place}.svg": _Drawing(site, levels[level], numbered, is_drill).svg()
        for place, (level, numbered) in enumerate(on_level.items(), start=1)
    }


class _Drawing:
    def __init__(self, site: Site, level: Level, cameras: Sequence[tuple[int, Device]], is_drill: bool) -> None:
        self._level, self._cameras, self._is_drill = level, cameras, is_drill
        self._title = " · ".join(filter(None, (_name_of(site, level), level.name)))
        self._units = [unit for unit in site.units if unit.level_id == level.id]
        self._doors = [opening for opening in site.openings if opening.level_id == level.id]
        outline = (
            level.area[0] if level.area else [device.placement.position for _, device in cameras if device.placement]
        )
        self._frame = Frame(*(sum(values) / len(values) for values in zip(*outline, strict=True)))
        points = [self._point(point) for point in outline]
        points += [self._point(device.placement.position) for _, device in cameras if device.placement]
        self._left, self._right = min(x for x, _ in points) - _MARGIN_M, max(x for x, _ in points) + _MARGIN_M
        self._top, self._bottom = min(y for _, y in points) - _MARGIN_M, max(y for _, y in points) + _MARGIN_M

    def svg(self) -> bytes:
        """The whole drawing, UTF-8."""
        width = self._right - self._left
        line = max(width / 60, 1.2)
        height = self._bottom - self._top + line * (len(self._cameras) + 2.5)
        scale = _LARGEST_PX / max(width, height)
        parts = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * scale:.0f}" height="{height * scale:.0f}" '
                f'viewBox="{self._left:.2f} {self._top:.2f} {width:.2f} {height:.2f}" font-family="sans-serif" role="img">'
            ),
            f"<title>{escape(self._title)}</title>",
            f'<rect x="{self._left:.2f}" y="{self._top:.2f}" width="{width:.2f}" height="{height:.2f}" fill="#f3f4f2"/>',
            *(
                self._unit(unit)
                for unit in sorted(self._units, key=lambda unit: unit.kind in (UnitKind.WALL, UnitKind.WINDOW))
            ),
            *(self._path((door.line,), "none", "#8a5a00", 0.25) for door in self._doors),
            *(self._seen(device) for _, device in self._cameras),
            *(self._pin(number, device, line) for number, device in self._cameras),
            *self._names(line),
            *self._legend(line),
            *(self._drill(line, width, height) if self._is_drill else ()),
            "</svg>\n",
        ]
        return "\n".join(filter(None, parts)).encode()

    def _point(self, lonlat: LonLat) -> tuple[float, float]:
        """Metres, y downward as SVG has it."""
        x, y = self._frame.point_to_local(*lonlat)
        return x, -y

    def _path(self, rings: Rings, fill: str, edge: str, width_m: float) -> str:
        drawn = " ".join("M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in map(self._point, ring)) for ring in rings)
        return f'<path d="{drawn}" fill="{fill}" fill-rule="evenodd" stroke="{edge}" stroke-width="{width_m}"/>'

    def _unit(self, unit: Unit) -> str:
        return self._path(unit.area, _FILLS.get(unit.kind, _ROOM), _EDGE, 0.05)

    def _seen(self, device: Device) -> str:
        if device.view is None or device.placement is None:
            return ""
        x, y = self._point(device.placement.position)
        ends = _sector(x, y, device.view)
        return f'<path d="{ends}" fill="{_CAMERA}" fill-opacity="0.25" stroke="{_CAMERA}" stroke-width="0.1"/>'

    def _pin(self, number: int, device: Device, line: float) -> str:
        if device.placement is None:
            return ""
        x, y = self._point(device.placement.position)
        return (
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{line * 0.6:.2f}" fill="{_CAMERA}" stroke="#ffffff" stroke-width="{line / 12:.2f}"/>'
            f'<text x="{x:.2f}" y="{y + line * 0.27:.2f}" font-size="{line * 0.75:.2f}" fill="#ffffff" text-anchor="middle">{number}</text>'
        )

    def _names(self, line: float) -> Iterable[str]:
        for unit in self._units:
            words = unit.number or unit.name
            if words and unit.kind in (UnitKind.ROOM, UnitKind.CORRIDOR, UnitKind.RESTROOM, UnitKind.STAIRS):
                x, y = self._point(unit.display_point)
                yield (
                    f'<text x="{x:.2f}" y="{y:.2f}" font-size="{line * 0.45:.2f}" fill="#4b5763" text-anchor="middle">'
                    f"{_shown(words)}</text>"
                )

    def _legend(self, line: float) -> Iterable[str]:
        rows = [self._title, *(f"{number}  {device.name}" for number, device in self._cameras)]
        for place, words in enumerate(rows, start=1):
            weight = "600" if place == 1 else "400"
            yield (
                f'<text x="{self._left + line:.2f}" y="{self._bottom + line * place:.2f}" font-size="{line * 0.7:.2f}" '
                f"fill={quoteattr(_TEXT)} font-weight={quoteattr(weight)}>{_shown(words)}</text>"
            )

    def _drill(self, line: float, width: float, height: float) -> Iterable[str]:
        """The dashed frame round all of it, and the word in its corner."""
        stroke, left, top = line / 5, self._left, self._top
        yield (
            f'<rect x="{left + stroke / 2:.2f}" y="{top + stroke / 2:.2f}" width="{width - stroke:.2f}" height="{height - stroke:.2f}" '
            f'fill="none" stroke="{_DRILL}" stroke-width="{stroke:.2f}" stroke-dasharray="{4 * stroke:.2f} {2.5 * stroke:.2f}"/>'
        )
        yield f'<rect x="{left:.2f}" y="{top:.2f}" width="{4.6 * line:.2f}" height="{1.5 * line:.2f}" fill="{_DRILL}"/>'
        yield (
            f'<text x="{left + 2.3 * line:.2f}" y="{top + 1.1 * line:.2f}" font-size="{line:.2f}" font-weight="700" '
            'fill="#ffffff" text-anchor="middle">DRILL</text>'
        )


def _shown(words: str) -> str:
    return escape("".join(c if c.isprintable() else " " for c in words[:120]))


def _name_of(site: Site, level: Level) -> str:
    buildings = {building.id: building.name for building in site.buildings}
    venues = {venue.id: venue.name for venue in site.venues}
    return buildings.get(level.building_ids[0], "") if level.building_ids else venues.get(level.venue_id, "")


def _sector(x: float, y: float, view: View) -> str:
    """A wedge, or a circle for a camera that looks around itself."""
    reach = max(0.5, min(view.range_m, 60.0))
    if view.field_of_view_deg >= 359:
        return (
            f"M{x - reach:.2f} {y:.2f} a{reach:.2f} {reach:.2f} 0 1 0 {2 * reach:.2f} 0 "
            f"a{reach:.2f} {reach:.2f} 0 1 0 {-2 * reach:.2f} 0 Z"
        )
    half = view.field_of_view_deg / 2
    ends = [math.radians(view.bearing_deg + side) for side in (-half, half)]
    (x1, y1), (x2, y2) = ((x + reach * math.sin(a), y - reach * math.cos(a)) for a in ends)
    is_large = int(view.field_of_view_deg > 180)
    return f"M{x:.2f} {y:.2f} L{x1:.2f} {y1:.2f} A{reach:.2f} {reach:.2f} 0 {is_large} 1 {x2:.2f} {y2:.2f} Z"
