"""Keeps what all cameras see in the plan's picture while a person wants to see it, and draws it anew when it is another."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from smartclient.domain.devices import DeviceKind
from smartclient.store.changes import Changes
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Aspect, MapLayer, Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.map.layers.layer import PlanLayer
from smartclient.ui.map.layers.sights import Seer, SightsLayer
from smartclient.ui.map.stage import Stage

_WAIT_MS = 150
"""Doors open and areas become known one after the other: drawn together, a little later."""


class Sights(QObject):
    """`lay` puts the layer into the picture, or takes it away."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        stage: Stage,
        lay: Callable[[PlanLayer | None], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store, self._workspace, self._stage, self._lay = store, workspace, stage, lay
        self._laid: SightsLayer | None = None
        self._later = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._later.timeout.connect(self.renew)
        bind(self, store.changed, self._take)
        bind(self, workspace.changed, self._look)
        self.order()

    def order(self) -> None:
        """It may be another now; where it is not wanted this costs nothing."""
        if (self._is_wanted or self._laid is not None) and not self._later.isActive():
            self._later.start()

    def renew(self) -> None:
        """Draws it as it is now."""
        if not self._is_wanted:
            if self._laid is not None:
                self._laid = None
                self._lay(None)
            return
        seers, is_stale = self._seers(), self._store.is_stale
        if self._laid is not None and self._laid.is_stale == is_stale and _are_alike(self._laid.seers, seers):
            return
        self._laid = SightsLayer(seers, is_stale=is_stale)
        self._lay(self._laid)

    @property
    def _is_wanted(self) -> bool:
        return bool({MapLayer.VIEWS, MapLayer.SIGHT} & self._workspace.layers)

    def _seers(self) -> tuple[Seer, ...]:
        board, devices, areas = self._stage.board, self._store.devices, self._stage.areas
        found = []
        for index, camera in enumerate(board.ids):
            device = devices.get(camera)
            if device is None or device.kind is not DeviceKind.CAMERA or device.view is None:
                continue
            if board.is_on(index, self._stage.levels):
                x, y = board.points[index].tolist()
                ring = areas.area(camera) if areas is not None else None
                found.append(Seer(board.levels[index], x, y, device.view, ring))
        return tuple(found)

    def _take(self, changes: Changes) -> None:
        if changes.everything or changes.devices or changes.connection:
            self.order()

    def _look(self, aspect: Aspect) -> None:
        if aspect is Aspect.LAYERS:
            self.renew()
        elif aspect is Aspect.LEVELS:
            self.order()


def _are_alike(before: Sequence[Seer], now: Sequence[Seer]) -> bool:
    return len(before) == len(now) and all(old.is_like(new) for old, new in zip(before, now, strict=True))
