"""The map's frames beside plain QGraphicsView items: 5,000 rooms and 10,000 pins at 1920×1080, software raster.

A frame is everything the window's thread does to show the next viewport: moving it, ordering pictures, and painting the widget
with all that lies on it. The plan's pictures are drawn by a thread meanwhile, as in use. The rival has the same rooms and pins
as items, nothing else, and moves through the same viewports.
"""

import os
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

import numpy as np

from smartclient.bench.big_campus import PINS, ROOMS, big_campus
from smartclient.domain.connection import Connection, Line
from smartclient.geometry.viewport import Viewport
from smartclient.runtime.clock import SystemClock
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace

WIDTH_PX, HEIGHT_PX = 1920, 1080
_FRAME_S = 1 / 60
_STEPS = 60

Course = list[Viewport]


def measure() -> dict[str, object]:
    """Milliseconds a frame for pan, zoom and floor switch; `plain_items_median_ms` is the rival on the same pan and zoom."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    ours = _ours(app.processEvents)
    courses = _courses()
    frames = {name: ours.run(course) for name, course in courses.items()}
    frames["floor_switch"] = ours.switch_floors(Viewport(0, 0, 0.2, WIDTH_PX, HEIGHT_PX))
    ours.stop()
    plain = _plain(app.processEvents)
    rival = {name: plain.run(course) for name, course in courses.items()}
    everything = np.concatenate(list(frames.values()))
    return {
        "rooms": ROOMS,
        "pins": PINS,
        "median_ms": _at(everything, 50),
        "p99_ms": _at(everything, 99),
        "plain_items_median_ms": _at(np.concatenate(list(rival.values())), 50),
        "plain_items_p99_ms": _at(np.concatenate(list(rival.values())), 99),
        "per_action": {
            name: {"median_ms": _at(taken, 50), "p99_ms": _at(taken, 99)}
            | ({"plain_items_median_ms": _at(rival[name], 50)} if name in rival else {})
            for name, taken in frames.items()
        },
    }


def _at(taken_ms: "np.ndarray[tuple[int], np.dtype[np.float64]]", percentile: float) -> float:
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
    """A widget taken through viewports, one repaint each, sixty a second."""

    def __init__(
        self, settle: Callable[[], object], go: Callable[[Viewport], None], repaint: Callable[[], None]
    ) -> None:
        self._events, self._go, self._repaint = settle, go, repaint
        self.stop: Callable[[], None] = lambda: None
        self.choose_floor: Callable[[int], None] = lambda _: None

    def run(self, course: Iterable[Viewport]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Milliseconds of each frame; the first viewport is shown and rested on before."""
        course = list(course)
        self._go(course[0])
        self._rest(0.8)
        return np.array([self._timed(partial(self._go, viewport)) for viewport in course[1:]])

    def switch_floors(self, at: Viewport) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Milliseconds of the frame after each switch and of the next ones while the new floor is being drawn."""
        self._go(at)
        self._rest(0.8)
        taken = []
        for turn in range(1, 13):
            taken.append(self._timed(partial(self.choose_floor, turn % 2)))
            taken += [self._timed(lambda: None) for _ in range(4)]
        return np.array(taken)

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


def _ours(settle: Callable[[], object]) -> _Moving:
    from PySide6.QtCore import QTimer

    from smartclient.ui import theme
    from smartclient.ui.map.map_view import MapView

    now = datetime.now(UTC)
    site = big_campus()
    store = SiteStore(site, Connection(Line.NONE, now), lambda s, call: QTimer.singleShot(round(s * 1000), call))
    workspace = Workspace()
    view = MapView(store, workspace, theme.dark(), SystemClock())
    view.resize(WIDTH_PX, HEIGHT_PX)
    view.show()
    moving = _Moving(settle, view.ground.show, view.canvas.repaint)
    middle = next(b for b in site.buildings if len(view.stage.places.floors[b.id]) > 1)
    floors = view.stage.places.floors[middle.id]
    moving.choose_floor = lambda number: workspace.show_level(middle.id, floors[number].id)
    moving.stop = view.stop
    return moving


def _plain(settle: Callable[[], object]) -> _Moving:
    from smartclient.bench.plain_items import plain_view

    view = plain_view(WIDTH_PX, HEIGHT_PX)
    view.show()

    def go(viewport: Viewport) -> None:
        view.resetTransform()
        view.scale(1 / viewport.metres_per_px, 1 / viewport.metres_per_px)
        view.centerOn(viewport.center_x, -viewport.center_y)

    return _Moving(settle, go, view.viewport().repaint)
