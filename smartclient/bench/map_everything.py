"""The map with everything switched on: grid, all layers, what every camera really sees, coverage of all floors, and a base map."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from smartclient.bench.big_campus import MIDDLE, big_campus
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import DeviceId
from smartclient.domain.site import Site
from smartclient.geometry.visibility import Ring
from smartclient.plans.base_maps.tiles import TILE_PX, TileAddress, tiles_within
from smartclient.plans.importing.school import GridWish, grid_over
from smartclient.session.covered_floor import covered_floor
from smartclient.session.floor_coverage import FloorCoverage, cover
from smartclient.session.sight import Sight
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import MapLayer, Workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from smartclient.ui.map.map_view import MapView

_DEEPEST = 18
"""Tiles of half a metre a pixel: a campus takes some eighty of them."""
_AROUND_DEG = 0.004
_MOST_A_FLOOR = 40
"""Of whose cameras coverage is made: what each of them alone sees is worked out as well, and that is not what is measured here."""


class _KnownAreas:
    """What cameras see, all worked out before the first frame."""

    revision = 1

    def __init__(self, sight: Sight, cameras: "Iterator[DeviceId]") -> None:
        self._rings = {camera: sight.area(camera) for camera in cameras}

    def area(self, camera: DeviceId) -> Ring | None:
        """The outline, metres."""
        return self._rings.get(camera)


def gridded_campus() -> Site:
    """The campus of the bench with a grid of ten metres."""
    site = big_campus()
    return replace(site, grids=(grid_over(site.venues[0], GridWish(10.0)),))


def switch_everything_on(view: "MapView", store: SiteStore, workspace: Workspace) -> None:
    """Takes a quarter of a minute: five thousand visible areas and the coverage of all floors are worked out."""
    from smartclient.ui.coverage.coverage_layer import CoverageLayer
    from smartclient.ui.map.layers.base_map import BaseMapLayer

    sight = Sight(store, view.stage.places)
    cameras = [device.id for device in store.devices.values() if device.kind is DeviceKind.CAMERA]
    view.stage.areas = _KnownAreas(sight, iter(cameras))
    view.lay("coverage", CoverageLayer({each.floor.level.id: each for each in _coverage(view, store, sight)}))
    lon, lat = store.site.venues[0].display_point
    bounds = (lon - 2 * _AROUND_DEG, lat - _AROUND_DEG, lon + 2 * _AROUND_DEG, lat + _AROUND_DEG)
    tiles = {address: _tile(address) for zoom in (_DEEPEST - 2, _DEEPEST) for address in tiles_within(bounds, zoom)}
    view.lay_under(BaseMapLayer(tiles, view.stage.places.frame, _DEEPEST))
    for layer in MapLayer:
        if layer not in workspace.layers:
            workspace.toggle_layer(layer)
    workspace.select(cameras[MIDDLE])


def _coverage(view: "MapView", store: SiteStore, sight: Sight) -> Iterator[FloorCoverage]:
    places = view.stage.places
    for level in places.site.levels:
        on = [d for d in store.devices.values() if d.kind is DeviceKind.CAMERA and d.placement]
        cameras = [device for device in on if device.placement and device.placement.level_id == level.id]
        yield cover(covered_floor(places, level), cameras[:_MOST_A_FLOOR], frozenset(), places.frame, sight.area)


def _tile(address: TileAddress) -> "QImage":
    """A picture with as much in it as one from the air: noise, the same for the same tile."""
    from PySide6.QtGui import QImage

    noise = np.random.default_rng(address.column * 1_000_003 + address.row)
    pixels = noise.integers(60, 140, (TILE_PX, TILE_PX, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    image = QImage(pixels.data, TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
