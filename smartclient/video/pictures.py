"""From a decoder's picture to a frame: scaled and converted in one pass, without a further copy where memory allows."""

import threading
from datetime import datetime

import av
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter

from smartclient.video.frames import Frame, fitted


class Scaler:
    """Scales to the tile's size, which may change from any thread; `frame` belongs to the decoding thread."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._reformatter = VideoReformatter()

    def resize(self, width: int, height: int) -> None:
        """Fits later frames into `width` × `height` pixels."""
        with self._lock:
            self._size = (max(1, width), max(1, height))

    def frame(
        self, picture: av.VideoFrame, at: datetime | None, received_s: float, seen: tuple[int, int] | None = None
    ) -> Frame:
        """`picture` as a frame of the tile's size; `seen` is its true size in pixels where its proportions are not right.

        Raises av.FFmpegError where the pixel format cannot be converted.
        """
        with self._lock:
            size = self._size
        source_width, source_height = seen or (picture.width, picture.height)
        width, height = fitted(source_width, source_height, *size)
        scaled = self._reformatter.reformat(picture, width, height, "bgra", interpolation=Interpolation.AREA, threads=1)
        plane = scaled.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:height, : width * 4]
        pixels = np.ascontiguousarray(rows).reshape(height, width, 4)
        return Frame(pixels, width, height, at, received_s, source_width, source_height)
