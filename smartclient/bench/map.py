"""The map's frames beside plain QGraphicsView items: 5,000 rooms and 10,000 pins at 1920×1080, software raster.

A frame is everything the window's thread does to show the next viewport: moving it, ordering pictures, and painting the widget
with all that lies on it. The plan's pictures are drawn by a thread meanwhile, as in use; while the scale changes the newest one
is enlarged or reduced, and pins and clusters are painted at their places. The rival has the same rooms, pins and clusters as
items (no lettering, no scale bar, no buttons), draws them all for each frame, and goes through the same viewports and floors.
"""

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smartclient.bench.big_campus import LEVELS, MIDDLE, PINS, ROOMS, SIDE, big_campus, device_points, room_boxes
from smartclient.domain.connection import Connection, Line
from smartclient.domain.site import Site
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.clock import SystemClock
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace

if TYPE_CHECKING:
    from smartclient.ui.map.map_view import MapView

WIDTH_PX, HEIGHT_PX = 1920, 1080
_FRAME_S = 1 / 60
_STEPS = 60
_SWITCHES = 12
_SETTLE_S, _PATIENCE_S = 0.8, 20.0
_FLOORS = "floors"

Course = list[Viewport]
Taken = NDArray[np.float64]
_FLOORS_FROM = Viewport(0, 0, 0.19, WIDTH_PX, HEIGHT_PX)


