"""Which devices are drawn singly at a scale, and the clusters that stand for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartclient.geometry.clusters import cluster
from smartclient.geometry.viewport import Points
from smartclient.store.workspace import MapLayer

Indices = NDArray[np.intp]
"""Places of devices on a pinboard."""


@dataclass(frozen=True, slots=True)
class Bunches:
    """The clusters of two or more: `middles` (k, 2) in metres, `counts` (k,), and the devices in them, cluster by cluster."""

    middles: Points
    counts: Indices
    _devices: Indices
    _ends: Indices

    def __len__(self) -> int:
        return len(self.counts)

    def members(self, bunch: int) -> Indices:
        """The devices of one cluster."""
        end = int(self._ends[bunch])
        return self._devices[end - int(self.counts[bunch]) : end]

    def of_devices(self, devices: Indices) -> Indices:
        """The cluster each of these is in, -1 for those in none."""
        order = np.argsort(self._devices, kind="stable")
        places = np.searchsorted(self._devices, devices, sorter=order)
        places = order[np.minimum(places, len(order) - 1)] if len(order) else np.zeros(len(devices), dtype=np.intp)
        found = np.searchsorted(self._ends, places, side="right")
        is_in = self._devices[places] == devices if len(order) else np.zeros(len(devices), dtype=np.bool_)
        inside: Indices = np.where(is_in, found, -1)
        return inside


NO_BUNCHES = Bunches(np.empty((0, 2)), *(np.empty(0, dtype=np.intp) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Devices drawn singly by layer, each from west to east, and the clusters for the rest; the same wherever one pans."""

    singles: Mapping[MapLayer, Indices]
    bunches: Bunches
    spots: Points
    """Where all of these stand, shape (n, 2), metres."""


def bunched(points: Points, indices: Indices, cell_m: float) -> tuple[Bunches, Indices]:
    """The clusters among `indices`, which are places in `points`, and those left alone."""
    if len(indices) == 0 or cell_m == 0:
        return NO_BUNCHES, indices
    found = cluster(points[indices], cell_m)
    is_many = found.counts > 1
    together = is_many[found.members]
    order = np.argsort(found.members[together], kind="stable")
    counts = found.counts[is_many]
    bunches = Bunches(found.centers[is_many], counts, indices[together][order], np.cumsum(counts))
    return bunches, indices[~together]
