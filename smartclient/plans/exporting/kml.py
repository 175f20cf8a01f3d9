"""A site as KML 2.2 (OGC 07-147r2): a folder for each campus, building and floor; rooms, doors and devices with their names."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from smartclient.domain.site import Level, LonLat, Rings, Site, UnitKind

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_STYLES = {
    UnitKind.ROOM: ("7fd8c8a8", "ff8f7a5a"),
    UnitKind.CORRIDOR: ("7fe8e4dc", "ffa09a90"),
    UnitKind.RESTROOM: ("7fe0d0c0", "ff8f7a5a"),
    UnitKind.STAIRS: ("7fa8d8f0", "ff6090b0"),
    UnitKind.LIFT: ("7fa8d8f0", "ff6090b0"),
    UnitKind.WALL: ("ff606060", "ff404040"),
    UnitKind.WINDOW: ("b2f0d8a8", "fff0c070"),
    UnitKind.SERVICE: ("7fc8c8c8", "ff909090"),
    UnitKind.GROUNDS: ("4c90d090", "ff60a060"),
}
"""Fill and line of each kind, alpha first, then blue, green, red."""


def to_kml(site: Site) -> bytes:
    """The file."""
    root = Element("kml", {"xmlns": _NAMESPACE})
    document = SubElement(root, "Document")
    SubElement(document, "name").text = site.name
    for kind, (fill, line) in _STYLES.items():
        style = SubElement(document, "Style", {"id": kind.value})
        SubElement(SubElement(style, "LineStyle"), "color").text = line
        SubElement(SubElement(style, "PolyStyle"), "color").text = fill
    for venue in site.venues:
        campus = _folder(document, venue.name)
        _area(campus, venue.name, (venue.area,), UnitKind.GROUNDS.value)
        buildings = {
            building.id: _folder(campus, building.name) for building in site.buildings if building.venue_id == venue.id
        }
        for level in (level for level in site.levels if level.venue_id == venue.id):
            parent = buildings.get(level.building_ids[0], campus) if level.building_ids else campus
            _level(_folder(parent, level.name), site, level)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _level(folder: Element, site: Site, level: Level) -> None:
    for unit in site.units:
        if unit.level_id == level.id:
            name = " ".join(part for part in (unit.number, unit.name) if part)
            _area(folder, name or unit.category, (unit.area,), unit.kind.value)
    for opening in site.openings:
        if opening.level_id == level.id:
            mark = _placemark(folder, opening.name or "Door")
            SubElement(SubElement(mark, "LineString"), "coordinates").text = _coordinates(opening.line)
    for device in site.devices:
        if device.placement is not None and device.placement.level_id == level.id:
            _point(folder, device.name, device.placement.position, device.kind.value)
    for amenity in site.amenities:
        if amenity.level_id == level.id:
            _point(folder, amenity.name or amenity.category, amenity.position, amenity.category)


def _folder(parent: Element, name: str) -> Element:
    folder = SubElement(parent, "Folder")
    SubElement(folder, "name").text = name
    return folder


def _placemark(parent: Element, name: str, style: str = "") -> Element:
    mark = SubElement(parent, "Placemark")
    SubElement(mark, "name").text = name
    if style:
        SubElement(mark, "styleUrl").text = f"#{style}"
    return mark


def _area(parent: Element, name: str, areas: tuple[Rings, ...], style: str) -> None:
    for rings in areas:
        polygon = SubElement(_placemark(parent, name, style), "Polygon")
        for number, ring in enumerate(rings):
            border = SubElement(polygon, "innerBoundaryIs" if number else "outerBoundaryIs")
            SubElement(SubElement(border, "LinearRing"), "coordinates").text = _coordinates(ring)


def _point(parent: Element, name: str, at: LonLat, what: str) -> None:
    mark = _placemark(parent, name)
    SubElement(mark, "description").text = what
    SubElement(SubElement(mark, "Point"), "coordinates").text = _coordinates((at,))


def _coordinates(points: tuple[LonLat, ...]) -> str:
    return " ".join(f"{lon:.9g},{lat:.9g}" for lon, lat in points)
