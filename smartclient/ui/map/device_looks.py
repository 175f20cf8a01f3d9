"""Which look each device of a pinboard has now, worked out once and again when its state changes."""

import time
from collections.abc import Iterable

import numpy as np

from smartclient.domain.ids import DeviceId
from smartclient.store.site_store import SiteStore
from smartclient.ui.map.arrangement import Indices
from smartclient.ui.map.looks import look_of
from smartclient.ui.map.pin_pictures import LookBook
from smartclient.ui.map.pin_sheet import Numbers
from smartclient.ui.map.pinboard import Pinboard

_UNKNOWN = -1
_AT_A_TIME = 64


class DeviceLooks:
    """Numbers of looks by the devices' places on the board."""

    def __init__(self, store: SiteStore, board: Pinboard, book: LookBook) -> None:
        self._store, self._board, self._book = store, board, book
        self.revision = 0
        """Grows whenever a device has another look."""
        self._known = {is_stale: np.full(len(board.ids), _UNKNOWN, dtype=np.intp) for is_stale in (False, True)}

    def of(self, devices: Indices, is_stale: bool) -> Numbers:
        """The number of each device's look."""
        known = self._known[is_stale]
        for index in devices[known[devices] == _UNKNOWN].tolist():
            device = self._store.devices[self._board.ids[index]]
            known[index] = self._book.number(
                look_of(device, self._store.state(device.id), is_stale or self._is_old(device.id))
            )
        return known[devices]

    def _is_old(self, device: DeviceId) -> bool:
        """Whether its server is cut off, where there are several."""
        return bool(self._store.parts) and not self._store.is_live(device)

    def forget(self, devices: Iterable[int]) -> None:
        """These have another state."""
        changed = list(devices)
        self.revision += bool(changed)
        for known in self._known.values():
            known[changed] = _UNKNOWN

    def prepare(self, is_stale: bool, until_s: float) -> bool:
        """Works out looks ahead; false when `until_s` on the performance counter came first."""
        unknown = np.flatnonzero(self._known[is_stale] == _UNKNOWN)
        for start in range(0, len(unknown), _AT_A_TIME):
            if time.perf_counter() > until_s:
                return False
            self.of(unknown[start : start + _AT_A_TIME], is_stale)
        return True
