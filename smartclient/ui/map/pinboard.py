"""Where all placed devices are, in metres, and which of them are drawn singly or in clusters in a view."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import DeviceId, LevelId
from smartclient.geometry.clusters import cell_size_m, cluster
from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.looks import SAFETY
from smartclient.ui.map.scales import Scale

Indices = NDArray[np.intp]

LAYERS = (MapLayer.SAFETY, MapLayer.SENSORS, MapLayer.DOORS, MapLayer.CAMERAS)
_CROWDED_ABOVE = 0.35
"""Metres per pixel above which pins of a floor would lie on each other."""
_CAMPUS_CELL_PX, _FLOOR_CELL_PX = 48.0, 34.0
_MARGIN_PX = 40


@dataclass(frozen=True, slots=True)
class Bunch:
    """A cluster: its middle in metres, how many devices it stands for, and which."""

    x: float
    y: float
    count: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Indices of the devices drawn singly, by layer, and the clusters for the rest; the same wherever one pans."""

    singles: Mapping[MapLayer, Indices]
    bunches: tuple[Bunch, ...]
    middles: NDArray[np.float64]
    """The bunches' middles, shape (k, 2)."""


def pin_size_px(metres_per_px: float) -> int:
    """How large pins are at a scale."""
    if metres_per_px > _CROWDED_ABOVE:
        return 16
    return 18 if metres_per_px > 0.12 else 22


def layer_of(kind: DeviceKind) -> MapLayer:
    """The layer that draws a kind of device."""
    if kind is DeviceKind.CAMERA:
        return MapLayer.CAMERAS
    if kind is DeviceKind.DOOR:
        return MapLayer.DOORS
    return MapLayer.SAFETY if kind in SAFETY else MapLayer.SENSORS


