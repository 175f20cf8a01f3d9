"""A site as DXF R2010 in metres east and north of its first campus, a layer for each kind of thing on each floor."""

from io import StringIO

import numpy as np
from ezdxf.document import Drawing as Document
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new
from ezdxf.layouts.layout import Modelspace

from smartclient.domain.devices import DeviceKind
from smartclient.domain.site import LonLat, Rings, Site, UnitKind
from smartclient.geometry.frames import Frame

_METRES = 6
_LAYERS = {
    UnitKind.WALL: ("A-WALL", 7),
    UnitKind.WINDOW: ("A-GLAZ", 4),
    UnitKind.STAIRS: ("A-FLOR-STRS", 30),
    UnitKind.LIFT: ("A-FLOR-EVTR", 30),
    UnitKind.GROUNDS: ("L-SITE", 3),
}
_ROOMS, _NAMES, _DOORS, _OUTLINE = ("A-AREA", 8), ("A-AREA-IDEN", 2), ("A-DOOR", 1), ("A-FLOR-OTLN", 9)
_DETAILS, _FURNITURE, _CAMERAS, _DEVICES, _GRID = (
    ("A-DETL", 8),
    ("A-FURN", 8),
    ("T-CCTV", 6),
    ("T-SAFE", 5),
    ("A-GRID", 9),
)
_TEXT_M = 0.4


def to_dxf(site: Site) -> bytes:
    """The file. Its layers are named as offices name them (US National CAD Standard), the floor in front: `HS 2F A-WALL`."""
    document = new("R2010", setup=True)
    document.units = _METRES
    paper = _Paper(document, Frame(*site.venues[0].display_point))
    lon, lat = site.venues[0].display_point
    paper.text(_GRID, "", (lon, lat), f"0, 0 is at latitude {lat:.8f}, longitude {lon:.8f} (WGS 84); y is true north")
    buildings = {building.id: building.name for building in site.buildings}
    prefixes: dict[str, str] = {}
    for level in site.levels:
        name = buildings.get(level.building_ids[0], "") if level.building_ids else ""
        prefixes[level.id] = prefix = " ".join(part for part in (name, level.short_name) if part)
        paper.area(_OUTLINE, prefix, level.area)
    _floors(paper, site, prefixes)
    stream = StringIO()
    document.write(stream)
    return stream.getvalue().encode(document.output_encoding, "dxfreplace")


def _floors(paper: "_Paper", site: Site, prefixes: dict[str, str]) -> None:
    for unit in site.units:
        prefix = prefixes.get(unit.level_id, "")
        paper.area(_LAYERS.get(unit.kind, _ROOMS), prefix, unit.area)
        words = "\n".join(part for part in (unit.number, unit.name) if part)
        if words:
            paper.text(_NAMES, prefix, unit.display_point, words)
    for opening in site.openings:
        paper.line(_DOORS, prefixes.get(opening.level_id, ""), opening.line)
        if opening.name:
            paper.text(_NAMES, prefixes.get(opening.level_id, ""), opening.line[0], opening.name)
    for fixture in site.fixtures:
        prefix = prefixes.get(fixture.level_id, "")
        if fixture.is_line:
            paper.line(_DETAILS, prefix, fixture.shape[0])
        else:
            paper.area(_FURNITURE, prefix, fixture.shape)
    for device in site.devices:
        if device.placement is not None:
            layer = _CAMERAS if device.kind is DeviceKind.CAMERA else _DEVICES
            prefix = prefixes.get(device.placement.level_id or "", "")
            paper.point(layer, prefix, device.placement.position)
            paper.text(layer, prefix, device.placement.position, device.name)


class _Paper:
    """Draws in metres; a layer is made when something is first drawn on it."""

    def __init__(self, document: Document, frame: Frame) -> None:
        self._document, self._frame = document, frame
        self._space: Modelspace = document.modelspace()

    def area(self, layer: tuple[str, int], prefix: str, rings: Rings) -> None:
        for ring in rings:
            points = self._metres(ring)[:-1]
            self._space.add_lwpolyline(points, close=True, dxfattribs={"layer": self._layer(layer, prefix)})

    def line(self, layer: tuple[str, int], prefix: str, line: tuple[LonLat, ...]) -> None:
        self._space.add_lwpolyline(self._metres(line), dxfattribs={"layer": self._layer(layer, prefix)})

    def point(self, layer: tuple[str, int], prefix: str, at: LonLat) -> None:
        x, y = self._metres((at,))[0]
        self._space.add_circle((x, y), 0.25, dxfattribs={"layer": self._layer(layer, prefix)})

    def text(self, layer: tuple[str, int], prefix: str, at: LonLat, words: str) -> None:
        x, y = self._metres((at,))[0]
        name = self._layer(layer, prefix)
        for number, line in enumerate(words.split("\n")):
            text = self._space.add_text(line, height=_TEXT_M, dxfattribs={"layer": name})
            text.set_placement((x, y - number * 1.5 * _TEXT_M), align=TextEntityAlignment.MIDDLE_CENTER)

    def _layer(self, layer: tuple[str, int], prefix: str) -> str:
        allowed = "".join(letter if letter not in '<>/\\":;?*|=`,' else "-" for letter in prefix).strip()
        name = f"{allowed} {layer[0]}".strip()[:255]
        if name not in self._document.layers:
            self._document.layers.add(name, color=layer[1])
        return name

    def _metres(self, points: tuple[LonLat, ...]) -> list[tuple[float, float]]:
        return [(x, y) for x, y in np.round(self._frame.to_local(np.array(points)), 4).tolist()]
