"""The past's studio: a key frame alone is the beginning of the very group that is asked for later; what may be wanted is got ready."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import pytest

from smartclient.demo.video.orders import Expect, Take, Taken
from smartclient.demo.video.past_studio import PastStudio
from smartclient.demo.video.pictures import Pictures
from smartclient.demo.video.present import Present, Presents
from smartclient.demo.video.shots import Shot, Stream, moment, tick_at, tick_ms
from tests.builders.running import run, until
from tests.demo.video.small_campus import small_campus

STREAM = Stream("cam-hall", 320, 180)
BEGIN = 1_795_400_000_000
TIMES = tuple(tick_ms(tick) for tick in range(tick_at(BEGIN), tick_at(BEGIN) + 12))


class Asking:
    """A studio and what it delivers."""

    def __init__(self) -> None:
        self.pictures = Pictures(small_campus(), Present())
        self._taken: queue.Queue[Taken] = queue.Queue()
        self.studio = PastStudio(self.pictures, self._taken.put)

    def is_ready(self, at: datetime) -> bool:
        """Whether the background is drawn."""
        return self.pictures.ready("cam-hall", at, 320, 180) is not None

    def take(self, *times: int, in_haste: bool = False) -> tuple[Shot, ...]:
        self.studio.take(Take(1, STREAM, times, Presents((times[0],), (Present(),)), in_haste))
        return self._taken.get(timeout=20).shots


@contextmanager
def asking() -> Iterator[Asking]:
    one = Asking()
    try:
        yield one
    finally:
        one.studio.close()


def data(shots: tuple[Shot, ...]) -> list[bytes]:
    return [shot.data for shot in shots]


@pytest.mark.parametrize("asked_before", [TIMES[:1], TIMES[:5]])
def test_a_group_is_the_same_however_it_is_asked_for(asked_before: tuple[int, ...]) -> None:
    with asking() as at_once, asking() as bit_by_bit:
        whole = at_once.take(*TIMES)
        first = bit_by_bit.take(*asked_before)
        rest = bit_by_bit.take(*TIMES)
        again = bit_by_bit.take(*TIMES)
    assert data(first) == data(whole)[: len(asked_before)]
    assert data(rest) == data(again) == data(whole)
    assert [shot.is_key for shot in rest] == [True] + 11 * [False]


def test_a_picture_gone_to_in_haste_is_no_beginning_of_its_group() -> None:
    with asking() as at_once, asking() as in_haste:
        whole = at_once.take(*TIMES)
        in_haste.take(*TIMES[:1])
        in_haste.take(TIMES[0], TIMES[7], in_haste=True)
        assert data(in_haste.take(*TIMES)) == data(whole)


def test_the_last_hour_of_what_is_watched_is_got_ready() -> None:
    with asking() as one:
        one.studio.expect(Expect(STREAM, BEGIN))
        for minutes in (0, 20, 40, 60):
            at = moment(BEGIN - minutes * 60_000)
            run(until(partial(one.is_ready, at)))
