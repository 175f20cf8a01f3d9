"""Where libVLC paints: memory of ours, from which each new picture is taken as a frame."""

import ctypes
import time
from collections.abc import Callable
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from smartclient.video.vlc_library import CLEANUP, DISPLAY, FORMAT, LOCK, UNLOCK, VlcLibrary

_LARGEST_PX = 8192
_TRIES, _TRY_S = 50, 0.005


class VlcScreen:
    """Memory callbacks in RV32 for one player.

    `on_picture` is called in libVLC's thread with a picture nobody else holds and the size in pixels it should have: libVLC
    stretches what is seen over the padding that the coding adds.
    """

    def __init__(
        self,
        library: VlcLibrary,
        player: Any,
        medium: Any,
        size: tuple[int, int] | None,
        on_picture: Callable[[av.VideoFrame, tuple[int, int]], None],
    ) -> None:
        self._player = player
        self._medium = medium
        self._on_picture = on_picture
        self._size = (0, 0)
        self._true_size = size
        self._pixels: NDArray[np.uint8] = np.empty((1, 1, 4), np.uint8)
        self._last: NDArray[np.uint8] | None = None
        self._statistics = library.module.MediaStats()
        self._decoded = -1
        # libVLC keeps only addresses: these objects must live as long as the player.
        self._callbacks = (
            LOCK(self._lock),
            UNLOCK(_unlock),
            DISPLAY(self._display),
            FORMAT(self._format),
            CLEANUP(_cleanup),
        )
        lock, unlock, display, form, cleanup = self._callbacks
        vlc = library.module
        player.video_set_callbacks(
            ctypes.cast(lock, vlc.VideoLockCb),
            ctypes.cast(unlock, vlc.VideoUnlockCb),
            ctypes.cast(display, vlc.VideoDisplayCb),
            None,
        )
        player.video_set_format_callbacks(
            ctypes.cast(form, vlc.VideoFormatCb), ctypes.cast(cleanup, vlc.VideoCleanupCb)
        )

    def _format(self, _opaque: Any, chroma: Any, width: Any, height: Any, pitches: Any, lines: Any) -> int:
        if not (0 < width[0] <= _LARGEST_PX and 0 < height[0] <= _LARGEST_PX):
            return 0
        if self._last is not None:
            self._true_size = None  # the camera changed its resolution
        # libVLC names the size with the coding's padding, and scales what is seen into whatever size is answered
        seen = self._true_size or self._player.video_get_size(0)
        if seen and 0 < seen[0] <= width[0] and 0 < seen[1] <= height[0]:
            width[0], height[0] = seen
        self._size = (width[0], height[0])
        ctypes.memmove(chroma, b"RV32", 4)
        pitches[0], lines[0] = width[0] * 4, height[0]
        return 1

    def _lock(self, _opaque: Any, planes: Any) -> None:
        width, height = self._size
        self._pixels = np.empty((height, width, 4), np.uint8)
        planes[0] = self._pixels.ctypes.data

    def _display(self, _opaque: Any, _picture: Any) -> None:
        pixels = self._pixels
        if self._is_new(pixels):
            if self._true_size is None:
                self._true_size = self._told_size()
            self._on_picture(av.VideoFrame.from_numpy_buffer(pixels, format="bgra"), self._true_size)

    def _told_size(self) -> tuple[int, int]:
        """What is seen of the picture; libVLC tells it a moment after it shows the first one."""
        for _ in range(_TRIES):
            size = self._player.video_get_size(0)
            if size and all(size):
                return int(size[0]), int(size[1])
            time.sleep(_TRY_S)
        return self._size

    def _is_new(self, pixels: NDArray[np.uint8]) -> bool:
        """Whether this is more than libVLC showing its last picture again, which it does while nothing arrives."""
        last, self._last = self._last, pixels
        self._medium.get_stats(self._statistics)
        decoded, self._decoded = self._decoded, self._statistics.decoded_video
        if last is None or last.shape != pixels.shape or decoded != self._decoded:
            return True
        return not np.array_equal(last[::8], pixels[::8])


def _unlock(_opaque: Any, _picture: Any, _planes: Any) -> None:
    """Nothing to give back: every picture has memory of its own."""


def _cleanup(_opaque: Any) -> None:
    """Nothing to free."""
