"""The place one step up: from a spot to its building, its campus, the district."""

from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.ui.map.chart import Chart

_MARGIN_PX = 48.0
_CLEARLY_LARGER = 1.15


def one_up(viewport: Viewport, chart: Chart) -> Viewport:
    """The viewport of the smallest place around the middle that is clearly larger than what is shown."""
    for bounds in (*_around(chart, viewport), chart.bounds):
        wider = viewport.fitted(bounds, _MARGIN_PX)
        if wider.metres_per_px > viewport.metres_per_px * _CLEARLY_LARGER:
            return wider
    return viewport.fitted(chart.bounds, _MARGIN_PX)


def _around(chart: Chart, viewport: Viewport) -> list[Bounds]:
    places = (*chart.buildings.values(), *chart.venues.values())
    found = [place.bounds for place in places if _holds(place.bounds, viewport.center_x, viewport.center_y)]
    return sorted(found, key=lambda bounds: (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]))


def _holds(bounds: Bounds, x: float, y: float) -> bool:
    west, south, east, north = bounds
    return west <= x <= east and south <= y <= north