def measure() -> dict[str, object]:
    """Milliseconds a frame for pans, zoom and floor switch, ours and the rival's; `crisp_after_ms` until a new floor is drawn."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    ours, view = _ours(app.processEvents, big_campus())
    frames = _frames(ours)
    crisp_ms = [_crisp_after(ours, view, turn % LEVELS) for turn in range(1, _SWITCHES + 1)]
    rival = _frames(_plain(app.processEvents, view))
    view.stop()
    everything = _with_everything(app.processEvents)
    all_ours, all_rival = (np.concatenate(list(taken.values())) for taken in (frames, rival))
    return {
        "rooms": ROOMS,
        "pins": PINS,
        "median_ms": _at(all_ours, 50),
        "p99_ms": _at(all_ours, 99),
        "plain_items_median_ms": _at(all_rival, 50),
        "plain_items_p99_ms": _at(all_rival, 99),
        "floor_crisp_after_ms": _at(np.array(crisp_ms), 50),
        "everything_on": everything,
        "per_action": {
            name: {
                "median_ms": _at(taken, 50),
                "p99_ms": _at(taken, 99),
                "plain_items_median_ms": _at(rival[name], 50),
                "plain_items_p99_ms": _at(rival[name], 99),
            }
            for name, taken in frames.items()
        },
    }


def _with_everything(events: Callable[[], object]) -> dict[str, object]:
    """The same frames with grid, visible areas, coverage, base map and all layers switched on; beside what nothing of it costs."""
    from smartclient.bench.map_everything import gridded_campus, switch_everything_on

    moving, view = _ours(events, gridded_campus(), switch_everything_on)
    frames = _frames(moving)
    view.stop()
    together = np.concatenate(list(frames.values()))
    return {
        "median_ms": _at(together, 50),
        "p99_ms": _at(together, 99),
        "per_action": {name: {"median_ms": _at(taken, 50), "p99_ms": _at(taken, 99)} for name, taken in frames.items()},
    }


def _frames(moving: "_Moving") -> "dict[str, Taken]":
    found = {name: moving.run(course) for name, course in _courses().items()}
    return found | {"floor_switch": moving.switch_floors()}


def _crisp_after(ours: "_Moving", view: "MapView", floor: int) -> float:
    """Milliseconds from choosing a floor until its crisp picture is there."""
    started = time.perf_counter()
    ours.choose_floor(floor)
    ours.wait(lambda: view.canvas.is_crisp)
    return (time.perf_counter() - started) * 1e3


def _at(taken_ms: "Taken", percentile: float) -> float:
    return round(float(np.percentile(taken_ms, percentile)), 2)


def _courses() -> dict[str, Course]:
    """The whole campus, a quarter of its width and single rooms panned; and a zoom from all of it to rooms and back."""
    whole, quarter, rooms = (Viewport(0, 0, scale, WIDTH_PX, HEIGHT_PX) for scale in (0.53, 0.13, 0.05))
    into = np.geomspace(0.53, 0.05, _STEPS)
    return {
        "pan_whole": [whole.panned(7 * i, 4 * i) for i in range(_STEPS)],
        "pan_quarter": [quarter.panned(24 * i, 9 * i) for i in range(_STEPS)],
        "pan_rooms": [rooms.panned(24 * i, 9 * i) for i in range(_STEPS)],
        "zoom": [whole.scaled(float(scale)) for scale in (*into, *into[::-1])],
    }


class _Moving:
    """A widget taken through viewports and floors, one repaint each, sixty a second."""

    def __init__(
        self,
        events: Callable[[], object],
        go: Callable[[Viewport], None],
        repaint: Callable[[], None],
        choose_floor: Callable[[int], None],
        is_settled: Callable[[], bool],
    ) -> None:
        self._events, self._go, self._repaint = events, go, repaint
        self.choose_floor, self._is_settled = choose_floor, is_settled

    def run(self, course: Iterable[Viewport]) -> "Taken":
        """Milliseconds of each frame; the first viewport is shown and rested on before."""
        first, *others = course
        self._go(first)
        self._rest(_SETTLE_S)
        return np.array([self._timed(partial(self._go, viewport)) for viewport in others])

    def switch_floors(self) -> "Taken":
        """Milliseconds of the frame after each switch and of the one when all of the new floor is drawn."""
        self._go(_FLOORS_FROM)
        self._rest(_SETTLE_S)
        taken = []
        for turn in range(1, _SWITCHES + 1):
            taken.append(self._timed(partial(self.choose_floor, turn % LEVELS)))
            self.wait(self._is_settled)
            taken.append(self._timed(lambda: None))
        return np.array(taken)

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Lets events come until `is_so`."""
        until = time.perf_counter() + _PATIENCE_S
        while not is_so() and time.perf_counter() < until:
            self._rest(0.001)

    def _timed(self, change: Callable[[], None]) -> float:
        started = time.perf_counter()
        change()
        self._repaint()
        taken_s = time.perf_counter() - started
        self._rest(max(_FRAME_S - taken_s, 0.0))
        return taken_s * 1e3

    def _rest(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._events()
            time.sleep(0.001)


def _ours(
    events: Callable[[], object],
    site: Site,
    dress: "Callable[[MapView, SiteStore, Workspace], None]" = lambda _view, _store, _workspace: None,
) -> "tuple[_Moving, MapView]":
    from PySide6.QtCore import QTimer

    from smartclient.ui import theme
    from smartclient.ui.map.map_view import MapView

    now = datetime.now(UTC)
    store = SiteStore(site, Connection(Line.NONE, now), lambda s, call: QTimer.singleShot(round(s * 1000), call))
    workspace = Workspace()
    view = MapView(store, workspace, theme.dark(), SystemClock())
    view.resize(WIDTH_PX, HEIGHT_PX)
    view.show()
    dress(view, store, workspace)
    building = site.buildings[MIDDLE].id
    floors = view.stage.places.floors[building]

    def choose_floor(number: int) -> None:
        workspace.show_level(building, floors[number].id)

    return _Moving(events, view.ground.show, view.canvas.repaint, choose_floor, lambda: view.canvas.is_crisp), view


def _plain(events: Callable[[], object], ours: "MapView") -> _Moving:
    """The rival, holding for each detail of ours the pins and clusters ours has there."""
    from smartclient.bench.plain_items import PlainMap

    plain = PlainMap(WIDTH_PX, HEIGHT_PX)
    for viewport in (viewport for course in _courses().values() for viewport in course):
        if _detail(viewport) not in plain.details:
            plain.add(_detail(viewport), ours.stage.view(viewport, 1.0).pins)
    middle = room_boxes(MIDDLE % SIDE, MIDDLE // SIDE)
    pins = ours.stage.view(_FLOORS_FROM, 1.0).pins
    is_outside = ((pins < middle[:, :2].min(axis=0)) | (pins > middle[:, 2:].max(axis=0))).any(axis=1)
    plain.add_floors(_FLOORS, pins[is_outside], device_points(middle))
    plain.show()
    for detail in plain.details:
        plain.show_at(_FLOORS_FROM, detail)
        plain.viewport().repaint()

    def go(viewport: Viewport) -> None:
        plain.show_at(viewport, _FLOORS if viewport is _FLOORS_FROM else _detail(viewport))

    return _Moving(events, go, plain.viewport().repaint, plain.choose_floor, lambda: True)


def _detail(viewport: Viewport) -> object:
    """Viewports with equal answers show the same pins and clusters."""
    from smartclient.ui.map.pinboard import detail_of

    return detail_of(viewport.metres_per_px)
