"""What the keyboard does on the map."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from smartclient.store.workspace import MapLayer

PAN_PX = 120.0
ZOOM = 1.5


class Walk(Protocol):
    """What keys can ask of the map."""

    def pan(self, right_px: float, down_px: float) -> None:
        """Moves the screen over the map."""
        ...

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Comes closer (over 1) or goes away."""
        ...

    def go_home(self) -> None:
        """Shows the whole district."""
        ...

    def go_up(self) -> None:
        """From a room to its building, campus, district."""
        ...

    def change_floor(self, by: int) -> None:
        """The next floor up or down in the building in the middle."""
        ...

    def open_selected(self, beside: bool) -> None:
        """Shows the selected camera's picture."""
        ...

    def toggle_layer(self, layer: MapLayer) -> None:
        """Switches a layer on or off."""
        ...

    def cycle_views(self) -> None:
        """Fields of view, what cameras really see, neither."""
        ...


_K = Qt.Key
_ACTS: dict[Qt.Key, Callable[[Walk], None]] = {
    _K.Key_Left: lambda walk: walk.pan(-PAN_PX, 0),
    _K.Key_Right: lambda walk: walk.pan(PAN_PX, 0),
    _K.Key_Up: lambda walk: walk.pan(0, -PAN_PX),
    _K.Key_Down: lambda walk: walk.pan(0, PAN_PX),
    _K.Key_Plus: lambda walk: walk.zoom(ZOOM),
    _K.Key_Equal: lambda walk: walk.zoom(ZOOM),
    _K.Key_Minus: lambda walk: walk.zoom(1 / ZOOM),
    _K.Key_Home: lambda walk: walk.go_home(),
    _K.Key_Backspace: lambda walk: walk.go_up(),
    _K.Key_PageUp: lambda walk: walk.change_floor(1),
    _K.Key_PageDown: lambda walk: walk.change_floor(-1),
    _K.Key_G: lambda walk: walk.toggle_layer(MapLayer.GRID),
    _K.Key_P: lambda walk: walk.toggle_layer(MapLayer.CAMERAS),
    _K.Key_V: lambda walk: walk.cycle_views(),
    _K.Key_D: lambda walk: walk.toggle_layer(MapLayer.DOORS),
}


def is_known(key: Qt.Key) -> bool:
    """Whether a key means something on the map."""
    return key in _ACTS or key in (_K.Key_Return, _K.Key_Enter)


def act(walk: Walk, key: int, modifiers: Qt.KeyboardModifier) -> bool:
    """Does what a key means; false where it means nothing here."""
    plain = modifiers & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if plain:
        return False
    if key in (_K.Key_Return, _K.Key_Enter):
        walk.open_selected(bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        return True
    meaning = _ACTS.get(Qt.Key(key))
    if meaning is not None:
        meaning(walk)
    return meaning is not None
