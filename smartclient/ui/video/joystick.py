"""A joystick turns the chosen tile's camera: Linux's own joystick devices, read in a thread, plugged and unplugged at any time.

Other systems have no such files; there, mouse and keys turn cameras.
"""

import os
import selectors
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

DEVICES = Path("/dev/input")
LOOK_EVERY_S = 2.0
_EVENT = struct.Struct("<IhBB")
"""Time in ms, value -32767…32767, type, number (linux/joystick.h)."""
_BUTTON, _AXIS, _FIRST = 0x01, 0x02, 0x80
"""`_FIRST` marks the state told when the device is opened."""
_PAN, _TILT, _ZOOM = 0, 1, 2
_FULL = 32767.0
_LOOSE = 0.12
"""A stick at rest wanders so far from its middle."""


@dataclass(slots=True)
class Stick:
    """One joystick: where its axes stand, and how to read its bytes."""

    axes: dict[int, float] = field(default_factory=dict)
    _rest: bytes = b""

    def feed(self, data: bytes) -> tuple[bool, list[int]]:
        """Takes bytes as they come; the answer is whether an axis moved, and which buttons went down, counted from 1."""
        has_moved, pressed = False, []
        data = self._rest + data
        whole = len(data) - len(data) % _EVENT.size
        for _, value, kind, number in _EVENT.iter_unpack(data[:whole]):
            if kind & ~_FIRST == _AXIS:
                share = max(-1.0, min(1.0, value / _FULL))
                self.axes[number] = 0.0 if abs(share) < _LOOSE else share
                has_moved = has_moved or not kind & _FIRST
            elif kind == _BUTTON and value:
                pressed.append(number + 1)
        self._rest = data[whole:]
        return has_moved, pressed

    @property
    def speed(self) -> tuple[float, float, float]:
        """Pan, tilt and zoom, gently near the middle. Pushed away means up, as on a camera's head."""
        pan, tilt, zoom = (self.axes.get(axis, 0.0) for axis in (_PAN, _TILT, _ZOOM))
        return pan * abs(pan), -tilt * abs(tilt), -zoom * abs(zoom)


class Joysticks(QObject):
    """Reads every joystick there is. `moved` and `pressed` arrive on the thread of whoever connects them."""

    moved = Signal(float, float, float)
    pressed = Signal(int)

    def __init__(self, folder: Path = DEVICES, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._thread: threading.Thread | None = None
        self._wake, self._waker = -1, -1

    def start(self) -> None:
        """Begins to read; without effect where the system has no such devices."""
        if self._thread is None and self._folder.is_dir():
            self._wake, self._waker = os.pipe()
            self._thread = threading.Thread(target=self._run, name="joystick", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends and waits; calling it twice is harmless."""
        thread, self._thread = self._thread, None
        if thread is not None:
            os.write(self._waker, b"x")
            thread.join()
            os.close(self._wake)
            os.close(self._waker)

    def _run(self) -> None:
        sticks: dict[Path, tuple[int, Stick]] = {}
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake, selectors.EVENT_READ)
            while True:
                self._look(sticks, selector)
                for key, _ in selector.select(LOOK_EVERY_S):
                    if key.data is None:
                        for number, _ in sticks.values():
                            os.close(number)
                        return
                    self._read(key.data, sticks, selector)

    def _look(self, sticks: dict[Path, tuple[int, Stick]], selector: selectors.BaseSelector) -> None:
        """Opens what was plugged in since; what may not be read is passed over."""
        for path in sorted(self._folder.glob("js*")):
            if path in sticks:
                continue
            try:
                number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            except OSError:
                continue
            sticks[path] = (number, Stick())
            selector.register(number, selectors.EVENT_READ, path)

    def _read(self, path: Path, sticks: dict[Path, tuple[int, Stick]], selector: selectors.BaseSelector) -> None:
        number, stick = sticks[path]
        try:
            data = os.read(number, 64 * _EVENT.size)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            selector.unregister(number)
            os.close(number)
            del sticks[path]
            self.moved.emit(0.0, 0.0, 0.0)
            return
        has_moved, pressed = stick.feed(data)
        if has_moved:
            self.moved.emit(*stick.speed)
        for button in pressed:
            self.pressed.emit(button)


class Steered(Protocol):
    """What a stick does."""

    def steer(self, pan: float, tilt: float, zoom: float) -> None:
        """It is held so; all zero is its middle."""
        ...

    def go_to_preset(self, number: int) -> None:
        """A button went down, counted from 1."""
        ...


class JoystickPilot(QObject):
    """Hands the stick to the tile that has the keyboard at that moment."""

    def __init__(self, steered: Callable[[], Steered], folder: Path = DEVICES) -> None:
        super().__init__()
        self._steered = steered
        self._sticks = Joysticks(folder, self)
        self._sticks.moved.connect(self._move)
        self._sticks.pressed.connect(self._press)

    def start(self) -> None:
        """Begins to listen."""
        self._sticks.start()

    def stop(self) -> None:
        """Ends; the camera stands."""
        self._sticks.stop()

    def _move(self, pan: float, tilt: float, zoom: float) -> None:
        self._steered().steer(pan, tilt, zoom)

    def _press(self, button: int) -> None:
        self._steered().go_to_preset(button)
