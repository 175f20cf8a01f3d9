"""Films cameras: draws and encodes every stream that is asked for, twelve pictures a second, once however many watch."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from smartclient.demo.video.codec import encode_jpeg, encoder
from smartclient.demo.video.groups import group_of
from smartclient.demo.video.pictures import Pictures
from smartclient.demo.video.plates import Plate
from smartclient.demo.video.shots import Shot, Stream, moment

_Job = Callable[[], None]


class _Film:
    """The state of one stream: its encoder, its last key frame and its background."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.plate: Plate | None = None
        self.is_sketched = False
        self._encoder = None if stream.as_jpeg else encoder(stream)
        self._key_ms = 0
        self._number = 0
        self._wants_key = True

    def show(self, plate: Plate) -> None:
        """Films before that background from now on; the one that takes the place of a sketch begins a new group of pictures."""
        self._wants_key |= self.is_sketched
        self.plate, self.is_sketched = plate, False

    def take(self, pictures: Pictures, plate: Plate, at_ms: int, *, is_rough: bool) -> Shot:
        """Draws and encodes the picture of a moment; the first one of every second is a key frame."""
        stream = self.stream
        packed = pictures.packed(stream.camera, moment(at_ms), stream.width, stream.height, plate)
        if self._encoder is None:
            data, is_key = encode_jpeg(packed), True
        else:
            wants_key = self._wants_key or group_of(at_ms) != group_of(self._key_ms)
            data, is_key = self._encoder.encode(packed, at_ms, key=wants_key)
        self._wants_key = False
        self._key_ms = at_ms if is_key else self._key_ms
        self._number += 1
        return Shot(stream, data, is_key, at_ms, self._key_ms, self._number, is_rough)


@dataclass(frozen=True, slots=True)
class Still:
    """A single picture that is asked for; `is_live` ones may be drawn on a sketch; one of an unknown
    camera or of an impossible size is empty."""

    camera: str
    at_ms: int
    width: int
    height: int
    is_live: bool
    deliver: Callable[[bytes], None]


class Studio:
    """The streams being filmed; `film` takes one round of pictures.

    Backgrounds are drawn by threads of their own. Until the first one is done a stream shows a sketch of it, and afterwards the
    last one, so that neither a new camera nor a moving door holds pictures up. One thread draws what somebody waits for: stills,
    then sketches, of levels that are laid out before others; the other one draws what makes pictures better, while nobody waits.
    """

    def __init__(self, pictures: Pictures, deliver: Callable[[Shot], None]) -> None:
        self._pictures = pictures
        self._deliver = deliver
        self._films: dict[Stream, _Film] = {}
        self._wanted: dict[Stream, int] = {}
        self._stills: list[Still] = []
        self._changed = threading.Condition()
        self._stopped = False
        self._painters = [
            threading.Thread(target=self._paint, args=(next_job,), name="backgrounds", daemon=True)
            for next_job in (self._urgent_job, self._patient_job)
        ]
        for painter in self._painters:
            painter.start()

    def start(self, stream: Stream, at_ms: int) -> None:
        """Begins to film a stream; nothing when it is filmed already."""
        if stream not in self._films:
            self._films[stream] = _Film(stream)
            self._want(stream, at_ms)

    def end(self, stream: Stream) -> None:
        """Stops filming a stream."""
        with self._changed:
            self._films.pop(stream, None)
            self._wanted.pop(stream, None)

    def draw(self, still: Still) -> None:
        """Draws a single picture as soon as it can."""
        with self._changed:
            self._stills.append(still)
            self._changed.notify_all()

    def film(self, at_ms: int) -> None:
        """Takes the pictures of one moment and hands them over."""
        for stream, film in list(self._films.items()):
            ready = self._pictures.ready(stream.camera, moment(at_ms), stream.width, stream.height)
            if ready is None:
                self._want(stream, at_ms)
            shown = ready or self._pictures.cut(stream.camera, moment(at_ms), *stream.size)
            if shown is not None and shown is not film.plate:
                film.show(shown)
            if film.plate is not None:
                self._deliver(film.take(self._pictures, film.plate, at_ms, is_rough=film.plate is not ready))

    def close(self) -> None:
        """Stops the threads that draw backgrounds."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for painter in self._painters:
            painter.join()

    def _want(self, stream: Stream, at_ms: int) -> None:
        with self._changed:
            self._wanted[stream] = at_ms
            self._changed.notify_all()

    def _paint(self, next_job: Callable[[], _Job | None]) -> None:
        while True:
            with self._changed:
                while (job := next_job()) is None and not self._stopped:
                    self._changed.wait()
                if job is None or self._stopped:
                    return
            job()

    def _urgent_job(self) -> _Job | None:
        if self._stills:
            return partial(self._draw_still, self._stills.pop(0))
        new = self._unseen()
        if not new:
            return None
        stream = next((stream for stream in new if self._pictures.is_laid_out(stream.camera)), new[0])
        return partial(self._sketch, stream, self._films[stream], self._wanted[stream])

    def _patient_job(self) -> _Job | None:
        if not self._wanted or self._stills or self._unseen():
            return None
        stream = next(iter(self._wanted))
        return partial(self._prepare, stream, self._wanted.pop(stream))

    def _unseen(self) -> list[Stream]:
        return [stream for stream in self._wanted if self._films[stream].plate is None]

    def _sketch(self, stream: Stream, film: _Film, at_ms: int) -> None:
        film.is_sketched = True
        film.plate = self._pictures.sketch(stream.camera, moment(at_ms), stream.width, stream.height)
        with self._changed:
            self._changed.notify_all()

    def _prepare(self, stream: Stream, at_ms: int) -> None:
        self._pictures.prepare(stream.camera, moment(at_ms), stream.width, stream.height)
        self._pictures.prepare_round(stream.camera, moment(at_ms))

    def _draw_still(self, still: Still) -> None:
        at, size = moment(still.at_ms), (still.width, still.height)
        try:
            plate = self._pictures.sketch(still.camera, at, *size) if still.is_live else None
            still.deliver(self._pictures.jpeg(still.camera, at, *size, plate))
        except (KeyError, ValueError):
            still.deliver(b"")
