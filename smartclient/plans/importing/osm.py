"""OpenStreetMap XML (`.osm`): nodes, ways and multipolygons with their indoor tags."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

import shapely

from smartclient.domain.errors import PlanUnreadable
from smartclient.domain.site import Line, LonLat, Rings
from smartclient.plans.importing.drawing import Draft, Drawing
from smartclient.plans.importing.indoor_tagging import IndoorTags
from smartclient.plans.shapes import Shape

_MOST_ELEMENTS = 5_000_000
_AREA_TAGS = ("indoor", "building", "building:part", "room", "area")
_LINEAR = ("wall", "pathway")
Tags = dict[str, str]


def read_osm(path: Path) -> Drawing:
    """The indoor map in the file at `path`. Raises PlanUnreadable."""
    draft = Draft()
    tags = IndoorTags(draft)
    nodes: dict[str, LonLat] = {}
    ways: dict[str, Line] = {}
    try:
        for element in _elements(path):
            _take(element, tags, nodes, ways)
    except ParseError as trouble:
        if not nodes:
            raise PlanUnreadable(f"{path.name} is no OpenStreetMap XML: {trouble}.") from trouble
        draft.left_out["end of the file is damaged; what it held was"] += 1
    except OSError as trouble:
        raise PlanUnreadable(f"{path.name} cannot be read: {trouble.strerror}.") from trouble
    except ValueError as trouble:
        raise PlanUnreadable(f"{path.name} cannot be read: {trouble}.") from trouble
    layers = draft.layers()
    if not layers:
        raise PlanUnreadable(f"{path.name} holds no indoor map: no feature has the tags `indoor` or `door`.")
    return Drawing(
        path.stem,
        layers,
        is_world=True,
        building=tags.facts.get("building", ""),
        address=tags.facts.get("address", ""),
        left_out=draft.sentences(),
    )


def _elements(path: Path) -> Iterator[Element]:
    with path.open("rb") as file:
        root: Element | None = None
        for number, (event, element) in enumerate(iterparse(file, events=("start", "end"))):  # noqa: S314  entities are limited by expat
            if number > _MOST_ELEMENTS:
                raise PlanUnreadable(f"{path.name} holds more than any building.")
            root = element if root is None else root
            if event == "end" and element.tag in ("node", "way", "relation"):
                yield element
                root.clear()


def _take(element: Element, indoor: IndoorTags, nodes: dict[str, LonLat], ways: dict[str, Line]) -> None:
    if element.get("action") == "delete":
        return
    tags: Tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
    own_id = element.get("id", "")
    if element.tag == "node":
        point = (float(element.get("lon", "nan")), float(element.get("lat", "nan")))
        if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):  # also what is no number, which ends GEOS and us with it
            return
        nodes[own_id] = point
        if tags:
            indoor.take(tags, Shape(point=point))
    elif element.tag == "way":
        line = tuple(nodes[ref] for nd in element.iter("nd") if (ref := nd.get("ref", "")) in nodes)
        ways[own_id] = line
        if tags and len(line) > 1:
            indoor.take(tags, _way_shape(tags, line))
    elif tags.get("type") == "multipolygon":
        indoor.take(tags, Shape(polygons=tuple(_polygons(element, ways))))


def _way_shape(tags: Tags, line: Line) -> Shape:
    is_area = len(line) > 3 and line[0] == line[-1] and tags.get("indoor") not in _LINEAR
    return Shape(polygons=((line,),)) if is_area and any(tag in tags for tag in _AREA_TAGS) else Shape(lines=(line,))


def _polygons(relation: Element, ways: dict[str, Line]) -> Iterator[Rings]:
    """The relation's outer rings, each with the inner rings inside it."""
    rings: dict[str, list[shapely.Polygon]] = {"outer": [], "inner": []}
    for role in rings:
        members = (
            ways.get(member.get("ref", ""), ()) for member in relation.iter("member") if member.get("role") == role
        )
        lines = [shapely.LineString(line) for line in members if len(line) > 1]
        rings[role] = shapely.get_parts(shapely.polygonize(lines)).tolist() if lines else []
    for outer in rings["outer"]:
        holes = [inner.exterior.coords for inner in rings["inner"] if outer.contains(inner.representative_point())]
        yield tuple(tuple((x, y) for x, y in ring) for ring in (outer.exterior.coords, *holes))
