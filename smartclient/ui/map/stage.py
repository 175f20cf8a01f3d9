"""The present as the map shows it: what of the store and the workspace each frame needs, computed once a change."""

import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from smartclient.domain.ids import AlarmId, BuildingId, DeviceId, LevelId, VenueId
from smartclient.geometry.labels import Box
from smartclient.geometry.picking import PolygonIndex
from smartclient.geometry.viewport import Bounds, Viewport
from smartclient.runtime.clock import Clock
from smartclient.store.changes import Changes
from smartclient.store.places import Places
from smartclient.store.site_store import SiteStore
from smartclient.store.spots import SpotFinder
from smartclient.store.workspace import Workspace
from smartclient.ui.map.alarmed_devices import AlarmedDevices
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.device_looks import DeviceLooks
from smartclient.ui.map.layers.layer import PlanLayer, View
from smartclient.ui.map.layers.scene import Areas, Scene
from smartclient.ui.map.looks import is_notable
from smartclient.ui.map.pin_pictures import LookBook, PinPictures
from smartclient.ui.map.pinboard import PIN_SIZES_PX, Pinboard
from smartclient.ui.theme import Theme

_FOCUS_BELOW_M_PER_PX = 2.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """What the mouse is over: the device and the map point."""

    device: DeviceId | None = None
    at: tuple[float, float] | None = None


