"""Shapes of the domain as GeoJSON geometries (RFC 7946)."""

from typing import Any

from smartclient.domain.site import Line, LonLat, Rings

Json = dict[str, Any]


def point(position: LonLat) -> Json:
    """A Point."""
    return {"type": "Point", "coordinates": list(position)}


def line_string(line: Line) -> Json:
    """A LineString."""
    return {"type": "LineString", "coordinates": [list(position) for position in line]}


def polygon(rings: Rings) -> Json:
    """A Polygon, its rings wound as they are: what is read back is the same."""
    return {"type": "Polygon", "coordinates": [[list(position) for position in ring] for ring in rings]}
