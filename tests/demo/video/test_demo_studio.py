"""Filming: a sketch comes first, the true background takes its place at a key frame, and nothing is filmed twice."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from smartclient.demo.video.codec import pixels
from smartclient.demo.video.pictures import Pictures
from smartclient.demo.video.shots import Shot, Stream, moment, tick_ms
from smartclient.demo.video.studio import Still, Studio
from tests.demo.video.fake_world import FakeWorld
from tests.demo.video.small_campus import small_campus

PATIENCE_S = 30
FIRST = 21_537_000_000
HALL = Stream("cam-hall", 640, 360, as_jpeg=True)


@contextmanager
def studio(world: FakeWorld | None = None) -> Iterator[tuple[Studio, Pictures, list[Shot]]]:
    pictures, shots = Pictures(small_campus(), world or FakeWorld(0.4)), list[Shot]()
    filming = Studio(pictures, shots.append)
    try:
        yield filming, pictures, shots
    finally:
        filming.close()


def film_until(filming: Studio, shots: list[Shot], count: int) -> int:
    """Films tick by tick until there are so many shots; returns the next tick."""
    for number in range(FIRST, FIRST + 1000):
        filming.film(tick_ms(number))
        if len(shots) >= count:
            return number + 1
        with filming._changed:
            filming._changed.wait(0.1)
    raise AssertionError("no shots")


def picture(data: bytes) -> NDArray[np.uint8]:
    return pixels(av.CodecContext.create("mjpeg", "r").decode(av.Packet(data))[0].reformat(format="rgb24"))


def test_the_true_background_follows_the_sketch() -> None:
    with studio() as (filming, pictures, shots):
        filming.start(HALL, tick_ms(FIRST))
        number = film_until(filming, shots, 1)
        true = pictures.jpeg(HALL.camera, moment(shots[0].at_ms), HALL.width, HALL.height)
        first = picture(shots[0].data).astype(int)
        assert 0 < np.abs(first - picture(true)).mean() < 12, "coarser, yet the same view"
        filming.film(tick_ms(number))
        assert shots[-1].data == pictures.jpeg(HALL.camera, moment(shots[-1].at_ms), HALL.width, HALL.height)


def test_a_new_group_of_pictures_begins_with_the_true_background() -> None:
    with studio() as (filming, pictures, shots):
        stream = Stream("cam-hall", 640, 360)
        filming.start(stream, tick_ms(FIRST))
        number = film_until(filming, shots, 1)
        filming.film(tick_ms(number))
        pictures.prepare(stream.camera, moment(tick_ms(number)), stream.width, stream.height)
        before = sum(shot.is_key for shot in shots)
        filming.film(tick_ms(number + 1))
        assert shots[0].is_key
        assert sum(shot.is_key for shot in shots) in {before, before + 1}
        keys = [shot.number for shot in shots if shot.is_key]
        assert 1 < len(keys) <= 2, "one for the sketch, one for the true background"


def test_pictures_go_on_while_a_door_moves() -> None:
    world = FakeWorld(0.4)
    with studio(world) as (filming, pictures, shots):
        filming.start(HALL, tick_ms(FIRST))
        number = film_until(filming, shots, 1)
        pictures.prepare(HALL.camera, moment(tick_ms(number)), HALL.width, HALL.height)
        for step in range(1, 6):
            world.open_doors = {"door-101": step / 5}
            filming.film(tick_ms(number + step))
        assert len(shots) == 6


@pytest.mark.parametrize("is_live", [True, False])
def test_stills(is_live: bool) -> None:
    answers: queue.Queue[bytes] = queue.Queue()
    with studio() as (filming, pictures, _):
        at = tick_ms(FIRST)
        filming.draw(Still("cam-gym", at, 320, 180, is_live, answers.put))
        filming.draw(Still("no such camera", at, 320, 180, is_live, answers.put))
        filming.draw(Still("cam-gym", at, 321, 180, is_live, answers.put))
        jpeg = answers.get(timeout=PATIENCE_S)
        assert picture(jpeg).shape == (180, 320, 3)
        assert is_live or jpeg == pictures.jpeg("cam-gym", moment(at), 320, 180)
        assert [answers.get(timeout=PATIENCE_S) for _ in range(2)] == [b"", b""]


def test_a_camera_is_filmed_no_more() -> None:
    with studio() as (filming, _, shots):
        filming.start(HALL, tick_ms(FIRST))
        number = film_until(filming, shots, 1)
        filming.end(HALL)
        filming.film(tick_ms(number))
        assert len(shots) == 1
