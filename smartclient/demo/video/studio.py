"""Films cameras: draws and encodes every stream that is asked for, twelve pictures a second, once however many watch."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from smartclient.demo.video.codec import FRAMES_PER_SECOND, H264Encoder, encode_jpeg
from smartclient.demo.video.pictures import Pictures

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IDLE_S = 8.0


class Stream(NamedTuple):
    """One encoding of one camera; JPEG when `as_jpeg`, else H.264 in Annex B form."""

    camera: str
    width: int
    height: int
    as_jpeg: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """One encoded picture; times are milliseconds since 1970, `key_ms` that of the key frame it builds on."""

    stream: Stream
    data: bytes
    is_key: bool
    at_ms: int
    key_ms: int
    number: int


def tick_ms(number: int) -> int:
    """When picture `number` since 1970 is taken: all cameras take theirs at the same moments."""
    return number * 1000 // FRAMES_PER_SECOND


def tick_at(milliseconds: int) -> int:
    """The number of the last picture taken at or before a time."""
    return ((milliseconds + 1) * FRAMES_PER_SECOND - 1) // 1000


def moment(milliseconds: int) -> datetime:
    """The time `milliseconds` after 1970 began."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


class _Film:
    """The state of one stream: its encoder and the last key frame."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._encoder = None if stream.as_jpeg else H264Encoder(stream.width, stream.height)
        self._key_ms = 0
        self._number = 0

    def take(self, pictures: Pictures, at_ms: int) -> Shot:
        """Draws and encodes the picture of a moment."""
        stream = self.stream
        packed = pictures.packed(stream.camera, moment(at_ms), stream.width, stream.height)
        if self._encoder is None:
            data, is_key = encode_jpeg(packed), True
        else:
            data, is_key = self._encoder.encode(packed, at_ms, key=self._number == 0)
        self._key_ms = at_ms if is_key else self._key_ms
        self._number += 1
        return Shot(stream, data, is_key, at_ms, self._key_ms, self._number)


class Studio:
    """The streams being filmed; `film` takes one round of pictures.

    Backgrounds that are not yet drawn are drawn by a thread of their own, and their streams leave out rounds until it is
    done, so that one new camera does not hold up the others. With nothing to draw for a while, that thread surveys the
    levels, so that a first look at each is quicker.
    """

    def __init__(self, pictures: Pictures, deliver: Callable[[Shot], None]) -> None:
        self._pictures = pictures
        self._deliver = deliver
        self._films: dict[Stream, _Film] = {}
        self._wanted: dict[Stream, int] = {}
        self._changed = threading.Condition()
        self._stopped = False
        self._painter = threading.Thread(target=self._paint, name="backgrounds", daemon=True)
        self._painter.start()

    def start(self, stream: Stream) -> None:
        """Begins to film a stream; nothing when it is filmed already."""
        if stream not in self._films:
            self._films[stream] = _Film(stream)

    def end(self, stream: Stream) -> None:
        """Stops filming a stream."""
        self._films.pop(stream, None)
        with self._changed:
            self._wanted.pop(stream, None)

    def film(self, at_ms: int) -> None:
        """Takes the pictures of one moment and hands them over."""
        for stream, film in list(self._films.items()):
            if self._pictures.is_drawn(stream.camera, moment(at_ms), stream.width, stream.height):
                self._deliver(film.take(self._pictures, at_ms))
            else:
                with self._changed:
                    self._wanted[stream] = at_ms
                    self._changed.notify()

    def close(self) -> None:
        """Stops the thread that draws backgrounds."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._painter.join()

    def _paint(self) -> None:
        unseen = self._pictures.levels[::-1]
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._stopped, _IDLE_S if unseen else None)
                if self._stopped:
                    return
                stream = next(iter(self._wanted), None)
                at_ms = self._wanted.pop(stream) if stream is not None else 0
            if stream is not None:
                self._pictures.prepare(stream.camera, moment(at_ms), stream.width, stream.height)
            elif unseen:
                self._pictures.survey(unseen.pop())