class Stage:
    """Joins store, workspace and plans; answers what to draw and what is where."""

    def __init__(
        self,
        store: SiteStore,
        workspace: Workspace,
        theme: Theme,
        clock: Clock,
        places: Places,
        is_motion_reduced: bool,
    ) -> None:
        self.store, self.workspace, self.theme, self.clock = store, workspace, theme, clock
        self._is_motion_reduced = is_motion_reduced
        self.laid: dict[str, PlanLayer] = {}
        """Plan layers of other parts, by a name of their own."""
        self.under: PlanLayer | None = None
        """The base map."""
        self.areas: Areas | None = None
        """What cameras really see, where somebody works that out."""
        self.notes: Mapping[BuildingId | VenueId, str] = {}
        """A line below the names of buildings and campuses, as far as a part has something to say there."""
        self._pictures = PinPictures(theme, 1.0, LookBook())
        self._alarmed = AlarmedDevices(clock)
        self._single: tuple[tuple[object, ...], frozenset[int]] | None = None
        self._indexed: tuple[frozenset[LevelId], list[LevelId], PolygonIndex] | None = None
        self.take_site(places)

    def take_site(self, places: Places) -> None:
        """The plans are these now."""
        self.places, self.spots = places, SpotFinder(places)
        self.chart = Chart(copy(places))
        self.board = Pinboard(self.chart, self.store.devices.values())
        self._indexed = None
        self._look_at_devices()
        self.take_alarms()
        self.choose_levels()

    def take(self, changes: Changes) -> None:
        """Takes what the store tells."""
        if changes.connection and self.store.parts:
            self._look_at_devices()
        if changes.everything:
            self._take_plan()
        elif changes.devices:
            self._looks.forget([self.board.index[device] for device in changes.devices & self.board.index.keys()])
            self._note(changes.devices)
        if changes.everything or changes.alarms:
            self.take_alarms(None if changes.everything else changes.alarms)

    def choose_levels(self) -> None:
        """The workspace shows other floors."""
        self.levels = self.chart.chosen(self.workspace.levels)

    def view(self, viewport: Viewport, ratio: float, covered: Sequence[Box] = ()) -> View:
        """A frozen order for a picture of `viewport`, pieces of which are `covered`, px."""
        view = View(viewport, self.chart, self.theme, self.levels, self.workspace.layers, ratio)
        pins = self.board.arrange(view, self._singled()).spots
        signs = self.board.points[self._alarmed_on_floor()]
        laid = tuple(self.laid.values())
        return replace(view, pins=pins, signs=signs, covered=tuple(covered), under=self.under, laid=laid)

    def _alarmed_on_floor(self) -> list[int]:
        found = (self.board.index.get(device) for device in self._alarmed.known)
        return [index for index in found if index is not None and self.board.is_on(index, self.levels)]

    def scene(self, viewport: Viewport, ratio: float, pointer: Pointer, ask_again: Callable[[], None]) -> Scene:
        """Everything for one frame."""
        if ratio != self._pictures.ratio:
            self._pictures = PinPictures(self.theme, ratio, self._pictures.pins)
        view = View(viewport, self.chart, self.theme, self.levels, self.workspace.layers, ratio)
        return Scene(
            view=view,
            store=self.store,
            board=self.board,
            arrangement=self.board.arrange(view, self._singled()),
            looks=self._looks,
            pictures=self._pictures,
            alarmed=self._alarmed.known,
            roll_up=self.roll_up,
            selected=self.workspace.device,
            hovered=pointer.device,
            pointed=pointer.at,
            now=self.clock.now(),
            steady_s=self.clock.steady_s(),
            is_stale=self.store.is_stale,
            is_motion_reduced=self._is_motion_reduced,
            ask_again=ask_again,
            areas=self.areas,
            notes=self.notes,
            old=self._old,
        )

    def prepare(self, for_s: float) -> bool:
        """Works ahead on what coming closer will show: looks, then their pictures in all sizes; false when more is to do."""
        until_s = time.perf_counter() + for_s
        numbers = range(len(self._pictures.pins.looks))
        return self._looks.prepare(self.store.is_stale, until_s) and all(
            self._pictures.sheet(size).prepare(numbers, until_s) for size in PIN_SIZES_PX
        )

    def building_in_the_middle(self, viewport: Viewport) -> BuildingId | None:
        """The building around or nearest to the middle of the screen; None from afar or out in the fields."""
        if viewport.metres_per_px > _FOCUS_BELOW_M_PER_PX:
            return None
        near_m = 0.25 * viewport.width_px * viewport.metres_per_px
        return self.chart.building_near(viewport.center_x, viewport.center_y, near_m)

    def level_at(self, x: float, y: float) -> LevelId | None:
        """The shown floor around a point, an indoor one before the grounds."""
        ids, index = self._level_index(self.levels)
        found = [ids[i] for i in index.at(x, y)]
        return next((level for level in found if not self.places.levels[level].outdoor), found[0] if found else None)

    def levels_within(self, bounds: Bounds) -> list[LevelId]:
        """The shown floors that may be seen within bounds in metres."""
        return self.chart.levels_within(bounds, self.levels)

    def take_alarms(self, changed: frozenset[AlarmId] | None = None) -> None:
        """Takes these alarms as the store has them, or all, and counts the open ones by place."""
        if changed is None:
            self._alarmed.take_all(self.store.alarms)
        else:
            self._alarmed.take(self.store.alarms, changed)
        self.roll_up = self.places.roll_up(self.store.devices, self.store.open_alarms())

    def _level_index(self, levels: frozenset[LevelId]) -> tuple[list[LevelId], PolygonIndex]:
        if self._indexed is None or self._indexed[0] != levels:
            shown = [level.id for level in self.places.site.levels if level.id in levels]
            rings = [
                tuple(tuple((x, y) for x, y in ring.tolist()) for ring in self.chart.level_rings[i]) for i in shown
            ]
            self._indexed = (levels, shown, PolygonIndex(rings))
        return self._indexed[1:]

    def _take_plan(self) -> None:
        """The plan may be another; the drawing thread goes on with the places it has."""
        if self.places.site is not self.store.site:
            self.places.adopt(self.store.site)
        chart = self.chart.of(copy(self.places))
        if chart is not self.chart:
            self.chart, self._indexed = chart, None
            self.choose_levels()
        self._take_devices()

    def _take_devices(self) -> None:
        devices = self.store.devices.values()
        if not self.board.is_of(self.chart, devices):
            self.board = Pinboard(self.chart, devices)
        self._look_at_devices()

    def _look_at_devices(self) -> None:
        """All devices may look different."""
        self._looks = DeviceLooks(self.store, self.board, self._pictures.pins)
        is_several = bool(self.store.parts)
        self._old = np.flatnonzero([is_several and not self.store.is_live(device) for device in self.board.ids])
        self._noted = frozenset[int]()
        self._note(frozenset(self.store.states))

    def _note(self, devices: frozenset[DeviceId]) -> None:
        noted = set(self._noted)
        for device_id in devices & self.board.index.keys():
            index = self.board.index[device_id]
            if is_notable(self.store.devices[device_id], self.store.state(device_id)):
                noted.add(index)
            else:
                noted.discard(index)
        if noted != self._noted:
            self._noted = frozenset(noted)

    def _singled(self) -> frozenset[int]:
        """The devices that stand alone; one and the same set until something changes, so that it is quick to compare."""
        basis = (self.board, self._noted, self._alarmed.known, self.workspace.device)
        if self._single is None or any(old is not new for old, new in zip(self._single[0], basis, strict=True)):
            wanted = (*self._alarmed.known, self.workspace.device)
            found = {self.board.index[device] for device in wanted if device in self.board.index}
            self._single = (basis, self._noted | found)
        return self._single[1]
