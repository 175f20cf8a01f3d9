"""Floor plans for other programs: IMDF in a zip, GeoJSON, KML, DXF, SVG."""

from smartclient.plans.exporting.formats import Format, export

__all__ = ["Format", "export"]
