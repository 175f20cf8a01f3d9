"""Feeding libVLC what it cannot open itself: pictures read by PyAV, wrapped as MPEG-TS (JPEG as a multipart stream)."""

import ctypes
import threading
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av

from smartclient.domain.errors import MediaError, NoPicture, ServerError
from smartclient.domain.footage import Codec, Source
from smartclient.runtime.clock import Clock
from smartclient.video.backlog import Backlog, Worth
from smartclient.video.delivery import Delivery
from smartclient.video.engine import Limits
from smartclient.video.inputs import Coded, Input
from smartclient.video.pyav_engine import open_input
from smartclient.video.troubles import media_error
from smartclient.video.vlc_library import OPEN, READ, VlcLibrary

_WAITED_S = 0.002
_TICK = Fraction(1, 90_000)
_CAPACITY = 4_000_000
_ENDLESS = 2**64 - 1


class BytePipe:
    """Bytes from one thread to another; whoever is too fast waits, and closing wakes both."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._changed = threading.Condition()
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._is_closed = False

    def write(self, data: bytes) -> int:
        """Appends `data`; waits for room. Raises BrokenPipeError when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._size < self._capacity)
            if self._is_closed:
                raise BrokenPipeError
            self._chunks.append(bytes(data))
            self._size += len(data)
            self._changed.notify_all()
        return len(data)

    def read(self, most: int) -> bytes:
        """Up to `most` bytes; waits for some. Nothing means closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._size > 0)
            if self._is_closed:
                return b""
            chunk = self._chunks.popleft()
            if len(chunk) > most:
                self._chunks.appendleft(chunk[most:])
            self._size -= min(most, len(chunk))
            self._changed.notify_all()
            return chunk[:most]

    def close(self) -> None:
        """Ends both sides."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


class VlcFeed:
    """A thread that reads `source` and a libVLC medium that plays what it reads. `on_end` comes from that thread."""

    def __init__(
        self,
        library: VlcLibrary,
        source: Source,
        delivery: Delivery,
        clock: Clock,
        limits: Limits,
        on_end: Callable[[MediaError], None],
    ) -> None:
        self._source = source
        self._delivery = delivery
        self._clock = clock
        self._limits = limits
        self._on_end = on_end
        self._pipe = BytePipe()
        self._input: Input | None = None
        self._is_stopped = False
        self._opened = threading.Event()
        self.size: tuple[int, int] | None = None
        """The pictures' true size, where the stream told it at its opening."""
        self.keys_only = False
        """Whether only key frames are handed on."""
        self._has_thinned = False
        self._ticks = -1
        self._callbacks = (OPEN(self._open), READ(self._read))
        opening, reading = self._callbacks
        vlc = library.module
        self.medium = library.instance.media_new_callbacks(
            ctypes.cast(opening, vlc.MediaOpenCb), ctypes.cast(reading, vlc.MediaReadCb), None, None, None
        )
        self._thread = threading.Thread(target=self._run, name=f"video libVLC feed {source.label}", daemon=True)
        self._thread.start()

    def wait_opened(self) -> None:
        """Waits until it is known how to play the medium, or that it cannot be."""
        self._opened.wait()

    def stop(self) -> None:
        """Ends reading and playing; from any thread."""
        self._is_stopped = True
        self._pipe.close()
        if self._input is not None:
            self._input.cancel()

    def join(self, timeout_s: float) -> bool:
        """Waits for the thread."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _open(self, _opaque: Any, _data: Any, size: Any) -> int:
        size[0] = _ENDLESS
        return 0

    def _read(self, _opaque: Any, buffer: Any, most: int) -> int:
        data = self._pipe.read(most)
        ctypes.memmove(buffer, data, len(data))
        return len(data)

    def _run(self) -> None:
        try:
            self._feed()
        except (MediaError, ServerError, av.FFmpegError, OSError) as error:
            if not self._is_stopped:
                self._on_end(media_error(error, self._source.label))
        finally:
            self._opened.set()

    def _feed(self) -> None:
        opened = open_input(self._source, self._limits)
        self._input = opened
        try:
            self._delivery.codec, self.size = opened.codec, opened.size
            is_jpeg = opened.codec == Codec.JPEG
            self.medium.add_option(":demux=mjpeg" if is_jpeg else ":demux=ts")
            self._opened.set()
            output = av.open(
                self._pipe,
                "w",
                format="mpjpeg" if is_jpeg else "mpegts",
                options={"flush_packets": "1"},
                buffer_size=4096,
            )
            # the muxers insist on a size, which is not written anywhere
            stream = output.add_mux_stream(opened.codec, width=16, height=16)
            stream.time_base = _TICK
            self._copy(opened, output, stream)
        finally:
            opened.close()

    def _copy(self, opened: Input, output: Any, stream: Any) -> None:
        backlog, codec = Backlog(), opened.codec
        begun_s = self._clock.steady_s()
        for coded in opened.coded():
            if self._is_stopped:
                return
            if opened.codec != codec:
                raise NoPicture(f"{self._source.label} changed its coding.")
            now_s = self._clock.steady_s()
            self._delivery.received(coded.packet.size, now_s - begun_s)
            if self._is_worth_feeding(backlog, coded, now_s, now_s - begun_s):
                self._stamp(coded)
                coded.packet.stream = stream
                output.mux_one(coded.packet)
            else:
                self._delivery.skipped()
            self._delivery.gop_s = backlog.gop_s
            self._delivery.note_behind(backlog.behind_s)
            begun_s = self._clock.steady_s()

    def _is_worth_feeding(self, backlog: Backlog, coded: Coded, now_s: float, waited_s: float) -> bool:
        if coded.is_key:
            self._has_thinned = False
        self._has_thinned |= self.keys_only and not coded.is_key
        if coded.media_s is None:
            return not self._has_thinned
        worth = backlog.worth(coded.is_key, coded.media_s, now_s, waited_s > _WAITED_S)
        return worth is not Worth.SKIP and not self._has_thinned

    def _stamp(self, coded: Coded) -> None:
        """Gives the packet the time of its arrival, so that libVLC neither waits for a camera's clock nor falls behind it."""
        packet = coded.packet
        reorder_s = 0.0
        if packet.pts is not None and packet.dts is not None:
            reorder_s = float((packet.pts - packet.dts) * packet.time_base)
        self._ticks = max(self._ticks + 1, int(self._clock.steady_s() * 90_000) % 2**32)
        packet.time_base = _TICK
        packet.dts = self._ticks
        packet.pts = self._ticks + int(reorder_s * 90_000)
