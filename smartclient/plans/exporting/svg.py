"""One floor as an SVG drawing to scale: a unit is a centimetre, groups by kind, names as text."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np

from smartclient.domain.site import Level, LonLat, Rings, Site, Unit, UnitKind
from smartclient.geometry.frames import Frame

_PER_M = 100
_MARGIN_M = 2.0
_LOOKS = {
    UnitKind.GROUNDS: "fill:#e6ede1;stroke:#a9bda1",
    UnitKind.ROOM: "fill:#ffffff;stroke:#9aa5b1",
    UnitKind.CORRIDOR: "fill:#eef1f4;stroke:#9aa5b1",
    UnitKind.RESTROOM: "fill:#e3eaf2;stroke:#9aa5b1",
    UnitKind.STAIRS: "fill:#dde3e8;stroke:#9aa5b1",
    UnitKind.LIFT: "fill:#dde3e8;stroke:#9aa5b1",
    UnitKind.SERVICE: "fill:#e9ebee;stroke:#9aa5b1",
    UnitKind.WINDOW: "fill:#5e9ac4;stroke:none",
    UnitKind.WALL: "fill:#3c4856;stroke:none",
}
_LETTER_M = 0.35


def to_svg(site: Site, level: Level) -> bytes:
    """The floor, true north up."""
    paper = _Paper(level)
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": " ".join(f"{side:.0f}" for side in paper.view_box),
            "width": f"{paper.view_box[2] / _PER_M:.2f}cm",
            "height": f"{paper.view_box[3] / _PER_M:.2f}cm",
            "font-family": "sans-serif",
        },
    )
    buildings = {building.id: building.name for building in site.buildings}
    name = buildings.get(level.building_ids[0], "") if level.building_ids else ""
    SubElement(root, "title").text = " · ".join(part for part in (site.name, name, level.name) if part)
    SubElement(
        root,
        "path",
        {"id": "floor", "d": paper.path(level.area), "style": "fill:#f7f8f9;stroke:#3c4856;stroke-width:6"},
    )
    units = [unit for unit in site.units if unit.level_id == level.id]
    for kind, look in _LOOKS.items():
        group = SubElement(root, "g", {"id": kind.value, "style": f"{look};stroke-width:2;fill-rule:evenodd"})
        for unit in units:
            if unit.kind is kind:
                SubElement(group, "path", {"d": paper.path(unit.area)})
    doors = SubElement(root, "g", {"id": "doors", "style": "fill:none;stroke:#c07000;stroke-width:8"})
    for opening in site.openings:
        if opening.level_id == level.id:
            SubElement(doors, "path", {"d": paper.path((opening.line,), is_closed=False)})
    _devices(root, site, level, paper)
    _names(root, units, paper)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _devices(root: Element, site: Site, level: Level, paper: "_Paper") -> None:
    group = SubElement(root, "g", {"id": "devices", "style": "fill:#0b62c4;stroke:#ffffff;stroke-width:4"})
    for device in site.devices:
        if device.placement is not None and device.placement.level_id == level.id:
            x, y = paper.points((device.placement.position,))[0]
            mark = SubElement(group, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "25"})
            SubElement(mark, "title").text = device.name


def _names(root: Element, units: list[Unit], paper: "_Paper") -> None:
    size = _LETTER_M * _PER_M
    group = SubElement(root, "g", {"id": "names", "style": f"fill:#1a2027;font-size:{size:.0f}px;text-anchor:middle"})
    for unit in units:
        for number, words in enumerate(part for part in (unit.number, unit.name) if part):
            x, y = paper.points((unit.display_point,))[0]
            place = {"x": f"{x:.1f}", "y": f"{y + number * 1.2 * size:.1f}"}
            SubElement(group, "text", place).text = words


class _Paper:
    """Centimetres of the floor, right and down."""

    def __init__(self, level: Level) -> None:
        lons, lats = zip(*level.area[0], strict=True)
        self._frame = Frame((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
        outline = np.array(self.points(level.area[0]))
        low, high = outline.min(axis=0) - _MARGIN_M * _PER_M, outline.max(axis=0) + _MARGIN_M * _PER_M
        self.view_box = (float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))

    def points(self, line: tuple[LonLat, ...]) -> list[tuple[float, float]]:
        metres = self._frame.to_local(np.array(line))
        return [(x * _PER_M, -y * _PER_M) for x, y in metres.tolist()]

    def path(self, rings: Rings, *, is_closed: bool = True) -> str:
        end = " Z" if is_closed else ""
        return " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in self.points(ring)) + end for ring in rings)
