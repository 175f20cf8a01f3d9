"""What the live layers look at while one frame is painted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import BuildingId, DeviceId, VenueId
from smartclient.domain.site import LonLat
from smartclient.geometry.viewport import Viewport
from smartclient.store.places import RollUp
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import MapLayer
from smartclient.ui.map.arrangement import Arrangement, Indices
from smartclient.ui.map.chart import Chart
from smartclient.ui.map.device_looks import DeviceLooks
from smartclient.ui.map.layers.layer import View
from smartclient.ui.map.pin_pictures import PinPictures
from smartclient.ui.map.pinboard import Pinboard, pin_size_px
from smartclient.ui.map.shapes import Ring
from smartclient.ui.theme import Theme


class Areas(Protocol):
    """What cameras see, asked on every frame."""

    @property
    def revision(self) -> int:
        """Grows whenever an answer may be another."""
        ...

    def area(self, camera: DeviceId) -> Ring | None:
        """The outline of a camera's visible area, shape (n, 2) in metres; None while it is being worked out."""
        ...


@dataclass(frozen=True, slots=True)
class Alarmed:
    """The open alarms of one device: the `worst`, how many, and since when the map has known the newest (steady seconds)."""

    worst: Alarm
    count: int
    known_since_s: float


@dataclass(frozen=True, slots=True)
class Scene:
    """The present as far as the map shows it; positions are looked up on the `board`, in metres."""

    view: View
    store: SiteStore
    board: Pinboard
    arrangement: Arrangement
    looks: DeviceLooks
    pictures: PinPictures
    alarmed: Mapping[DeviceId, Alarmed]
    roll_up: RollUp
    selected: DeviceId | None
    hovered: DeviceId | None
    pointed: tuple[float, float] | None
    """The map point under the pointer."""
    now: datetime
    steady_s: float
    is_stale: bool
    is_motion_reduced: bool
    ask_again: Callable[[], None]
    """Wants another frame soon, because something moves."""
    areas: "Areas | None" = None
    """What cameras really see, where that is worked out."""
    notes: Mapping[BuildingId | VenueId, str] = field(default_factory=dict)
    """A line below the names of buildings and campuses."""
    old: Indices = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    """Devices whose server is cut off, while others are live."""

    @property
    def viewport(self) -> Viewport:
        """The screen."""
        return self.view.viewport

    @property
    def theme(self) -> Theme:
        """The colours."""
        return self.view.theme

    @property
    def chart(self) -> Chart:
        """The plans."""
        return self.view.chart

    def is_old(self, thing: str) -> bool:
        """Whether that device, alarm or place is shown as it was last heard of."""
        return self.is_stale or (bool(self.store.parts) and not self.store.is_live(thing))

    def shows(self, layer: MapLayer) -> bool:
        """Whether a layer is switched on."""
        return layer in self.view.layers

    def pixel(self, index: int) -> tuple[float, float]:
        """Where a device of the board is on the screen."""
        x, y = self.board.points[index].tolist()
        return self.viewport.to_screen(x, y)

    def position_px(self, position: LonLat) -> tuple[float, float]:
        """Where WGS 84 degrees are on the screen."""
        return self.viewport.to_screen(*self.chart.frame.point_to_local(*position))


class LiveLayer(Protocol):
    """Draws a part of the present on every frame; must be quick."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paints in pixels of the screen; the painter comes antialiased and is given back as it came."""
        ...


class BetweenLayer(LiveLayer, Protocol):
    """A live layer that lies between the plan and the pins."""

    def pieces(self, scene: Scene) -> list[QRect]:
        """The pieces of the screen on which it paints something, in pixels; they may overlap."""
        ...


def paint_pins(painter: QPainter, scene: Scene, indices: Indices) -> None:
    """Paints the pins of these devices, ascending, thousands in one call."""
    found, pixels = scene.board.in_view(indices, scene.viewport)
    looks = scene.looks.of(found, scene.is_stale)
    scene.pictures.sheet(pin_size_px(scene.viewport.metres_per_px)).paint(painter, looks, pixels)
