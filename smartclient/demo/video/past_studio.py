"""Draws and encodes the past: pictures somebody waits for first, then what makes later ones better."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from smartclient.demo.video.codec import Bytes, encode_jpeg, encoder
from smartclient.demo.video.orders import Expect, Take, Taken
from smartclient.demo.video.pictures import Pictures
from smartclient.demo.video.plates import Plate
from smartclient.demo.video.present import Present, Presents
from smartclient.demo.video.shots import FRAMES_PER_SECOND, Shot, Stream, moment, tick_at

_Job = Callable[[], None]

_ROUGH_KEPT = 64
_BEGUN_KEPT = 32
_REFINED_AT_ONCE = 12
_REST_S = 0.2
"""How long nobody must ask before true backgrounds are drawn of what was taken in haste."""
_AHEAD_MS = 60_000
_SMALL_PX = 640
_LATELY_MS = tuple(minutes * 60_000 for minutes in (60, 40, 20, 0))
_OTHER_HOURS_MS = tuple(hours * 3_600_000 for hours in (6, 12, 18))


class _Group:
    """A group of pictures as far as it is taken; `key` is its first picture as drawn, packed YUV 4:2:0."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.shots: list[Shot] = []
        self.is_rough = False
        self.key: Bytes | None = None
        self._encoder = None if stream.as_jpeg else encoder(stream)

    def begun_as(self) -> _Group:
        """Another group that begins with the same key frame."""
        other = _Group(self.stream)
        other.is_rough = self.is_rough
        if self.key is not None:
            other.add(self.key, self.shots[0].at_ms)
        return other

    def add(self, packed: Bytes, at_ms: int) -> None:
        """Encodes its next picture."""
        if self._encoder is None:
            data, is_key = encode_jpeg(packed), True
        else:
            data, is_key = self._encoder.encode(packed, at_ms, key=not self.shots)
        self.key = packed if self.key is None else self.key
        key_ms = at_ms if is_key else self.shots[0].at_ms
        self.shots.append(Shot(self.stream, data, is_key, at_ms, key_ms, tick_at(at_ms), is_rough=self.is_rough))


