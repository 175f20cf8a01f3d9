"""From a decoder's picture to a frame: scaled and converted by the decoding thread, into memory that is used again and again."""

from typing import TYPE_CHECKING, Any

import av
from av.filter import Graph

from smartclient.video.frames import Frame, Rows, fitted

if TYPE_CHECKING:
    from datetime import datetime

_PLAIN = "yuv420p|yuvj420p"
"""Formats that FFmpeg scales first and converts then faster than it does both at once."""


class Scaler:
    """Scales to the tile's size, which may change from any thread; `frame` belongs to the decoding thread."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._conversion: Conversion | None = None

    def resize(self, width: int, height: int) -> None:
        """Fits later frames into `width` × `height` pixels."""
        self._size = (max(1, width), max(1, height))

    def frame(
        self, picture: av.VideoFrame, at: "datetime | None", received_s: float, seen: tuple[int, int] | None = None
    ) -> Frame:
        """`picture` as a frame of the tile's size; `seen` is its true size in pixels where its proportions are not right.

        Raises av.FFmpegError where the pixel format cannot be converted.
        """
        source_width, source_height = seen or (picture.width, picture.height)
        width, height = fitted(source_width, source_height, *self._size)
        conversion = self._conversion
        if conversion is None or not conversion.suits(picture, width, height):
            conversion = self._conversion = Conversion(picture, width, height)
        return Frame(conversion.rows(picture), width, height, at, received_s, source_width, source_height)


class Conversion:
    """FFmpeg's way from pictures like one to pixels of one size. Its filters keep a pool of pictures: memory asked from the system
    for each costs more than the conversion does.
    """

    def __init__(self, picture: av.VideoFrame, width: int, height: int) -> None:
        """Raises av.FFmpegError where the pixel format cannot be converted."""
        self._kind, self._size = _kind(picture), (width, height)
        self._graph = graph = Graph()
        graph.threads = 1
        source_width, source_height, form, space, span = self._kind
        parameters = f"video_size={source_width}x{source_height}:pix_fmt={form}:colorspace={space}:range={span}"
        self._in = graph.add("buffer", f"{parameters}:time_base=1/1000")
        self._out = graph.add("buffersink")
        scaled = graph.add("scale", f"{width}:{height}:flags=area")
        plain, painted = graph.add("format", _PLAIN), graph.add("format", "bgra")
        graph.link_nodes(self._in, scaled, plain, painted, self._out).configure()

    def suits(self, picture: av.VideoFrame, width: int, height: int) -> bool:
        """Whether it leads from such a picture to that size."""
        return (width, height) == self._size and _kind(picture) == self._kind

    def rows(self, picture: av.VideoFrame) -> Rows:
        """The picture's rows; the memory is the caller's as long as it is kept."""
        self._in.push(picture)
        converted: Any = self._out.pull()
        plane = converted.planes[0]
        return Rows(memoryview(plane), plane.line_size)


def _kind(picture: av.VideoFrame) -> tuple[int, int, str, int, int]:
    """What a conversion depends on: width, height, pixel format, colour space and range."""
    return picture.width, picture.height, picture.format.name, picture.colorspace, picture.color_range
