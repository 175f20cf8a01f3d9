"""Backgrounds ready for people to be drawn over them, kept as long as they are in use."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import av
import numpy as np
from numpy.typing import NDArray

from smartclient.demo.video.background import Backdrop
from smartclient.demo.video.codec import pixels

Bytes = NDArray[np.uint8]

_MOST_BYTES = 224 * 1024 * 1024
_SKETCH_PX = 320
_GREY = 40


@dataclass(frozen=True, slots=True)
class Plate:
    """A background as packed YUV 4:2:0 (h * 3 / 2, w) and what was kept to draw parts of it again."""

    packed: Bytes
    backdrop: Backdrop

    @property
    def size(self) -> int:
        """Bytes."""
        drawn = self.backdrop
        return self.packed.nbytes + drawn.colour.nbytes + drawn.distance.nbytes + drawn.bloom.nbytes


def develop(backdrop: Backdrop) -> Plate:
    """A drawn background as video wants it."""
    frame = av.VideoFrame.from_ndarray(backdrop.colour, format="rgb24")
    packed = pixels(frame.reformat(format="yuv420p", dst_colorspace="ITU601", dst_color_range="MPEG"))
    height = backdrop.colour.shape[0]
    np.clip(packed[:height], 24, 228, out=packed[:height])
    if backdrop.infrared:
        packed[height:] = 128
    return Plate(packed, backdrop)


def sketch_size(width: int, height: int) -> tuple[int, int]:
    """The size in which a first picture is drawn: a quarter of the pixels of the small stream, the same shape."""
    small = min(width, _SKETCH_PX)
    return small, max(2, round(height * small / width / 2) * 2)


def enlarge(backdrop: Backdrop, width: int, height: int) -> Backdrop:
    """A background stretched to a size: colours smoothly, distances not, so that people stay behind edges."""
    rows, columns = backdrop.distance.shape
    frame = av.VideoFrame.from_ndarray(backdrop.colour, format="rgb24")
    colour = pixels(frame.reformat(width, height, interpolation="BICUBIC"))
    down, across = np.arange(height) * rows // height, np.arange(width) * columns // width
    return Backdrop(colour, backdrop.distance[down[:, None], across], backdrop.infrared, np.zeros((1, 1), np.float32))


def blank(width: int, height: int) -> Plate:
    """The background of a camera whose place is not known."""
    backdrop = Backdrop(
        np.full((height, width, 3), _GREY, np.uint8),
        np.zeros((height, width), np.float32),
        infrared=True,
        bloom=np.zeros((1, 1), np.float32),
    )
    return develop(backdrop)


class Plates:
    """The plates used last, as many as fit, by what they show; safe to use from several threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._plates: OrderedDict[Hashable, Plate] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Plate | None:
        """The plate kept under `key`."""
        with self._lock:
            plate = self._plates.get(key)
            if plate is not None:
                self._plates.move_to_end(key)
            return plate

    def get_or_make(self, key: Hashable, make: Callable[[], Plate]) -> Plate:
        """The plate kept under `key`; made, when it is missing, without holding up other threads."""
        plate = self.get(key)
        if plate is None:
            plate = make()
            with self._lock:
                if key not in self._plates:
                    self._bytes += plate.size
                self._plates[key] = plate
                while self._bytes > self._most_bytes and len(self._plates) > 1:
                    self._bytes -= self._plates.popitem(last=False)[1].size
        return plate
