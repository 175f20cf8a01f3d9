"""The palette: safety symbols and devices that no server knows, to be put down with a click on the map."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QWidget

from smartclient.domain.devices import SAFETY_KINDS, CameraForm, Device, DeviceKind, DeviceState, Placement, View
from smartclient.domain.edits import Edit
from smartclient.domain.ids import DeviceId
from smartclient.plans.editing import devices, safety
from smartclient.plans.editing.devices import KIND_WORDS
from smartclient.ui.map.looks import AMENITIES, look_of, tag
from smartclient.ui.map.pins import PinLook, half_px, paint_pin
from smartclient.ui.theme import Theme
from smartclient.ui.words import sentence

_PIN_PX, _ICON_PX, _ACROSS = 20, 32, 7
_DEVICES = (*SAFETY_KINDS, DeviceKind.CAMERA, DeviceKind.INTERCOM)


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing to put down: its `words`, its pin, and the edit that puts it at a place."""

    words: str
    look: PinLook
    new: Callable[[Placement], Edit]


def kinds() -> Iterator[Kind]:
    """All of them, IMDF's amenities first."""
    for category, words in safety.AMENITY_WORDS.items():
        yield Kind(words, tag(AMENITIES[category]), _amenity(category, words))
    for kind in _DEVICES:
        view = View(0, 90, 10, CameraForm.BULLET) if kind is DeviceKind.CAMERA else None
        device = Device(DeviceId("plan/new"), kind, "", None, view)
        yield Kind(KIND_WORDS[kind], look_of(device, DeviceState(), False), _device(kind))


class Palette(QWidget):
    """`chosen` carries the Kind that the next click on the map puts down, or None."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Put on the map")
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons: dict[str, QToolButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 4, 12, 8)
        grid.setSpacing(4)
        for place, kind in enumerate(kinds()):
            button = self._button(kind, theme)
            self.buttons[kind.words] = button
            grid.addWidget(button, place // _ACROSS, place % _ACROSS)
        grid.setColumnStretch(_ACROSS, 1)

    def release(self) -> None:
        """It was put down, or not."""
        for button in self.buttons.values():
            button.setChecked(False)

    def _button(self, kind: Kind, theme: Theme) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setIcon(_icon(kind.look, theme, self.devicePixelRatioF()))
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setFixedSize(38, 36)
        button.setStyleSheet("padding: 0")
        button.setToolTip(f"{sentence(kind.words)}: click, then click on the map. Enter puts it in the middle.")
        button.setAccessibleName(f"Put a {kind.words}")
        button.clicked.connect(lambda is_down, kind=kind, button=button: self._choose(kind, button, is_down))
        return button

    def _choose(self, kind: Kind, button: QToolButton, is_down: bool) -> None:
        for other in self.buttons.values():
            if other is not button:
                other.setChecked(False)
        self.chosen.emit(kind if is_down else None)


def _icon(look: PinLook, theme: Theme, ratio: float) -> QIcon:
    half = half_px(_PIN_PX)
    picture = QPixmap(round(2 * half * ratio), round(2 * half * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half, half)
    paint_pin(painter, look, _PIN_PX, theme)
    painter.end()
    return QIcon(picture)


def _amenity(category: str, words: str) -> Callable[[Placement], Edit]:
    return lambda where: safety.add_amenity(category, sentence(words), where.position, where.level_id)


def _device(kind: DeviceKind) -> Callable[[Placement], Edit]:
    return lambda where: devices.add(kind, sentence(KIND_WORDS[kind]), where)
