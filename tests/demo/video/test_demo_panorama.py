"""Views of a moving camera: cut from a panorama while it turns, drawn for themselves when it rests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from smartclient.demo.ptz import Aim
from smartclient.demo.video import strip
from smartclient.demo.video.codec import to_rgb
from smartclient.demo.video.pictures import Pictures
from tests.demo.video.fake_world import FakeWorld
from tests.demo.video.small_campus import small_campus

NOON = datetime(2026, 10, 7, 17, 30, tzinfo=UTC)
SIZE = (320, 180)
CAMERA = "cam-ptz"
ELSEWHERE = Aim(10.0, 20.0, 40.0)


@pytest.fixture(scope="module")
def still() -> Pictures:
    return Pictures(small_campus(), FakeWorld())


def test_a_view_cut_while_turning_is_that_of_the_lens(still: Pictures) -> None:
    aimed = FakeWorld(aimed={CAMERA: ELSEWHERE})
    turning = still.during(replace(aimed, turned=frozenset({CAMERA})))
    assert turning.ready(CAMERA, NOON, *SIZE) is None
    still.prepare_round(CAMERA, NOON)
    plate = turning.ready(CAMERA, NOON, *SIZE)
    assert plate is not None
    cut = to_rgb(turning.packed(CAMERA, NOON, *SIZE, plate)).astype(int)
    drawn = still.during(aimed).frame(CAMERA, NOON, *SIZE)
    home = still.frame(CAMERA, NOON, *SIZE)
    inner = slice(20, 160)
    assert np.abs(cut - drawn)[inner].mean() < 0.6 * np.abs(cut - home)[inner].mean()
    assert np.abs(cut - drawn)[inner].mean() < 14
    assert strip.read(drawn) == NOON


def test_where_a_door_opens_in_a_turned_view_is_drawn_anew(still: Pictures) -> None:
    at_the_door = Aim(312.4, 13.0, 20.0)
    shut, opened = (
        still.during(FakeWorld(aimed={CAMERA: at_the_door}, open_doors=doors)).frame(CAMERA, NOON, *SIZE).astype(int)
        for doors in ({}, {"door-1": 1.0})
    )
    assert np.abs(shut - opened)[20:160].max() > 40


def test_cameras_that_do_not_move_have_no_panorama(still: Pictures) -> None:
    still.prepare_round("cam-lot", NOON)
    assert still.cut("cam-lot", NOON, *SIZE) is None
