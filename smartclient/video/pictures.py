"""From a decoder's picture to a frame: scaled by the decoding thread, converted by whoever paints it, in memory used again and again."""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import av
from av.filter import Graph

from smartclient.video.frames import Decoded, Frame, fitted

if TYPE_CHECKING:
    from datetime import datetime

_SMALL_PX = 960 * 540
"""Pictures up to this size are converted when they are painted, into memory that the last one left warm: on a wall of many tiles
all their pixels together would fit in no cache. Larger ones would hold the painter up."""
_PLAIN = ("yuv420p", "yuvj420p")
"""The formats that FFmpeg converts in a fraction of a millisecond."""
_MOST_KEPT = 8


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
        decoded: Decoded
        if width * height > _SMALL_PX:
            decoded = _Pixels(self._converted(picture, width, height, "bgra"))
        elif (width, height) == (picture.width, picture.height) and picture.format.name in _PLAIN:
            decoded = _Coloured(picture)
        else:
            decoded = _Coloured(self._converted(picture, width, height, "|".join(_PLAIN)))
        return Frame(decoded, width, height, at, received_s, source_width, source_height)

    def _converted(self, picture: av.VideoFrame, width: int, height: int, forms: str) -> av.VideoFrame:
        key = (*_kind(picture), width, height, forms)
        if self._conversion is None or self._conversion.key != key:
            self._conversion = Conversion(key)
        return self._conversion.of(picture)


class _Pixels(Decoded):
    """A picture in the layout that is painted."""

    __slots__ = ("_plane",)

    def __init__(self, picture: av.VideoFrame) -> None:
        self._plane: Any = picture.planes[0]

    def rows(self) -> tuple[memoryview, int]:
        return memoryview(self._plane), self._plane.line_size

    @property
    def nbytes(self) -> int:
        size: int = self._plane.buffer_size
        return size


class _Coloured(Decoded):
    """A picture in the colours of its coding, which take less than half the memory."""

    __slots__ = ("_picture",)

    def __init__(self, picture: av.VideoFrame) -> None:
        self._picture = picture

    def rows(self) -> tuple[memoryview, int]:
        """Converts by way of this thread's conversions."""
        picture = self._picture
        key = (*_kind(picture), picture.width, picture.height, "bgra")
        kept = _here.conversions
        if key not in kept:
            kept[key] = Conversion(key)
            if len(kept) > _MOST_KEPT:
                kept.popitem(last=False)
        return _Pixels(kept[key].of(picture)).rows()

    @property
    def nbytes(self) -> int:
        return sum(plane.buffer_size for plane in self._picture.planes)


class _Here(threading.local):
    """The conversions of one thread."""

    def __init__(self) -> None:
        self.conversions: OrderedDict[_Key, Conversion] = OrderedDict()


_here = _Here()
_Key = tuple[int, int, str, int, int, int, int, str]


class Conversion:
    """FFmpeg's way from pictures of one kind to one size and format. Its filters keep a pool of pictures: memory asked from the
    system for each costs more than the conversion does. Belongs to one thread.
    """

    def __init__(self, key: _Key) -> None:
        """`key` is the kind of the pictures, width, height and format, or formats of which the nearest is taken.

        Raises av.FFmpegError where the pixel format cannot be converted.
        """
        self.key = key
        source_width, source_height, form, space, span, width, height, forms = key
        self._graph = graph = Graph()
        graph.threads = 1
        parameters = f"video_size={source_width}x{source_height}:pix_fmt={form}:colorspace={space}:range={span}"
        self._in = graph.add("buffer", f"{parameters}:time_base=1/1000")
        self._out = graph.add("buffersink")
        scaling = graph.add("scale", f"{width}:{height}:flags=area")
        graph.link_nodes(self._in, scaling, graph.add("format", forms), self._out).configure()

    def of(self, picture: av.VideoFrame) -> av.VideoFrame:
        """The picture converted."""
        self._in.push(picture)
        pulled: Any = self._out.pull()
        converted: av.VideoFrame = pulled
        return converted


def _kind(picture: av.VideoFrame) -> tuple[int, int, str, int, int]:
    """What a conversion depends on: width, height, pixel format, colour space and range."""
    return picture.width, picture.height, picture.format.name, picture.colorspace, picture.color_range