class PastStudio:
    """Takes orders for pictures of the past and delivers them, the most urgent first.

    One thread takes what is quickly done: in haste, or before backgrounds that are drawn. The other one draws backgrounds, first
    those somebody waits for, then, when nobody asks for a moment, the true ones of pictures that were taken in haste, the last
    first, and those that will be wanted next. A group begun in haste is gone on with as it was begun, so that its pictures fit
    together.
    """

    def __init__(self, pictures: Pictures, deliver: Callable[[Taken], None]) -> None:
        self._pictures = pictures
        self._deliver = deliver
        self._orders: list[Take] = []
        self._refining: OrderedDict[tuple[Stream, int], Take] = OrderedDict()
        self._seen_streams: set[Stream] = set()
        self._asked_s = 0.0
        self._rough: OrderedDict[tuple[Stream, int], _Group] = OrderedDict()
        self._begun: OrderedDict[tuple[Stream, int], _Group] = OrderedDict()
        self._changed = threading.Condition()
        self._stopped = False
        self._threads = [
            threading.Thread(target=self._work, args=(next_job,), name="the past", daemon=True)
            for next_job in (self._urgent_job, self._patient_job)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, order: Take) -> None:
        """Adds an order."""
        with self._changed:
            self._orders.append(order)
            self._asked_s = time.monotonic()
            self._changed.notify_all()

    def expect(self, expected: Expect) -> None:
        """Has the backgrounds of a stream's last hour drawn when there is nothing better to do, the latest first."""
        if expected.stream.width > _SMALL_PX:
            return
        for before_ms in _LATELY_MS:
            at_ms = expected.at_ms - before_ms
            usual = Presents((at_ms,), (Present(),))
            self._refine_later(Take(0, expected.stream, (at_ms,), usual, in_haste=False), at_ms)

    def close(self) -> None:
        """Ends the threads; what was ordered is not delivered any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _work(self, next_job: Callable[[], _Job | None]) -> None:
        while True:
            with self._changed:
                while (job := next_job()) is None and not self._stopped:
                    self._changed.wait(_REST_S if self._refining else None)
                if job is None or self._stopped:
                    return
            job()

    def _urgent_job(self) -> _Job | None:
        order = next((each for each in self._orders if each.in_haste or self._is_ready(each)), None)
        if order is None:
            return None
        self._orders.remove(order)
        return partial(self._fill, order)

    def _patient_job(self) -> _Job | None:
        if order := next((each for each in self._orders if not each.in_haste), None):
            self._orders.remove(order)
            return partial(self._fill, order)
        if self._refining and not self._orders and time.monotonic() - self._asked_s > _REST_S:
            _, order = self._refining.popitem()
            return partial(self._refine, order)
        return None

    def _is_ready(self, order: Take) -> bool:
        stream, times = order.stream, order.times_ms
        try:
            ends = [
                self._seen(order, at_ms).ready(stream.camera, moment(at_ms), *stream.size)
                for at_ms in times[:: len(times) - 1 or 1]
            ]
        except (KeyError, ValueError):
            return True
        return None not in ends

    def _fill(self, order: Take) -> None:
        try:
            group = self._group_of(order)
            taken = {shot.at_ms for shot in group.shots}
            for at_ms in order.times_ms:
                if at_ms not in taken:
                    group.add(self._drawn(order, group, at_ms), at_ms)
        except (KeyError, ValueError):
            self._deliver(Taken(order.number, ()))
            return
        if group.is_rough:
            self._keep_rough(order, group)
        elif len(group.shots) < FRAMES_PER_SECOND and not order.stream.as_jpeg:
            self._keep_begun(order, group)
        self._look_ahead(order)
        wanted = set(order.times_ms)
        self._deliver(Taken(order.number, tuple(shot for shot in group.shots if shot.at_ms in wanted)))
        with self._changed:
            self._changed.notify_all()

    def _group_of(self, order: Take) -> _Group:
        """The group that was begun, with as many pictures as are wanted at least; else a new one."""
        key = (order.stream, order.times_ms[0])
        known = self._rough.get(key) if order.in_haste else None
        if known is None:
            with self._changed:
                begun = self._begun.pop(key, None)
            return begun if begun is not None and _leads_to(begun, order) else _Group(order.stream)
        covers = set(order.times_ms) <= {shot.at_ms for shot in known.shots} and _is_unbroken(known)
        return known if covers or (_leads_to(known, order) and _is_unbroken(known)) else known.begun_as()

    def _keep_begun(self, order: Take, group: _Group) -> None:
        """Keeps a group that may be gone on with. Whoever goes on takes it out: two threads work here."""
        with self._changed:
            self._begun[order.stream, order.times_ms[0]] = group
            while len(self._begun) > _BEGUN_KEPT:
                self._begun.popitem(last=False)

    def _drawn(self, order: Take, group: _Group, at_ms: int) -> Bytes:
        seen, stream = self._seen(order, at_ms), order.stream
        plate = self._background(order, group, seen, at_ms)
        return seen.packed(stream.camera, moment(at_ms), *stream.size, plate)

    def _background(self, order: Take, group: _Group, seen: Pictures, at_ms: int) -> Plate:
        stream, at = order.stream, moment(at_ms)
        if not order.in_haste:
            return seen.prepare(stream.camera, at, *stream.size)
        if (ready := seen.ready(stream.camera, at, *stream.size)) is not None:
            return ready
        group.is_rough = True
        return seen.stand_in(stream.camera, at, *stream.size) or seen.sketch(stream.camera, at, *stream.size)

    def _keep_rough(self, order: Take, group: _Group) -> None:
        """Keeps the longest group that can be gone on with, or else just one that has its key frame."""
        key = (order.stream, order.times_ms[0])
        if _is_unbroken(group) or key not in self._rough:
            self._rough[key] = group
        self._rough.move_to_end(key)
        self._refine_later(order, order.times_ms[-1])
        while len(self._rough) > _ROUGH_KEPT:
            self._rough.popitem(last=False)

    def _look_ahead(self, order: Take) -> None:
        """Who plays will want the next light; who has just begun to look at a camera may look at any hour."""
        stream, at_ms = order.stream, order.times_ms[-1]
        if not order.in_haste:
            self._refine_later(order, at_ms + _AHEAD_MS)
        if stream not in self._seen_streams and stream.width <= _SMALL_PX:
            self._seen_streams.add(stream)
            for hours in _OTHER_HOURS_MS:
                self._refine_later(order, at_ms - hours, last=False)

    def _refine_later(self, order: Take, at_ms: int, *, last: bool = True) -> None:
        """Has the true background of a time drawn when there is nothing better to do."""
        stream, seen = order.stream, self._seen(order, order.times_ms[-1])
        if seen.ready(stream.camera, moment(at_ms), *stream.size) is not None:
            return
        key = (stream, at_ms // _AHEAD_MS)
        with self._changed:
            self._refining[key] = replace(order, times_ms=(order.times_ms[-1], at_ms))
            self._refining.move_to_end(key, last=last)
            while len(self._refining) > _REFINED_AT_ONCE:
                self._refining.popitem(last=False)
            self._changed.notify_all()

    def _refine(self, order: Take) -> None:
        then_ms, at_ms = order.times_ms
        self._seen(order, then_ms).prepare(order.stream.camera, moment(at_ms), *order.stream.size)

    def _seen(self, order: Take, at_ms: int) -> Pictures:
        return self._pictures.during(order.presents.at(at_ms))


def _leads_to(group: _Group, order: Take) -> bool:
    """Whether what is wanted begins as the group does."""
    return tuple(shot.at_ms for shot in group.shots) == order.times_ms[: len(group.shots)]


def _is_unbroken(group: _Group) -> bool:
    """Whether no picture is left out between the first and the last one."""
    shots = group.shots
    return tick_at(shots[-1].at_ms) - tick_at(shots[0].at_ms) == len(shots) - 1
