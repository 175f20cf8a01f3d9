"""Where all placed devices are, in metres, and which of them are drawn singly or in clusters in a view."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.devices import SAFETY_KINDS, Device, DeviceKind, Placement
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.geometry.clusters import cell_size_m
from smartclient.geometry.viewport import Bounds, Points, Viewport
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.arrangement import NO_BUNCHES, Arrangement, Indices, bunched
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.scales import Scale, scale_of

LAYERS = (MapLayer.SAFETY, MapLayer.SENSORS, MapLayer.DOORS, MapLayer.CAMERAS)
_CROWDED_ABOVE = 0.35
"""Metres per pixel above which pins of a floor would lie on each other."""
PIN_SIZES_PX = (16, 18, 22)
_MIDDLE_ABOVE = 0.12
_CAMPUS_CELL_PX, _FLOOR_CELL_PX = 48.0, 34.0
_MARGIN_PX = 40
_MOST_KEPT = 24


def pin_size_px(metres_per_px: float) -> int:
    """How large pins are at a scale."""
    far, middle, near = PIN_SIZES_PX
    if metres_per_px > _CROWDED_ABOVE:
        return far
    return middle if metres_per_px > _MIDDLE_ABOVE else near


def layer_of(kind: DeviceKind) -> MapLayer:
    """The layer that draws a kind of device."""
    if kind is DeviceKind.CAMERA:
        return MapLayer.CAMERAS
    if kind is DeviceKind.DOOR:
        return MapLayer.DOORS
    return MapLayer.SAFETY if kind in SAFETY_KINDS else MapLayer.SENSORS


class Pinboard:
    """All placed devices from west to east; made again when devices come, go or move."""

    def __init__(self, chart: Chart, devices: Iterable[Device]) -> None:
        self._chart, self._told = chart, _placed(devices)
        points = chart.to_local([placement.position for _, _, placement in self._told])
        order = np.argsort(points[:, 0], kind="stable")
        placed = [self._told[place] for place in order.tolist()]
        self.points: Points = points[order]
        self._x, self._y = (np.ascontiguousarray(axis) for axis in self.points.T)
        self.ids: tuple[DeviceId, ...] = tuple(device_id for device_id, _, _ in placed)
        self.index = {device_id: index for index, device_id in enumerate(self.ids)}
        self.levels: tuple[LevelId | None, ...] = tuple(placement.level_id for _, _, placement in placed)
        self._codes = {level: code for code, level in enumerate(dict.fromkeys(self.levels))}
        self._level_codes = np.array([self._codes[level] for level in self.levels], dtype=np.intp)
        layers = {kind: LAYERS.index(layer_of(kind)) for kind in DeviceKind}
        self._layers = np.array([layers[kind] for _, kind, _ in placed], dtype=np.intp)
        self._kept: dict[object, Arrangement] = {}

    def is_of(self, chart: Chart, devices: Iterable[Device]) -> bool:
        """Whether these are the same devices at the same places."""
        return chart is self._chart and _placed(devices) == self._told

    def arrange(self, view: View, notable: frozenset[int]) -> Arrangement:
        """What is drawn at this scale. Those whose index is in `notable` stand alone wherever pins are drawn."""
        detail = detail_of(view.viewport.metres_per_px)
        key = (detail, view.levels, view.layers, notable)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = self._arranged(view, detail[1], notable)
        return kept

    def in_view(self, indices: Indices, viewport: Viewport) -> tuple[Indices, Points]:
        """Those of `indices` (ascending) that may be seen, and their whole pixels, shape (n, 2)."""
        margin = _MARGIN_PX * viewport.metres_per_px
        west, south, east, north = viewport.bounds
        # Unlike numpy's search, this keeps Python's lock, which the drawing thread would take for a while.
        first, end = (bisect_left(indices, bisect_left(self._x, x)) for x in (west - margin, east + margin))
        near = indices[first:end]
        y = self._y[near]
        seen = near[(y > south - margin) & (y < north + margin)]
        return seen, np.rint(viewport.points_to_screen(self.points[seen]))

    def is_on(self, index: int, levels: frozenset[LevelId]) -> bool:
        """Whether the device stands on one of these levels, or on none."""
        level = self.levels[index]
        return level is None or level in levels

    def bounds(self, devices: Indices) -> Bounds:
        """The box around these, metres."""
        points = self.points[devices]
        (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return (west, south, east, north)

    def _arranged(self, view: View, cell_m: float, notable: frozenset[int]) -> Arrangement:
        if view.scale is Scale.DISTRICT or not self.ids:
            return Arrangement({}, NO_BUNCHES, np.empty((0, 2)))
        if view.scale is Scale.CAMPUS:
            bunches, alone = bunched(self.points, np.flatnonzero(self._of_layers({MapLayer.CAMERAS}, view)), cell_m)
        else:
            on_floor = self._on_floor(view)
            wanted = {MapLayer.DOORS, MapLayer.CAMERAS} if view.scale is Scale.FLOOR else set(LAYERS)
            special = np.zeros(len(self.ids), dtype=np.bool_)
            special[list(notable)] = True
            special &= on_floor & self._of_layers(set(LAYERS), view)
            common = np.flatnonzero(on_floor & self._of_layers(wanted, view) & ~special)
            bunches, common = bunched(self.points, common, cell_m)
            alone = np.union1d(common, np.flatnonzero(special))
        singles = {layer: alone[self._layers[alone] == code] for code, layer in enumerate(LAYERS)}
        return Arrangement(singles, bunches, np.concatenate((bunches.middles, self.points[alone])))

    def _of_layers(self, layers: set[MapLayer], view: View) -> NDArray[np.bool_]:
        shown = np.array([layer in layers and layer in view.layers for layer in LAYERS])
        chosen: NDArray[np.bool_] = shown[self._layers]
        return chosen

    def _on_floor(self, view: View) -> NDArray[np.bool_]:
        shown = np.array([level is None or level in view.levels for level in self._codes])
        chosen: NDArray[np.bool_] = shown[self._level_codes]
        return chosen


def _placed(devices: Iterable[Device]) -> list[tuple[DeviceId, DeviceKind, Placement]]:
    return [(device.id, device.kind, device.placement) for device in devices if device.placement is not None]


def bunches_in_view(arrangement: Arrangement, viewport: Viewport) -> tuple[Indices, Points]:
    """The clusters that may be seen, and their whole pixels, shape (n, 2)."""
    pixels = np.rint(viewport.points_to_screen(arrangement.bunches.middles))
    far = (viewport.width_px + _MARGIN_PX, viewport.height_px + _MARGIN_PX)
    seen = np.flatnonzero(((pixels > -_MARGIN_PX) & (pixels < far)).all(axis=1))
    return seen, pixels[seen]


def detail_of(metres_per_px: float) -> tuple[Scale, float]:
    """What decides which pins are drawn: the scale, and the side of a cluster's square in metres, 0 where all stand alone."""
    scale = scale_of(metres_per_px)
    if scale is Scale.CAMPUS:
        return scale, cell_size_m(metres_per_px, _CAMPUS_CELL_PX)
    if scale is Scale.FLOOR and metres_per_px > _CROWDED_ABOVE:
        return scale, cell_size_m(metres_per_px, _FLOOR_CELL_PX)
    return scale, 0.0