class Pinboard:
    """All placed devices; made again when devices come or go."""

    def __init__(self, chart: Chart, devices: Iterable[Device]) -> None:
        placed = [(device, device.placement) for device in devices if device.placement is not None]
        self.ids: tuple[DeviceId, ...] = tuple(device.id for device, _ in placed)
        self.index = {device_id: index for index, device_id in enumerate(self.ids)}
        self.points = chart.to_local([placement.position for _, placement in placed])
        self.levels: tuple[LevelId | None, ...] = tuple(placement.level_id for _, placement in placed)
        codes: dict[LevelId | None, int] = {}
        self._level_codes = np.array([codes.setdefault(level, len(codes)) for level in self.levels], dtype=np.intp)
        self._codes = codes
        layers = [LAYERS.index(layer_of(device.kind)) for device, _ in placed]
        self._layers = np.array(layers, dtype=np.intp)
        self._kept: dict[object, Arrangement] = {}

    def arrange(self, view: View, notable: frozenset[int]) -> Arrangement:
        """What is drawn at this scale. Those whose index is in `notable` stand alone wherever pins are drawn."""
        scale = view.scale
        cell = _cell_m(view)
        key = (scale, cell, view.levels, view.layers, notable)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) > 24:
                self._kept.clear()
            kept = self._kept[key] = self._arranged(view, cell, notable)
        return kept

    def in_view(
        self, indices: Indices, viewport: Viewport, shift_px: int = 0
    ) -> tuple[list[int], list[int], list[int]]:
        """Those of `indices` that may be seen, with their pixels, shifted left and up."""
        pixels = viewport.points_to_screen(self.points[indices])
        seen = _inside(pixels, viewport)
        found = np.rint(pixels[seen]).astype(np.intp) - shift_px
        return indices[seen].tolist(), found[:, 0].tolist(), found[:, 1].tolist()

    def is_on(self, index: int, levels: frozenset[LevelId]) -> bool:
        """Whether the device stands on one of these levels, or on none."""
        level = self.levels[index]
        return level is None or level in levels

    def bounds(self, bunch: Bunch) -> Bounds:
        """The box around a cluster's members, metres."""
        points = self.points[list(bunch.members)]
        (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return (west, south, east, north)

    def _arranged(self, view: View, cell_m: float, notable: frozenset[int]) -> Arrangement:
        if view.scale is Scale.DISTRICT or not self.ids:
            return Arrangement({}, (), np.empty((0, 2)))
        if view.scale is Scale.CAMPUS:
            bunches, middles, alone = self._bunched(self._wanted((MapLayer.CAMERAS,), view, None), cell_m)
            return Arrangement({MapLayer.CAMERAS: alone}, bunches, middles)
        wanted = (MapLayer.DOORS, MapLayer.CAMERAS) if view.scale is Scale.FLOOR else LAYERS
        shown = self._wanted(wanted, view, view.levels)
        special = self._wanted(LAYERS, view, view.levels)
        special = special[np.isin(special, list(notable))]
        common = np.setdiff1d(shown, special)
        bunches, middles, common = self._bunched(common, cell_m) if cell_m else ((), np.empty((0, 2)), common)
        alone = np.concatenate((common, special)).astype(np.intp)
        singles = {layer: alone[self._layers[alone] == code] for code, layer in enumerate(LAYERS)}
        return Arrangement(singles, bunches, middles)

    def _wanted(self, layers: Iterable[MapLayer], view: View, levels: frozenset[LevelId] | None) -> Indices:
        codes = [LAYERS.index(layer) for layer in layers if layer in view.layers]
        chosen = np.isin(self._layers, codes)
        if levels is not None:
            shown = [code for level, code in self._codes.items() if level is None or level in levels]
            chosen &= np.isin(self._level_codes, shown)
        return np.flatnonzero(chosen)

    def _bunched(self, indices: Indices, cell_m: float) -> tuple[tuple[Bunch, ...], NDArray[np.float64], Indices]:
        """The clusters of two or more with their middles, and the devices left alone."""
        clusters = cluster(self.points[indices], cell_m)
        order = np.argsort(clusters.members, kind="stable")
        groups = np.split(indices[order], np.cumsum(clusters.counts)[:-1]) if len(indices) else []
        found = []
        for (x, y), group in zip(clusters.centers.tolist(), groups, strict=True):
            if len(group) > 1:
                found.append(Bunch(x, y, len(group), tuple(group.tolist())))
        middles = np.array([(bunch.x, bunch.y) for bunch in found]).reshape(-1, 2)
        alone = np.array([group[0] for group in groups if len(group) == 1], dtype=np.intp)
        return tuple(found), middles, alone


def bunches_in_view(arrangement: Arrangement, viewport: Viewport) -> list[tuple[Bunch, int, int]]:
    """The clusters that may be seen, with their pixels."""
    pixels = viewport.points_to_screen(arrangement.middles)
    seen = np.flatnonzero(_inside(pixels, viewport))
    found = np.rint(pixels[seen]).astype(np.intp)
    bunches = [arrangement.bunches[index] for index in seen.tolist()]
    return list(zip(bunches, found[:, 0].tolist(), found[:, 1].tolist(), strict=True))


def _inside(pixels: NDArray[np.float64], viewport: Viewport) -> NDArray[np.bool_]:
    x, y = pixels[:, 0], pixels[:, 1]
    far_x, far_y = viewport.width_px + _MARGIN_PX, viewport.height_px + _MARGIN_PX
    found: NDArray[np.bool_] = (x > -_MARGIN_PX) & (x < far_x) & (y > -_MARGIN_PX) & (y < far_y)
    return found


def _cell_m(view: View) -> float:
    """The side of a cluster's square; 0 where all pins stand alone."""
    metres_per_px = view.viewport.metres_per_px
    if view.scale is Scale.CAMPUS:
        return cell_size_m(metres_per_px, _CAMPUS_CELL_PX)
    if view.scale is Scale.FLOOR and metres_per_px > _CROWDED_ABOVE:
        return cell_size_m(metres_per_px, _FLOOR_CELL_PX)
    return 0.0
